"""A data set under another pack: the same people under the same codes, each fact as the mapping says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.support.cities import city
from tests.support.surveys import meaning

from tuopin import standards
from tuopin.engine.calendar import completed_years
from tuopin.engine.kinds import CodeList
from tuopin.intake.survey import translate
from tuopin.kernel.errors import BadInput, NotFound
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot, write_snapshot
from tuopin.standards.cn.codes_of_details import FUEL
from tuopin.standards.cn.codes_of_survey import FLOOR, ROOF, TOILET, WALLS
from tuopin.standards.cn.facts import register
from tuopin.standards.global_mpi import codes as mpi

DAY = date(2020, 6, 30)


@pytest.fixture(scope="module")
def recorded() -> Dataset:
    return city(400, seed=3, on=DAY).dataset


@pytest.fixture(scope="module")
def translated(recorded: Dataset) -> Dataset:
    return translate(recorded, "global_mpi")


def pairs(recorded: Dataset, translated: Dataset, table: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each row as it was recorded, and as it was translated."""
    before, after = (dataset.table(table).to_pylist() for dataset in (recorded, translated))
    return list(zip(before, after, strict=True))


def test_everybody_is_there_under_the_same_keys(recorded: Dataset, translated: Dataset) -> None:
    for before, after in pairs(recorded, translated, "households"):
        assert (before["household"], before["code"]) == (after["household"], after["code"])
    for before, after in pairs(recorded, translated, "persons"):
        assert (before["household"], before["person"]) == (after["household"], after["person"])
    assert translated.as_of == recorded.as_of


def test_places_keep_their_order_and_their_names(recorded: Dataset, translated: Dataset) -> None:
    for before, after in pairs(recorded, translated, "households")[:50]:
        above = {place.level: place for place in recorded.places.chain(before["village"])}
        village, county, region, country = translated.places.chain(after["village"])
        assert village.code == f"CN/{above['city'].code}/{above['county'].code}/{above['village'].code}"
        assert (village.name, county.name, region.name) == tuple(
            above[level].name for level in ("village", "county", "city")
        )
        assert (country.name.zh, country.name.en) == ("中国", "China")
        assert after["county"] == county.id


def named(codes: CodeList, number: int | None) -> str | None:
    return None if number is None else codes.by_number[number].code


def adequate(codes: CodeList, *poor: str) -> Callable[[int | None], bool | None]:
    return lambda number: None if number is None else named(codes, number) not in poor


def test_materials_fuel_and_toilets_mean_what_the_mapping_says(
    recorded: Dataset, translated: Dataset
) -> None:
    fuels = {
        "wood": "wood",
        "dung": "dung",
        "coal": "coal",
        "clean": "electricity",
        "other": None,
        None: None,
    }
    floor, roof, walls = (
        adequate(FLOOR, "earth"),
        adequate(ROOF, "thatch", "plastic"),
        adequate(WALLS, "earth", "bamboo"),
    )
    for before, after in pairs(recorded, translated, "households"):
        assert named(mpi.FUEL, after["fuel"]) == fuels[named(FUEL, before["fuel"])]
        toilet = named(TOILET, before["toilet_type"])
        assert named(mpi.SANITATION, after["sanitation"]) == ("septic" if toilet == "biogas" else toilet)
        assert after["floor_adequate"] == floor(before["floor"])
        assert after["roof_adequate"] == roof(before["roof"])
        assert after["walls_adequate"] == walls(before["walls"])
        assert after["electricity"] == before["power_at_home"]


def test_ages_are_of_the_day_each_row_was_collected(recorded: Dataset, translated: Dataset) -> None:
    for before, after in pairs(recorded, translated, "persons"):
        born, on = before["birth"], before["collected_on"] or recorded.as_of
        assert after["age"] == (None if born is None else completed_years(born, on))


def test_a_child_taught_at_home_attends_and_one_of_whom_nothing_is_known_is_unknown(
    recorded: Dataset, translated: Dataset
) -> None:
    not_at_school = register.person.school.kind.codes.by_code["none"].number  # type: ignore[union-attr]
    seen = set()
    for before, after in pairs(recorded, translated, "persons"):
        school, at_home = before["school"], before["taught_at_home"]
        goes = None if school is None else school != not_at_school
        expected = True if goes or at_home else None if None in (goes, at_home) else False
        assert after["attending_school"] == expected
        seen.add(expected)
    assert seen == {True, False, None}


