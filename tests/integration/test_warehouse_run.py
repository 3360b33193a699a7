"""The folder of a run: whole or absent, the same bytes again, text that no spreadsheet runs."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.small_county import ON, PACK, VILLAGES, Rows, invented

from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse import books, findings, households_book, manifest, writing
from tuopin.warehouse.judging import judge
from tuopin.warehouse.rerunning import rerun

FILES = {
    *(f"findings_{level}.parquet" for level in ("households", "villages", "counties")),
    *("households.xlsx", "manifest.json", "overview.csv", "overview.xlsx", "places.parquet"),
}


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.parquet")}


def test_a_run_leaves_one_folder_with_everything(tmp_path: Path) -> None:
    run = judge(invented().dataset(), on=ON, command=("judge", "county.xlsx"))

    run.write(tmp_path / "out", language="zh")

    told = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert told["command"] == ["judge", "county.xlsx"]
    assert told["standards"]["mini_status"]["bits"] == {"income": 1, "housing": 2, "medical": 4}
    assert told["input"]["rows"]["households"] == 240
    assert {name: each["sha256"] for name, each in told["findings"].items()} == digests(tmp_path / "out")
    assert [value["value"] for value in told["parameters"]["income_line"]["values"]] == ["4000", "4200"]


def test_running_a_manifest_again_gives_the_same_bytes(tmp_path: Path) -> None:
    dataset = invented(households=900).dataset()
    judge(dataset, on=ON, overrides={"income_line": "4100"}).write(tmp_path / "first")

    again = rerun(tmp_path / "first" / "manifest.json", dataset)
    again.write(tmp_path / "second")

    assert digests(tmp_path / "first") == digests(tmp_path / "second")
    assert (tmp_path / "first" / "manifest.json").read_bytes() == (
        tmp_path / "second" / "manifest.json"
    ).read_bytes()


def test_findings_in_the_file_are_the_findings_of_the_run(tmp_path: Path) -> None:
    run = judge(invented().dataset(), on=ON)

    (kept,) = findings.write(run.judged, Level.HOUSEHOLD, tmp_path)

    assert kept.rows == 240
    assert pq.read_table(kept.path).to_pylist() == run.findings[Level.HOUSEHOLD].to_pylist()


def test_a_manifest_does_not_run_on_other_data_or_under_other_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = invented().dataset()
    where = judge(dataset, on=ON).write(tmp_path / "out") / "manifest.json"

    with pytest.raises(RefusedByRule) as other_data:
        rerun(where, invented().dataset(content="1" * 64))
    told = json.loads(where.read_text(encoding="utf-8"))
    where.write_text(json.dumps({**told, "pack": {**told["pack"], "version": "f" * 64}}), encoding="utf-8")
    with pytest.raises(RefusedByRule) as other_rules:
        rerun(where, dataset)

    assert other_data.value.code == "other_input"
    assert other_rules.value.code == "other_rules"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"kind": "run"}', '{"kind": "city", "format": 1}'])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        rerun(tmp_path / "manifest.json", invented(households=6).dataset())

    assert refused.value.code == "run_manifest"


def test_the_version_of_a_pack_changes_with_any_rule() -> None:
    fewer = replace(PACK, standards=PACK.standards[1:])

    assert manifest.version_of(PACK) == manifest.version_of(replace(PACK))
    assert manifest.version_of(PACK) != manifest.version_of(fewer)


# ---- nothing half-written ----


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_disk_that_refuses_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(households_book, "write", refuse)

    with pytest.raises(writing.CannotWrite) as refused:
        judge(invented().dataset(), on=ON).write(tmp_path / "out")

    assert refused.value.code == {errno.ENOSPC: "disk_full", errno.EACCES: "write_failed"}[number]
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(what: Any, done: int, total: int) -> None:
        if "workbook" in what.en:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(invented().dataset(), on=ON).write(tmp_path / "out", progress=interrupt)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    run = judge(invented(households=6).dataset(), on=ON)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(BadInput) as exists:
        run.write(tmp_path)
    with pytest.raises(BadInput) as not_ours:
        run.write(tmp_path, replace=True)

    assert (exists.value.code, not_ours.value.code) == ("out_exists", "out_not_ours")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_earlier_results_are_replaced_when_asked(tmp_path: Path) -> None:
    out = judge(invented(households=6).dataset(), on=ON).write(tmp_path / "out")
    (out / "overview.csv").write_text("old", encoding="utf-8")

    judge(invented(households=8).dataset(), on=ON).write(out, replace=True)

    assert (out / "overview.csv").read_text(encoding="utf-8-sig") != "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        judge(invented(households=6).dataset(), on=ON).write(tmp_path / "out", replace=True)

    assert refused.value.code == "out_is_file"


# ---- the workbook of households ----


def households(folder: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(folder / "households.xlsx")
    return list(book.worksheets[1].values)


def test_the_workbook_gives_every_gap_and_who_should_find_out(tmp_path: Path) -> None:
    rows = Rows(villages=VILLAGES[:1])
    rows.household(
        VILLAGES[0], size=1, net_income=100, housing_grade=4, dwelling=1, registered=True,
        members=[{"resident_insurance": None, "employee_insurance": False}],
    )  # fmt: skip

    judge(rows.dataset(), on=ON).write(tmp_path / "out", language="zh")
    header, row = households(tmp_path / "out")

    told = dict(zip(header, row, strict=True))
    assert told["户编号"] == "H00001"
    assert told["基本状况：结论"] == "△ 不达标"
    assert told["基本状况：差距"] == "收入低于标准线；住房不安全"
    assert told["基本状况：待核实（责任部门）"] == "参加医疗保险（医保局）"


def test_the_workbook_is_in_english_when_asked_and_unknown_is_written(tmp_path: Path) -> None:
    rows = Rows(villages=VILLAGES[:1])
    rows.household(VILLAGES[0], size=None)

    judge(rows.dataset(), on=ON).write(tmp_path / "out", language="en")
    header, row = households(tmp_path / "out")

    told = dict(zip(header, row, strict=True))
    assert told["people in the household"] == "unknown"
    assert told["status: verdict"] == "? unknown"
    assert told["status: unknown (who finds out)"].endswith("medical insurance (medical insurance bureau)")


def test_every_household_has_its_row_and_its_verdict(tmp_path: Path) -> None:
    run = judge(invented().dataset(), on=ON)
    run.write(tmp_path / "out", language="en")

    header, *rows = households(tmp_path / "out")
    at = {name: place for place, name in enumerate(header)}
    written = {row[at["household"]]: row[at["status: verdict"]] for row in rows}

    assert written == {
        row[
            "code"
        ]: f"{Verdict(row['mini_status__overall']).shape} {Verdict(row['mini_status__overall']).label.en}"
        for row in run.findings[Level.HOUSEHOLD].to_pylist()
    }


def test_more_households_than_fit_are_spread_over_sheets_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(households_book, "MOST_ROWS", 100)
    monkeypatch.setattr(households_book, "MOST_SHEETS", 2)

    judge(invented().dataset(), on=ON).write(tmp_path / "out", language="en")
    book = openpyxl.load_workbook(tmp_path / "out" / "households.xlsx")

    assert [(sheet.title, sheet.max_row) for sheet in book.worksheets[1:]] == [
        ("household", 101),
        ("household 2", 101),
    ]
    assert any("first 200" in str(row) for row in book.worksheets[0].values)


# ---- formulas ----

LEADERS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "|calc",
    "%0A",
    "\t=1",
    "＝1+1",
    "\u200b=1",
    " =1",
    "\ufeff@a",
    "\r=1",
]


@pytest.mark.parametrize("text", LEADERS)
def test_no_csv_cell_starts_a_formula(tmp_path: Path, text: str) -> None:
    books.write_csv(tmp_path / "a.csv", [text], [[text, -5, 7]])

    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)

    assert header == [f"'{text}"]
    assert row == [f"'{text}", "-5", "7"]


TEXTS = st.text(max_size=40).map(lambda text: text + "x") | st.sampled_from(LEADERS)


@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_every_text_comes_back_from_a_workbook_as_text(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    with books.Book(path, language="en") as book:
        book.sheet("a", [books.Column(text) for text in texts], [texts])

    head, row = openpyxl.load_workbook(path).worksheets[0].iter_rows()

    assert {cell.data_type for cell in (*head, *row)} <= {"s", "n", "inlineStr"}
    assert [visible(cell.value) for cell in row] == [visible(text) for text in texts]


def visible(text: object) -> str:
    """What a reader sees: without the control characters no workbook may hold."""
    return "".join(each for each in str(text) if unicodedata.category(each) not in ("Cc", "Cs"))


def test_a_text_longer_than_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    with books.Book(tmp_path / "a.xlsx", language="en") as book:
        book.sheet("a", [books.Column("a")], [["y" * 40_000]])

    value = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A2"].value

    assert len(value) == books.MOST_CHARACTERS + 1
    assert value.endswith("y…")
