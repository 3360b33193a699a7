"""Facts as inputs of a form and back: what people type in the fact's own unit, unknown as an answer of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tuopin.engine.kinds import Code, CodeSet, Date, Number, YesNo
from tuopin.engine.language import Fact
from tuopin.engine.wording import Words
from tuopin.kernel.text import Text
from tuopin.registry.columns import the_pack
from tuopin.registry.values import fits

UNKNOWN = ""
LONGEST = 40
"""No number, day or code is longer; a longer text is not even looked at."""


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True)
class Input:
    """`kind` is yes_no, code, set, number or day: the template draws each its own way. `error` None is fine."""

    name: str
    label: Text
    kind: str
    unit: Text | None
    value: str
    choices: tuple[Choice, ...]
    error: Text | None = None


def inputs_of(
    facts: Iterable[Fact],
    values: Mapping[str, Any],
    *,
    prefix: str = "",
    errors: Mapping[str, Text] | None = None,
) -> tuple[Input, ...]:
    """`values` as stored, by fact code; None or absent is unknown."""
    return tuple(_input(fact, values.get(fact.code), prefix + fact.code, errors or {}) for fact in facts)


def _input(fact: Fact, value: Any, name: str, errors: Mapping[str, Text]) -> Input:
    kind, unit, shown = fact.kind, None, ""
    choices: tuple[Choice, ...] = ()
    unknown = Choice(UNKNOWN, Text("待核实", "not known"), value is None)
    if isinstance(kind, YesNo):
        drawn = "yes_no"
        choices = (
            Choice("1", Text("是", "yes"), value is True), Choice("0", Text("否", "no"), value is False), unknown,
        )  # fmt: skip
    elif isinstance(kind, Code):
        drawn = "code"
        entries = (Choice(str(each.number), each.label, each.number == value) for each in kind.codes.entries)
        choices = (unknown, *entries)
    elif isinstance(kind, CodeSet):
        drawn = "set"
        mask = value or 0
        choices = tuple(
            Choice(str(each.number), each.label, bool(mask >> (each.number - 1) & 1))
            for each in kind.codes.entries
        )
        shown = "known" if value is not None else ""
    elif isinstance(kind, Date):
        drawn, shown = "day", value.isoformat() if value is not None else ""
    else:
        assert isinstance(kind, Number)
        drawn, unit = "number", Words(the_pack().unit_words).unit(kind.unit)
        shown = (
            "" if value is None else str(Decimal(value).scaleb(-kind.decimals).normalize().to_eng_string())
        )
        shown = format(Decimal(shown), "f") if shown else ""
    return Input(name, fact.label, drawn, unit, shown, choices, errors.get(name))


def read(
    facts: Iterable[Fact], posted: Mapping[str, Any], *, prefix: str = ""
) -> tuple[dict[str, Any], dict[str, Text]]:
    """What was typed, as stored, and for each input that cannot be read, why. A blank is unknown."""
    values: dict[str, Any] = {}
    errors: dict[str, Text] = {}
    for fact in facts:
        name = prefix + fact.code
        try:
            value = _stored(fact, name, posted)
        except (ValueError, KeyError, ArithmeticError):
            errors[name] = Text("读不懂，请按示例填写", "cannot be read; write it as shown")
            continue
        if value is not None and not fits(fact.kind, value):
            errors[name] = _outside(fact)
        else:
            values[fact.code] = value
    return values, errors


def _stored(fact: Fact, name: str, posted: Mapping[str, Any]) -> Any:
    kind = fact.kind
    if isinstance(kind, CodeSet):
        chosen = posted.getlist(name) if hasattr(posted, "getlist") else posted.get(name, [])
        if not chosen and not posted.get(f"{name}__known"):
            return None
        numbers = {str(number): 1 << (number - 1) for number in kind.codes.by_number}
        return sum(numbers[number] for number in set(chosen))
    text = str(posted.get(name, "")).strip()
    if text == UNKNOWN:
        return None
    if len(text) > LONGEST or "e" in text.lower():  # 1e999999 would be a number of a million digits
        _refuse()
    if isinstance(kind, YesNo):
        return {"1": True, "0": False}[text]
    if isinstance(kind, Date):
        return date.fromisoformat(text)
    if isinstance(kind, Code):
        return int(text)
    assert isinstance(kind, Number)
    steps = Decimal(text.replace(",", "").replace("，", "")).scaleb(kind.decimals)
    return int(steps) if steps.is_finite() and steps == steps.to_integral_value() else _refuse()


def _refuse() -> Any:
    raise ValueError


def _outside(fact: Fact) -> Text:
    kind = fact.kind
    if isinstance(kind, Number):
        low, high = (Decimal(end).scaleb(-kind.decimals) for end in (kind.low, kind.high))
        return Text(f"应在 {low} 至 {high} 之间", f"must be from {low} to {high}")
    return Text("不是可选的值", "is not one of the choices")