def test_it_says_by_which_mapping_and_can_be_kept(
    recorded: Dataset, translated: Dataset, tmp_path: Path
) -> None:
    write_snapshot(translated, tmp_path / "kept")
    kept = open_snapshot(tmp_path / "kept")

    assert translated.mapped is not None
    assert (translated.mapped.pack, translated.mapped.content) == ("cn", recorded.content)
    assert (kept.mapped, kept.content) == (translated.mapped, translated.content)
    assert kept.absent == translated.absent == frozenset()


def test_what_a_translation_does_not_name_is_absent(recorded: Dataset) -> None:
    absent = translate(recorded, meaning(translation(size="size"))).absent

    assert {"household.radio", "person.age"} <= absent
    assert "household.size" not in absent


def test_the_same_from_files_as_from_memory(recorded: Dataset, translated: Dataset, tmp_path: Path) -> None:
    write_snapshot(recorded, tmp_path / "recorded")

    assert translate(open_snapshot(tmp_path / "recorded"), "global_mpi").content == translated.content


def test_other_data_and_unknown_packs_are_refused(recorded: Dataset, translated: Dataset) -> None:
    with pytest.raises(NotFound) as back:
        translate(translated, "cn")
    with pytest.raises(NotFound) as nowhere:
        translate(recorded, "mars")

    assert (back.value.code, nowhere.value.code) == ("no_translation", "no_such_pack")


def translation(**facts: object) -> dict[str, Any]:
    places = {"country": {"always": "CN"}, "region": "city", "county": "county", "village": "village"}
    return {"pack": "global_mpi", "from": "cn", "tables": {"households": {"places": places, "facts": facts}}}


def test_a_value_that_does_not_fit_stops_the_translation_and_is_named(recorded: Dataset) -> None:
    told = translation(size={"column": "size", "times": "1000"})

    with pytest.raises(BadInput) as refused:
        translate(recorded, meaning(told))

    assert refused.value.code == "mapping_value"
    assert "household.size: size is" in refused.value.text.en


def test_places_may_not_run_together(recorded: Dataset) -> None:
    told = translation()
    told["tables"]["households"]["places"].update(county={"always": "1"}, village={"always": "1"})

    with pytest.raises(BadInput) as refused:
        translate(recorded, meaning(told))

    assert refused.value.code == "mapping_places_merge"


def test_a_set_of_codes_is_asked_code_by_code(recorded: Dataset) -> None:
    told = translation()
    told["tables"]["persons"] = {
        "facts": {"undernourished": {"column": "health", "has": ["disabled", "serious"]}}
    }
    codes = register.person.health.kind.codes  # type: ignore[union-attr]
    mask = codes.mask(["disabled", "serious"])

    found = translate(recorded, meaning(told))

    for before, after in pairs(recorded, found, "persons"):
        expected = None if before["health"] is None else bool(before["health"] & mask)
        assert after["undernourished"] == expected


def test_schooling_of_the_head_is_that_of_the_one_member_who_is_head(recorded: Dataset) -> None:
    head = register.person.relation.kind.codes.by_code["head"].number  # type: ignore[union-attr]
    heads: dict[int, list[int | None]] = {}
    for person in recorded.table("persons").to_pylist():
        if person["relation"] == head:
            heads.setdefault(person["household"], []).append(person["years_of_schooling"])

    found = translate(recorded, "pmt_example")

    for row in found.table("households").to_pylist():
        said = heads.get(row["household"], [])
        assert row["schooling"] == (said[0] if len(said) == 1 else None)
    assert {"household.rooms", "household.cattle", "household.consumption"} <= found.absent


def test_facts_of_a_household_may_ask_its_members(recorded: Dataset) -> None:
    told = translation(
        radio={"any_row": {"of": "persons", "is": "taught_at_home"}}, size={"listed": "persons"}
    )
    members: dict[int, list[bool | None]] = {}
    for person in recorded.table("persons").to_pylist():
        members.setdefault(person["household"], []).append(person["taught_at_home"])

    found = translate(recorded, meaning(told))

    for row in found.table("households").to_pylist():
        said = members.get(row["household"], [])
        assert row["radio"] == (True if True in said else None if None in said else False)
        assert row["size"] == (len(said) or None)


def test_a_mapping_of_another_pack_is_refused(translated: Dataset) -> None:
    with pytest.raises(BadInput) as refused:
        translate(translated, meaning(translation()))

    assert refused.value.code == "mapping_other_pack"


def test_nobody_makes_an_empty_table_of_none(recorded: Dataset) -> None:
    nobody = replace(
        recorded, tables={name: pa.table(recorded.table(name).slice(0, 0)) for name in recorded.tables}
    )

    assert translate(nobody, "global_mpi").count("households") == 0
    assert standards.load("global_mpi").code == translate(nobody, "global_mpi").pack_code
