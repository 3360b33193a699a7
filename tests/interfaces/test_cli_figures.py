"""`figures` on the screen, for machines and in files: the numbers a report quotes, each with its key."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.support.command_line import call


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            (
                "截至2018年6月30日，示例市",
                "累计脱贫（净）",
                "名单上的地区",
                "贫困发生率（在册）",
                "数据校验值",
            ),
        ),
        (
            "en",
            (
                "Example City, by 30 Jun 2018:",
                "exited, net",
                "Places on a list",
                "Registered incidence",
                "input: ",
            ),
        ),
    ],
)
def test_the_figures_are_told_in_both_languages(
    snapshot: Path, language: str, words: tuple[str, ...]
) -> None:
    outcome = call("figures", snapshot, "--lang", language)

    assert outcome.code == 0
    assert [word for word in words if word not in outcome.out] == []


@pytest.mark.parametrize("width", ["80", "100"])
def test_no_table_is_wider_than_the_screen(
    snapshot: Path, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)

    tables = call("figures", snapshot).out.split("as of: ")[0].splitlines()

    assert max(len(line) for line in tables) <= int(width)


def test_machines_get_every_figure_with_its_certificate(snapshot: Path) -> None:
    told = call("figures", snapshot, "--on", "2017-12-31", "--by", "city", "--json").json
    figures = {each["key"]: each for each in told["figures"]}

    assert figures["exited.people.net"]["value"] > 0
    assert figures["villages.listed"]["certificate"]["query"] == "listed"
    assert figures["exited.people.net"]["certificate"]["on"] == "2017-12-31"
    assert figures["registered_incidence.rate"]["value"] is None
    assert "2018-06-30" in figures["registered_incidence.rate"]["why"]["en"]
    assert {each["place"] for each in told["figures"]} == {"9901"}


def test_a_workbook_without_decisions_says_what_it_cannot_answer(workbook: Path) -> None:
    outcome = call("figures", workbook)

    assert outcome.code == 0
    assert "exits decided in all unknown" in " ".join(outcome.out.split())
    assert "the data hold no register of decisions" in outcome.out


def test_the_folder_holds_a_row_for_every_figure_of_every_place(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "quoted"

    outcome = call("figures", snapshot, "--out", out)

    assert outcome.code == 0
    assert {path.name for path in out.iterdir()} == {"figures.csv", "figures.xlsx", "manifest.json"}
    rows = list(csv.DictReader((out / "figures.csv").read_text(encoding="utf-8-sig").splitlines()))
    keys = {(row["code"], row["key"]) for row in rows}
    assert len(keys) == len(rows)
    assert ("9901", "exited.people.net") in keys
    sheets = CalamineWorkbook.from_path(out / "figures.xlsx")
    assert sheets.sheet_names == ["about", "province", "city", "county", "township", "village"]
    assert "Example City, by 30 Jun 2018" in str(sheets.get_sheet_by_name("about").to_python())
    assert json.loads((out / "manifest.json").read_text())["kind"] == "figures"
    assert call("figures", snapshot, "--out", out).code == 2
    assert call("figures", snapshot, "--out", out, "--replace").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("--on", "2018-07-01"), "figures_after_data", 3),
        (("--by", "street"), "no_such_place_level", 4),
        (("--on", "yesterday"), "date", 2),
    ],
)
def test_what_cannot_be_told_is_refused(
    snapshot: Path, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    outcome = call("figures", snapshot, *arguments, "--json")

    assert outcome.code == exit_code
    assert json.loads(outcome.err)["error"]["code"] == code
