"""Typed, immutable expressions. Built wrong, they are refused where they are written.

Numbers are whole counts of small steps (fen, 0.01 m2); a quotient stays a pair and is compared by
multiplying across. Every number carries the range that proves its products fit 64 bits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from tuopin.engine.kinds import (
    YES_NO,
    Code,
    CodeSet,
    Date,
    Elapsed,
    Kind,
    Level,
    Number,
    Ratio,
    RuleError,
    YesNo,
)
from tuopin.engine.units import ONE, Unit

if TYPE_CHECKING:
    from tuopin.engine.parameters import Parameter
    from tuopin.kernel.text import Text

YEARS, DAYS = Elapsed(Unit.parse("year")), Elapsed(Unit.parse("day"))
Operand = Any  # an Expression, or an int or Decimal that takes the unit of the other side


@dataclass(frozen=True, eq=False)
class Expression:
    """Something about one subject of a level (`level` None: the same for all, such as a parameter)."""

    level: Level | None
    kind: Kind

    symbol: ClassVar[str] = "?"

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions this one is made of."""
        return ()

    @cached_property
    def key(self) -> str:
        """The rule as text. Two expressions with the same key mean the same."""
        return f"{self.symbol}({', '.join(part.key for part in self.parts)})"

    def __repr__(self) -> str:
        return self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __bool__(self) -> bool:
        raise RuleError("A rule has no value while it is being written. Use & | ~ instead of and, or, not.")

    def __and__(self, other: Expression) -> Expression:
        return combine(And, self, other)

    def __or__(self, other: Expression) -> Expression:
        return combine(Or, self, other)

    def __invert__(self) -> Expression:
        require_yes_no(self, "~")
        return self.of if isinstance(self, Not) else Not(self.level, self.kind, self)

    def __eq__(self, other: Operand) -> Expression:  # type: ignore[override]
        return _equals(self, other)

    def __ne__(self, other: Operand) -> Expression:  # type: ignore[override]
        return ~_equals(self, other)

    def __lt__(self, other: Operand) -> Expression:
        return compare("<", self, other)

    def __le__(self, other: Operand) -> Expression:
        return compare("<=", self, other)

    def __gt__(self, other: Operand) -> Expression:
        return compare(">", self, other)

    def __ge__(self, other: Operand) -> Expression:
        return compare(">=", self, other)

    def __add__(self, other: Operand) -> Expression:
        return _add(self, other, minus=False)

    def __radd__(self, other: Operand) -> Expression:
        return _add(self, other, minus=False)

    def __sub__(self, other: Operand) -> Expression:
        return _add(self, other, minus=True)

    def __rsub__(self, other: Operand) -> Expression:
        return _add(literal(other, _unit(self)), self, minus=True)

    def __mul__(self, other: Operand) -> Expression:
        return _multiply(self, other)

    def __rmul__(self, other: Operand) -> Expression:
        return _multiply(self, other)

    def __truediv__(self, other: Operand) -> Expression:
        return _divide(self, other)

    def is_one_of(self, *codes: str) -> Expression:
        """Whether a code is one of these."""
        if not isinstance(self.kind, Code):
            raise RuleError(
                f"is_one_of asks about a code, but this is {self.kind}. Use a comparison, or has_any_of."
            )
        return OneOf(self.level, YES_NO, self, self.kind.codes.numbers(codes))

    def has_any_of(self, *codes: str) -> Expression:
        """Whether a set of codes holds at least one of these. The empty set has none; an unknown set is unknown."""
        if not isinstance(self.kind, CodeSet):
            raise RuleError(f"has_any_of asks about a set of codes, but this is {self.kind}. Use is_one_of.")
        return HasAnyOf(self.level, YES_NO, self, self.kind.codes.mask(codes))

    def is_known(self) -> Expression:
        """Whether anybody recorded this fact. Not monotone, therefore for data checks only."""
        if not isinstance(self, Fact):
            raise RuleError(
                "is_known asks about one recorded fact. Ask it of each fact and combine the answers with &."
            )
        return IsKnown(self.level, YesNo(monotone=False), self)

    def age(self, on: Expression) -> Expression:
        """Completed years from this date until `on`. Born on 29 February: a year older on 1 March in common years."""
        return _elapsed(self, on, "year")

    def days_since(self, on: Expression) -> Expression:
        """Whole days from this date until `on`; negative when the date lies after it."""
        return _elapsed(self, on, "day")


@dataclass(frozen=True, eq=False, repr=False)
class Fact(Expression):
    """A recorded fact about a subject; None is "nobody has looked"."""

    code: str
    label: Text

    @cached_property
    def key(self) -> str:
        return f"{self.level.value if self.level else ''}.{self.code}"


