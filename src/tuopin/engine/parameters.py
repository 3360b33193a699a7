"""Numbers set by documents: one file each, its whole history, by date and place, with sources.

The most local value in force wins, then the latest. A null value repeals. Asking for a day or a place
outside the history is an error, never 0.

A number may also be worked out from others, such as a line from a line abroad, prices and days: exactly, and rounded
once at the end. It has no values of its own; its parts have, each with its source.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any

import yaml

from tuopin.engine.kinds import Number, RuleError
from tuopin.engine.units import Unit
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.kernel.places import Place
from tuopin.kernel.text import Text


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One entry of a history. `value` None repeals; `place` and `group` both None means everywhere."""

    from_: date
    value: Decimal | None
    source: str
    verified: bool
    place: str | None = None
    group: str | None = None

    @property
    def scope(self) -> tuple[str | None, str | None]:
        return (self.place, self.group)


@dataclass(frozen=True)
class Formula:
    """All of `times` multiplied, divided by all of `over`, rounded once to whole small steps, half of one upwards."""

    times: tuple["Parameter", ...]
    over: tuple["Parameter", ...] = ()

    @property
    def parts(self) -> tuple["Parameter", ...]:
        return (*self.times, *self.over)

    @property
    def unit(self) -> Unit:
        unit = Unit(())
        for part in self.times:
            unit *= part.unit
        for part in self.over:
            unit /= part.unit
        return unit

    @property
    def text(self) -> str:
        """The formula by the codes of its parts: `line × ppp × cpi ÷ cpi_base`."""
        return " ÷ ".join([" × ".join(part.code for part in self.times), *(part.code for part in self.over)])

    def steps(self, decimals: int, values: Mapping[str, Decimal]) -> int:
        """The value in small steps from the values of the parts by code. Raises ZeroDivisionError."""
        above = prod((Fraction(values[part.code]) for part in self.times), start=Fraction(10**decimals))
        exact = above / prod((Fraction(values[part.code]) for part in self.over), start=Fraction(1))
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


