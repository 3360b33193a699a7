"""`difference` on the screen, for machines and in files, of snapshots and of folders of results."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from tests.support.command_line import call

from tuopin.snapshot.files import write_snapshot
from tuopin.synthetic.city import make_city


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same city two years on."""
    folder = tmp_path_factory.mktemp("later") / "snapshot"
    write_snapshot(make_city(households=600, seed=7, on=date(2020, 6, 30)).dataset, folder)
    return folder


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("在册情况的变化（户、人）", "脱贫", "短板的出现与消除", "变化的原因", "比较的标准：")),
        ("en", ("On the list: households and people", "exited", "gaps opened and closed", "Why they change",
                "standards compared: ")),
    ],
)  # fmt: skip
def test_two_snapshots_are_compared_in_both_languages(
    snapshot: Path, later: Path, language: str, words: tuple[str, ...]
) -> None:
    outcome = call("difference", snapshot, later, "--lang", language)

    assert outcome.code == 0
    told = " ".join(outcome.out.split())  # a title is broken where its table is narrow
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize("width", ["80", "100"])
def test_no_table_is_wider_than_the_screen(
    snapshot: Path, later: Path, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)

    tables = call("difference", snapshot, later).out.split("before: judged")[0].splitlines()

    assert max(len(line) for line in tables) <= int(width)


def test_machines_get_ways_and_moves_that_add_up(snapshot: Path, later: Path) -> None:
    told = call("difference", snapshot, later, "--json").json
    changes = told["changes"]["household"]

    exited = changes["ways"]["standing"]["exited"]["number"]
    moves = changes["total"]["standing"]
    assert exited > 0
    assert exited == sum(
        move["number"]
        for move in moves
        if move["before"] in ("poor", "returned") and move["after"] == "exited"
    )
    city = next(each for each in told["households"] if each["level"] == "city")
    assert city["before"]["number"] == 600
    assert told["manifest"]["before"]["on"] == "2018-06-30"


def test_folders_of_results_and_snapshots_say_the_same(snapshot: Path, later: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert call("judge", snapshot, "--out", run, "--no-workbook").code == 0

    of_folder, of_snapshot = (call("difference", one, later, "--json").json for one in (run, snapshot))

    assert of_folder == of_snapshot


def test_the_folder_holds_who_differs_by_code(snapshot: Path, later: Path, tmp_path: Path) -> None:
    out = tmp_path / "compared"

    outcome = call("difference", snapshot, later, "--out", out)

    assert outcome.code == 0
    files = {path.name for path in out.iterdir()}
    assert files >= {"changes.csv", "changes.xlsx", "households.csv", "moves.csv", "manifest.json"}
    rows = list(csv.DictReader((out / "households.csv").read_text(encoding="utf-8-sig").splitlines()))
    before, after = "place on the list: before", "place on the list: after"
    exited = [row for row in rows if (row[before], row[after]) == ("on the list, not exited", "exited")]
    told = call("difference", snapshot, later, "--json").json["changes"]["household"]["total"]["standing"]
    assert len(exited) == next(m["number"] for m in told if (m["before"], m["after"]) == ("poor", "exited"))
    assert json.loads((out / "manifest.json").read_text())["kind"] == "difference"


def test_a_snapshot_against_itself_differs_in_nothing(snapshot: Path) -> None:
    told = call("difference", snapshot, snapshot, "--json").json

    assert all(changes["total"] == {} for changes in told["changes"].values())


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("--standard", "cn/village"), "no_such_standard", 4),
        (("--by", "street"), "no_such_place_level", 4),
        (("--on-after", "soon"), "date", 2),
    ],
)
def test_what_cannot_be_compared_is_refused(
    snapshot: Path, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    outcome = call("difference", snapshot, snapshot, *arguments, "--json")

    assert outcome.code == exit_code
    assert json.loads(outcome.err)["error"]["code"] == code
