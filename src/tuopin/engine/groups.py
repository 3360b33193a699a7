"""From many to one: members of a household, households of a village, villages of a county.

A group is complete only when as many are listed as its declared count says; an incomplete group never
proves "all" or "none", and its sums, counts and maxima are unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tuopin.engine.expressions import Expression, Fact, Operand, at_decimals, literal, meet, require_yes_no
from tuopin.engine.kinds import YES_NO, Level, Number, Ratio, RuleError, YesNo
from tuopin.engine.units import ONE


@dataclass(frozen=True, eq=False)
class Group:
    """The subjects of `child` inside one subject of the level above.

    `declared` is the fact of the parent that says how many there are. `among` narrows the group to those
    it is true of; then `declared` counts only them, and one of unknown membership makes the group incomplete.
    """

    child: Level
    declared: Fact
    among: Expression | None = None

    def __post_init__(self) -> None:
        if self.child.parent is None:
            raise RuleError(f"A {self.child.value} lies in no group. Use persons, households or villages.")
        if self.declared.level != self.child.parent:
            raise RuleError(
                f"{self.declared.key} must be a fact of the {self.child.parent.value} to count a {self.child.value}."
            )
        if (
            not isinstance(self.declared.kind, Number)
            or self.declared.kind.decimals
            or self.declared.kind.low < 0
        ):
            raise RuleError(
                f"{self.declared.key} must be a whole number from 0 up to count a group. Declare such a fact."
            )
        if self.among is not None:
            require_yes_no(self.among, "among")
            self.inside(self.among)

    @property
    def parent(self) -> Level:
        assert self.declared.level is not None
        return self.declared.level

    @cached_property
    def key(self) -> str:
        return self.child.plural if self.among is None else f"{self.child.plural}[{self.among.key}]"

    @property
    def most(self) -> int:
        assert isinstance(self.declared.kind, Number)
        return self.declared.kind.high

    def any(self, rule: Expression) -> Expression:
        """Yes when one is; no only when all are listed and every one is not."""
        return self._ask("any", rule)

    def all(self, rule: Expression) -> Expression:
        """No when one is not; yes only when all are listed and every one is."""
        return self._ask("all", rule)

    def count(self, rule: Expression) -> Expression:
        """How many are; unknown when one is unknown or not all are listed."""
        require_yes_no(rule, f"{self.key}.count")
        return self._sum(Included(self.inside(rule), Number(ONE, 0, 0, 1), literal(1, ONE), rule))

    def sum(self, amount: Expression, *, where: Expression | None = None) -> Expression:
        """The total over the group, or over those `where` is true of."""
        self._expression(amount, "count")
        if isinstance(amount.kind, Ratio):
            raise RuleError("Cannot add up ratios. Sum the numerator and the denominator, then divide.")
        if not isinstance(amount.kind, Number):
            raise RuleError(
                f"{self.key}.sum adds numbers, but {amount.key} is {amount.kind}. Use a number, or count."
            )
        self.inside(amount)
        if where is not None:
            require_yes_no(where, "where")
            self.inside(where)
            amount = points(amount, where=where)
        return self._sum(amount)

    def max(self, amount: Expression) -> Expression:
        """The largest; unknown when one is unknown, not all are listed, or there is nobody."""
        self._expression(amount, "count")
        if not isinstance(amount.kind, Number):
            raise RuleError(
                f"{self.key}.max compares numbers, but {amount.key} is {amount.kind}. Use a number."
            )
        self.inside(amount)
        return Aggregate(self.parent, amount.kind, "max", self, amount)

    def share_below(
        self,
        rule: Expression,
        limit: Operand,
        *,
        weight: Expression | None = None,
        among: Expression | None = None,
        of: Expression | None = None,
        strictly: bool,
    ) -> Expression:
        """Whether the weighted share of those `rule` is true of lies below `limit` (at or below, if not strictly).

        The share is of everybody in the group (those `among` is true of), or of the declared total `of`.
        Unknown answers and weights span everything they could be; settled only when all of that agrees.
        """
        if weight is not None:
            self._expression(weight, "leave the weight out")
        return _share(self, rule, limit, literal(1, ONE) if weight is None else weight, among, of, strictly)

    def inside(self, rule: Expression) -> Level:
        """The child level. Raises RuleError when the rule is about another."""
        if rule.level is not None and rule.level is not self.child:
            raise RuleError(
                f"{self.key} are asked about one {self.child.value}, but {rule.key} is about one "
                f"{rule.level.value}. Use facts of the {self.child.value} here."
            )
        return self.child

    def _expression(self, amount: Operand, instead: str) -> None:
        if not isinstance(amount, Expression):
            one = self.child.value
            raise RuleError(f"{amount!r} is not about a {one}. Use a fact of the {one}, or {instead}.")

    def _ask(self, how: str, rule: Expression) -> Expression:
        kind = require_yes_no(rule, f"{self.key}.{how}")
        self.inside(rule)
        return Aggregate(self.parent, YesNo(kind.monotone), how, self, rule)

    def _sum(self, amount: Expression) -> Expression:
        kind = amount.kind
        assert isinstance(kind, Number) and isinstance(self.declared.kind, Number)
        low, high = min(0, kind.low * self.most), max(0, kind.high * self.most)
        return Aggregate(
            self.parent,
            Number(kind.unit * self.declared.kind.unit, kind.decimals, low, high),
            "sum",
            self,
            amount,
        )


@dataclass(frozen=True, eq=False, repr=False)
class Included(Expression):
    """`of` where the rule is true, 0 where it is not, unknown where nobody knows."""

    of: Expression
    where: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.of, self.where)

    @cached_property
    def key(self) -> str:
        return f"({self.of.key} where {self.where.key})"


def points(amount: Operand, *, where: Expression) -> Expression:
    """The amount where the rule is true, 0 where it is not, unknown where nobody knows. Sums of these are scores."""
    require_yes_no(where, "points")
    amount = literal(amount, ONE)
    if not isinstance(amount.kind, Number):
        raise RuleError(
            f"Points are a number, but {amount.key} is {amount.kind}. Use a number or a parameter."
        )
    kind = amount.kind
    spans = Number(kind.unit, kind.decimals, min(0, kind.low), max(0, kind.high))
    return Included(meet(where.level, amount.level), spans, amount, where)


@dataclass(frozen=True, eq=False, repr=False)
class Aggregate(Expression):
    """`how` is any, all, sum or max over the group."""

    how: str
    group: Group
    item: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (
            self.item,
            self.group.declared,
            *((self.group.among,) if self.group.among is not None else ()),
        )

    @cached_property
    def key(self) -> str:
        return f"{self.group.key}.{self.how}({self.item.key})"


@dataclass(frozen=True, eq=False, repr=False)
class ShareBelow(Expression):
    """See Group.share_below. `among` is None for everybody, `of` is None for the group's own total."""

    group: Group
    rule: Expression
    limit: Expression
    weight: Expression
    among: Expression | None
    of: Expression | None
    strictly: bool

    @property
    def parts(self) -> tuple[Expression, ...]:
        optional = (self.among, self.of, self.group.among)
        return (
            self.rule, self.limit, self.weight, self.group.declared,
            *(part for part in optional if part is not None),
        )  # fmt: skip

    @cached_property
    def key(self) -> str:
        among = f" among {self.among.key}" if self.among is not None else ""
        of = f" of {self.of.key}" if self.of is not None else ""
        sign = "<" if self.strictly else "<="
        return (
            f"{self.group.key}.share({self.rule.key} by {self.weight.key}{among}{of}) {sign} {self.limit.key}"
        )

    @property
    def weights(self) -> Number:
        assert isinstance(self.weight.kind, Number)
        return self.weight.kind

    @property
    def limit_steps(self) -> int:
        """The denominator of the limit: how many small steps make 1."""
        assert isinstance(self.limit.kind, Number)
        return int(10**self.limit.kind.decimals)