@dataclass(frozen=True)
class Parameter:
    """`low` and `high` bound every value it may ever take, also in a what-if; products are proved with them.

    With a `formula` it is worked out from other parameters and has no `values` of its own.
    """

    code: str
    label: Text
    unit: Unit
    decimals: int
    low: Decimal
    high: Decimal
    values: tuple[DatedValue, ...]
    formula: Formula | None = None

    @property
    def parts(self) -> tuple["Parameter", ...]:
        """The parameters it is worked out from; none for one that a document sets."""
        return self.formula.parts if self.formula is not None else ()

    @cached_property
    def kind(self) -> Number:
        return Number(self.unit, self.decimals, self.steps(self.low), self.steps(self.high))

    def steps(self, value: Decimal) -> int:
        """The value as a whole number of 10^-decimals units. Raises RuleError when it is not one."""
        scaled = value.scaleb(self.decimals)
        if scaled != scaled.to_integral_value():
            raise RuleError(
                f"Parameter {self.code!r}: {value} has more than {self.decimals} decimals. Declare more."
            )
        return int(scaled)

    def in_force(self, *, on: date, chain: Sequence[Place] = ()) -> DatedValue:
        """The entry that counts for a place on a day. `chain` is the place and all above it, most local first.

        Raises RefusedByRule (`parameter_not_in_force`) outside the history.
        """
        if self.formula is not None:
            return self.worked_out(lambda part: part.in_force(on=on, chain=chain))
        for scope in _scopes(chain):
            dated = [entry for entry in self.values if entry.scope in scope and entry.from_ <= on]
            if dated:
                latest = max(dated, key=lambda entry: entry.from_)
                if latest.value is not None:
                    return latest
        raise self._not_in_force(on, chain)

    def worked_out(self, value_of: Callable[["Parameter"], DatedValue]) -> DatedValue:
        """The value of the formula, from the day its youngest part began; verified when every part is.

        Raises RefusedByRule (`parameter_out_of_range`) when it lies outside `low` and `high`.
        """
        assert self.formula is not None
        used = [value_of(part) for part in self.parts]
        known = {part.code: entry.value or Decimal(0) for part, entry in zip(self.parts, used, strict=True)}
        dividing = [part.code for part in self.formula.over if not known[part.code]]
        value = None if dividing else Decimal(self.formula.steps(self.decimals, known)).scaleb(-self.decimals)
        if value is None or not self.low <= value <= self.high:
            raise self._out_of_range(known, value)
        local = next((entry for entry in used if entry.scope != (None, None)), used[0])
        from_ = max(entry.from_ for entry in used)
        checked = all(entry.verified for entry in used)
        return DatedValue(from_, value, self.formula.text, checked, local.place, local.group)

    def _out_of_range(self, known: Mapping[str, Decimal], value: Decimal | None) -> RefusedByRule:
        parts = ", ".join(f"{code} = {amount}" for code, amount in known.items())
        return RefusedByRule(
            "parameter_out_of_range",
            zh=f"参数 {self.code}（{self.label.zh}）由 {parts} 算得 {value}，不在 {self.low} 到 {self.high} 之间。"
            "请核对各组成参数的数值，或放宽其范围。",
            en=f"Parameter {self.code!r} ({self.label.en}), worked out from {parts}, would be {value}, outside "
            f"{self.low} to {self.high}. Check the values of its parts, or widen its range.",
        )

    def _not_in_force(self, on: date, chain: Sequence[Place]) -> RefusedByRule:
        days = ", ".join(
            sorted({entry.from_.isoformat() for entry in self.values if entry.value is not None})
        )
        where = chain[0].code if chain else "-"
        return RefusedByRule(
            "parameter_not_in_force",
            zh=f"参数 {self.code}（{self.label.zh}）在 {where} 于 {on} 尚无有效值。"
            f"已有起始日期：{days}。请换一个日期，或在参数文件中补上该时期的数值和文号。",
            en=f"Parameter {self.code!r} ({self.label.en}) is not in force in {where} on {on}. "
            f"It has values from: {days}. Choose another day, or add the value and its source to its file.",
        )

    def place_codes(self) -> frozenset[str]:
        return frozenset(entry.place for entry in self._all_values() if entry.place is not None)

    def has_groups(self) -> bool:
        return any(entry.group is not None for entry in self._all_values())

    def _all_values(self) -> Iterable[DatedValue]:
        yield from self.values
        for part in self.parts:
            yield from part.values


def _scopes(chain: Sequence[Place]) -> Iterable[frozenset[tuple[str | None, str | None]]]:
    """From the most local to everywhere; a place named itself goes before a group it belongs to."""
    for place in chain:
        yield frozenset({(place.code, None)})
        if place.groups:
            yield frozenset((None, group) for group in place.groups)
    yield frozenset({(None, None)})


_KEYS = {"code", "label", "unit", "decimals", "low", "high", "values"}
_DERIVED_KEYS = (_KEYS - {"values"}) | {"formula"}
_FORMULA_KEYS = {"times", "over", "round"}
ROUNDING = "half up"
ROUNDED = Text("，最后四舍五入一次", ", rounded once at the end, half up")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml's where the wheel has it: a pack has seventy files, and every command reads them all."""
_VALUE_KEYS = {"from", "value", "place", "group", "source", "verified"}


def read_parameter(text: str, *, name: str, parts: Mapping[str, Parameter] | None = None) -> Parameter:
    """Reads one parameter file; `name` is its file name without the ending and must equal its code.

    `parts` are those a formula may name, by code. Every scalar is read as text, so that 0.1 stays a tenth.
    Raises BadInput (`parameter_file`).
    """
    try:
        raw = yaml.load(text, Loader=_LOADER)  # noqa: S506 - it makes strings only
        return _derived(raw, name, parts or {}) if has_formula(raw) else _parameter(raw, name)
    except (
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
        ArithmeticError,
        RuleError,
        yaml.YAMLError,
    ) as why:
        reason = f"missing {why}" if isinstance(why, KeyError) else str(why).rstrip(".")
        raise BadInput(
            "parameter_file",
            zh=f"参数文件 {name}.yaml 读不懂：{reason}。请对照 docs/howto/add-a-parameter.md 修改。",
            en=f"Parameter file {name}.yaml cannot be used: {reason}. See docs/howto/add-a-parameter.md.",
        ) from why


