"""Random well-typed rules: every operator of the language, random parameters by place, random standards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count

from hypothesis import strategies as st

from tests.properties.world import FACTS, GROUPS
from tuopin.engine import expressions as x
from tuopin.engine.groups import Group
from tuopin.engine.kinds import Code, CodeSet, Date, Level, Number, RuleError, YesNo
from tuopin.engine.language import (
    Criterion,
    Cutoff,
    Expression,
    Fact,
    Method,
    Reads,
    Standard,
    indicator,
    on,
    parameter_ref,
    points,
)
from tuopin.engine.parameters import DatedValue, Formula, Parameter
from tuopin.engine.units import ONE, Unit
from tuopin.kernel.text import Text

_NUMBER = count()  # names only; nothing drawn depends on it
TEXT = Text("规则", "rule")
OPS: dict[str, Callable[[Expression, object], Expression]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip
SCOPES = (
    (None, None),
    ("99", None),
    ("9901", None),
    ("990102", None),
    ("98", None),
    (None, "dry"),
    (None, "hilly"),
)
UNITS = {
    Level.PERSON: ("CNY/person/year", "1"),
    Level.HOUSEHOLD: ("CNY/household/year", "person/household", "1"),
    Level.VILLAGE: ("CNY/village/year", "person/village", "household/village"),
    Level.COUNTY: ("CNY/county/year", "person/county", "village/county", "household/county"),
}


@st.composite
def parameters(draw: st.DrawFn, unit: Unit, *, low: int, high: int, decimals: int) -> Expression:
    """A history with a value everywhere from the start, and more by place, by group and by year; some repealed."""
    steps = st.integers(low * 10**decimals, high * 10**decimals)
    values = [DatedValue(date(2010, 1, 1), _scaled(draw(steps), decimals), "test", False)]
    for place, group in draw(st.lists(st.sampled_from(SCOPES), max_size=4, unique=True)):
        start = date(draw(st.integers(2011, 2021)), 1, 1)
        value = None if draw(st.integers(0, 5)) == 0 and (place or group) else _scaled(draw(steps), decimals)
        values.append(DatedValue(start, value, "test", False, place, group))
    code = f"par{next(_NUMBER)}"
    set_ = Parameter(code, TEXT, unit, decimals, Decimal(low), Decimal(high), tuple(values))
    return parameter_ref(draw(_worked_out(set_)) if draw(st.integers(0, 3)) == 0 else set_)


@st.composite
def _worked_out(draw: st.DrawFn, base: Parameter) -> Parameter:
    """A share of another parameter, so that it stays within the other's limits; rounded where it is not whole."""
    share, over = (
        Parameter(
            f"par{next(_NUMBER)}",
            TEXT,
            ONE,
            1,
            Decimal(low),
            Decimal(high),
            tuple(
                DatedValue(start, _scaled(draw(st.integers(low * 10, high * 10)), 1), "test", False, place)
                for start, place in ((date(2010, 1, 1), None), (date(2015, 1, 1), "9801"))
            ),
        )
        for low, high in ((0, 1), (1, 3))
    )
    low, high = min(base.low, Decimal(0)), max(base.high, Decimal(0))
    code = f"par{next(_NUMBER)}"
    return Parameter(code, TEXT, base.unit, base.decimals, low, high, (), Formula((base, share), (over,)))


def _scaled(steps: int, decimals: int) -> Decimal:
    return Decimal(steps).scaleb(-decimals)


def facts_of(level: Level, kind: type, unit: Unit | None = None) -> list[Fact]:
    return [
        fact for fact in FACTS[level]
        if isinstance(fact.kind, kind) and (unit is None or (isinstance(fact.kind, Number) and fact.kind.unit == unit))
    ]  # fmt: skip


