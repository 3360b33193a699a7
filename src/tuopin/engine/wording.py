"""How values, units and relations read in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tuopin.engine.kinds import Code, CodeSet, Date, Kind, Number, Ratio, YesNo
from tuopin.engine.units import ONE, Unit
from tuopin.kernel.text import Text

UNKNOWN = Text("待核实", "unknown")
_YES, _NO = Text("是", "yes"), Text("否", "no")
_RELATION = {
    "<": Text("低于", "below"),
    "<=": Text("不高于", "at most"),
    "=": Text("等于", "equal to"),
    ">=": Text("不低于", "at least"),
    ">": Text("高于", "above"),
    "!=": Text("不等于", "other than"),
}
_RELATION_OF_DAYS = {
    "<": Text("早于", "before"),
    "<=": Text("不晚于", "not after"),
    "=": Text("就是", "on"),
    ">=": Text("不早于", "not before"),
    ">": Text("晚于", "after"),
    "!=": Text("不是", "not on"),
}
_OPPOSITE = {"<": ">=", "<=": ">", "=": "!=", ">=": "<", ">": "<="}
_UNITS: Mapping[str, Text] = {
    "person": Text("人", "person"),
    "household": Text("户", "household"),
    "village": Text("村", "village"),
    "county": Text("县", "county"),
    "year": Text("年", "year"),
    "month": Text("个月", "month"),
    "day": Text("天", "day"),
    "minute": Text("分钟", "minute"),
    "metre": Text("米", "metre"),
    "litre": Text("升", "litre"),
    "m2": Text("平方米", "m²"),
}


@dataclass(frozen=True)
class Words:
    """`units` adds the pack's own units, such as its currency."""

    units: Mapping[str, Text] = field(default_factory=dict)

    def unit(self, unit: Unit) -> Text:
        if unit == ONE:
            return Text("", "")
        names = {**_UNITS, **self.units}
        order = list(names)
        powers = sorted(
            unit.powers, key=lambda each: order.index(each[0]) if each[0] in names else len(order)
        )
        above = [names.get(name, Text(name, name)) for name, power in powers if power > 0]
        below = [names.get(name, Text(name, name)) for name, power in powers if power < 0]
        # People count heads: 3 人 says it all, 3 人/户 reads like an average.
        counted = len(above) == 1 and above[0].zh in ("人", "户", "村") and len(below) == 1
        per = [] if counted else below
        return Text(
            "".join(word.zh for word in above) + ("/" + "·".join(word.zh for word in per) if per else ""),
            "·".join(word.en for word in above) + ("/" + "/".join(word.en for word in per) if per else ""),
        )

    def value(self, kind: Kind, value: bool | int | Fraction | date | None, decimals: int = 2) -> Text:
        """A value of a kind as people read it; None is 待核实. `decimals` are those of a quotient."""
        if value is None:
            return UNKNOWN
        if isinstance(kind, YesNo):
            return _YES if value else _NO
        if isinstance(kind, Date):
            assert isinstance(value, date)
            return Text(f"{value.year}年{value.month}月{value.day}日", f"{value.day} {value:%b} {value.year}")
        if isinstance(kind, Code):
            assert isinstance(value, int)
            return kind.codes.by_number[value].label
        if isinstance(kind, CodeSet):
            assert isinstance(value, int)
            return _held(kind, value)
        assert isinstance(value, int | Fraction) and not isinstance(value, bool)
        return self._number(kind, value, decimals)

    def _number(self, kind: Kind, value: int | Fraction, decimals: int) -> Text:
        assert not isinstance(kind, YesNo | Code | CodeSet | Date)
        unit = self.unit(kind.unit)
        if isinstance(kind, Ratio):
            number = f"{Decimal(value.numerator) / Decimal(value.denominator):,.{decimals}f}"
        elif isinstance(kind, Number):
            number = f"{Decimal(int(value)).scaleb(-kind.decimals):,f}"
        else:
            number = f"{value}"
        return Text(f"{number} {unit.zh}".rstrip(), f"{number} {unit.en}".rstrip())


def _held(kind: CodeSet, mask: int) -> Text:
    held = [entry.label for entry in kind.codes.entries if mask & (1 << (entry.number - 1))]
    if not held:
        return Text("无", "none")
    return Text("、".join(label.zh for label in held), ", ".join(label.en for label in held))


def decimals_apart(one: Fraction, other: Fraction, least: int) -> int:
    """As many decimals as it takes for two different values not to be shown as the same."""
    return next(
        (more for more in range(least, 12) if one == other or round(one, more) != round(other, more)), 12
    )


def percent(share: Fraction, other: Fraction) -> str:
    """A share of a whole, with as many decimals as it takes not to read like the other."""
    decimals = decimals_apart(share * 100, other * 100, 3)
    return f"{Decimal(share.numerator) / Decimal(share.denominator) * 100:.{decimals}f}%"


def dated(text: Text, collected_on: date | None) -> Text:
    if collected_on is None:
        return text
    return Text(f"{text.zh}（{collected_on} 采集）", f"{text.en} (collected {collected_on})")


def is_quantity(kind: Kind) -> bool:
    """Whether a number is an amount of something; people times people times people is not."""
    return not isinstance(kind, Number) or all(abs(power) == 1 for _, power in kind.unit.powers)


def relation(op: str, answer: bool, *, of_days: bool = False) -> Text:
    """The relation that holds: the one asked for, or its opposite when the answer is no."""
    return (_RELATION_OF_DAYS if of_days else _RELATION)[op if answer else _OPPOSITE[op]]
