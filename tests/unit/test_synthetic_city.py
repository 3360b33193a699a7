"""The same arguments give the same city, and a village does not know how many others there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.support.cities import ON, city

from tuopin.kernel.errors import BadInput
from tuopin.snapshot.content import content_of
from tuopin.synthetic.city import make_city, make_parts, ordered
from tuopin.synthetic.villages import villages_of

LEVELS = ("households", "persons", "villages")


def of_village(table: pa.Table, village: int) -> pa.Table:
    return table.filter(pc.equal(table["village"], village)).combine_chunks()


def test_two_runs_give_the_same_city() -> None:
    again = make_city(households=3_000, seed=1, on=ON)

    assert again.dataset.content == city(3_000).dataset.content == content_of(again.dataset)
    assert again.truth.planted == city(3_000).truth.planted


def test_the_content_of_a_city_is_known() -> None:
    """Changes only when the city is meant to change; the same on every machine.

    Facts of the pack that the city does not have yet are left out: they are unknown for everybody.
    """
    made = city(3_000).dataset
    tables = {name: made.table(name) for name in made.tables}
    filled = {
        name: table.select([column for column in table.column_names if table[column].null_count < len(table)])
        for name, table in tables.items()
    }

    assert content_of(replace(made, tables=filled)) == (
        "5ee8d37be04038444f765c0da755b7e07eb58fe8a49264b033e74d5f54de5db1"
    )


@pytest.mark.parametrize("other", [{"seed": 2}, {"on": date(2020, 6, 29)}, {"households": 3_001}])
def test_another_seed_day_or_size_gives_another_city(other: dict[str, int]) -> None:
    assert make_city(**{"households": 3_000, "seed": 1, "on": ON, **other}).dataset.content != (
        city(3_000).dataset.content
    )


@pytest.mark.parametrize("seed", [0, -1, 2**70])
def test_any_whole_number_is_a_seed(seed: int) -> None:
    assert make_city(households=100, seed=seed).dataset.count("households") == 100


@pytest.mark.parametrize("households", [100, 101, 1_234, 20_000])
def test_a_city_has_exactly_the_households_asked_for(households: int) -> None:
    assert city(households).dataset.count("households") == households


def test_a_village_alone_is_the_village_in_the_whole() -> None:
    whole = city(20_000)
    number = 17
    alone = whole.villages.among(np.array([number]))
    village = int(alone.id[0])

    (part,) = make_parts(whole.pack, alone, ON)

    for name in LEVELS:
        made = getattr(part, name).combine_chunks()
        assert made.num_rows > 0
        assert made == of_village(whole.dataset.table(name), village), name


@pytest.mark.parametrize("at_once", [1, 3_000, 10**9])
def test_how_many_villages_are_made_at_once_does_not_matter(at_once: int) -> None:
    villages = ordered(villages_of(3_000, 1))

    parts = list(make_parts(city(3_000).pack, villages, ON, households=at_once))

    for name in LEVELS:
        joined = pa.concat_tables([getattr(part, name) for part in parts]).combine_chunks()
        assert joined == city(3_000).dataset.table(name).combine_chunks(), name


def test_a_larger_city_holds_the_villages_of_a_smaller_one() -> None:
    """But for the smaller one's last village, which is cut off to make the number of households right."""
    small, large = city(3_000), city(20_000)
    cut_off = int(small.villages.id[np.argmax(small.villages.number)])
    shared = [village for village in small.villages.id.tolist() if village != cut_off]

    assert len(shared) >= 10
    for name in LEVELS:
        for village in shared:
            assert of_village(small.dataset.table(name), village) == of_village(
                large.dataset.table(name), village
            )


def test_keys_are_in_order_and_codes_lead_back_to_the_village() -> None:
    households = city(20_000).dataset.table("households")
    numbers = np.asarray(households["household"])
    persons = city(20_000).dataset.table("persons")

    assert (np.diff(numbers) > 0).all()
    assert (np.diff(np.asarray(persons["household"])) >= 0).all()
    assert [code[:12] for code in households["code"].to_pylist()] == [
        str(village) for village in households["village"].to_pylist()
    ]
    assert set(np.asarray(persons["household"]).tolist()) == set(numbers.tolist())


def test_the_tree_of_places_is_one_fictional_city_of_four_counties() -> None:
    tree = city(20_000).dataset.places

    counts = {level: len(list(tree.at_level(level))) for level in ("province", "city", "county", "village")}

    assert counts == {"province": 1, "city": 1, "county": 4, "village": 86}
    assert {place.code[:2] for place in tree.places.values()} == {"99"}
    assert all(place.name.zh and place.name.en for place in tree.places.values())
    assert {place.groups for place in tree.places.values()} == {frozenset()}


@pytest.mark.parametrize("households", [0, 99, 1_000_001])
def test_a_size_nobody_can_make_is_refused(households: int) -> None:
    with pytest.raises(BadInput, match=str(households)) as refused:
        make_city(households=households)

    assert refused.value.code == "city_size"


@pytest.mark.parametrize("day", [date(2013, 12, 30), date(2027, 1, 1)])
def test_a_day_outside_its_years_is_refused(day: date) -> None:
    with pytest.raises(BadInput, match=str(day)) as refused:
        make_city(households=100, on=day)

    assert refused.value.code == "city_day"


@pytest.mark.parametrize("day", [date(2014, 1, 1), date(2016, 2, 29), date(2019, 7, 1), date(2026, 12, 31)])
def test_every_day_of_its_years_can_be_made(day: date) -> None:
    made = city(300, on=day)

    days = [table.column("collected_on") for table in (made.dataset.table(name) for name in LEVELS)]
    assert all(pc.max(column).as_py() <= day for column in days)
    assert pc.max(made.dataset.table("persons")["birth"]).as_py() <= day