@st.composite
def numbers(draw: st.DrawFn, level: Level, unit: Unit, depth: int) -> Expression:
    """A number in `unit` about one subject; products that cannot be proved to fit give way to a constant."""
    ways = ["fact", "parameter", "literal"]
    if depth > 0:
        ways += ["add", "subtract", "times", "group", "group", "fact", "named", "points"]
    way = draw(st.sampled_from(ways))
    try:
        if way in ("add", "subtract"):
            a, b = draw(numbers(level, unit, depth - 1)), draw(numbers(level, unit, depth - 1))
            return a + b if way == "add" else a - b
        if way == "times":
            return draw(numbers(level, unit, depth - 1)) * draw(numbers(level, ONE, 0))
        if way == "points":
            return points(draw(numbers(level, unit, depth - 1)), where=draw(answers(level, depth - 1)))
        if way == "named":
            of = draw(numbers(level, unit, depth - 1))
            return indicator(f"ind{next(_NUMBER)}", "", "", of)
        if way == "group" and GROUPS.get(level):
            return draw(group_numbers(level, unit, depth - 1))
    except RuleError:
        pass
    if way == "literal":
        return x.literal(draw(st.sampled_from((0, 1, 2, -1, Decimal("0.5"), 10, 100))), unit)
    found = facts_of(level, Number, unit)
    if found and way != "parameter":
        return draw(st.sampled_from(found))
    return draw(parameters(unit, low=-5, high=120, decimals=draw(st.integers(0, 2))))


@st.composite
def group_numbers(draw: st.DrawFn, level: Level, unit: Unit, depth: int) -> Expression:
    group = draw(st.sampled_from(GROUPS[level]))
    assert isinstance(group.declared.kind, Number)
    if unit == group.declared.kind.unit and draw(st.booleans()):
        return group.count(draw(answers(group.child, depth)))
    if draw(st.integers(0, 4)) == 0:
        return group.max(draw(numbers(group.child, unit, depth)))
    amount = draw(numbers(group.child, unit / group.declared.kind.unit, depth))
    where = draw(answers(group.child, depth)) if draw(st.booleans()) else None
    return group.sum(amount, where=where)


@st.composite
def answers(draw: st.DrawFn, level: Level, depth: int) -> Expression:
    """A monotone yes/no expression about one subject."""
    simple = [_yes_fact, _compared, _coded, _held, _dated, _aged]
    ways = simple + (
        [_joined, _joined, _negated, _grouped, _grouped, _grouped, _ratio, _shared, _named]
        if depth > 0
        else []
    )
    way = draw(st.sampled_from(ways))
    try:
        made = way(draw, level, depth)
    except RuleError:
        made = None
    return _yes_fact(draw, level, depth) if made is None else made


def _yes_fact(draw: st.DrawFn, level: Level, depth: int) -> Expression:
    return draw(st.sampled_from(facts_of(level, YesNo)))


def _compared(draw: st.DrawFn, level: Level, depth: int) -> Expression:
    unit = Unit.parse(draw(st.sampled_from(UNITS[level])))
    left, right = draw(numbers(level, unit, depth)), draw(numbers(level, unit, min(depth, 1)))
    return OPS[draw(st.sampled_from(sorted(OPS)))](left, right)


def _coded(draw: st.DrawFn, level: Level, depth: int) -> Expression | None:
    found = facts_of(level, Code)
    if not found:
        return None
    fact = draw(st.sampled_from(found))
    codes = draw(st.lists(st.sampled_from("rgbk"), min_size=1, max_size=3, unique=True))
    return draw(st.sampled_from((fact.is_one_of(*codes), fact == codes[0], fact != codes[0])))


def _held(draw: st.DrawFn, level: Level, depth: int) -> Expression | None:
    found = facts_of(level, CodeSet)
    codes = draw(st.lists(st.sampled_from("rgbk"), min_size=1, max_size=3, unique=True))
    return draw(st.sampled_from(found)).has_any_of(*codes) if found else None


def _dated(draw: st.DrawFn, level: Level, depth: int) -> Expression | None:
    found = facts_of(level, Date)
    if not found:
        return None
    right = draw(st.sampled_from([on, on.latest(8, 31), *found]))
    return OPS[draw(st.sampled_from(sorted(OPS)))](draw(st.sampled_from(found)), right)


