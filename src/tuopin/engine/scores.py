"""A number against a line: what is compared, and what the number could still be while some of it is unknown.

Of a `linear_score` the score is the number itself; of a `line` it is how much is lacking to the line, multiplied
across, so that it is a whole number too (income of the household against its people times the line).
"""

from __future__ import annotations

from dataclasses import dataclass

from tuopin.engine.expressions import Add, Compare, Expression, Named, Scaled, Subtract, literal
from tuopin.engine.kinds import Number, RuleError
from tuopin.engine.units import ONE

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Score:
    """`amount op limit`, both in the same small steps; `amount` is about the subject, `limit` the same in a place."""

    amount: Expression
    op: str
    limit: Expression

    @property
    def kind(self) -> Number:
        assert isinstance(self.amount.kind, Number)
        return self.amount.kind

    def holds(self, low: int, high: int, limit: int) -> bool | None:
        """Yes when it holds for all the amount can be, no when for none of it, else unknown."""
        least, most = _ORDER[self.op](low, limit), _ORDER[self.op](high, limit)
        return least if least == most else None


_ORDER = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b, ">": lambda a, b: a > b,
}  # fmt: skip


def score_of(rule: Expression, *, to_the_line: bool, where: str) -> Score:
    """The score of a standard's one rule. Raises RuleError when it does not compare a number with a line."""
    while isinstance(rule, Named):
        rule = rule.of
    if (
        not isinstance(rule, Compare)
        or rule.op == "="
        or rule.left.level is None
        or rule.right.level is not None
    ):
        raise RuleError(
            f"Standard {where!r} compares one number with one line. Write the number about the subject, then "
            "< <= > or >=, then a line that is the same for everybody in a place."
        )
    if not to_the_line:
        if rule.positive:
            raise RuleError(
                f"The score of standard {where!r} is a quotient. Compare a sum of points, or use the method line."
            )
        return Score(rule.low_side, rule.op, rule.high_side)
    for part in rule.positive:
        assert isinstance(part.kind, Number)
        if part.kind.low <= 0:
            raise RuleError(
                f"The line of standard {where!r} divides by {part.key}, which may be 0 by its declared range. "
                "Declare its low limit as 1."
            )
    lacking = rule.high_side - rule.low_side
    return Score(lacking, _TURNED[rule.op], literal(0, ONE))


def terms_of(score: Expression) -> list[tuple[int, Expression]]:
    """The terms of a sum with their signs, in the order they are written; scaling to finer steps aside."""
    if isinstance(score, Named | Scaled):
        return terms_of(score.of)
    if isinstance(score, Add | Subtract):
        sign = -1 if isinstance(score, Subtract) else 1
        return [*terms_of(score.left), *((sign * own, term) for own, term in terms_of(score.right))]
    return [(1, score)]
