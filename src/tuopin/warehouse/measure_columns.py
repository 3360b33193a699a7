"""What poverty measures add up in one village, as columns of its row.

Sums here may exceed 64 bits (squares of what households lack, times weights), so they are decimals of 38 digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from tuopin.engine import expressions as x
from tuopin.engine.kinds import Level, Number
from tuopin.engine.labels import unnamed
from tuopin.engine.standard import Reads, Standard
from tuopin.kernel.verdict import Verdict
from tuopin.standards.pack import Overview

PEOPLE = "overview_people"
WEIGHT = "overview_weight"
LINE = "line_"
UNWEIGHTED = "measure__unweighted"
CHOSEN, POOR = "targeting_chosen", "targeting_poor"
SQL = exp.Expr
Named = tuple[str, SQL]
INDEX_TALLIES = (
    "everybody", "poor", "open", "poor_score", "most_score", "known", "known_poor", "known_score",
)  # fmt: skip
INDICATOR_TALLIES = ("raw", "raw_open", "censored", "censored_most", "known")
LINE_TALLIES = ("everybody", "poor", "open", "ungauged")


def line_of(standard: Standard, overview: Overview) -> x.Expression | None:
    """The line per person that a standard compares an amount per person with; None where it does no such thing."""
    score, rule = standard.score, unnamed(standard.criteria[0].met_when)
    if score is None or standard.reads is not Reads.DEPRIVATION or score.op not in (">", ">="):
        return None
    assert isinstance(rule, x.Compare)
    amount = unnamed(rule.left)
    per_person = isinstance(amount, x.Quotient) and unnamed(amount.right) is overview.people
    return rule.right if per_person else None


def is_index(standard: Standard) -> bool:
    return (
        standard.level is Level.HOUSEHOLD
        and standard.cutoff is not None
        and standard.reads is Reads.DEPRIVATION
    )


def weighed_sum(weighted: bool, condition: SQL, *factors: SQL) -> SQL:
    """Σ weight × factors; a household without a weight is in no sum, and counted apart."""
    amount: SQL = exp.cast(exp.column(WEIGHT) if weighted else exp.Literal.number(1), "INT128")
    for factor in factors:
        amount = exp.Mul(this=amount, expression=factor)
    total = exp.Sum(this=exp.Case().when(condition.copy(), amount, copy=False))
    return exp.cast(exp.Coalesce(this=total, expressions=[exp.Literal.number(0)]), "DECIMAL(38, 0)")


@dataclass(frozen=True)
class Household:
    """The columns of one household's results, and what it weighs."""

    standard: Standard
    weighted: bool

    def column(self, what: str) -> SQL:
        return exp.column(f"{self.standard.code}__{what}")

    def overall(self, *verdicts: Verdict) -> SQL:
        numbers = [exp.Literal.number(verdict.value) for verdict in verdicts]
        return exp.In(this=self.column("overall"), expressions=numbers)

    def has(self, criterion: str, *states: str) -> SQL:
        """Whether the answer of a criterion is one of these."""
        bit = exp.Literal.number(self.standard.bits[criterion])
        held = [
            exp.NEQ(
                this=exp.Paren(this=exp.BitwiseAnd(this=self.column(state), expression=bit.copy())),
                expression=exp.Literal.number(0),
            )
            for state in states
        ]
        return exp.Paren(this=exp.or_(*held, copy=False))

    def sum(self, condition: SQL, *factors: SQL) -> SQL:
        return weighed_sum(self.weighted, condition, *factors)

    def tally(self, name: str, condition: SQL, *factors: SQL) -> Iterator[Named]:
        """Weight × people where the size is known, the weight alone where it is not."""
        unknown = exp.Is(this=exp.column(PEOPLE), expression=exp.null())
        start = f"{self.standard.code}__{name}"
        yield f"{start}__sized", self.sum(condition, exp.column(PEOPLE), *factors)
        yield f"{start}__unsized", self.sum(_both(condition, unknown), *[each.copy() for each in factors])