def _aged(draw: st.DrawFn, level: Level, depth: int) -> Expression | None:
    found = facts_of(level, Date)
    if not found:
        return None
    fact, until = (
        draw(st.sampled_from(found)),
        draw(st.sampled_from((on, on.latest(2, 28), on.latest(8, 31)))),
    )
    if draw(st.booleans()):
        span, unit, low, high = fact.age(until), "year", -3, 22
    else:
        span, unit, low, high = fact.days_since(until), "day", -400, 3000
    limit: object = draw(st.integers(low, high))
    if draw(st.booleans()):
        limit = draw(parameters(Unit.parse(unit), low=low, high=high, decimals=0))
    return OPS[draw(st.sampled_from(sorted(OPS)))](span, limit)


def _joined(draw: st.DrawFn, level: Level, depth: int) -> Expression:
    a, b = draw(answers(level, depth - 1)), draw(answers(level, depth - 1))
    return a & b if draw(st.booleans()) else a | b


def _negated(draw: st.DrawFn, level: Level, depth: int) -> Expression:
    return ~draw(answers(level, depth - 1))


def _named(draw: st.DrawFn, level: Level, depth: int) -> Expression:
    return indicator(f"ind{next(_NUMBER)}", "", "", draw(answers(level, depth - 1)))


def _grouped(draw: st.DrawFn, level: Level, depth: int) -> Expression | None:
    if level not in GROUPS:
        return None
    group = draw(st.sampled_from(GROUPS[level]))
    rule = draw(answers(group.child, depth - 1))
    return group.any(rule) if draw(st.booleans()) else group.all(rule)


def _ratio(draw: st.DrawFn, level: Level, depth: int) -> Expression | None:
    """A quotient against a constant, a number or another quotient of the same unit."""
    unit = Unit.parse(draw(st.sampled_from(UNITS[level])))
    below = [fact for fact in facts_of(level, Number) if fact.kind.low >= 0]  # type: ignore[union-attr]
    if not below:
        return None
    ratio = draw(numbers(level, unit, depth - 1)) / draw(st.sampled_from(below))
    if draw(st.integers(0, 3)) == 0:
        ratio = ratio * draw(numbers(level, ONE, 0))
    way = draw(st.integers(0, 2))
    if way == 0:
        other: Expression = draw(numbers(level, unit, 0)) / draw(st.sampled_from(below))
    else:
        other = draw(parameters(ratio.kind.unit, low=-5, high=60, decimals=way))  # type: ignore[union-attr]
    return OPS[draw(st.sampled_from(sorted(OPS)))](ratio, other)


def _shared(draw: st.DrawFn, level: Level, depth: int) -> Expression | None:
    if level not in GROUPS:
        return None
    group: Group = draw(st.sampled_from(GROUPS[level]))
    limit = draw(parameters(ONE, low=0, high=1, decimals=2))
    weights = [
        fact for fact in facts_of(group.child, Number) if fact.kind.low >= 0 and not fact.kind.decimals
    ]  # type: ignore[union-attr]
    weight = draw(st.sampled_from([None, *weights]))
    among = draw(answers(group.child, 0)) if draw(st.booleans()) else None
    of = None
    if draw(st.booleans()):
        unit = (ONE if weight is None else weight.kind.unit) * group.declared.kind.unit  # type: ignore[union-attr]
        totals = facts_of(level, Number, unit)
        of = draw(st.sampled_from(totals)) if totals else None
    rule = draw(answers(group.child, depth - 1))
    return group.share_below(rule, limit, weight=weight, among=among, of=of, strictly=draw(st.booleans()))


