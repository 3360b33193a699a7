"""What holds besides the facts: the day of judging, the places, and the parameters in force there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tuopin.engine.expressions import Day
from tuopin.engine.parameters import DatedValue, Parameter
from tuopin.kernel.places import PlaceTree


@dataclass(frozen=True)
class Terms:
    """`overrides` replace a parameter's value everywhere, for a what-if; by code, in the declared unit."""

    on: date
    places: PlaceTree
    overrides: Mapping[str, Decimal] = field(default_factory=dict)
    _found: dict[tuple[int, int | None], tuple[Parameter, DatedValue]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def value(self, parameter: Parameter, place: int | None) -> DatedValue:
        """The value in force in a place (None: everywhere). Raises RefusedByRule outside its history.

        Looked up once: every member of a household asks for the same few. The parameter is kept with it, so that no
        other object can get its id.
        """
        key = (id(parameter), place)
        if key not in self._found:
            self._found[key] = (parameter, self._value(parameter, place))
        return self._found[key][1]

    def _value(self, parameter: Parameter, place: int | None) -> DatedValue:
        if parameter.code in self.overrides:
            return DatedValue(self.on, self.overrides[parameter.code], "what-if", verified=False)
        if parameter.formula is not None:
            return parameter.worked_out(lambda part: self.value(part, place))
        chain = self.places.chain(place) if place is not None else ()
        return parameter.in_force(on=self.on, chain=chain)

    def steps(self, parameter: Parameter, place: int | None) -> int:
        value = self.value(parameter, place).value
        assert value is not None
        return parameter.steps(value)

    def date_of(self, day: Day) -> date:
        if day.month is None or day.day is None:
            return self.on
        this_year = date(self.on.year, day.month, day.day)
        return this_year if this_year <= self.on else this_year.replace(year=self.on.year - 1)
