"""The made-up map: every village has its land, in one piece, and places of one level never overlap."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tuopin.synthetic.city import ordered
from tuopin.synthetic.shapes import Ring, Shape, shapes_of, write_map
from tuopin.synthetic.villages import Villages, places_of, villages_of

LEVELS = ("village", "township", "county")


@cache
def villages(households: int = 20_000) -> Villages:
    return ordered(villages_of(households, 1))


@cache
def shapes(households: int = 20_000, seed: int = 1) -> tuple[Shape, ...]:
    return tuple(shapes_of(villages(households), seed))


def of_level(level: str) -> list[Shape]:
    return [shape for shape in shapes() if shape.level == level]


def area(ring: Ring) -> float:
    """Positive when counterclockwise."""
    points = np.array(ring)
    return float(np.sum(points[:-1, 0] * points[1:, 1] - points[1:, 0] * points[:-1, 1]) / 2)


def land(shape: Shape) -> float:
    return sum(area(ring) for ring in shape.rings)


def edges(shape: Shape) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    return [edge for ring in shape.rings for edge in pairwise(ring)]


@pytest.mark.parametrize("level", LEVELS)
def test_every_place_has_one_shape(level: str) -> None:
    wanted = sorted(place.id for place in places_of(villages()) if place.level == level)

    assert sorted(shape.place for shape in of_level(level)) == wanted


@pytest.mark.parametrize("level", LEVELS)
def test_places_of_a_level_share_borders_and_nothing_else(level: str) -> None:
    """An edge is used at most once in each direction: a second time would be an overlap, and what is not used back is
    the outline of the city, the same on every level."""
    directed = Counter(edge for shape in of_level(level) for edge in edges(shape))
    outline = {edge for edge in directed if edge[::-1] not in directed}
    of_counties = {edge for shape in of_level("county") for edge in edges(shape)}

    assert max(directed.values()) == 1
    assert outline == {edge for edge in of_counties if edge[::-1] not in of_counties}
    assert sum(land(shape) for shape in of_level(level)) == pytest.approx(
        sum(land(shape) for shape in of_level("county")), rel=1e-9
    )


@pytest.mark.parametrize("level", LEVELS)
def test_every_place_is_in_one_piece(level: str) -> None:
    """One ring runs around it; any further ring is a hole, and runs the other way."""
    for shape in of_level(level):
        outside, *holes = shape.rings

        assert area(outside) > 0
        assert all(area(hole) < 0 for hole in holes)
        assert all(ring[0] == ring[-1] and len(set(ring)) == len(ring) - 1 for ring in shape.rings)


@pytest.mark.parametrize(("level", "divide"), [("township", 1000), ("county", 1000)])
def test_places_are_dissolved_from_those_below(level: str, divide: int) -> None:
    below: dict[int, list[Shape]] = defaultdict(list)
    for shape in of_level(LEVELS[LEVELS.index(level) - 1]):
        below[shape.place // divide].append(shape)

    for shape in of_level(level):
        every = Counter(edge for part in below[shape.place] for edge in edges(part))

        assert {edge for edge in every if edge[::-1] not in every} == set(edges(shape))


def test_villages_are_about_as_large_as_each_other() -> None:
    square_kilometres = np.array([land(shape) * 111.32**2 for shape in of_level("village")])

    assert square_kilometres.mean() == pytest.approx(6, abs=2)
    assert square_kilometres.min() > 1
    assert square_kilometres.max() < 20


def test_hexagons_are_not_folded_over() -> None:
    """Where a village is one of many hexagons its border still never crosses itself: checked on all pairs of edges."""
    for shape in of_level("village")[:12]:
        lines = edges(shape)
        crossing = [
            (one, other)
            for number, one in enumerate(lines)
            for other in lines[number + 1 :]
            if not set(one) & set(other) and _cross(*one, *other)
        ]

        assert crossing == []


def _cross(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> bool:
    def side(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def test_the_map_lies_in_the_sea_around_null() -> None:
    points = np.array([point for shape in of_level("county") for ring in shape.rings for point in ring])

    assert np.abs(points).max() < 1.2


def test_many_cities_lie_beside_each_other_and_do_not_touch() -> None:
    few = ordered(villages_of(1_100_000, 1))
    per_city = [few.among(np.flatnonzero(few.id // 10**8 == city)[:20]) for city in (9901, 9902)]
    boxes = [
        np.array([point for shape in shapes_of(each, 1) for ring in shape.rings for point in ring])
        for each in per_city
    ]

    assert boxes[1].max(axis=0)[0] < boxes[0].min(axis=0)[0]


def test_another_seed_gives_another_map() -> None:
    assert shapes() == tuple(shapes_of(villages(), 1))
    assert shapes() != shapes(seed=2)


@pytest.mark.parametrize("households", [100, 400])
def test_the_smallest_city_has_a_map_too(households: int) -> None:
    assert len({shape.place for shape in shapes(households) if shape.level == "village"}) == len(
        villages(households)
    )


def test_the_file_is_geojson(tmp_path: Path) -> None:
    written = write_map(villages(400), 1, tmp_path / "places.geojson")

    told = json.loads((tmp_path / "places.geojson").read_text(encoding="utf-8"))
    county = next(each for each in told["features"] if each["properties"]["level"] == "county")
    assert told["type"] == "FeatureCollection"
    assert len(told["features"]) == written
    assert county["properties"] == {
        "code": "990121", "level": "county", "name_zh": "甲县", "name_en": "Jia County", "parent": "9901",
    }  # fmt: skip
    assert county["geometry"]["type"] == "Polygon"