def measure_columns(standards: tuple[Standard, ...], overview: Overview) -> Iterator[Named]:
    """For every index and every line among the standards of households."""
    weighted = overview.weight is not None
    measured = False
    for standard in standards:
        household = Household(standard, weighted)
        if is_index(standard):
            measured = True
            yield from _index(household)
        elif line_of(standard, overview) is not None:
            measured = True
            yield from _line(household, overview)
    if overview.targeting is not None:
        measured = True
        yield from _targeting(weighted)
    if measured and weighted:
        missing = exp.Is(this=exp.column(WEIGHT), expression=exp.null())
        yield UNWEIGHTED, exp.CountIf(this=missing)


def _targeting(weighted: bool) -> Iterator[Named]:
    """People under both answers; whoever lacks one of them, or does not say how many they are, is counted apart."""
    chosen, poor, people = exp.column(CHOSEN), exp.column(POOR), exp.column(PEOPLE)
    for name, conditions in (
        ("poor_chosen", (poor, chosen)),
        ("poor_missed", (poor, _no(chosen))),
        ("others_chosen", (_no(poor), chosen)),
        ("others_left", (_no(poor), _no(chosen))),
    ):
        yield f"targeting__{name}", weighed_sum(weighted, _both(*conditions), people.copy())
    asked = [exp.Is(this=each.copy(), expression=exp.null()) for each in (chosen, poor, people)]
    yield "targeting__left_out", exp.CountIf(this=exp.or_(*asked, copy=False))


def _no(answer: SQL) -> SQL:
    return exp.Not(this=exp.Paren(this=answer.copy()))


def _index(of: Household) -> Iterator[Named]:
    poor, may_be = of.overall(Verdict.MET), of.overall(Verdict.MET, Verdict.UNKNOWN)
    low, high = of.column("score_low"), of.column("score_high")
    concerned = of.overall(Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN)
    complete = _both(concerned, exp.EQ(this=low, expression=high))
    yield from of.tally("everybody", concerned)
    yield from of.tally("poor", poor)
    yield from of.tally("open", of.overall(Verdict.UNKNOWN))
    yield from of.tally("poor_score", poor, low.copy())
    yield from of.tally("most_score", may_be, high.copy())
    yield from of.tally("known", complete)
    yield from of.tally("known_poor", _both(complete, poor))
    yield from of.tally("known_score", _both(complete, poor), low.copy())
    for code in of.standard.by_code:
        deprived = of.has(code, "met")
        yield from of.tally(f"{code}__raw", deprived)
        yield from of.tally(f"{code}__raw_open", of.has(code, "unknown"))
        yield from of.tally(f"{code}__censored", _both(poor, deprived))
        yield from of.tally(f"{code}__censored_most", _both(may_be, of.has(code, "met", "unknown")))
        yield from of.tally(f"{code}__known", _both(complete, poor, deprived))


def _line(of: Household, overview: Overview) -> Iterator[Named]:
    code, people, size = of.standard.code, exp.column(PEOPLE), overview.people.kind
    assert isinstance(size, Number)
    poor, lacking = of.overall(Verdict.MET), of.column("score_low")
    known = exp.Not(this=exp.Paren(this=exp.Is(this=people, expression=exp.null())))
    gauged = _both(poor, exp.EQ(this=lacking, expression=of.column("score_high")), known)
    yield f"{code}__line", exp.Max(this=exp.column(f"{LINE}{code}"))
    yield from of.tally("everybody", of.overall(Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN))
    yield from of.tally("poor", poor)
    yield from of.tally("open", of.overall(Verdict.UNKNOWN))
    yield from of.tally("ungauged", _both(poor, exp.Not(this=exp.Paren(this=gauged.copy()))))
    yield f"{code}__gap", of.sum(gauged, lacking.copy())
    for number in range(max(size.low, 1), size.high + 1):
        alike = exp.EQ(this=people.copy(), expression=exp.Literal.number(number))
        yield f"{code}__squares_{number}", of.sum(_both(gauged, alike), lacking.copy(), lacking.copy())


def _both(*conditions: SQL) -> SQL:
    return exp.and_(*(each.copy() for each in conditions), copy=False)
