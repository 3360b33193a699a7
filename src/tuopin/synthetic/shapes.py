"""The land of every village, township and county, and a map of them; made up, in the sea around 0° north 0° east.

A city is a field of small hexagons; it is cut into counties, each county into townships, each township into villages,
all connected and about as large as they have villages. Larger places are dissolved from the same hexagons, so borders
are the same lines on every level and nothing overlaps. Nothing here is the shape of any real place.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tuopin.kernel.places import Place
from tuopin.synthetic.draws import Keys, Real, Whole, keys_of, root_of
from tuopin.synthetic.mesh import CORNERS, Mesh, corner_places, mesh_of, regions
from tuopin.synthetic.villages import Villages, places_of

HEXAGONS = 18
"""Of a village, on average."""
SIDE = 0.0033
"""Of a hexagon, in degrees: a village has about 6 square kilometres."""
_PITCH, _IN_A_ROW = 2.3, 6
"""Degrees from city to city, westward and then southward: all of it sea."""
_LEVELS = ("village", "township", "county")
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Shape:
    """`place` is the place's id; `rings`: the outside counterclockwise, then any holes clockwise, in degrees."""

    place: int
    level: str
    rings: list[Ring]


def shapes_of(villages: Villages, seed: int) -> Iterator[Shape]:
    """City by city: its villages, townships and counties. The same villages and seed give the same shapes."""
    city_of = villages.id // 10**8
    for city in np.unique(city_of).tolist():
        yield from _City(villages.id[city_of == city], city, seed).shapes()


class _City:
    def __init__(self, villages: Whole, city: int, seed: int) -> None:
        self.key: Keys = keys_of(root_of(seed, "map"), np.array([city]))
        self.mesh: Mesh = mesh_of(HEXAGONS * len(villages) + 6, self.key)
        self.village = np.zeros(len(self.mesh.q), dtype=np.int64)
        self._cut(np.arange(len(self.mesh.q)), np.sort(villages), (10**6, 10**3, 1))
        south, west = divmod(city % 100 - 1, _IN_A_ROW)
        self.origin = np.array([-west * _PITCH, -south * _PITCH])

    def _cut(self, rows: Whole, villages: Whole, steps: Sequence[int]) -> None:
        """By county, then by township, then by village; `steps`: what divides an id at each level."""
        groups, counts = np.unique(villages // steps[0], return_counts=True)
        for group, part in zip(groups, regions(self.mesh, rows, counts.tolist(), self.key), strict=True):
            if len(steps) == 1:
                self.village[part] = group
            else:
                self._cut(part, villages[villages // steps[0] == group], steps[1:])

    def shapes(self) -> Iterator[Shape]:
        for level, step in zip(_LEVELS, (1, 10**3, 10**6), strict=True):
            yield from self._of_level(level, self.village // step)

    def _of_level(self, level: str, label: Whole) -> Iterator[Shape]:
        """Borders are the edges beyond which another place begins."""
        row, edge = np.nonzero(np.append(label, -1)[self.mesh.beside] != label[:, None])
        ends = [self.mesh.corners(row, each) for each in (edge, (edge + 1) % len(CORNERS))]
        known, number = np.unique(np.concatenate(ends), axis=0, return_inverse=True)
        degrees = self._degrees(known)
        first, second = np.split(number.ravel(), 2)
        order = np.argsort(label[row], kind="stable")
        places, begins = np.unique(label[row][order], return_index=True)
        for place, rows in zip(places.tolist(), np.split(order, begins[1:]), strict=True):
            following = dict(zip(first[rows].tolist(), second[rows].tolist(), strict=True))
            yield Shape(place, level, [[degrees[at] for at in ring] for ring in _rings(following)])

    def _degrees(self, corners: Whole) -> list[tuple[float, float]]:
        """To a metre; longitude first, as GeoJSON has it."""
        found: Real = np.round(self.origin + SIDE * corner_places(corners, self.key), 5)
        return [(x, y) for x, y in found.tolist()]


def _rings(following: dict[int, int]) -> list[list[int]]:
    """Closed rings, the longest first: around a place in one piece that is the outside."""
    rings = []
    while following:
        start, at = following.popitem()
        ring = [start, at]
        while at != start:
            at = following.pop(at)
            ring.append(at)
        rings.append(ring)
    return sorted(rings, key=len, reverse=True)


def write_map(villages: Villages, seed: int, path: Path) -> int:
    """A GeoJSON file (RFC 7946) with a feature for each village, township and county, one a line; answers how many."""
    places = {place.id: place for place in places_of(villages)}
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for count, shape in enumerate(shapes_of(villages, seed), start=1):
            file.write(",\n" if count > 1 else "")
            file.write(json.dumps(_feature(shape, places), ensure_ascii=False))
        file.write("\n]}\n")
    return count


def _feature(shape: Shape, places: dict[int, Place]) -> dict[str, object]:
    place = places[shape.place]
    parent = places[place.parent].code if place.parent is not None else None
    return {
        "type": "Feature",
        "id": place.code,
        "properties": {
            "code": place.code, "level": shape.level, "name_zh": place.name.zh, "name_en": place.name.en,
            "parent": parent,
        },
        "geometry": {"type": "Polygon", "coordinates": shape.rings},
    }  # fmt: skip