@st.composite
def standards(
    draw: st.DrawFn,
    level: Level,
    code: str,
    others: tuple[Standard, ...] = (),
    depth: int = 2,
    checks: bool = False,
) -> Standard:
    """One to five criteria; may use verdicts of `others` at its level, or one level down through a group.

    With `checks`, some criteria are data checks that ask whether facts are known.
    """
    method = draw(st.sampled_from(list(Method)))
    lines = method in (Method.LINE, Method.LINEAR_SCORE)
    criteria = []
    for place in range(1 if lines else draw(st.integers(1, 5))):
        applies = draw(answers(level, 1)) if draw(st.integers(0, 2)) == 0 else None
        reads = Reads.REQUIREMENT
        rule = draw(_line(level, depth, method) if lines else _rule(level, others, depth))
        if checks and not lines and draw(st.integers(0, 3)) == 0:
            reads, rule = Reads.CHECK, draw(_about_knowledge(level)) | rule
        criteria.append(Criterion(f"c{place}", TEXT, rule, "test", TEXT, applies_when=applies, reads=reads))
    cutoff = None
    if method is Method.WEIGHTED_CUTOFF:
        weights = {
            criterion.code: Fraction(draw(st.integers(0, 3)), draw(st.sampled_from((1, 3, 6, 18))))
            for criterion in criteria
        }
        cutoff = Cutoff(weights, Fraction(1, draw(st.sampled_from((1, 2, 3)))))
    return Standard(code, TEXT, level, "test", tuple(criteria), method, cutoff=cutoff)


@st.composite
def _line(draw: st.DrawFn, level: Level, depth: int, method: Method) -> Expression:
    """A sum, for a line perhaps divided by something never 0, against a constant; rarely does it not fit 64 bits."""
    own = draw(st.sampled_from(facts_of(level, Number)))
    amount = points(draw(st.integers(-3, 30)), where=draw(answers(level, 1))) * own
    unit = own.kind.unit  # type: ignore[union-attr]
    for _ in range(draw(st.integers(0, 2))):
        try:
            more = draw(numbers(level, unit, depth))
            amount = amount + more if draw(st.booleans()) else amount - more
        except RuleError:
            pass
    if method is Method.LINE and draw(st.booleans()):
        amount = amount / (
            draw(st.sampled_from([fact for fact in facts_of(level, Number) if fact.kind.low >= 0])) + 1
        )  # type: ignore[union-attr]
    line = draw(parameters(amount.kind.unit, low=-5, high=60, decimals=draw(st.integers(0, 2))))  # type: ignore[union-attr]
    return OPS[draw(st.sampled_from(("<", "<=", ">", ">=")))](amount, line)


@st.composite
def _rule(draw: st.DrawFn, level: Level, others: tuple[Standard, ...], depth: int) -> Expression:
    verdicts = [
        standard.met if standard.method is not Method.EACH else standard.criterion_met("c0")
        for standard in others
    ]  # fmt: skip
    here = [verdict for verdict in verdicts if verdict.level is level]
    if here and draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(here)) & draw(answers(level, 0))
    below = [verdict for verdict in verdicts if verdict.level is level.child]
    if below and level in GROUPS and draw(st.booleans()):
        group = draw(st.sampled_from(GROUPS[level]))
        verdict = draw(st.sampled_from(below))
        way = draw(st.integers(0, 3))
        if way == 0:
            return group.any(~verdict)
        if way == 1:
            return group.all(verdict)
        limit = draw(parameters(ONE, low=0, high=1, decimals=2))
        return group.share_below(~verdict, limit, strictly=draw(st.booleans()))
    return draw(answers(level, depth))


@st.composite
def _about_knowledge(draw: st.DrawFn, level: Level) -> Expression:
    if level in GROUPS and draw(st.booleans()):
        group = draw(st.sampled_from(GROUPS[level]))
        known = draw(st.sampled_from(FACTS[group.child])).is_known()
        return draw(st.sampled_from((group.any(~known), group.all(known))))
    known = draw(st.sampled_from(FACTS[level])).is_known()
    return draw(st.sampled_from((known, ~known)))


@st.composite
def packs(draw: st.DrawFn, depth: int = 2, checks: bool = False) -> tuple[Standard, ...]:
    """Standards at every level, the later ones using verdicts of the earlier."""
    made: tuple[Standard, ...] = ()
    for number, level in enumerate(
        (Level.PERSON, Level.HOUSEHOLD, Level.HOUSEHOLD, Level.VILLAGE, Level.COUNTY)
    ):
        made = (*made, draw(standards(level, f"s{number}", made, depth, checks)))
    return made