@dataclass(frozen=True, eq=False, repr=False)
class Literal(Expression):
    value: int

    @cached_property
    def key(self) -> str:
        assert isinstance(self.kind, Number)
        return f"{Decimal(self.value).scaleb(-self.kind.decimals)}"


@dataclass(frozen=True, eq=False, repr=False)
class ParameterRef(Expression):
    """The value of a parameter in force for the subject's place on the day of judging."""

    parameter: Parameter

    @cached_property
    def key(self) -> str:
        return f"@{self.parameter.code}"


@dataclass(frozen=True, eq=False, repr=False)
class Day(Expression):
    """The day of judging, or the latest given month and day that is not after it (such as 31 August)."""

    month: int | None = None
    day: int | None = None

    @cached_property
    def key(self) -> str:
        return "on" if self.month is None else f"on.latest({self.month}-{self.day})"

    def latest(self, month: int, day: int) -> Day:
        """The latest such day that is not after the day of judging."""
        if (month, day) == (2, 29):
            raise RuleError("29 February does not exist every year. Use 28 February or 1 March.")
        date(2001, month, day)
        return Day(None, Date(), month, day)


ON = Day(None, Date())


@dataclass(frozen=True, eq=False, repr=False)
class Named(Expression):
    """An indicator: an expression that people know by a name."""

    code: str
    label: Text
    of: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.of,)

    @cached_property
    def key(self) -> str:
        return self.of.key


@dataclass(frozen=True, eq=False, repr=False)
class Not(Expression):
    of: Expression
    symbol = "not"

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.of,)


@dataclass(frozen=True, eq=False, repr=False)
class _Several(Expression):
    terms: tuple[Expression, ...]

    @property
    def parts(self) -> tuple[Expression, ...]:
        return self.terms


class And(_Several):
    symbol = "and"


class Or(_Several):
    symbol = "or"


@dataclass(frozen=True, eq=False, repr=False)
class _Two(Expression):
    left: Expression
    right: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


class Add(_Two):
    symbol = "add"


class Subtract(_Two):
    symbol = "subtract"


class Multiply(_Two):
    symbol = "multiply"


class Quotient(_Two):
    """left / right, never divided out; unknown unless right is above 0."""

    symbol = "divide"


@dataclass(frozen=True, eq=False, repr=False)
class Scaled(Expression):
    """The same number in smaller steps: the stored whole number times `factor`."""

    of: Expression
    factor: int

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.of,)

    @cached_property
    def key(self) -> str:
        return f"scaled({self.of.key}, {self.factor})"


@dataclass(frozen=True, eq=False, repr=False)
class Compare(_Two):
    """`left op right` as written. `low_side op high_side` is the same, multiplied across, in whole numbers,
    valid when every one of `positive` is above 0 and unknown otherwise."""

    op: str
    low_side: Expression
    high_side: Expression
    positive: tuple[Expression, ...]

    @cached_property
    def key(self) -> str:
        return f"({self.left.key} {self.op} {self.right.key})"


@dataclass(frozen=True, eq=False, repr=False)
class CompareDates(_Two):
    op: str

    @cached_property
    def key(self) -> str:
        return f"({self.left.key} {self.op} {self.right.key})"


@dataclass(frozen=True, eq=False, repr=False)
class TimeSince(Expression):
    """Completed years, or days, from a date fact until a day that is the same for all."""

    since: Expression
    until: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.since, self.until)

    @cached_property
    def key(self) -> str:
        return f"{self.kind.unit}s({self.since.key}, {self.until.key})"  # type: ignore[union-attr]


@dataclass(frozen=True, eq=False, repr=False)
class CompareElapsed(_Two):
    """A time span against a constant. `left` is a TimeSince, `right` the same for everybody in a place."""

    op: str

    @cached_property
    def key(self) -> str:
        return f"({self.left.key} {self.op} {self.right.key})"


@dataclass(frozen=True, eq=False, repr=False)
class OneOf(Expression):
    of: Expression
    numbers: frozenset[int]

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.of,)

    @cached_property
    def key(self) -> str:
        return f"({self.of.key} in {sorted(self.numbers)})"


@dataclass(frozen=True, eq=False, repr=False)
class HasAnyOf(Expression):
    of: Expression
    mask: int

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.of,)

    @cached_property
    def key(self) -> str:
        return f"({self.of.key} has any of {self.mask:b})"


@dataclass(frozen=True, eq=False, repr=False)
class IsKnown(Expression):
    of: Expression
    symbol = "is_known"

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.of,)


