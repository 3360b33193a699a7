"""What a group adds up to: one aggregate a column, never skipping an unknown."""

from collections.abc import Iterable, Mapping

from sqlglot import exp

from tuopin.engine.groups import ShareBelow
from tuopin.engine.sql_expressions import SQL, both, case, coalesce, negated


def is_null(column: SQL) -> SQL:
    return exp.Is(this=column.copy(), expression=exp.null())


def sum_where(condition: SQL, amount: SQL) -> SQL:
    return exp.Sum(this=case((condition.copy(), amount.copy()), otherwise=exp.Literal.number("0")))


def total_of(item: SQL, what: str, inside: SQL | None) -> SQL:
    """One total over a group; with `inside`, over those it is true of (who may be inside is asked apart)."""
    if what in ("sum", "max"):
        value = item if inside is None else case((inside.copy(), item))
        return exp.Sum(this=value) if what == "sum" else exp.Max(this=value)
    asked = {"yes": lambda: item, "no": lambda: negated(item), "unknown": lambda: is_null(item)}[what]()
    return exp.LogicalOr(this=asked if inside is None else both(inside.copy(), exp.Paren(this=asked)))


def share_totals(
    share: ShareBelow, names: Mapping[str, str], inside: SQL | None
) -> Iterable[tuple[str, SQL]]:
    rule, weight = exp.column(names[share.rule.key]), exp.column(names[share.weight.key])
    conditions = [inside] if inside is not None else []

    def where(*, may_count: bool, rule_is: SQL | None) -> SQL:
        asked = [condition.copy() for condition in conditions]
        if share.among is not None:
            asked.append(
                coalesce(exp.column(names[share.among.key]), exp.true() if may_count else exp.false())
            )
        if rule_is is not None:
            asked.append(rule_is)
        return both(*asked) if asked else exp.true()

    def yes(if_unknown: SQL) -> SQL:
        return coalesce(rule.copy(), if_unknown)

    least = coalesce(weight, exp.Literal.number(str(share.weights.low)))
    most = coalesce(weight.copy(), exp.Literal.number(str(share.weights.high)))
    yield "most_yes", sum_where(where(may_count=True, rule_is=yes(exp.true())), most)
    yield "least_yes", sum_where(where(may_count=False, rule_is=yes(exp.false())), least)
    if share.of is None:
        yield "most_no", sum_where(where(may_count=True, rule_is=negated(yes(exp.false()))), most)
        yield "least_no", sum_where(where(may_count=False, rule_is=negated(yes(exp.true()))), least)
        yield "least_total", sum_where(where(may_count=False, rule_is=None), least)