def _parameter(raw: Any, name: str) -> Parameter:
    if not isinstance(raw, dict) or not isinstance(raw.get("values"), list):
        raise ValueError("it needs the keys code, label, unit and values, and values is a list")
    _refuse_unknown(raw, _KEYS)
    values = tuple(_dated(entry) for entry in raw["values"])
    known = [entry.value for entry in values if entry.value is not None]
    if not known:
        raise ValueError("the history holds no value")
    seen = [(entry.from_, entry.scope) for entry in values]
    if len(set(seen)) != len(seen):
        raise ValueError("two values start on the same day in the same place")
    parameter = _headed(raw, name, values, raw.get("high", str(max(known) * 10)))
    for value in known:
        if not parameter.low <= value <= parameter.high:
            raise ValueError(f"{value} is outside {parameter.low}..{parameter.high}")
        parameter.steps(value)
    return parameter


def _headed(
    raw: dict[str, Any], name: str, values: tuple[DatedValue, ...], high: str, formula: Formula | None = None
) -> Parameter:
    """What stands above the values, or above the formula."""
    if raw["code"] != name:
        raise ValueError(f"code {raw['code']!r} differs from the file name")
    parameter = Parameter(
        code=name,
        label=Text(zh=raw["label"]["zh"], en=raw["label"]["en"]),
        unit=Unit.parse(raw["unit"]),
        decimals=int(raw.get("decimals", "0")),
        low=_number(raw.get("low", "0")),
        high=_number(high),
        values=values,
        formula=formula,
    )
    _ = parameter.kind  # refuses a range that does not fit 64 bits
    return parameter


def has_formula(raw: Any) -> bool:
    return isinstance(raw, dict) and "formula" in raw


def _derived(raw: dict[str, Any], name: str, parts: Mapping[str, Parameter]) -> Parameter:
    _refuse_unknown(raw, _DERIVED_KEYS)
    told = raw["formula"]
    if not isinstance(told, dict) or not isinstance(told.get("times"), list):
        raise ValueError(
            "a formula lists the parameters to multiply under times, those to divide by under over"
        )
    _refuse_unknown(told, _FORMULA_KEYS)
    if told["round"] != ROUNDING:
        raise ValueError(
            f"round is {told['round']!r}; the one way to round is {ROUNDING!r}, and it is stated"
        )
    missing = [code for code in (*told["times"], *told.get("over", [])) if code not in parts]
    if missing:
        raise ValueError(
            f"{missing[0]!r} is no parameter with values of its own; a formula is made of such only"
        )
    formula = Formula(*(tuple(parts[code] for code in told.get(key, [])) for key in ("times", "over")))
    parameter = _headed(raw, name, (), raw["high"], formula)
    if formula.unit != parameter.unit:
        raise ValueError(f"the formula gives {formula.unit}, but the unit is {parameter.unit}")
    return parameter


def _dated(raw: dict[str, Any]) -> DatedValue:
    _refuse_unknown(raw, _VALUE_KEYS)
    if raw.get("verified", "false") not in ("true", "false"):
        raise ValueError(f"verified is true or false, not {raw['verified']!r}")
    if not raw["source"]:
        raise ValueError("a value needs its source")
    if "place" in raw and "group" in raw:
        raise ValueError("a value counts in a place or in a group of places, not in both; write it twice")
    return DatedValue(
        from_=date.fromisoformat(raw["from"]),
        value=None if raw["value"] in ("null", "~", "") else _number(raw["value"]),
        source=raw["source"],
        verified=raw.get("verified", "false") == "true",
        place=raw.get("place"),
        group=raw.get("group"),
    )


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"{text!r} is not a number; write digits, such as 4000 or 0.02")
    return number


def _refuse_unknown(raw: dict[str, Any], known: set[str]) -> None:
    extra = set(raw) - known
    if extra:
        raise ValueError(f"unknown keys {sorted(extra)}; known are {sorted(known)}")
