"""Criteria packed into four bit masks a standard, and the verdict its method makes of them.

Every mask operation is addition or subtraction of distinct bits, so no dialect's bit functions are needed.
"""

from collections.abc import Callable, Iterable

from sqlglot import exp

from tuopin.engine.sql_expressions import SQL, alias, both, case, cast, coalesce, negated
from tuopin.engine.standard import Method, Standard

VERDICT_COLUMNS = ("met", "not_met", "unknown", "not_applicable", "overall")


def columns_of(standard: Standard) -> tuple[str, ...]:
    return (*VERDICT_COLUMNS, "score_low", "score_high") if standard.is_scored else VERDICT_COLUMNS


def _bits(standard: Standard, state: str) -> SQL:
    terms: list[SQL] = []
    for criterion in standard.criteria:
        column = exp.column(f"{standard.code}__{criterion.code}")
        if state == "not_applicable":
            if criterion.applies_when is None:
                continue
            column = exp.column(f"{standard.code}__{criterion.code}__applies")
        condition: SQL = column if state == "met" else negated(column)
        terms.append(
            case(
                (condition, exp.Literal.number(str(standard.bits[criterion.code]))),
                otherwise=exp.Literal.number("0"),
            )
        )
    total: SQL = terms[0] if terms else exp.Literal.number("0")
    for term in terms[1:]:
        total = exp.Add(this=total, expression=term)
    return cast(total, "BIGINT")


def masks_of(standard: Standard) -> Iterable[SQL]:
    for state in ("met", "not_met", "not_applicable"):
        yield alias(_bits(standard, state), f"{standard.code}__{state}")


def verdict_of(standard: Standard) -> Iterable[SQL]:
    def mask(state: str) -> SQL:
        return exp.column(f"{standard.code}__{state}")

    rest: SQL = exp.Literal.number(str(standard.all_bits))
    for state in ("met", "not_met", "not_applicable"):
        rest = exp.Sub(this=rest, expression=mask(state))
    yield alias(rest, f"{standard.code}__unknown")
    yield alias(
        cast(_verdict(standard, mask, exp.Paren(this=rest.copy())), "SMALLINT"),
        f"{standard.code}__overall",
    )
    if standard.cutoff is not None:
        low, high = _scores(standard)
        yield alias(cast(low, "BIGINT"), f"{standard.code}__score_low")
        yield alias(cast(high, "BIGINT"), f"{standard.code}__score_high")


def _verdict(standard: Standard, mask: Callable[[str], SQL], unknown: SQL) -> SQL:
    def some(sql: SQL) -> SQL:
        return exp.NEQ(this=sql, expression=exp.Literal.number("0"))

    one, two, three, four = (exp.Literal.number(str(number)) for number in (1, 2, 3, 4))
    if standard.method is Method.EACH:
        return exp.Literal.number("0")
    if standard.cutoff is not None:
        low, high = _scores(standard)
        k = exp.Literal.number(str(standard.cutoff.steps(standard.cutoff.k)))
        nobody = exp.EQ(this=mask("not_applicable"), expression=exp.Literal.number(str(standard.all_bits)))
        enough = exp.GTE(this=exp.Paren(this=low), expression=k)
        # While nothing is settled, everything may still turn out not to apply.
        asked = some(exp.Paren(this=exp.Add(this=mask("met"), expression=mask("not_met"))))
        short = both(exp.LT(this=exp.Paren(this=high), expression=k.copy()), asked)
        return case((nobody, four), (enough, one), (short, two), otherwise=three)
    if standard.method is Method.ANY_MET:
        return case(
            (some(mask("met")), one), (some(unknown), three), (some(mask("not_met")), two), otherwise=four
        )
    return case(
        (some(mask("not_met")), two), (some(unknown), three), (some(mask("met")), one), otherwise=four
    )


def _scores(standard: Standard) -> tuple[SQL, SQL]:
    """The weighted count with every unknown as no, and with every unknown as yes."""
    cutoff = standard.cutoff
    assert cutoff is not None
    low: SQL = exp.Literal.number("0")
    high: SQL = exp.Literal.number("0")
    for criterion in standard.criteria:
        answer = exp.column(f"{standard.code}__{criterion.code}")
        weight = exp.Literal.number(str(cutoff.steps(cutoff.weights[criterion.code])))
        none = exp.Literal.number("0")
        low = exp.Add(this=low, expression=case((answer, weight), otherwise=none))
        settled_no: SQL = negated(answer)
        if criterion.applies_when is not None:
            outside = negated(exp.column(f"{standard.code}__{criterion.code}__applies"))
            settled_no = exp.Or(
                this=coalesce(settled_no, exp.false()), expression=coalesce(outside, exp.false())
            )
        high = exp.Add(this=high, expression=case((settled_no, none.copy()), otherwise=weight.copy()))
    return low, high
