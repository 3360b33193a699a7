"""The data checks and traces of falsification on the invented city: what was planted is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.support.cities import city
from tests.support.command_line import Outcome, call

from tuopin.engine.kinds import Level
from tuopin.engine.standard import Severity
from tuopin.standards.cn.checks import CHECKS, falsification
from tuopin.warehouse.checks import Failures, failures
from tuopin.warehouse.judging import judge
from tuopin.warehouse.run import Run

CITY = city(20_000)


@pytest.fixture(scope="module")
def run() -> Run:
    return judge(CITY.dataset, on=CITY.on, standard="cn/checks")


@pytest.fixture(scope="module")
def found(run: Run) -> Failures:
    return failures(run.judged)


def failing(run: Run, standard: str, criterion: str, level: Level) -> set[int]:
    """The keys of those who fail one check."""
    bit = run.judged.scope.pack.by_code[standard].bits[criterion]
    rows = run.findings[level].to_pylist()
    return {row[level.value] for row in rows if row[f"{standard}__not_met"] & bit}


def test_the_planted_heaped_township_is_found_and_no_other(run: Run) -> None:
    villages = CITY.villages.id.tolist()
    heaped = {village for village in villages if village // 1000 == CITY.truth.heaped_township}

    found = failing(run, falsification.VILLAGES.code, "no_heap", Level.VILLAGE)

    assert heaped
    assert found == heaped


def test_nobody_else_is_suspected(run: Run) -> None:
    suspects = failing(run, falsification.HOUSEHOLDS.code, "own_income", Level.HOUSEHOLD)

    assert suspects == set()
    for criterion in ("no_copies", "costs_recorded", "phones_of_their_own"):
        assert failing(run, falsification.VILLAGES.code, criterion, Level.VILLAGE) == set()


def test_incomplete_households_are_named_and_no_others(run: Run) -> None:
    planted = CITY.truth.households("incomplete")
    sizes = CITY.dataset.table("households", ["household", "size"]).to_pylist()
    declared = {row["household"] for row in sizes if row["size"] is not None}

    found = failing(run, "checks_blanks_households", "people_as_declared", Level.HOUSEHOLD)

    assert found == set(planted) & declared


def test_wrong_exits_that_can_be_seen_are_errors(run: Run) -> None:
    planted = CITY.truth.households("wrong_exit")
    lacking_income = {household for household, lack in planted.items() if lack == "income"}

    found = failing(run, "checks_exited", "above_line", Level.HOUSEHOLD)

    assert found
    assert found <= lacking_income
    assert len(found) > len(lacking_income) / 2


def test_failures_are_counted_as_they_are_listed_and_errors_are_a_part_of_their_own(found: Failures) -> None:
    shown = {severity: found.of(severity) for severity in Severity}

    assert len(found) == sum(each.failed for each in found.counts)
    for severity, listed in shown.items():
        of_it = [each for each in found.counts if each.severity is severity and not each.of_all]
        assert len(listed) == sum(each.failed for each in of_it)
        assert {listed.counts[check].severity for check in listed.check.tolist()} <= {severity}
    assert all(listed.village.tolist() == sorted(listed.village.tolist()) for listed in shown.values())


def test_without_being_asked_no_check_is_judged() -> None:
    plain = judge(CITY.dataset, on=CITY.on)

    assert {each.code for each in plain.judged.scope.standards} & {each.code for each in CHECKS} == set()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    folder = tmp_path_factory.mktemp("checked")
    call("synth", "--households", "2000", "--snapshot", "--out", folder / "city")
    asked = ("--standard", "cn/checks", "--out", folder / "out", "--lang", "zh")
    return call("judge", folder / "city", *asked), folder / "out"


def test_the_screen_counts_failures_by_family_and_severity(written: tuple[Outcome, Path]) -> None:
    outcome, _ = written

    assert outcome.code == 0
    assert "数据核查：未通过" in outcome.out
    assert "户信息空白" in outcome.out
    assert "错误" in outcome.out
    assert "疑点" in outcome.out
    assert "贫困发生率" not in outcome.out


def test_without_a_folder_the_screen_says_the_same(written: tuple[Outcome, Path]) -> None:
    outcome, folder = written

    again = call("judge", folder.parent / "city", "--standard", "cn/checks_land", "--lang", "zh")

    assert again.code == outcome.code == 0
    line = next(line for line in outcome.out.splitlines() if line.startswith("土地与住房"))
    assert line.split() in [each.split() for each in again.out.splitlines()]


def test_the_workbook_lists_errors_before_doubts_with_who_should_look(written: tuple[Outcome, Path]) -> None:
    _, folder = written
    book = openpyxl.load_workbook(folder / "checks.xlsx")

    assert book.sheetnames == ["说明", "汇总", "错误", "疑点"]
    header, *rows = [[cell.value for cell in row] for row in book["错误"].iter_rows()]
    assert header[-4:] == ["严重程度", "核查类别", "问题", "责任部门"]
    assert rows
    assert {row[-4] for row in rows} == {"错误"}
    assert all(row[-1] for row in rows)
    counts = [[cell.value for cell in row] for row in book["汇总"].iter_rows()][1:]
    assert len(counts) == sum(
        len(standard.criteria) for standard in CHECKS if standard.in_force_from <= CITY.on
    )
    assert sum(row[5] for row in counts if row[3] == "错误" and not row[8]) == len(rows)


def test_the_workbook_of_households_leaves_the_checks_to_theirs(written: tuple[Outcome, Path]) -> None:
    _, folder = written
    book = openpyxl.load_workbook(folder / "households.xlsx", read_only=True)

    header = [cell.value for cell in next(book.worksheets[1].iter_rows())]

    assert [title for title in header if title and "核查" in title] == []
