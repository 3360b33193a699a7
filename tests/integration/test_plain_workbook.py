"""A workbook of a pack that is no country's: read with headers of either language, judged, and its measures printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.command_line import call as run_command
from tests.support.workbooks import write_xlsx

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.standards.pack import Pack

A, B = "KE/KE047/KE04701/A12", "KE/KE047/KE04701/A13"
LIVING = {
    "fuel": "lpg", "厕所": "冲水入下水道", "sanitation shared with others": "no",
    "source of drinking water": "public tap", "water_minutes": 10, "electricity": "yes", "adequate floor": "yes",
    "adequate roof": "yes", "adequate walls": "yes", "radio": "yes", "television": "是", "car or truck": "no",
}  # fmt: skip
SHEETS = {
    "Households": [
        ["household code", "community code", "community name", "people in the household", "birth_history",
         "child_died", *LIVING],
        ["H1", A, "Kisumu Ndogo", 2, "no", None, *LIVING.values()],
        ["H2", A, "Kisumu Ndogo", 1, "yes", "yes", *{**LIVING, "fuel": "wood", "electricity": "no"}.values()],
        ["H3", B, "Gatwekera", 1, "no", None, *{**LIVING, "fuel": "dung", "electricity": "don't know"}.values()],
    ],
    "成员": [
        ["户编号", "成员序号", "周岁年龄", "属于体格测量对象", "undernourished", "years_of_schooling", "正在上学"],
        ["H1", 1, 40, "是", "否", 8, "否"],
        ["H1", 2, 9, "是", "否", 3, "是"],
        ["H2", 1, 30, "yes", "yes", 0, "no"],
        ["H3", 1, 50, "yes", "no", 7, "no"],
    ],
    "communities": [
        ["community code", "households", "population"],
        [A, 2, 3],
        [B, 1, 1],
    ],
}  # fmt: skip


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "survey.xlsx", SHEETS)


def test_it_is_judged_and_the_measures_stand_under_the_overview(workbook: Path, tmp_path: Path) -> None:
    done = run_command(
        "judge", str(workbook), "--standard", "global_mpi", "--on", "2024-06-30", "--as-of", "2024-06-30",
        "--by", "village", "--out", str(tmp_path / "out"), "--lang", "en",
    )  # fmt: skip

    assert done.code == 0, done.err
    assert "Multidimensionally poor: of the people listed" in done.out
    assert "Gatwekera" in done.out
    csv = (tmp_path / "out" / "measures.csv").read_text(encoding="utf-8-sig")
    # H2 is deprived in nutrition, child mortality, schooling, fuel, electricity: 11 of 18; H3 is below a third anyway.
    assert "country,KE,KE,poor,,headcount H,25.000%,25.000%,1/4,1/4" in csv
    assert "country,KE,KE,poor,,adjusted headcount M0,15.278%,15.278%,11/72,11/72" in csv


def test_a_poor_household_never_looks_well(workbook: Path) -> None:
    told = run_command(
        "explain", str(workbook), "--household", "H2", "--standard", "global_mpi/poor", "--on", "2024-06-30",
        "--as-of", "2024-06-30", "--lang", "en",
    ).out  # fmt: skip

    assert "multidimensionally poor — △ yes" in told
    assert "△ nutrition: deprived" in told
    assert "✔ sanitation: not deprived" in told


@pytest.mark.parametrize("code", [code for code in standards.codes() if code != "cn"])
def test_every_fact_has_a_column_and_every_header_means_one_fact(code: str) -> None:
    pack: Pack = standards.load(code)
    assert pack.layout is not None

    for sheet in pack.layout.sheets:
        assert sheet.level is not None
        facts = [column.fact.code for column in sheet.columns if column.fact is not None]
        assert facts == list(pack.by_level[sheet.level])
        words = [word for column in sheet.columns for word in {column.header, *column.synonyms}]
        assert len(set(words)) == len(words), sorted(word for word in words if words.count(word) > 1)
        assert not {column.role for column in sheet.columns} & {"name", "id_number", "phone"}


def test_the_levels_are_those_of_every_pack() -> None:
    layout = standards.load("global_mpi").layout
    assert layout is not None
    assert {sheet.level for sheet in layout.sheets} == set(Level)
