"""The tree of places: which village lies in which county, and which named groups a place belongs to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Place:
    """One area. `id` is what data files store, `code` what people write, `level` a name of the pack's tree."""

    id: int
    code: str
    level: str
    name: Text
    parent: int | None = None
    groups: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class PlaceTree:
    """All places of a data set, each under at most one parent."""

    places: Mapping[int, Place]

    @staticmethod
    def of(places: Iterable[Place]) -> "PlaceTree":
        """Raises BadInput when a code is given twice, a parent is absent, or a place lies inside itself."""
        by_id: dict[int, Place] = {}
        for place in places:
            if place.id in by_id:
                raise BadInput(
                    "place_twice",
                    zh=f"地区 {place.code} 出现了两次。请只保留一条。",
                    en=f"Place {place.code} is listed twice. Keep one of the two rows.",
                )
            by_id[place.id] = place
        tree = PlaceTree(by_id)
        for place in by_id.values():
            if place.parent is not None and place.parent not in by_id:
                raise BadInput(
                    "place_without_parent",
                    zh=f"地区 {place.code} 的上级 {place.parent} 不在地区表中。请补上该上级。",
                    en=f"The parent {place.parent} of place {place.code} is not listed. Add that place.",
                )
            tree.chain(place.id)
        return tree

    def chain(self, place: int) -> tuple[Place, ...]:
        """The place and everything above it, most local first. An unlisted place stands alone, as ()."""
        found: list[Place] = []
        at = self.places.get(place)
        while at is not None:
            if len(found) > len(self.places):
                raise BadInput(
                    "place_inside_itself",
                    zh=f"地区 {at.code} 的上级关系成环。请核对上级代码。",
                    en=f"Place {at.code} lies inside itself. Check its chain of parents.",
                )
            found.append(at)
            at = self.places.get(at.parent) if at.parent is not None else None
        return tuple(found)

    def at_level(self, level: str) -> Iterator[Place]:
        return iter(self._by_level.get(level, ()))

    @cached_property
    def _by_level(self) -> Mapping[str, list[Place]]:
        """Sorted out once: a nation has 140,000 places, and its 120 counties are asked for again and again."""
        found: dict[str, list[Place]] = {}
        for place in self.places.values():
            found.setdefault(place.level, []).append(place)
        return found

    @cached_property
    def by_code(self) -> Mapping[str, Place]:
        return {place.code: place for place in self.places.values()}
