"""What a rate is out of: the figure a place declares itself, else what the places inside it declare.

A county's own sheet counts first; above it, and in a county without a sheet, the figures below are added up
and one that is missing leaves the sum unknown. A count of rows is never used (decision A1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tuopin.engine.kinds import Level
from tuopin.kernel.places import PlaceTree
from tuopin.standards.pack import Rate
from tuopin.warehouse.judged import Judged

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Declared:
    """`people` None is unknown, because `missing` villages declare none. `unlisted` are declared and not listed."""

    people: int | None
    missing: int
    unlisted: int


def declared_by_place(judged: Judged, rate: Rate, rows: Iterable[Row], smallest: int) -> dict[int, Declared]:
    """For every place of the overview's `rows`; `smallest` is the fewest people a household may have."""
    code, county = rate.denominator.code, Level.COUNTY.value
    by_place = {row["place"]: row for row in rows}
    found = {place: _from_villages(row, code) for place, row in by_place.items()}
    own = _own(judged, rate)
    counties = [place.id for place in judged.dataset.places.at_level(county) if place.id in by_place]
    for place in counties:
        figure = own.get(place)
        if figure is not None:
            row = by_place[place]
            listed = row["listed__people"] + smallest * row["listed__unsized"]
            found[place] = Declared(figure, 0, max(found[place].unlisted, figure - listed, 0))
    if own:
        found.update(_above(judged.dataset.places, counties, found))
    return found


def _from_villages(row: Row, code: str) -> Declared:
    missing = row["villages"] - row[f"{code}__declares"]
    return Declared(None if missing else row[f"{code}__declared"], missing, row[f"{code}__unlisted"])


def _own(judged: Judged, rate: Rate) -> dict[int, int]:
    if rate.of_county is None:
        return {}
    table = judged.dataset.table(Level.COUNTY.plural, [Level.COUNTY.value, rate.of_county.code])
    return {
        row[Level.COUNTY.value]: row[rate.of_county.code]
        for row in table.to_pylist()
        if row[rate.of_county.code] is not None
    }


def _above(tree: PlaceTree, counties: Iterable[int], found: Mapping[int, Declared]) -> dict[int, Declared]:
    """Cities, provinces and so on: the sums of their counties."""
    inside: dict[int, list[Declared]] = {}
    for county in counties:
        for place in tree.chain(county)[1:]:
            inside.setdefault(place.id, []).append(found[county])
    return {place: _sum(parts) for place, parts in inside.items()}


def _sum(parts: list[Declared]) -> Declared:
    known = [part.people for part in parts if part.people is not None]
    return Declared(
        sum(known) if len(known) == len(parts) else None,
        sum(part.missing for part in parts),
        sum(part.unlisted for part in parts),
    )
