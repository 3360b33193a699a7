"""The law: what a standard means, in plain Python, for one subject. Slow and obvious on purpose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from tuopin.engine import expressions as x
from tuopin.engine.calendar import completed_years
from tuopin.engine.groups import Aggregate, Group, Included, ShareBelow
from tuopin.engine.kinds import Number
from tuopin.engine.records import Record
from tuopin.engine.spans import span_of
from tuopin.engine.standard import Criterion, Method, Standard, VerdictOf
from tuopin.engine.terms import Terms
from tuopin.kernel.verdict import Verdict, kleene

Answer = bool | int | Fraction | date | None


@dataclass(frozen=True)
class Masks:
    """One bit per criterion; each criterion's bit is set in exactly one of the four."""

    met: int
    not_met: int
    unknown: int
    not_applicable: int


@dataclass(frozen=True)
class Finding:
    """A verdict per criterion, and overall by the standard's method (None when it has none).

    `score` is the lowest and highest it can be: for weighted_cutoff the weighted count in units of 1/denominator,
    for line and linear_score the number of `Standard.score` in small steps.
    """

    standard: Standard
    subject: Record
    verdicts: Mapping[str, Verdict]
    overall: Verdict | None
    score: tuple[int, int] | None = None

    @cached_property
    def masks(self) -> Masks:
        def mask(wanted: Verdict) -> int:
            return sum(self.standard.bits[code] for code, found in self.verdicts.items() if found is wanted)

        return Masks(
            mask(Verdict.MET), mask(Verdict.NOT_MET), mask(Verdict.UNKNOWN), mask(Verdict.NOT_APPLICABLE)
        )


def judge(standard: Standard, subject: Record, terms: Terms) -> Finding:
    """Raises RefusedByRule when a parameter is not in force on that day in that place."""
    return Reference(terms).judge(standard, subject)


def evaluate(expression: x.Expression, subject: Record, terms: Terms) -> Answer:
    """The value of an expression about a subject: numbers in small steps, ratios exact, None unknown."""
    return Reference(terms).value(expression, subject)


@dataclass
class Reference:
    """One judging under the same terms; remembers verdicts that several rules ask for."""

    terms: Terms
    _findings: dict[tuple[int, str], Finding] = field(default_factory=dict)

    def judge(self, standard: Standard, subject: Record) -> Finding:
        known = self._findings.get((id(subject), standard.code))
        if known is not None and known.standard is standard and known.subject is subject:
            return known
        score = None if standard.score is None else self.bounds(standard.score.amount, subject)
        verdicts = {each.code: self._criterion(standard, each, subject, score) for each in standard.criteria}
        score = score or _score(standard, verdicts)
        finding = Finding(standard, subject, verdicts, _overall(standard, verdicts, score), score)
        self._findings[id(subject), standard.code] = finding
        return finding

    def _criterion(
        self, standard: Standard, criterion: Criterion, subject: Record, score: tuple[int, int] | None
    ) -> Verdict:
        if criterion.applies_when is not None:
            applies = self.value(criterion.applies_when, subject)
            if applies is None:
                return Verdict.UNKNOWN
            if not applies:
                return Verdict.NOT_APPLICABLE
        if standard.score is not None and score is not None:
            limit = self.whole(standard.score.limit, subject)
            assert limit is not None
            return kleene(standard.score.holds(*score, limit))
        return kleene(self.yes(criterion.met_when, subject))

    def bounds(self, expression: x.Expression, subject: Record) -> tuple[int, int]:
        """The lowest and the highest a number can be, term by term: what is unknown spans its declared range."""
        return span_of(self, expression, subject)

    def yes(self, expression: x.Expression, subject: Record) -> bool | None:
        answer = self.value(expression, subject)
        assert answer is None or isinstance(answer, bool)
        return answer

    def whole(self, expression: x.Expression, subject: Record) -> int | None:
        answer = self.value(expression, subject)
        assert answer is None or isinstance(answer, int)
        return answer

    def value(self, expression: x.Expression, subject: Record) -> Answer:
        return _MEANING[type(expression)](self, expression, subject)


def _score(standard: Standard, verdicts: Mapping[str, Verdict]) -> tuple[int, int] | None:
    cutoff = standard.cutoff
    if cutoff is None:
        return None

    def total(*wanted: Verdict) -> int:
        return sum(cutoff.steps(cutoff.weights[code]) for code, found in verdicts.items() if found in wanted)

    return total(Verdict.MET), total(Verdict.MET, Verdict.UNKNOWN)


def _overall(
    standard: Standard, verdicts: Mapping[str, Verdict], score: tuple[int, int] | None
) -> Verdict | None:
    found = set(verdicts.values())
    if standard.method is Method.EACH:
        return None
    if found == {Verdict.NOT_APPLICABLE}:
        return Verdict.NOT_APPLICABLE
    if score is not None and standard.cutoff is not None:
        k = standard.cutoff.steps(standard.cutoff.k)
        if score[0] >= k:
            return Verdict.MET
        # While nothing is settled, everything may still turn out not to apply.
        someone_asked = Verdict.MET in found or Verdict.NOT_MET in found
        return Verdict.NOT_MET if score[1] < k and someone_asked else Verdict.UNKNOWN
    settling, otherwise = (
        (Verdict.MET, Verdict.NOT_MET)
        if standard.method is Method.ANY_MET
        else (Verdict.NOT_MET, Verdict.MET)
    )
    if settling in found:
        return settling
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else otherwise


