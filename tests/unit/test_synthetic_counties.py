"""A city of any size comes county by county; no part grows with the size of the whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from tests.support.cities import ON, city

from tuopin.kernel.errors import BadInput
from tuopin.snapshot.files import open_snapshot, write_parts, write_snapshot
from tuopin.snapshot.parts import GROUP_HOUSEHOLDS
from tuopin.synthetic.city import MOST_IN_MEMORY, TABLES, make_parts, ordered
from tuopin.synthetic.counties import MOST, city_in_parts, groups_of
from tuopin.synthetic.villages import villages_of


@pytest.mark.parametrize(("at_once", "parts"), [(1, 4), (1_500, 3), (10**9, 1)])
def test_the_parts_together_are_the_city(at_once: int, parts: int) -> None:
    found = list(city_in_parts(households=3_000, on=ON, at_once=at_once))

    assert len(found) == parts
    for name in (*TABLES, "counties"):
        joined = pa.concat_tables([part.table(name) for part in found]).combine_chunks()
        assert joined == city(3_000).dataset.table(name).combine_chunks(), name
    places = {place for part in found for place in part.places.places}
    assert places == set(city(3_000).dataset.places.places)


def test_a_snapshot_in_parts_says_what_the_city_in_memory_says(tmp_path: Path) -> None:
    write_parts(city_in_parts(households=3_000, on=ON, at_once=1), tmp_path / "parts")
    write_snapshot(city(3_000).dataset, tmp_path / "whole")

    parts, whole = open_snapshot(tmp_path / "parts"), open_snapshot(tmp_path / "whole")
    assert len(parts.parts) == 4
    assert parts.content == whole.content == city(3_000).dataset.content


def test_a_part_is_made_only_when_it_is_asked_for() -> None:
    told: list[tuple[int, int]] = []
    parts = city_in_parts(
        households=3_000, on=ON, at_once=1, told=lambda done, total: told.append((done, total))
    )

    assert told == []
    first = next(parts)
    assert told[-1] == (first.count("households"), 3_000)


def test_no_part_of_a_nation_is_larger_than_a_few_counties() -> None:
    villages = ordered(villages_of(29_000_000, 1))
    groups = list(groups_of(villages, GROUP_HOUSEHOLDS))
    sizes = [int(villages.listed[group].sum()) for group in groups]
    counties = [set(villages.county_id[group].tolist()) for group in groups]

    assert sum(sizes) == 29_000_000
    assert max(sizes) <= GROUP_HOUSEHOLDS
    assert sum(len(each) for each in counties) == len(set().union(*counties)) > 100
    assert set(np.unique(villages.county_id // 10_000).tolist()) == {99}
    assert len(np.unique(villages.id)) == len(villages)


def test_and_it_is_made_from_pieces_that_are_smaller_still() -> None:
    made = city(20_000)

    pieces = [part.households.num_rows for part in make_parts(made.pack, made.villages, ON, households=2_000)]
    assert len(pieces) >= 10
    assert max(pieces) <= 2_000 + 600


@pytest.mark.parametrize("households", [99, MOST + 1])
def test_a_size_nobody_can_make_is_refused_before_anything_is_made(households: int) -> None:
    with pytest.raises(BadInput, match=str(households)):
        city_in_parts(households=households)

    assert MOST > 29_000_000 > MOST_IN_MEMORY


def test_further_cities_have_names_of_their_own() -> None:
    villages = ordered(villages_of(1_200_000, 1))
    last = villages.among(slice(len(villages) - 3, None))
    codes = {int(county) // 100 for county in last.county_id.tolist()}

    assert codes == {9902}


@pytest.mark.parametrize("day", [date(2013, 12, 31), date(2026, 6, 30)])
def test_any_day_comes_in_parts(day: date) -> None:
    (part,) = city_in_parts(households=300, on=day)

    assert part.as_of == day
    assert part.count("households") == 300