def _share(
    group: Group,
    rule: Expression,
    limit: Operand,
    weight: Expression,
    among: Expression | None,
    of: Expression | None,
    strictly: bool,
) -> Expression:
    require_yes_no(rule, f"{group.key}.share_below")
    limit = literal(limit, ONE)
    if not isinstance(limit.kind, Number) or limit.level is not None or limit.kind.unit != ONE:
        raise RuleError(
            "The limit of a share is a pure number, the same for everybody in a place. Use a parameter without unit."
        )
    steps = 10**limit.kind.decimals
    if not 0 <= limit.kind.low <= limit.kind.high <= steps:
        raise RuleError("The limit of a share lies between 0 and 1. Declare its range as 0 to 1.")
    if not isinstance(weight.kind, Number) or weight.kind.low < 0:
        raise RuleError(
            f"A weight is a number from 0 up; {weight.key} is {weight.kind}. Declare its low limit as 0."
        )
    for part in (rule, weight, *((among,) if among is not None else ())):
        group.inside(part)
    if among is not None:
        require_yes_no(among, "among")
    if of is not None:
        of = _total(group, weight, of)
        Number(ONE, 0, 0, of.kind.high * steps)  # type: ignore[union-attr]
    # Σ w·(steps·r − limit) is compared with 0: the largest product that can occur must fit 64 bits.
    Number(ONE, 0, 0, weight.kind.high * group.most * steps)
    return ShareBelow(group.parent, YES_NO, group, rule, limit, weight, among, of, strictly)


def _total(group: Group, weight: Expression, of: Expression) -> Expression:
    assert isinstance(weight.kind, Number) and isinstance(group.declared.kind, Number)
    unit = weight.kind.unit * group.declared.kind.unit
    if of.level != group.parent or not isinstance(of.kind, Number):
        raise RuleError(
            f"The total of a share is a number about one {group.parent.value}, not {of.key}. Use such a fact."
        )
    if of.kind.unit != unit:
        raise RuleError(
            f"The shares add up to {unit}, but the total is in {of.kind.unit}. Use a total in {unit}."
        )
    if of.kind.low < 0:
        raise RuleError(
            f"The total {of.key} may be negative by its declared range. Declare its low limit as 0."
        )
    if of.kind.decimals != weight.kind.decimals:
        raise RuleError("The total and the weight of a share count the same steps. Declare equal decimals.")
    return at_decimals(of, of.kind.decimals)