# ---- what each operator means -------------------------------------------------------------------


def _fact(ref: Reference, node: x.Fact, subject: Record) -> Answer:
    return subject.facts.get(node.code)


def _literal(ref: Reference, node: x.Literal, subject: Record) -> Answer:
    return node.value


def _parameter(ref: Reference, node: x.ParameterRef, subject: Record) -> Answer:
    return ref.terms.steps(node.parameter, subject.place)


def _day(ref: Reference, node: x.Day, subject: Record) -> Answer:
    return ref.terms.date_of(node)


def _inner(ref: Reference, node: x.Named, subject: Record) -> Answer:
    return ref.value(node.of, subject)


def _not(ref: Reference, node: x.Not, subject: Record) -> Answer:
    answer = ref.yes(node.of, subject)
    return None if answer is None else not answer


def _and(ref: Reference, node: x.And, subject: Record) -> Answer:
    answers = [ref.yes(term, subject) for term in node.terms]
    return False if False in answers else None if None in answers else True


def _or(ref: Reference, node: x.Or, subject: Record) -> Answer:
    answers = [ref.yes(term, subject) for term in node.terms]
    return True if True in answers else None if None in answers else False


def _arithmetic(operation: Callable[[int, int], int]) -> Callable[[Reference, x._Two, Record], Answer]:
    def meaning(ref: Reference, node: x._Two, subject: Record) -> Answer:
        left, right = ref.whole(node.left, subject), ref.whole(node.right, subject)
        return None if left is None or right is None else operation(left, right)

    return meaning


def _quotient(ref: Reference, node: x.Quotient, subject: Record) -> Answer:
    above, below = ref.whole(node.left, subject), ref.whole(node.right, subject)
    if above is None or below is None or below <= 0:
        return None
    return Fraction(above, below) * Fraction(10) ** (_decimals(node.right) - _decimals(node.left))


def _decimals(expression: x.Expression) -> int:
    assert isinstance(expression.kind, Number)
    return expression.kind.decimals


def _scaled(ref: Reference, node: x.Scaled, subject: Record) -> Answer:
    value = ref.whole(node.of, subject)
    return None if value is None else value * node.factor


_ORDER: dict[str, Callable[[object, object], bool]] = {
    "<": lambda a, b: a < b,  # type: ignore[operator]
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    "=": lambda a, b: a == b,
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
}


def _compare(ref: Reference, node: x.Compare, subject: Record) -> Answer:
    """The law compares the exact values as written; compiled engines multiply across and must agree."""
    left, right = exact_value(ref, node.left, subject), exact_value(ref, node.right, subject)
    return None if left is None or right is None else _ORDER[node.op](left, right)


def exact_value(ref: Reference, expression: x.Expression, subject: Record) -> Fraction | None:
    answer = ref.value(expression, subject)
    if answer is None or isinstance(answer, Fraction):
        return answer
    assert isinstance(answer, int)
    return Fraction(answer, 10 ** _decimals(expression))


def _compare_dates(ref: Reference, node: x.CompareDates, subject: Record) -> Answer:
    left, right = ref.value(node.left, subject), ref.value(node.right, subject)
    return None if left is None or right is None else _ORDER[node.op](left, right)


def _time_since(ref: Reference, node: x.TimeSince, subject: Record) -> Answer:
    since, until = ref.value(node.since, subject), ref.value(node.until, subject)
    if not isinstance(since, date) or not isinstance(until, date):
        return None
    return completed_years(since, until) if node.kind == x.YEARS else (until - since).days


def _one_of(ref: Reference, node: x.OneOf, subject: Record) -> Answer:
    code = ref.whole(node.of, subject)
    return None if code is None else code in node.numbers


def _has_any_of(ref: Reference, node: x.HasAnyOf, subject: Record) -> Answer:
    held = ref.whole(node.of, subject)
    return None if held is None else (held & node.mask) != 0


def _is_known(ref: Reference, node: x.IsKnown, subject: Record) -> Answer:
    return ref.value(node.of, subject) is not None


def _included(ref: Reference, node: Included, subject: Record) -> Answer:
    where = ref.yes(node.where, subject)
    return None if where is None else ref.value(node.of, subject) if where else 0


def _members(ref: Reference, group: Group, subject: Record) -> tuple[list[Record], bool]:
    """Those listed in the group, and whether they are all there are."""
    listed = [child for child in subject.children if child.level is group.child]
    unsure = False
    if group.among is not None:
        inside = [(child, ref.yes(group.among, child)) for child in listed]
        unsure = any(answer is None for _, answer in inside)
        listed = [child for child, answer in inside if answer]
    return listed, not unsure and ref.whole(group.declared, subject) == len(listed)


