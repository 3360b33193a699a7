"""What a run covers: the standards in force that day, and the part of the overview they can answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from tuopin.engine.expressions import Expression
from tuopin.engine.kinds import Level
from tuopin.engine.lacking import lacking
from tuopin.engine.standard import Criterion, Standard, VerdictOf, deep_walk
from tuopin.kernel.errors import BadInput, NotFound, RefusedByRule
from tuopin.kernel.text import Language, Text
from tuopin.standards.pack import Counter, Overview, Pack, Register
from tuopin.standards.partial import answerable
from tuopin.warehouse.measure_columns import CHOSEN, LINE, PEOPLE, POOR, WEIGHT, line_of

COUNTER = "counter_"
REGISTER = "register_"
SHORTFALL = "shortfall_"


@dataclass(frozen=True, eq=False)
class Scope:
    """`standards` are judged, with those they rest on; `left_out` are those of the pack not in force that day.

    What it would cost to lift everybody to a line is asked in a what-if only, so that an ordinary run stays light.
    `lacking` are the criteria, by standard, that the source never asked and whose weights passed to others.
    """

    pack: Pack
    on: date
    standards: tuple[Standard, ...]
    left_out: tuple[Standard, ...]
    asked: tuple[str, ...]
    overview: Overview
    has_gaps: bool
    lacking: Mapping[str, tuple[Criterion, ...]] = field(default_factory=dict)

    @property
    def values(self) -> Mapping[Level, Mapping[str, Expression]]:
        """What the overview needs of each household, under the names it reads."""
        counted = {f"{COUNTER}{counter.code}": counter.when for counter in self.overview.counters}
        stands = {f"{REGISTER}{name}": rule for name, rule in rules_of(self.overview.register).items()}
        lacks = {f"{SHORTFALL}{each.code}": each.amount for each in self.overview.shortfalls}
        measured = {f"{LINE}{each.code}": line_of(each, self.overview) for each in self.at(Level.HOUSEHOLD)}
        lines = {name: line for name, line in measured.items() if line is not None}
        weight = {} if self.overview.weight is None else {WEIGHT: self.overview.weight}
        targeting = self.overview.targeting
        errors = {} if targeting is None else {CHOSEN: targeting.chosen, POOR: targeting.poor}
        found = {PEOPLE: self.overview.people, **weight, **errors, **counted, **stands, **lacks, **lines}
        return {Level.HOUSEHOLD: found}

    def at(self, level: Level) -> tuple[Standard, ...]:
        return tuple(standard for standard in self.standards if standard.level is level)


def rules_of(register: Register | None) -> dict[str, Expression]:
    """The rules of a register by name; none where the pack keeps no register."""
    rules = {} if register is None else {each.name: getattr(register, each.name) for each in fields(register)}
    return {name: rule for name, rule in rules.items() if isinstance(rule, Expression)}


def scope_of(
    whole: Pack,
    *,
    on: date,
    standard: str | Sequence[str] | None = None,
    absent: frozenset[str] = frozenset(),
) -> Scope:
    """The standards to judge on a day: all of the pack's, or one or several and those they rest on.

    Indicators whose facts are `absent` pass their weights on.
    Raises NotFound for another pack or an unknown standard, RefusedByRule when none is in force on that day or a
    dimension is lacking altogether.
    """
    pack = answerable(whole, absent)
    asked = (standard,) if isinstance(standard, str) else tuple(standard or ())
    chosen = _chosen(pack, asked)
    in_force = tuple(each for each in chosen if _in_force(each, on))
    if not in_force:
        raise _none_in_force(pack, chosen, on)
    usable = {each.code for each in pack.standards if _in_force(each, on)}
    counters = tuple(counter for counter in pack.overview.counters if needs(counter) <= usable)
    counted = {counter.code for counter in counters}
    rates = tuple(rate for rate in pack.overview.rates if rate.counter in counted)
    has_gaps = pack.overview.gaps_of.code in usable
    judged = with_those_used(in_force, counters, pack.overview.gaps_of if has_gaps else None)
    gone = {each.code: lacking(whole.by_code[each.code], absent) for each in judged}
    return Scope(
        pack=whole,
        on=on,
        standards=judged,
        left_out=tuple(each for each in chosen if not _in_force(each, on)),
        asked=asked,
        overview=replace(pack.overview, counters=counters, rates=rates, shortfalls=()),
        has_gaps=has_gaps,
        lacking={code: criteria for code, criteria in gone.items() if criteria},
    )


def day_of(on: date | str) -> date:
    """A day as given. Raises BadInput (`date`) unless it is written like 2020-06-30."""
    if isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise BadInput(
            "date",
            zh=f"日期 {on!r} 读不懂。请写成 2020-06-30 这样，并核对该日是否存在。",
            en=f"The date {on!r} cannot be read. Write it like 2020-06-30, and check that the day exists.",
        ) from None


def overrides_of(pack: Pack, overrides: Mapping[str, Decimal | str] | None) -> dict[str, Decimal]:
    """What-if values by parameter code. Raises NotFound or BadInput for one that cannot be."""
    found = {}
    for code, value in (overrides or {}).items():
        parameter = pack.parameter(code)
        number = _number(value)
        if (
            number is None
            or not parameter.low <= number <= parameter.high
            or _too_fine(number, parameter.decimals)
        ):
            raise BadInput(
                "parameter_value",
                zh=f"参数 {code}（{parameter.label.zh}）不能取 {value}：应在 {parameter.low} 到 {parameter.high} 之间，"
                f"最多 {parameter.decimals} 位小数。",
                en=f"Parameter {code!r} ({parameter.label.en}) cannot be {value}: give a number from {parameter.low} "
                f"to {parameter.high} with at most {parameter.decimals} decimals.",
            )
        found[code] = number
    return found


def _number(value: Decimal | str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _too_fine(number: Decimal, decimals: int) -> bool:
    scaled = number.scaleb(decimals)
    return scaled != scaled.to_integral_value()


def _chosen(pack: Pack, asked: tuple[str, ...]) -> tuple[Standard, ...]:
    """Nothing asked is the pack without its families; each standard once, in the order of the pack."""
    chosen = [each for one in asked for each in _named(pack, one)] if asked else pack.by_default
    return tuple(each for each in pack.standards if each in chosen)


def _named(pack: Pack, standard: str) -> tuple[Standard, ...]:
    code, _, inside = standard.partition("/")
    if code != pack.code:
        raise NotFound(
            "other_pack",
            zh=f"这份数据按标准包 {pack.code} 登记，不能按 {code} 判定。请写 {pack.code} 或 {pack.code}/标准代码。",
            en=f"These data were recorded for pack {pack.code!r} and cannot be judged by {code!r}. "
            f"Write {pack.code} or {pack.code}/STANDARD.",
        )
    return pack.named(inside) if inside else pack.by_default


def _in_force(standard: Standard, on: date) -> bool:
    return standard.in_force_from <= on and (standard.in_force_until is None or on <= standard.in_force_until)


def _none_in_force(pack: Pack, chosen: tuple[Standard, ...], on: date) -> RefusedByRule:
    def periods(language: Language) -> str:
        told = [f"{each.code} {_period(each).in_(language)}" for each in chosen]
        return ("；" if language == "zh" else "; ").join(told)

    return RefusedByRule(
        "standard_not_in_force",
        zh=f"{on} 这一天，{pack.label.zh}中没有现行有效的标准。有效期：{periods('zh')}。请换一个日期。",
        en=f"On {on} no standard asked for in {pack.label.en!r} is in force. In force: {periods('en')}. "
        "Choose another day.",
    )


def _period(standard: Standard) -> Text:
    start, end = standard.in_force_from, standard.in_force_until
    if end is None:
        return Text(f"{start} 起", f"from {start}")
    return Text(f"{start} 至 {end}", f"{start} to {end}")


def needs(counter: Counter) -> set[str]:
    """The standards that must be in force for it to be counted."""
    return rests_on(counter.when) | ({counter.era.code} if counter.era is not None else set())


def rests_on(expression: Expression) -> set[str]:
    return {node.standard.code for node in deep_walk(expression) if isinstance(node, VerdictOf)}


def with_those_used(
    asked: Iterable[Standard], counters: Iterable[Counter], gaps_of: Standard | None
) -> tuple[Standard, ...]:
    """Each standard once, after those it rests on; what only the overview asks for comes last."""
    found: dict[str, Standard] = {}

    def add(standard: Standard) -> None:
        if standard.code not in found:
            add_used(standard.expressions())
            found[standard.code] = standard

    def add_used(nodes: Iterable[Expression]) -> None:
        for node in nodes:
            if isinstance(node, VerdictOf):
                add(node.standard)

    for standard in asked:
        add(standard)
    for counter in counters:
        add_used(deep_walk(counter.when))
    if gaps_of is not None:
        add(gaps_of)
    return tuple(found.values())