def literal(value: Operand, unit: Unit) -> Expression:
    """A number written in a rule, in the unit of the other side. Raises RuleError for anything else."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise RuleError(
            f"{value!r} cannot stand in a rule. Write a whole number or Decimal('0.5'), never a float."
        )
    number = Decimal(value).normalize()
    decimals = max(0, -int(number.as_tuple().exponent))
    steps = int(number.scaleb(decimals))
    return Literal(None, Number(unit, decimals, steps, steps), steps)


def meet(*levels: Level | None) -> Level | None:
    """The one level of several expressions. Raises RuleError when there are two."""
    found = {level for level in levels if level is not None}
    if len(found) > 1:
        names = " with a ".join(sorted((level.value for level in found), reverse=True))
        raise RuleError(
            f"Cannot combine a {names}: first bring them to one level, for example with members.any(...) "
            "or households.share_below(...)."
        )
    return found.pop() if found else None


def require_yes_no(expression: Expression, where: str) -> YesNo:
    if not isinstance(expression, Expression):
        raise RuleError(
            f"{where} needs a yes/no expression, but this is {expression!r}. Use a fact, or compare one."
        )
    if not isinstance(expression.kind, YesNo):
        raise RuleError(
            f"{where} needs a yes/no answer, but {expression.key} is {expression.kind}. Compare it with something."
        )
    return expression.kind


def combine(how: type[And] | type[Or], *terms: Expression) -> Expression:
    kinds = [require_yes_no(term, "& and |") for term in terms]
    level = meet(*(term.level for term in terms))
    flat = [part for term in terms for part in (term.terms if type(term) is how else (term,))]
    return how(level, YesNo(all(kind.monotone for kind in kinds)), tuple(flat))


def at_decimals(expression: Expression, decimals: int) -> Expression:
    kind = expression.kind
    assert isinstance(kind, Number)
    if kind.decimals == decimals:
        return expression
    return Scaled(expression.level, kind.at_decimals(decimals), expression, 10 ** (decimals - kind.decimals))


def _unit(expression: Expression) -> Unit:
    kind = expression.kind
    if not isinstance(kind, Number | Ratio | Elapsed):
        raise RuleError(f"{expression.key} is {kind}; a number is needed here. Use a fact that is one.")
    return kind.unit


def _equals(left: Expression, right: Operand) -> Expression:
    if isinstance(left.kind, Code):
        if not isinstance(right, str):
            raise RuleError(
                f"A code is compared with a name, not with {right!r}. "
                f"Use one of: {', '.join(left.kind.codes.by_code)}."
            )
        return left.is_one_of(right)
    return compare("=", left, right)


def compare(op: str, left: Expression, right: Operand) -> Expression:
    """`op` is one of < <= = >= >. Raises RuleError for kinds, units or levels that do not fit."""
    kind = left.kind
    if isinstance(kind, Code | CodeSet):
        raise RuleError(f"{left.key} is {kind}; codes have no order. Use == , is_one_of or has_any_of.")
    if isinstance(kind, YesNo):
        raise RuleError(f"{left.key} is yes/no already. Use it as it is, or with ~ for no.")
    if isinstance(kind, Date):
        return _compare_dates(op, left, right)
    right = literal(right, _unit(left))
    if _unit(left) != _unit(right):
        raise RuleError(f"Cannot compare {_unit(left)} with {_unit(right)}. Convert one of them first.")
    if isinstance(kind, Elapsed) or isinstance(right.kind, Elapsed):
        return _compare_elapsed(op, left, right)
    return _compare_numbers(op, left, right)


def _compare_numbers(op: str, left: Expression, right: Expression) -> Expression:
    level = meet(left.level, right.level)
    (above1, below1), (above2, below2) = _pair(left), _pair(right)
    low_side = _multiply(above1, below2) if below2 is not None else above1
    high_side = _multiply(above2, below1) if below1 is not None else above2
    decimals = max(low_side.kind.decimals, high_side.kind.decimals)  # type: ignore[union-attr]
    positive = tuple(part for part in (below1, below2) if part is not None)
    return Compare(
        level,
        YES_NO,
        left,
        right,
        op,
        at_decimals(low_side, decimals),
        at_decimals(high_side, decimals),
        positive,
    )


def _pair(expression: Expression) -> tuple[Expression, Expression | None]:
    inner = expression
    while isinstance(inner, Named):
        inner = inner.of
    return (inner.left, inner.right) if isinstance(inner, Quotient) else (expression, None)


def _compare_dates(op: str, left: Expression, right: Operand) -> Expression:
    if not isinstance(right, Expression) or not isinstance(right.kind, Date):
        raise RuleError(
            f"A date is compared with another date or with `on`, not with {right!r}. Use days_since or age."
        )
    return CompareDates(meet(left.level, right.level), YES_NO, left, right, op)


def _compare_elapsed(op: str, left: Expression, right: Expression) -> Expression:
    if not isinstance(left.kind, Elapsed):
        flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}[op]
        return _compare_elapsed(flipped, right, left)
    if right.level is not None or not isinstance(right.kind, Number):
        raise RuleError(
            "An age or a time span is compared with a number or a parameter only, so that it becomes a date. "
            "For other arithmetic record the span as a fact of its own."
        )
    if right.kind.decimals:
        raise RuleError("A time span counts whole years or days. Compare it with a whole number.")
    return CompareElapsed(left.level, YES_NO, left, right, op)


def _elapsed(since: Expression, until: Operand, unit: str) -> Expression:
    for each in (since, until):
        if not isinstance(each, Expression) or not isinstance(each.kind, Date):
            raise RuleError(
                f"age and days_since run from a date to a date, but {each!r} is none. Use a date or `on`."
            )
    if until.level is not None:
        raise RuleError("A time span ends on a day that is the same for all: on, or on.latest(8, 31).")
    return TimeSince(since.level, YEARS if unit == "year" else DAYS, since, until)


def _numbers(left: Expression, right: Operand, unit: Unit, verb: str) -> tuple[Expression, Expression]:
    right = literal(right, unit)
    for each in (left, right):
        if isinstance(each.kind, Elapsed):
            raise RuleError(
                f"Cannot {verb} a time span. Compare it with a number, or record the span as a fact."
            )
        if not isinstance(each.kind, Number | Ratio):
            raise RuleError(f"Cannot {verb} {each.key}: it is {each.kind}, not a number. Use a number.")
    return left, right


def _add(left: Expression, other: Operand, *, minus: bool) -> Expression:
    left, right = _numbers(left, other, _unit(left), "subtract" if minus else "add")
    if Ratio in (type(left.kind), type(right.kind)):
        raise RuleError("Cannot add up ratios. Divide after the sum: (a + b) / c instead of a / c + b / c.")
    if _unit(left) != _unit(right):
        raise RuleError(f"Cannot add {_unit(left)} and {_unit(right)}. Convert one of them first.")
    assert isinstance(left.kind, Number) and isinstance(right.kind, Number)
    decimals = max(left.kind.decimals, right.kind.decimals)
    left, right = at_decimals(left, decimals), at_decimals(right, decimals)
    a, b = left.kind, right.kind
    assert isinstance(a, Number) and isinstance(b, Number)
    low, high = (a.low - b.high, a.high - b.low) if minus else (a.low + b.low, a.high + b.high)
    node = Subtract if minus else Add
    return node(meet(left.level, right.level), Number(a.unit, decimals, low, high), left, right)


def _multiply(left: Expression, other: Operand) -> Expression:
    left, right = _numbers(left, other, ONE, "multiply")
    level = meet(left.level, right.level)
    (above1, below1), (above2, below2) = _pair(left), _pair(right)
    if below1 is not None or below2 is not None:
        below = _product([part for part in (below1, below2) if part is not None])
        return _quotient(level, _multiply(above1, above2), below)
    a, b = left.kind, right.kind
    assert isinstance(a, Number) and isinstance(b, Number)
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return Multiply(
        level, Number(a.unit * b.unit, a.decimals + b.decimals, min(corners), max(corners)), left, right
    )


def _product(parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else _multiply(parts[0], parts[1])


def _divide(left: Expression, other: Operand) -> Expression:
    left, right = _numbers(left, other, ONE, "divide")
    if isinstance(right.kind, Ratio):
        raise RuleError(
            "Cannot divide by a ratio. Write the division once, with one numerator and one denominator."
        )
    assert isinstance(right.kind, Number)
    if right.kind.low < 0:
        raise RuleError(
            f"The denominator {right.key} may be negative by its declared range. Declare its low limit as 0."
        )
    above, below = _pair(left)
    return _quotient(
        meet(left.level, right.level), above, right if below is None else _multiply(below, right)
    )


def _quotient(level: Level | None, above: Expression, below: Expression) -> Expression:
    assert isinstance(above.kind, Number) and isinstance(below.kind, Number)
    return Quotient(level, Ratio(above.kind.unit / below.kind.unit), above, below)


def walk(expression: Expression) -> Iterable[Expression]:
    """The expression and everything in it, outermost first."""
    yield expression
    for part in expression.parts:
        yield from walk(part)