def _aggregate(ref: Reference, node: Aggregate, subject: Record) -> Answer:
    listed, complete = _members(ref, node.group, subject)
    answers = [ref.value(node.item, child) for child in listed]
    if node.how in ("any", "all"):
        settling = node.how == "any"
        if settling in answers:
            return settling
        return None if None in answers or not complete else not settling
    numbers = [answer for answer in answers if isinstance(answer, int)]
    if len(numbers) < len(answers) or not complete:
        return None
    if node.how == "sum":
        return sum(numbers)
    return max(numbers) if numbers else None


def _share_below(ref: Reference, node: ShareBelow, subject: Record) -> Answer:
    share = share_bounds(ref, node, subject)
    if not share.complete or share.limit is None:
        return None
    return share.below(share.high) if share.below(share.high) == share.below(share.low) else None


@dataclass(frozen=True)
class Share:
    """The bounds of a share's signed distance to its limit, for the verdict and for explaining it.

    `low` and `high` are Σ w·(steps·r − limit) at its best and worst, or None when the total may be 0.
    """

    strictly: bool
    complete: bool
    limit: int | None
    low: int | None
    high: int | None
    numerator: tuple[int, int]
    total: tuple[int, int] | None

    def below(self, distance: int | None) -> bool | None:
        if distance is None:
            return None
        return distance < 0 if self.strictly else distance <= 0


def share_bounds(ref: Reference, node: ShareBelow, subject: Record) -> Share:
    """Every unknown answer and weight spans all it could be (decisions B5), row by row."""
    listed, complete = _members(ref, node.group, subject)
    limit, steps = ref.whole(node.limit, subject), node.limit_steps
    assert limit is not None
    spans = [_span(ref, node, child) for child in listed]
    numerator = (
        sum(min(r * w for r, w in span) for span in spans),
        sum(max(r * w for r, w in span) for span in spans),
    )
    if node.of is not None:
        total = ref.whole(node.of, subject)
        if total is None or total <= 0:
            return Share(node.strictly, complete, limit, None, None, numerator, None)
        low, high = (steps * value - limit * total for value in numerator)
        return Share(node.strictly, complete, limit, low, high, numerator, (total, total))
    totals = (sum(min(w for _, w in span) for span in spans), sum(max(w for _, w in span) for span in spans))
    if totals[0] <= 0:
        return Share(node.strictly, complete, limit, None, None, numerator, totals)
    distances = [[w * (steps * r - limit) for r, w in span] for span in spans]
    return Share(
        node.strictly, complete, limit,
        sum(min(each) for each in distances), sum(max(each) for each in distances), numerator, totals,
    )  # fmt: skip


def counts_in_share(ref: Reference, node: ShareBelow, child: Record) -> bool | None:
    """Whether one subject is part of what a share counts; None while its unknowns could still move the share."""
    corners = _span(ref, node, child)
    if len({(r * w, 0 if node.of is not None else w) for r, w in corners}) > 1:
        return None
    return any(r and w for r, w in corners)


def _span(ref: Reference, node: ShareBelow, child: Record) -> list[tuple[bool, int]]:
    """Every (answer, weight) this subject may turn out to have, at the corners of what is unknown."""
    counted = True if node.among is None else ref.yes(node.among, child)
    if counted is False:
        return [(False, 0)]
    answer, weight = ref.yes(node.rule, child), ref.whole(node.weight, child)
    answers = (False, True) if answer is None else (answer,)
    weights = (node.weights.low, node.weights.high) if weight is None else (weight,)
    corners = [(r, w) for r in answers for w in weights]
    return corners if counted else [*corners, (False, 0)]


def _verdict_of(ref: Reference, node: VerdictOf, subject: Record) -> Answer:
    finding = ref.judge(node.standard, subject)
    verdict = finding.overall if node.criterion is None else finding.verdicts[node.criterion]
    return True if verdict is Verdict.MET else False if verdict is Verdict.NOT_MET else None


_MEANING: Mapping[type, Callable[[Reference, Any, Record], Answer]] = {
    x.Fact: _fact, x.Literal: _literal, x.ParameterRef: _parameter, x.Day: _day, x.Named: _inner,
    x.Not: _not, x.And: _and, x.Or: _or,
    x.Add: _arithmetic(lambda a, b: a + b), x.Subtract: _arithmetic(lambda a, b: a - b),
    x.Multiply: _arithmetic(lambda a, b: a * b), x.Quotient: _quotient, x.Scaled: _scaled,
    x.Compare: _compare, x.CompareDates: _compare_dates, x.CompareElapsed: _compare_dates,
    x.TimeSince: _time_since, x.OneOf: _one_of, x.HasAnyOf: _has_any_of, x.IsKnown: _is_known,
    Included: _included, Aggregate: _aggregate, ShareBelow: _share_below, VerdictOf: _verdict_of,
}  # fmt: skip
