"""Numbers set by documents: one file each, its whole history, by date and place, with sources.

The most local value in force wins, then the latest. A null value repeals. Asking for a day or a place
outside the history is an error, never 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
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
class Parameter:
    """`low` and `high` bound every value it may ever take, also in a what-if; products are proved with them."""

    code: str
    label: Text
    unit: Unit
    decimals: int
    low: Decimal
    high: Decimal
    values: tuple[DatedValue, ...]

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
        for scope in _scopes(chain):
            dated = [entry for entry in self.values if entry.scope in scope and entry.from_ <= on]
            if dated:
                latest = max(dated, key=lambda entry: entry.from_)
                if latest.value is not None:
                    return latest
        raise self._not_in_force(on, chain)

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
        return frozenset(entry.place for entry in self.values if entry.place is not None)

    def has_groups(self) -> bool:
        return any(entry.group is not None for entry in self.values)


def _scopes(chain: Sequence[Place]) -> Iterable[frozenset[tuple[str | None, str | None]]]:
    """From the most local to everywhere; a place named itself goes before a group it belongs to."""
    for place in chain:
        yield frozenset({(place.code, None)})
        if place.groups:
            yield frozenset((None, group) for group in place.groups)
    yield frozenset({(None, None)})


_KEYS = {"code", "label", "unit", "decimals", "low", "high", "values"}
_VALUE_KEYS = {"from", "value", "place", "group", "source", "verified"}


def read_parameter(text: str, *, name: str) -> Parameter:
    """Reads one parameter file; `name` is its file name without the ending and must equal its code.

    Every scalar is read as text, so that 0.1 stays a tenth. Raises BadInput (`parameter_file`).
    """
    try:
        raw = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings only
        return _parameter(raw, name)
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
    if raw["code"] != name:
        raise ValueError(f"code {raw['code']!r} differs from the file name")
    values = tuple(_dated(entry) for entry in raw["values"])
    known = [entry.value for entry in values if entry.value is not None]
    if not known:
        raise ValueError("the history holds no value")
    seen = [(entry.from_, entry.scope) for entry in values]
    if len(set(seen)) != len(seen):
        raise ValueError("two values start on the same day in the same place")
    parameter = Parameter(
        code=name,
        label=Text(zh=raw["label"]["zh"], en=raw["label"]["en"]),
        unit=Unit.parse(raw["unit"]),
        decimals=int(raw.get("decimals", "0")),
        low=_number(raw.get("low", "0")),
        high=_number(raw["high"]) if "high" in raw else max(known) * 10,
        values=values,
    )
    for value in known:
        if not parameter.low <= value <= parameter.high:
            raise ValueError(f"{value} is outside {parameter.low}..{parameter.high}")
        parameter.steps(value)
    _ = parameter.kind  # refuses a range that does not fit 64 bits
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
