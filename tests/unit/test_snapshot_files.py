"""A snapshot: the same rows again, the same bytes again, and no byte changed unseen."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.cities import city

from tuopin.kernel.errors import BadInput, Damaged, RefusedByRule, TuopinError
from tuopin.snapshot.content import content_of
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot, write_snapshot
from tuopin.snapshot.manifest import MANIFEST, File, Manifest, read_manifest
from tuopin.snapshot.parquet import ROW_GROUP
from tuopin.synthetic.papers import citizen_numbers

SMALL = city(150).dataset
LEVELS = ("persons", "households", "villages", "counties")


def bytes_of(folder: Path) -> Mapping[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def with_tables(**tables: pa.Table) -> Dataset:
    return replace(SMALL, tables={**SMALL.tables, **tables})


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots") / "city"
    write_snapshot(SMALL, folder)
    return folder


def test_what_is_written_is_what_is_opened(snapshot: Path) -> None:
    opened = open_snapshot(snapshot)

    assert {name: opened.table(name).combine_chunks() for name in LEVELS} == {
        name: SMALL.table(name).combine_chunks() for name in LEVELS
    }
    assert opened.places == SMALL.places
    assert (opened.pack_code, opened.as_of, opened.content) == ("cn", SMALL.as_of, SMALL.content)
    assert content_of(opened) == SMALL.content


@pytest.mark.parametrize("kind", ["run", "city"])
def test_the_folder_of_a_run_or_a_city_is_no_snapshot_and_not_damaged(kind: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"kind": kind}), encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        open_snapshot(tmp_path)

    assert refused.value.code == "not_a_snapshot"


def test_a_folder_may_be_given_as_text(snapshot: Path) -> None:
    assert open_snapshot(str(snapshot)).content == SMALL.content


def test_an_opened_table_stays_in_its_file(snapshot: Path) -> None:
    opened = open_snapshot(snapshot)

    assert opened.tables["persons"] == (snapshot / "persons.parquet",)
    assert opened.count("persons") == SMALL.count("persons")


def test_the_manifest_counts_rows_and_names_pack_and_day(snapshot: Path) -> None:
    told = json.loads((snapshot / MANIFEST).read_text(encoding="utf-8"))

    assert told["schema_version"] == 1
    assert (told["pack"], told["as_of"], told["content"]) == ("cn", "2020-06-30", SMALL.content)
    assert {name: told["counts"][name] for name in LEVELS} == {name: SMALL.count(name) for name in LEVELS}
    assert {file["name"]: file["sha256"] for file in told["files"]} == {
        name: digest for name, digest in bytes_of(snapshot).items() if name != MANIFEST
    }


def test_the_same_rows_give_the_same_bytes_however_they_come(snapshot: Path, tmp_path: Path) -> None:
    persons = SMALL.table("persons").combine_chunks()
    in_pieces = pa.concat_tables([persons.slice(0, 7), persons.slice(7, 400), persons.slice(407)])

    write_snapshot(with_tables(persons=in_pieces), tmp_path / "pieces")
    write_snapshot(open_snapshot(snapshot), tmp_path / "reopened")

    assert bytes_of(tmp_path / "pieces") == bytes_of(tmp_path / "reopened") == bytes_of(snapshot)


def test_a_table_of_several_files_is_written_like_one(tmp_path: Path) -> None:
    rows = ROW_GROUP + 10
    long = pa.table({"household": pa.array(range(rows)), "text": pa.array(["same"] * rows)})
    halves = []
    for number, half in enumerate((long.slice(0, 70_000), long.slice(70_000))):
        write_snapshot(with_tables(notes=half), tmp_path / str(number))
        halves.append(tmp_path / str(number) / "notes.parquet")

    write_snapshot(with_tables(notes=long), tmp_path / "one")
    write_snapshot(replace(SMALL, tables={**SMALL.tables, "notes": tuple(halves)}), tmp_path / "two")

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_an_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    empty = SMALL.table("counties").slice(0, 0)

    write_snapshot(with_tables(counties=empty), tmp_path / "out")

    assert open_snapshot(tmp_path / "out").table("counties").schema == empty.schema


# ---- damage ----------------------------------------------------------------------------------------


@given(st.data())
def test_no_byte_changes_unseen(snapshot: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(snapshot.iterdir())), label="file")
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1), label="place")
    change = data.draw(st.integers(1, 255), label="change")
    path.write_bytes(whole[:place] + bytes([whole[place] ^ change]) + whole[place + 1 :])

    try:
        with pytest.raises(TuopinError):
            open_snapshot(snapshot)
    finally:
        path.write_bytes(whole)


def test_no_byte_of_the_manifest_changes_unseen(snapshot: Path, tmp_path: Path) -> None:
    """It alone says what the other files should be, so every byte of it is tried."""
    whole = (snapshot / MANIFEST).read_bytes()
    unseen = []
    for place in range(len(whole)):
        (tmp_path / MANIFEST).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            read_manifest(tmp_path)
        except TuopinError:
            continue
        unseen.append(place)

    assert unseen == []


@pytest.mark.parametrize("name", ["households.parquet", "persons.parquet", "places.parquet"])
@pytest.mark.parametrize("verify", [True, False])
def test_a_missing_or_shortened_file_is_named(
    snapshot: Path, tmp_path: Path, name: str, *, verify: bool
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(snapshot, folder)
    (folder / name).write_bytes((folder / name).read_bytes()[:-1])

    with pytest.raises(Damaged) as shortened:
        open_snapshot(folder, verify=verify)
    (folder / name).unlink()
    with pytest.raises(Damaged) as missing:
        open_snapshot(folder, verify=verify)

    for refusal in (shortened.value, missing.value):
        assert refusal.code == "snapshot_damaged"
        assert name in refusal.text.zh
        assert name in refusal.text.en


def test_rows_are_counted_even_without_verifying(snapshot: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(snapshot, folder)
    manifest = read_manifest(folder)
    files = tuple(
        replace(file, rows=file.rows + 1) if file.table == "persons" else file for file in manifest.files
    )
    (folder / MANIFEST).write_text(replace(manifest, files=files).text(), encoding="utf-8", newline="\n")

    with pytest.raises(Damaged, match=r"persons\.parquet"):
        open_snapshot(folder, verify=False)


def test_a_manifest_may_not_point_outside_its_folder(snapshot: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(snapshot, folder)
    outside = File("persons", "../secret.parquet", 0, 0, "")
    manifest = replace(read_manifest(folder), files=(outside,))
    (folder / MANIFEST).write_text(manifest.text(), encoding="utf-8", newline="\n")

    with pytest.raises(Damaged, match=MANIFEST):
        open_snapshot(folder)


def test_another_schema_version_says_what_to_do(snapshot: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(snapshot, folder)
    newer: Manifest = replace(read_manifest(folder), schema_version=2)
    (folder / MANIFEST).write_text(newer.text(), encoding="utf-8", newline="\n")

    with pytest.raises(BadInput) as refused:
        open_snapshot(folder)

    assert refused.value.code == "snapshot_version"
    assert "schema version 2" in refused.value.text.en
    assert "第 2 版" in refused.value.text.zh


def test_a_folder_without_manifest_is_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        open_snapshot(tmp_path)

    assert refused.value.code == "not_a_snapshot"


def test_a_fact_the_pack_has_gained_since_is_named(tmp_path: Path) -> None:
    older = SMALL.table("households").drop_columns(["dry_days"])
    write_snapshot(with_tables(households=older), tmp_path / "old")

    with pytest.raises(BadInput, match="dry_days") as refused:
        open_snapshot(tmp_path / "old")

    assert refused.value.code == "snapshot_columns"


# ---- placing it ------------------------------------------------------------------------------------


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        write_snapshot(SMALL, tmp_path)
    with pytest.raises(BadInput) as refused_again:
        write_snapshot(SMALL, tmp_path, replace=True)

    assert refused.value.code == "snapshot_folder_not_empty"
    assert refused_again.value.code == "snapshot_place_taken"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    write_snapshot(SMALL, tmp_path)

    assert open_snapshot(tmp_path).content == SMALL.content


def test_a_snapshot_is_replaced_only_when_asked(snapshot: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(snapshot, folder)
    other = city(120, seed=2).dataset

    with pytest.raises(BadInput) as refused:
        write_snapshot(other, folder)
    write_snapshot(other, folder, replace=True)

    assert refused.value.code == "snapshot_folder_not_empty"
    assert open_snapshot(folder).content == other.content
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


@pytest.mark.parametrize("replacing", [True, False])
def test_a_write_that_fails_leaves_no_trace(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, replacing: bool
) -> None:
    folder = tmp_path / "copy"
    if replacing:
        shutil.copytree(snapshot, folder)
    before = sorted(path.name for path in tmp_path.iterdir())

    def full(_: Manifest) -> str:
        raise OSError("no space left on device")

    monkeypatch.setattr(Manifest, "text", full)
    with pytest.raises(OSError, match="no space"):
        write_snapshot(city(120, seed=2).dataset, folder, replace=replacing)
    monkeypatch.undo()

    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert all(open_snapshot(tmp_path / name).content == SMALL.content for name in before)


# ---- identity --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column", ["name", "phone", "id_number", "姓名", "户主姓名", "联系电话", "帮扶人证件号码"]
)
def test_a_register_with_a_column_of_identity_is_refused(tmp_path: Path, column: str) -> None:
    helpers = pa.table({"household": pa.array([1]), column: pa.array(["x"])})

    with pytest.raises(RefusedByRule, match="helpers") as refused:
        write_snapshot(with_tables(helpers=helpers), tmp_path / "out")

    assert refused.value.code == "identity_in_snapshot"
    assert column in refused.value.text.zh
    assert list(tmp_path.iterdir()) == []


def test_a_table_of_facts_holds_facts_only(tmp_path: Path) -> None:
    persons = SMALL.table("persons")
    named = persons.append_column("remark", pa.array(["甲一"] * persons.num_rows))

    with pytest.raises(RefusedByRule, match="remark"):
        write_snapshot(with_tables(persons=named), tmp_path / "out")


def test_an_identity_number_inside_a_text_is_refused_and_not_repeated(tmp_path: Path) -> None:
    number = citizen_numbers(np.array([990_001]), np.array([0]), np.array([1]))[0]
    notes = pa.table({"household": pa.array([1]), "措施内容": pa.array([f"助学（{number}）"])})

    with pytest.raises(RefusedByRule, match="措施内容") as refused:
        write_snapshot(with_tables(assistance=notes), tmp_path / "out")

    assert number not in refused.value.text.zh + refused.value.text.en


def test_a_register_of_texts_and_household_codes_is_kept(tmp_path: Path) -> None:
    notes = pa.table(
        {"household": pa.array([1]), "户编号": pa.array(["9901211002010001"]), "措施内容": pa.array(["助学"])}
    )

    write_snapshot(with_tables(assistance=notes), tmp_path / "out")

    assert open_snapshot(tmp_path / "out").table("assistance").column_names == notes.column_names
