"""The tree of places of a batch, from the village codes of its rows and the names written beside them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from tuopin.engine.kinds import Level
from tuopin.intake.linking import Batch, Position
from tuopin.intake.problems import NO_PLACE
from tuopin.intake.wording import shown
from tuopin.kernel.places import Place, PlaceTree
from tuopin.standards.pack import Pack

_NAME_ROLE = "place_name:"


class Localities:
    """Which village, and so which county, each accepted row lies in."""

    def __init__(self, batch: Batch, pack: Pack) -> None:
        self.batch = batch
        self.pack = pack
        self.chains = {code: pack.places_of(code, {}) for code in self._codes()}
        names = self._names()
        places = {
            place.id: place
            for code, chain in self.chains.items()
            for place in pack.places_of(
                code, {place.level: names[place.id] for place in chain if place.id in names}
            )
        }
        self.tree = PlaceTree.of(places.values())

    def village_of(self, code: str) -> int:
        return self.chains[code][-1].id

    def county_of(self, code: str) -> int:
        return next(place.id for place in self.chains[code] if place.level == Level.COUNTY.value)

    def refuse_unknown_counties(self) -> None:
        """A county of which the batch has no village would be a row about nobody."""
        for _, sheet in self.batch.of_level(Level.COUNTY):
            header = sheet.header_of("village")
            for at, code in enumerate(sheet.of_role("village")):
                if code is not None and self.county(str(code)) is None:
                    sheet.refuse(at, header, shown(str(code), "village"), NO_PLACE)

    def county(self, code: str) -> Place | None:
        """By its code, which files often fill up with zeros to the length of a village's."""
        counties = self.tree.at_level(Level.COUNTY.value)
        return next((place for place in counties if code == place.code.ljust(len(code), "0")), None)

    def _positions(self) -> Sequence[Position]:
        sheets = self.batch.of_level(Level.HOUSEHOLD) + self.batch.of_level(Level.VILLAGE)
        return self.batch.accepted(sheets)

    def _codes(self) -> set[str]:
        columns = [sheet.of_role("village") for sheet in self.batch.sheets]
        return {str(columns[position.sheet][position.at]) for position in self._positions()}

    def _names(self) -> Mapping[int, str]:
        """The name most rows give to a place; of equally frequent ones the first in alphabetical order."""
        counted: dict[int, Counter[str]] = defaultdict(Counter)
        columns = [sheet.of_role("village") for sheet in self.batch.sheets]
        by_level = {
            level: [sheet.of_role(_NAME_ROLE + level) for sheet in self.batch.sheets]
            for level in self.pack.place_levels
        }
        for position in self._positions():
            for place in self.chains[str(columns[position.sheet][position.at])]:
                name = by_level[place.level][position.sheet][position.at]
                if name is not None:
                    counted[place.id][str(name)] += 1
        return {place: min(names.items(), key=_commonest_first)[0] for place, names in counted.items()}


def _commonest_first(counted: tuple[str, int]) -> tuple[int, str]:
    name, count = counted
    return -count, name
