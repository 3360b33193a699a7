"""Facts as plain values for programs, and back: exact, in the fact's own unit, codes by their names.

A number without decimals is a whole number; one with decimals is a text, such as "12000.50", because most programs read
JSON numbers as binary fractions. Null is not known.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from tuopin.engine.kinds import Code, CodeSet, Date, Kind, Level, Number, RuleError, YesNo
from tuopin.kernel.errors import BadInput
from tuopin.registry.columns import the_pack

LONGEST = 40
"""No number, day or code is longer; a longer text is not even looked at."""


def plain_value(kind: Kind, value: Any) -> Any:
    """A stored value as JSON has it."""
    if value is None or isinstance(kind, YesNo):
        return value
    if isinstance(kind, Date):
        return value.isoformat()
    if isinstance(kind, Code):
        return kind.codes.by_number[value].code
    if isinstance(kind, CodeSet):
        return [each.code for each in kind.codes.entries if value >> (each.number - 1) & 1]
    assert isinstance(kind, Number)
    return value if kind.decimals == 0 else f"{Decimal(value).scaleb(-kind.decimals):f}"


def stored_values(level: Level, plain: dict[str, Any]) -> dict[str, Any]:
    """What a program sent, as stored. Raises BadInput (`unknown_fact`, `fact_unreadable`)."""
    facts = the_pack().by_level[level]
    found = {}
    for code, value in plain.items():
        if code not in facts:
            raise BadInput(
                "unknown_fact",
                zh=f"没有名为 {code[:LONGEST]} 的{level.label.zh}登记信息。请核对字段名。",
                en=f"There is no fact {code[:LONGEST]!r} of a {level.value}. Check its name.",
            )
        try:
            found[code] = None if value is None else _stored(facts[code].kind, value)
        except (ValueError, TypeError, ArithmeticError, KeyError, RuleError):
            raise BadInput(
                "fact_unreadable",
                zh=f"登记信息 {code} 的值读不懂。请按接口说明书写（{_example(facts[code].kind)}）。",
                en=f"The value of fact {code!r} cannot be read. Write it as described ({_example(facts[code].kind)}).",
            ) from None
    return found


def _stored(kind: Kind, value: Any) -> Any:
    if isinstance(kind, YesNo):
        return value if isinstance(value, bool) else _refuse()
    if isinstance(kind, CodeSet):
        if not isinstance(value, list):
            _refuse()
        return kind.codes.mask(set(value)) if value else 0
    if not isinstance(value, str | int) or isinstance(value, bool):
        _refuse()
    text = str(value).strip()
    if len(text) > LONGEST or not text:
        _refuse()
    if isinstance(kind, Date):
        return date.fromisoformat(text)
    if isinstance(kind, Code):
        return kind.codes.by_code[text].number
    assert isinstance(kind, Number)
    if "e" in text.lower():  # 1e999999 would be a number of a million digits
        _refuse()
    steps = Decimal(text).scaleb(kind.decimals)
    return int(steps) if steps.is_finite() and steps == steps.to_integral_value() else _refuse()


def _refuse() -> Any:
    raise ValueError


def _example(kind: Kind) -> str:
    if isinstance(kind, YesNo):
        return "true, false, null"
    if isinstance(kind, Date):
        return '"2020-06-30"'
    if isinstance(kind, Code | CodeSet):
        codes = ", ".join(f'"{each.code}"' for each in kind.codes.entries)
        return codes if isinstance(kind, Code) else f"[{codes}]"
    assert isinstance(kind, Number)
    return "12" if kind.decimals == 0 else f'"12.{"5".ljust(kind.decimals, "0")}"'
