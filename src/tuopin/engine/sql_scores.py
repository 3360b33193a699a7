"""The score of a line or a linear score with its bounds, as SQL: what the reference calls `bounds`, part by part."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlglot import exp

from tuopin.engine import expressions as x
from tuopin.engine.groups import Included
from tuopin.engine.kinds import Number
from tuopin.engine.scores import Score
from tuopin.engine.sql_expressions import (
    COMPARE,
    SQL,
    Names,
    big,
    case,
    cast,
    coalesce,
    compile_expression,
    negated,
    paren,
)

Bounds = tuple[SQL, SQL]


def compile_score(score: Score, names: Names) -> tuple[SQL, SQL, SQL]:
    """The lowest, the highest, and whether the comparison holds: for both, for neither, or else unknown."""
    low, high = _bounds(score.amount, names)
    limit = compile_expression(score.limit, names)

    def holds(side: SQL) -> SQL:
        return exp.Paren(this=COMPARE[score.op](this=paren(side.copy()), expression=paren(limit.copy())))

    yes = exp.And(this=holds(low), expression=holds(high))
    no = exp.And(this=negated(holds(low)), expression=negated(holds(high)))
    return cast(low, "BIGINT"), cast(high, "BIGINT"), case((yes, exp.true()), (no, exp.false()))


def _bounds(node: x.Expression, names: Names) -> Bounds:
    if node.level is None:
        return (constant := compile_expression(node, names)), constant.copy()
    return _SPANS.get(type(node), _declared_range)(node, names)


def _declared_range(node: x.Expression, names: Names) -> Bounds:
    assert isinstance(node.kind, Number)
    value = big(compile_expression(node, names))
    return (
        coalesce(value, _number(node.kind.low)),
        coalesce(value.copy(), _number(node.kind.high)),
    )


def _number(value: int) -> SQL:
    literal = exp.Literal.number(str(abs(value)))
    return exp.Paren(this=exp.Neg(this=literal)) if value < 0 else literal


def _inner(node: x.Named, names: Names) -> Bounds:
    return _bounds(node.of, names)


def _scaled(node: x.Scaled, names: Names) -> Bounds:
    factor = exp.Literal.number(str(node.factor))
    low, high = (exp.Mul(this=_whole(side), expression=factor.copy()) for side in _bounds(node.of, names))
    return low, high


def _add(node: x.Add, names: Names) -> Bounds:
    (low1, high1), (low2, high2) = _bounds(node.left, names), _bounds(node.right, names)
    return (
        exp.Add(this=_whole(low1), expression=_whole(low2)),
        exp.Add(this=_whole(high1), expression=_whole(high2)),
    )


def _subtract(node: x.Subtract, names: Names) -> Bounds:
    (low1, high1), (low2, high2) = _bounds(node.left, names), _bounds(node.right, names)
    return (
        exp.Sub(this=_whole(low1), expression=_whole(high2)),
        exp.Sub(this=_whole(high1), expression=_whole(low2)),
    )


def _multiply(node: x.Multiply, names: Names) -> Bounds:
    left, right = (_bounds(side, names) for side in (node.left, node.right))
    sides = (left[:1] if node.left.level is None else left, right[:1] if node.right.level is None else right)
    corners = [
        exp.Mul(this=_whole(a.copy()), expression=_whole(b.copy())) for a in sides[0] for b in sides[1]
    ]
    return _least(corners), _greatest(corners)


def _included(node: Included, names: Names) -> Bounds:
    """0 is one of the values while nobody knows whether the points count."""
    low, high = _bounds(node.of, names)
    where, zero = compile_expression(node.where, names), exp.Literal.number("0")

    def points(side: SQL, otherwise: SQL) -> SQL:
        return case((where.copy(), side), (negated(where.copy()), zero.copy()), otherwise=otherwise)

    return (
        points(low, _least([zero.copy(), low.copy()])),
        points(high, _greatest([zero.copy(), high.copy()])),
    )


def _whole(side: SQL) -> SQL:
    """In 64 bits before anything is added or multiplied: points are often small numbers to the database."""
    return side if isinstance(side, exp.Literal) else cast(side, "BIGINT")


def _least(sides: Sequence[SQL]) -> SQL:
    return exp.Least(this=sides[0], expressions=list(sides[1:])) if len(sides) > 1 else sides[0]


def _greatest(sides: Sequence[SQL]) -> SQL:
    return exp.Greatest(this=sides[0], expressions=list(sides[1:])) if len(sides) > 1 else sides[0]


_SPANS: Mapping[type, Callable[[Any, Names], Bounds]] = {
    x.Named: _inner, x.Scaled: _scaled, x.Add: _add, x.Subtract: _subtract, x.Multiply: _multiply,
    Included: _included,
}  # fmt: skip
