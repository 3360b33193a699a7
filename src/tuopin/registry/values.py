"""Checking values against the pack's facts before they are stored. Every refusal names the fact and the value."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tuopin.engine.kinds import Code, CodeSet, Date, Kind, Level, Number, YesNo
from tuopin.kernel.errors import BadInput
from tuopin.registry.columns import the_pack


def checked(level: Level, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values, each known to fit its fact; None stays None. Raises BadInput (`unknown_fact`, `fact_value`)."""
    facts = the_pack().by_level[level]
    for code, value in values.items():
        if code not in facts:
            raise BadInput(
                "unknown_fact",
                zh=f"没有名为 {code} 的{level.label.zh}登记信息。请核对字段名。",
                en=f"There is no fact {code!r} of a {level.value}. Check its name.",
            )
        if value is not None and not fits(facts[code].kind, value):
            label = facts[code].label
            raise BadInput(
                "fact_value",
                zh=f"{label.zh}不能填 {value}：应为{_wanted_zh(facts[code].kind)}。请改正后再保存。",
                en=f"{label.en} cannot be {value}: it must be {_wanted_en(facts[code].kind)}. "
                "Correct it and save again.",
            )
    return dict(values)


def fits(kind: Kind, value: object) -> bool:
    """Whether a stored value (whole steps, code numbers, masks, dates) is one the kind allows."""
    if isinstance(kind, YesNo):
        return isinstance(value, bool)
    if isinstance(kind, Date):
        return isinstance(value, date) and kind.low <= value <= kind.high
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    if isinstance(kind, Number):
        return kind.low <= value <= kind.high
    if isinstance(kind, Code):
        return value in kind.codes.by_number
    assert isinstance(kind, CodeSet)
    return value >= 0 and not value & ~kind.codes.mask(kind.codes.by_code)


def _wanted_zh(kind: Kind) -> str:
    if isinstance(kind, Number):
        low, high = _ends(kind)
        return f"{low} 至 {high} 之间的数，最多 {kind.decimals} 位小数"
    if isinstance(kind, Code | CodeSet):
        return "、".join(entry.label.zh for entry in kind.codes.entries) + "之一"
    return f"{kind.low} 至 {kind.high} 之间的日期" if isinstance(kind, Date) else "是或否"


def _wanted_en(kind: Kind) -> str:
    if isinstance(kind, Number):
        low, high = _ends(kind)
        return f"a number from {low} to {high} with at most {kind.decimals} decimals"
    if isinstance(kind, Code | CodeSet):
        return "one of: " + ", ".join(entry.label.en for entry in kind.codes.entries)
    return f"a date from {kind.low} to {kind.high}" if isinstance(kind, Date) else "yes or no"


def _ends(kind: Number) -> tuple[Decimal, Decimal]:
    return Decimal(kind.low).scaleb(-kind.decimals), Decimal(kind.high).scaleb(-kind.decimals)
