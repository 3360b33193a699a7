"""A snapshot in parts says what the same rows say in one piece, and no part is held longer than needed."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.cities import city

from tuopin.kernel.errors import BadInput, Damaged
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot import parquet
from tuopin.snapshot.checking import check_part
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot, write_parts, write_snapshot
from tuopin.snapshot.manifest import MANIFEST, read_manifest
from tuopin.snapshot.parts import cut

SMALL = city(1_200).dataset
LEVELS = ("persons", "households", "villages", "counties")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parts") / "city"
    write_parts(cut(SMALL, 1), folder)
    return folder


@settings(max_examples=6)
@given(households=st.integers(1, 1_200))
def test_what_is_said_does_not_depend_on_the_cut(
    tmp_path_factory: pytest.TempPathFactory, households: int
) -> None:
    folder = tmp_path_factory.mktemp("cut") / "city"

    write_parts(cut(SMALL, households), folder)

    opened = open_snapshot(folder)
    assert opened.content == SMALL.content
    assert opened.places == SMALL.places
    assert {name: opened.table(name).combine_chunks() for name in LEVELS} == {
        name: SMALL.table(name).combine_chunks() for name in LEVELS
    }


def test_every_part_has_files_of_its_own(snapshot: Path) -> None:
    opened = open_snapshot(snapshot)

    names = [{name: path.name for name, (path,) in part.tables.items()} for part in opened.parts]

    assert len(opened.parts) == 4
    assert names[0]["households"] == "households-0001.parquet"
    assert names[3]["persons"] == "persons-0004.parquet"
    assert opened.tables["persons"] == tuple(part.tables["persons"][0] for part in opened.parts)


def test_a_part_is_a_data_set_with_its_places_and_those_above(snapshot: Path) -> None:
    opened = open_snapshot(snapshot)
    counties = sorted(set(SMALL.table("counties")["county"].to_pylist()))

    one = opened.only(opened.parts[1])

    assert set(one.table("households")["county"].to_pylist()) == {counties[1]}
    assert {place.level for place in one.places.places.values()} == {
        "province",
        "city",
        "county",
        "township",
        "village",
    }
    assert [place.id for place in one.places.at_level("county")] == [counties[1]]


def test_a_single_part_is_written_as_in_one_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP_OF_PART", 256)

    write_snapshot(SMALL, tmp_path / "whole")
    write_parts([SMALL], tmp_path / "part")

    assert {path.name: path.read_bytes() for path in (tmp_path / "part").iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()
    }


def test_a_copy_of_a_snapshot_in_parts_is_the_same_bytes(snapshot: Path, tmp_path: Path) -> None:
    write_snapshot(open_snapshot(snapshot), tmp_path / "copy")

    assert {path.name: path.read_bytes() for path in (tmp_path / "copy").iterdir()} == {
        path.name: path.read_bytes() for path in snapshot.iterdir()
    }


def test_each_part_is_let_go_before_the_next_is_asked_for(tmp_path: Path) -> None:
    seen: list[weakref.ref[Dataset]] = []
    alive: list[int] = []

    def parts() -> Iterator[Dataset]:
        for part in cut(SMALL, 1):
            seen.append(weakref.ref(part))
            yield part
            del part
            alive.append(sum(each() is not None for each in seen))

    write_parts(parts(), tmp_path / "out")

    assert alive == [0, 0, 0, 0]


def test_the_ranges_of_keys_lead_to_the_part(snapshot: Path) -> None:
    opened = open_snapshot(snapshot)

    for part in opened.parts:
        inside = opened.only(part)
        for code in inside.table("households")["code"].to_pylist():
            assert [each.keys.number for each in opened.parts if each.keys.may_hold_household(code)] == [
                part.keys.number
            ]
        for village in inside.table("villages")["village"].to_pylist():
            assert part.keys.may_hold_place(village)


# ---- what is refused ----------------------------------------------------------------------------------


def refused_of(parts: list[Dataset], folder: Path) -> str:
    with pytest.raises(BadInput) as refused:
        write_parts(parts, folder)
    assert list(folder.parent.iterdir()) == []
    return refused.value.code


def test_parts_come_in_order_and_no_county_twice(tmp_path: Path) -> None:
    parts = list(cut(SMALL, 1))

    assert refused_of([parts[1], parts[0]], tmp_path / "out") == "parts_out_of_order"
    assert refused_of([parts[0], parts[0]], tmp_path / "out") == "parts_out_of_order"


def test_parts_of_different_days_or_packs_are_refused(tmp_path: Path) -> None:
    first, second = list(cut(SMALL, 1))[:2]

    assert (
        refused_of([first, replace(second, as_of=SMALL.as_of.replace(year=2019))], tmp_path / "out")
        == "parts_differ"
    )


def test_no_parts_and_a_part_of_nothing_are_refused(tmp_path: Path) -> None:
    nothing = replace(SMALL, tables={name: SMALL.table(name).slice(0, 0) for name in LEVELS})

    assert refused_of([], tmp_path / "out") == "no_parts"
    assert refused_of([nothing], tmp_path / "out") == "part_without_county"


def check_every_part(folder: Path) -> None:
    for part in open_snapshot(folder, verify=False).parts:
        check_part(part)


# ---- damage -------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.data())
def test_no_byte_of_any_part_changes_unseen(snapshot: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(snapshot.iterdir())), label="file")
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1), label="place")
    path.write_bytes(
        whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
    )

    try:
        with pytest.raises(Damaged):
            open_snapshot(snapshot)
        with pytest.raises(Damaged):
            check_every_part(snapshot)
    finally:
        path.write_bytes(whole)


def test_a_part_is_checked_by_itself_when_the_whole_was_not(snapshot: Path) -> None:
    path = snapshot / "persons-0002.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:-30] + bytes([whole[-30] ^ 1]) + whole[-29:])

    try:
        opened = open_snapshot(snapshot, verify=False)
        check_part(opened.parts[0])
        with pytest.raises(Damaged):
            check_part(opened.parts[1])
    finally:
        path.write_bytes(whole)


def test_a_manifest_that_lists_no_such_part_is_damaged(snapshot: Path, tmp_path: Path) -> None:
    manifest = read_manifest(snapshot)
    told = replace(manifest, parts=manifest.parts[1:]).text()
    (tmp_path / MANIFEST).write_text(told, encoding="utf-8")

    with pytest.raises(Damaged):
        read_manifest(tmp_path)


def test_places_are_read_when_they_are_looked_at(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[pa.Table] = []
    monkeypatch.setattr(
        "tuopin.snapshot.dataset.places_of_table", lambda table: asked.append(table) or PlaceTree({})
    )

    opened = open_snapshot(snapshot, verify=False)

    assert asked == []
    assert len(opened.places.places) == 0
    assert len(asked) == 1
