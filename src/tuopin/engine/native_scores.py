"""The score of a line or a linear score with its bounds, in a loop: what the law calls the span of a number."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tuopin.engine import expressions as x
from tuopin.engine.groups import Included
from tuopin.engine.kinds import Number
from tuopin.engine.native_expressions import SIGNS, Line
from tuopin.engine.scores import Score

Bounds = tuple[str, str]
_OTHERWISE = {"<": ">=", "<=": ">", ">=": "<", ">": "<="}


class Names(Protocol):
    def write(self, node: x.Expression) -> Line: ...
    def keep(self, text: str) -> str: ...


def write_score(score: Score, names: Names) -> tuple[str, str, str]:
    """The lowest, the highest, and whether the comparison holds: for both, for neither, or else unknown."""
    low, high = (names.keep(side) for side in _bounds(score.amount, names))
    limit = names.write(score.limit)

    def both(sign: str) -> str:
        return f"({low} {sign} {limit.text}) & ({high} {sign} {limit.text})"

    yes, no = both(SIGNS[score.op]), both(_OTHERWISE[score.op])
    return low, high, f"bounded({limit.known or 'True'}, {yes}, {no})"


def _bounds(node: x.Expression, names: Names) -> Bounds:
    if node.level is None:
        constant = names.write(node).text
        return constant, constant
    return _SPANS.get(type(node), _declared_range)(node, names)


def _declared_range(node: x.Expression, names: Names) -> Bounds:
    assert isinstance(node.kind, Number)
    value = names.write(node)
    if not value.known:
        return value.text, value.text
    low, high = (f"pick({value.known}, {value.text}, {end})" for end in (node.kind.low, node.kind.high))
    return names.keep(low), names.keep(high)


def _inner(node: x.Named, names: Names) -> Bounds:
    return _bounds(node.of, names)


def _scaled(node: x.Scaled, names: Names) -> Bounds:
    low, high = _bounds(node.of, names)
    return f"({low} * {node.factor})", f"({high} * {node.factor})"


def _add(node: x.Add, names: Names) -> Bounds:
    (low1, high1), (low2, high2) = _bounds(node.left, names), _bounds(node.right, names)
    return f"({low1} + {low2})", f"({high1} + {high2})"


def _subtract(node: x.Subtract, names: Names) -> Bounds:
    (low1, high1), (low2, high2) = _bounds(node.left, names), _bounds(node.right, names)
    return f"({low1} - {high2})", f"({high1} - {low2})"


def _multiply(node: x.Multiply, names: Names) -> Bounds:
    left, right = (tuple(dict.fromkeys(_bounds(side, names))) for side in (node.left, node.right))
    corners = [names.keep(f"{a} * {b}") for a in left for b in right]
    if len(corners) == 1:
        return corners[0], corners[0]
    return f"min({', '.join(corners)})", f"max({', '.join(corners)})"


def _included(node: Included, names: Names) -> Bounds:
    """0 is one of the values while nobody knows whether the points count."""
    low, high = (names.keep(side) for side in _bounds(node.of, names))
    where = names.write(node.where).text

    def points(side: str, otherwise: str) -> str:
        return names.keep(f"pick({where} == YES, {side}, pick({where} == NO, 0, {otherwise}(0, {side})))")

    return points(low, "min"), points(high, "max")


_SPANS: Mapping[type, Callable[[Any, Names], Bounds]] = {
    x.Named: _inner, x.Scaled: _scaled, x.Add: _add, x.Subtract: _subtract, x.Multiply: _multiply,
    Included: _included,
}  # fmt: skip
