"""One expression about one subject as SQL. NULL is unknown, and SQL's own AND, OR, NOT are Kleene's.

Traps kept out by construction: IS NULL is asked of plain columns only (`NOT x IS NULL` parses as
`NOT (x IS NULL)` everywhere); bit operations stand in parentheses; nothing is divided; whole numbers
are cast to 64 bits before they are added or multiplied.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlglot import exp

from tuopin.engine import expressions as x
from tuopin.engine.groups import Aggregate, Group, Included, ShareBelow
from tuopin.engine.kinds import Number
from tuopin.engine.sql_terms import TermsOfPlaces, unnamed
from tuopin.engine.standard import VerdictOf

SQL = exp.Expr
COMPARE: Mapping[str, type[exp.Binary]] = {
    "<": exp.LT, "<=": exp.LTE, "=": exp.EQ, ">=": exp.GTE, ">": exp.GT,
}  # fmt: skip


class Names(Protocol):
    """Where the compiled query keeps what groups and other standards answered."""

    terms: TermsOfPlaces

    def total(self, group: Group, item: x.Expression, what: str) -> SQL: ...
    def share_total(self, share: ShareBelow, what: str) -> SQL: ...
    def listed(self, group: Group) -> SQL: ...
    def unsure(self, group: Group) -> SQL: ...


def compile_expression(node: x.Expression, names: Names) -> SQL:
    """Constant expressions are worked out beforehand; everything else follows the tree."""
    if node.level is None:
        return names.terms.constant(node)
    return _WRITE[type(node)](node, names)


def paren(sql: SQL) -> SQL:
    """In parentheses unless it is one word; And and Or are functions to sqlglot, so the list is ours."""
    simple = exp.Column | exp.Literal | exp.Paren | exp.Cast | exp.Case | exp.Coalesce | exp.Boolean
    return sql if isinstance(sql, simple) else exp.Paren(this=sql)


def case(*branches: tuple[SQL, SQL], otherwise: SQL | None = None) -> exp.Case:
    ifs = [exp.If(this=condition, true=value) for condition, value in branches]
    return exp.Case(ifs=ifs, default=otherwise)


def cast(sql: SQL, kind: str) -> SQL:
    """Like exp.cast, which copies what it is given: quadratic for deep rules."""
    return exp.Cast(this=sql, to=exp.DataType.build(kind))


def alias(sql: SQL, name: str) -> SQL:
    return exp.Alias(this=sql, alias=exp.to_identifier(name))


def coalesce(sql: SQL, default: SQL) -> SQL:
    return exp.Coalesce(this=sql, expressions=[default])


def both(*conditions: SQL) -> SQL:
    joined = conditions[0]
    for condition in conditions[1:]:
        joined = exp.And(this=joined, expression=condition)
    return joined


def negated(sql: SQL) -> SQL:
    return exp.Not(this=paren(sql))


def big(sql: SQL) -> SQL:
    return sql if isinstance(sql, exp.Literal) else cast(sql, "BIGINT")


def _fact(node: x.Fact, names: Names) -> SQL:
    return exp.column(node.code)


def _named(node: x.Named, names: Names) -> SQL:
    return compile_expression(node.of, names)


def _not(node: x.Not, names: Names) -> SQL:
    return negated(compile_expression(node.of, names))


def _several(operator: type[exp.Connector]) -> Callable[[x._Several, Names], SQL]:
    def writer(node: x._Several, names: Names) -> SQL:
        written = [paren(compile_expression(term, names)) for term in node.terms]
        joined: SQL = written[0]
        for term in written[1:]:
            joined = operator(this=joined, expression=term)
        return joined

    return writer


def _arithmetic(operator: type[exp.Binary]) -> Callable[[x._Two, Names], SQL]:
    def writer(node: x._Two, names: Names) -> SQL:
        return operator(this=_factor(node.left, names), expression=_factor(node.right, names))

    return writer


def _factor(node: x.Expression, names: Names) -> SQL:
    written = compile_expression(node, names)
    return big(written) if isinstance(unnamed(node), x.Fact | Included) else paren(written)


def _scaled(node: x.Scaled, names: Names) -> SQL:
    return exp.Mul(this=_factor(node.of, names), expression=exp.Literal.number(str(node.factor)))


def _compare(node: x.Compare, names: Names) -> SQL:
    compared = COMPARE[node.op](
        this=paren(compile_expression(node.low_side, names)),
        expression=paren(compile_expression(node.high_side, names)),
    )
    guards = [
        exp.GT(this=paren(compile_expression(part, names)), expression=exp.Literal.number("0"))
        for part in node.positive
        if isinstance(part.kind, Number) and part.kind.low <= 0
    ]
    return case((both(*guards), compared)) if guards else compared


def _compare_dates(node: x.CompareDates, names: Names) -> SQL:
    return COMPARE[node.op](
        this=compile_expression(node.left, names), expression=compile_expression(node.right, names)
    )


def _compare_elapsed(node: x.CompareElapsed, names: Names) -> SQL:
    """At least n years (days) have passed exactly when the date lies before a literal day."""
    span = unnamed(node.left)
    assert isinstance(span, x.TimeSince)
    since = compile_expression(span.since, names)

    def at_least(more: int) -> SQL:
        return exp.LT(this=since.copy(), expression=names.terms.before(node, more))

    def less_than(more: int) -> SQL:
        return exp.GTE(this=since.copy(), expression=names.terms.before(node, more))

    written: Mapping[str, Callable[[], SQL]] = {
        ">=": lambda: at_least(0),
        ">": lambda: at_least(1),
        "<": lambda: less_than(0),
        "<=": lambda: less_than(1),
        "=": lambda: both(at_least(0), less_than(1)),
    }
    return written[node.op]()


def _one_of(node: x.OneOf, names: Names) -> SQL:
    lowest, highest = min(node.numbers, default=0), max(node.numbers, default=0)
    if 2 < len(node.numbers) == highest - lowest + 1:  # DuckDB turns a long list into a join
        low, high = (exp.Literal.number(str(number)) for number in (lowest, highest))
        return exp.Between(this=compile_expression(node.of, names), low=low, high=high)
    numbers = [exp.Literal.number(str(number)) for number in sorted(node.numbers)]
    return exp.In(this=compile_expression(node.of, names), expressions=numbers)


def _has_any_of(node: x.HasAnyOf, names: Names) -> SQL:
    held = exp.BitwiseAnd(
        this=compile_expression(node.of, names), expression=exp.Literal.number(str(node.mask))
    )
    return exp.NEQ(this=exp.Paren(this=held), expression=exp.Literal.number("0"))


def _is_known(node: x.IsKnown, names: Names) -> SQL:
    assert isinstance(node.of, x.Fact)
    return exp.Not(this=exp.Paren(this=exp.Is(this=exp.column(node.of.code), expression=exp.null())))


def _included(node: Included, names: Names) -> SQL:
    where = compile_expression(node.where, names)
    return case((where, compile_expression(node.of, names)), (negated(where.copy()), exp.Literal.number("0")))


def complete(group: Group, names: Names) -> SQL:
    """As many are listed as declared; NULL when nobody declared how many."""
    equal = exp.EQ(
        this=coalesce(names.listed(group), exp.Literal.number("0")),
        expression=exp.column(group.declared.code),
    )
    if group.among is None:
        return equal
    return both(equal, negated(coalesce(names.unsure(group), exp.false())))


def _aggregate(node: Aggregate, names: Names) -> SQL:
    whole = complete(node.group, names)
    sure = negated(coalesce(names.total(node.group, node.item, "unknown"), exp.false()))
    if node.how == "any":
        yes = names.total(node.group, node.item, "yes")
        return case((yes, exp.true()), (both(whole, sure), exp.false()))
    if node.how == "all":
        no = names.total(node.group, node.item, "no")
        return case((no, exp.false()), (both(whole, sure), exp.true()))
    total = names.total(node.group, node.item, node.how)
    if node.how == "sum":
        total = coalesce(total, exp.Literal.number("0"))
    return case((both(whole, sure), cast(total, "BIGINT")))


def _share_below(node: ShareBelow, names: Names) -> SQL:
    """Σ w·(steps·r − limit) at its best and worst, from limit-free sums over the group (decisions B5)."""
    limit = paren(compile_expression(node.limit, names))
    steps = exp.Literal.number(str(node.limit_steps))

    def part(what: str) -> SQL:
        return cast(coalesce(names.share_total(node, what), exp.Literal.number("0")), "BIGINT")

    if node.of is not None:
        total = big(compile_expression(node.of, names))
        positive = exp.GT(this=total, expression=exp.Literal.number("0"))
        threshold = exp.Mul(this=limit, expression=total.copy())
        high: SQL = exp.Sub(this=exp.Mul(this=steps, expression=part("most_yes")), expression=threshold)
        low: SQL = exp.Sub(
            this=exp.Mul(this=steps.copy(), expression=part("least_yes")), expression=threshold.copy()
        )
    else:
        positive = exp.GT(this=part("least_total"), expression=exp.Literal.number("0"))
        above = exp.Paren(this=exp.Sub(this=steps, expression=limit))
        high = exp.Sub(
            this=exp.Mul(this=above, expression=part("most_yes")),
            expression=exp.Mul(this=limit.copy(), expression=part("least_no")),
        )
        low = exp.Sub(
            this=exp.Mul(this=above.copy(), expression=part("least_yes")),
            expression=exp.Mul(this=limit.copy(), expression=part("most_no")),
        )
    zero = exp.Literal.number("0")
    below, not_below = (exp.LT, exp.GTE) if node.strictly else (exp.LTE, exp.GT)
    verdict = case(
        (below(this=exp.Paren(this=high), expression=zero), exp.true()),
        (not_below(this=exp.Paren(this=low), expression=zero.copy()), exp.false()),
    )
    return case((both(complete(node.group, names), positive), verdict))


def _verdict_of(node: VerdictOf, names: Names) -> SQL:
    if node.criterion is not None:
        return exp.column(f"{node.standard.code}__{node.criterion}")
    overall = exp.column(f"{node.standard.code}__overall")
    return case(
        (exp.EQ(this=overall, expression=exp.Literal.number("1")), exp.true()),
        (exp.EQ(this=overall.copy(), expression=exp.Literal.number("2")), exp.false()),
    )


_WRITE: Mapping[type, Callable[[Any, Names], SQL]] = {
    x.Fact: _fact, x.Named: _named, x.Not: _not, x.And: _several(exp.And), x.Or: _several(exp.Or),
    x.Add: _arithmetic(exp.Add), x.Subtract: _arithmetic(exp.Sub), x.Multiply: _arithmetic(exp.Mul),
    x.Scaled: _scaled, x.Compare: _compare, x.CompareDates: _compare_dates, x.CompareElapsed: _compare_elapsed,
    x.OneOf: _one_of, x.HasAnyOf: _has_any_of, x.IsKnown: _is_known,
    Included: _included, Aggregate: _aggregate, ShareBelow: _share_below, VerdictOf: _verdict_of,
}  # fmt: skip
