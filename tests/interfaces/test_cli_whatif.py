"""`whatif` on the screen, for machines and in files; nobody's name in any of them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.support.command_line import call

from tuopin.synthetic.city import City

RAISED = ("--set", "income_line=5000", "--on", "2018-06-30")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("假设收入标准线：5,000.00 元/人·年（现行：", "转为不达标", "变化的原因",
                "补到标准线所需资金（元/年）", "这是假设，不是判定")),
        ("en", ("What if income line: 5,000.00 yuan/person/year (in force: ", "Why they change",
                "Cost of lifting incomes to the line (yuan/year)", "not a judgement")),
    ],
)  # fmt: skip
def test_a_raised_line_is_told_in_both_languages(
    snapshot: Path, language: str, words: tuple[str, ...]
) -> None:
    outcome = call("whatif", snapshot, *RAISED, "--lang", language)

    assert outcome.code == 0
    assert [word for word in words if word not in outcome.out] == []


def test_no_line_is_wider_than_the_screen(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (80, 100):
        monkeypatch.setenv("COLUMNS", str(width))
        tables = call("whatif", snapshot, *RAISED).out.split("day of judging")[0].splitlines()[1:]

        assert max(len(line) for line in tables) <= width


def test_machines_get_moves_by_place_and_by_reason_that_add_up(snapshot: Path) -> None:
    told = call("whatif", snapshot, *RAISED, "--json", "--by", "county").json
    changes = told["changes"]["household"]
    moves = changes["total"]["household_status"]

    assert told["manifest"]["kind"] == "what_if"
    assert told["manifest"]["overrides"] == {"income_line": "5000"}
    assert {(move["before"], move["after"]) for move in moves} >= {("met", "not_met")}
    by_county = [move for each in changes["by_place"] for move in each["moves"].get("household_status", ())]
    assert sum(move["number"] for move in by_county) == sum(move["number"] for move in moves)
    assert sum(each["number"] for each in changes["reasons"]["household_status"]) == sum(
        move["number"] for move in moves
    )
    assert all(each["criteria"] for each in changes["reasons"]["household_status"])
    (cost, more) = (
        told["overview"][0]["costs"][code]["amount"] for code in ("income_gap", "income_gap_what_if")
    )
    assert 0 < cost < more


def test_the_folder_lists_who_changes_by_code_only(snapshot: Path, city: City, tmp_path: Path) -> None:
    out = tmp_path / "supposed"

    outcome = call("whatif", snapshot, *RAISED, "--out", out)

    assert outcome.code == 0
    assert {path.name for path in out.iterdir()} == {
        "changes.csv", "changes.xlsx", "households.csv", "manifest.json", "overview.csv",
    }  # fmt: skip
    rows = list(csv.DictReader((out / "households.csv").read_text(encoding="utf-8-sig").splitlines()))
    codes = set(city.dataset.table("households")["code"].to_pylist())
    assert rows
    assert {row["household"] for row in rows} <= codes
    assert {(row["poor by income: before"], row["poor by income: after"]) for row in rows} == {("no", "yes")}
    book = CalamineWorkbook.from_path(out / "changes.xlsx")
    assert book.sheet_names[:4] == ["about", "changes by place", "reasons", "household"]
    assert len(book.get_sheet_by_name("household").to_python()) == 1 + len(rows)
    assert json.loads((out / "manifest.json").read_text())["compared"]["household_status"]


def test_a_folder_written_before_is_replaced_only_when_asked(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "supposed"

    codes = [call("whatif", snapshot, *RAISED, "--out", out, *more).code for more in ((), (), ("--replace",))]

    assert codes == [0, 2, 0]


def test_a_variant_is_told_as_such(snapshot: Path) -> None:
    outcome = call("whatif", snapshot, "--standard", "cn/village_exit", "--variant", "village_exit_services",
                   "--on", "2018-06-30")  # fmt: skip

    assert outcome.code == 0
    assert "Standard supposed: village exit with services, for village exit" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        ((), "what_if_nothing", 2),
        (("--set", "income_line"), "what_if", 2),
        (("--set", "income_line=5000", "--standard", "cn/village_exit"), "what_if_touches_nothing", 3),
        (("--set", "line=1"), "no_such_parameter", 4),
        (("--variant", "village_exit"), "variant_of_what", 2),
        (("--set", "income_line=5000", "--by", "street"), "no_such_place_level", 4),
    ],
)
def test_what_cannot_be_supposed_is_refused(
    snapshot: Path, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    outcome = call("whatif", snapshot, *arguments, "--json")

    assert outcome.code == exit_code
    assert json.loads(outcome.err)["error"]["code"] == code
