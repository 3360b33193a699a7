"""What a number can be while it is unknown: part of the law, and the meaning of a score's bounds.

A known number spans itself. A sum spans the sums of its terms' bounds, points that may or may not count span from 0 to
the points, and what is unknown otherwise spans its declared range.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tuopin.engine import expressions as x
from tuopin.engine.groups import Included
from tuopin.engine.kinds import Number
from tuopin.engine.records import Record

Bounds = tuple[int, int]


class Reference(Protocol):
    """The reference engine, as far as it is asked here."""

    def yes(self, expression: x.Expression, subject: Record) -> bool | None: ...
    def whole(self, expression: x.Expression, subject: Record) -> int | None: ...


def span_of(ref: Reference, expression: x.Expression, subject: Record) -> Bounds:
    value = ref.whole(expression, subject)
    if value is not None:
        return value, value
    return _SPANS.get(type(expression), _declared_range)(ref, expression, subject)


def _declared_range(ref: Reference, node: x.Expression, subject: Record) -> Bounds:
    assert isinstance(node.kind, Number)
    return node.kind.low, node.kind.high


def _span_of_inner(ref: Reference, node: x.Named, subject: Record) -> Bounds:
    return span_of(ref, node.of, subject)


def _span_scaled(ref: Reference, node: x.Scaled, subject: Record) -> Bounds:
    low, high = span_of(ref, node.of, subject)
    return low * node.factor, high * node.factor


def _span_add(ref: Reference, node: x.Add, subject: Record) -> Bounds:
    (low1, high1), (low2, high2) = span_of(ref, node.left, subject), span_of(ref, node.right, subject)
    return low1 + low2, high1 + high2


def _span_subtract(ref: Reference, node: x.Subtract, subject: Record) -> Bounds:
    (low1, high1), (low2, high2) = span_of(ref, node.left, subject), span_of(ref, node.right, subject)
    return low1 - high2, high1 - low2


def _span_multiply(ref: Reference, node: x.Multiply, subject: Record) -> Bounds:
    corners = [a * b for a in span_of(ref, node.left, subject) for b in span_of(ref, node.right, subject)]
    return min(corners), max(corners)


def _span_included(ref: Reference, node: Included, subject: Record) -> Bounds:
    low, high = span_of(ref, node.of, subject)
    return (low, high) if ref.yes(node.where, subject) else (min(0, low), max(0, high))


_SPANS: Mapping[type, Callable[[Reference, Any, Record], Bounds]] = {
    x.Named: _span_of_inner, x.Scaled: _span_scaled, x.Add: _span_add, x.Subtract: _span_subtract,
    x.Multiply: _span_multiply, Included: _span_included,
}  # fmt: skip
