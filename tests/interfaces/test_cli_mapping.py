"""`--mapping`, `snapshot`, and judging under another pack, from the command line; the example of the how-to runs as it
stands."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.support.command_line import call

from tuopin import standards
from tuopin.snapshot.files import open_snapshot
from tuopin.standards.translations import translation_name, translation_text

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "data" / "mpindex"
HOWTO = (ROOT / "docs" / "howto" / "judge-a-survey.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", HOWTO, re.DOTALL)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The survey and the mapping of the how-to."""
    households, persons = blocks("csv")
    (tmp_path / "households.csv").write_text(households, encoding="utf-8")
    (tmp_path / "persons.csv").write_text(persons, encoding="utf-8")
    path = tmp_path / "survey.yaml"
    path.write_text(blocks("yaml")[0], encoding="utf-8")
    return path


def test_the_example_of_the_howto_is_read_and_judged(example: Path, tmp_path: Path) -> None:
    done = call("judge", "--mapping", example, "--on", "2019-12-31", "--out", tmp_path / "results", "--json")

    assert (done.code, done.err) == (0, "")
    assert [sheet["refused"] for sheet in done.json["reading"]["sheets"]] == [0, 0]
    assert done.json["manifest"]["input"]["rows"]["households"] == 3
    assert done.json["manifest"]["input"]["mapped"]["mapping"] == "survey.yaml"
    assert done.json["manifest"]["command"] == ["judge", "--mapping", "survey.yaml", "--on", "2019-12-31"]
    assert (tmp_path / "results" / "households.xlsx").is_file()


def test_a_household_of_the_example_is_explained(example: Path) -> None:
    done = call("explain", "--mapping", example, "--household", "A12-2")

    assert done.code == 0
    assert "Kenya › Nairobi › Langata › A12" in done.out


def test_a_snapshot_of_a_survey_says_by_which_mapping_and_judges_alike(example: Path, tmp_path: Path) -> None:
    written = call("snapshot", "--mapping", example, "--out", tmp_path / "kept")
    direct = call("judge", "--mapping", example, "--on", "2019-12-31", "--json").json
    kept = call("judge", tmp_path / "kept", "--on", "2019-12-31", "--json").json

    assert written.code == 0
    assert "3 households, 4 people" in written.out
    assert kept["manifest"]["input"] == direct["manifest"]["input"]
    assert kept["overview"] == direct["overview"]
    assert call("judge", tmp_path / "kept", "--on", "2019-12-31").out.count("by mapping survey.yaml") == 1


def test_rows_that_were_refused_lie_beside_the_snapshot(tmp_path: Path) -> None:
    for file in SAMPLE.iterdir():
        shutil.copy(file, tmp_path)
    roster = tmp_path / "df_household_roster.csv"
    lines = roster.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[5] = lines[5].replace(",30,", ",thirty,")
    roster.write_text("".join(lines), encoding="utf-8")

    done = call("snapshot", "--mapping", tmp_path / "global_mpi.yaml", "--out", tmp_path / "kept", "--json")

    assert done.code == 0
    assert [(row["row"], row["code"]) for row in done.json["reading"]["refused"]] == [(6, "not_a_number")]
    assert (tmp_path / "kept" / "refused.xlsx").is_file()
    assert open_snapshot(tmp_path / "kept" / "snapshot").count("persons") == 904
    mark = json.loads((tmp_path / "kept" / "manifest.json").read_text(encoding="utf-8"))
    assert (mark["kind"], mark["pack"]) == ("reading", "global_mpi")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "pack", [code for code in standards.codes() if translation_text(standards.load("cn"), code) is not None]
)
def test_a_snapshot_is_judged_under_every_pack_it_can_be_translated_to(
    snapshot: Path, pack: str, language: str
) -> None:
    done = call("judge", snapshot, "--standard", pack, "--on", "2018-06-30", "--lang", language)

    name = translation_name(standards.load("cn"), pack)
    assert (done.code, done.err) == (0, "")
    assert f"{'映射文件' if language == 'zh' else 'by mapping'} {name}" in done.out


def test_what_a_source_never_asked_is_named_instead_of_columns_of_unknowns(snapshot: Path) -> None:
    done = call("judge", snapshot, "--standard", "graduation", "--on", "2018-06-30")
    chinese = call("judge", snapshot, "--standard", "graduation", "--on", "2018-06-30", "--lang", "zh")

    said = " ".join(done.out.split())
    assert "never asked, so never found: kitchen garden (has a kitchen garden); livestock" in said
    assert "no kitchen garden" not in said
    assert "latrine" in said
    assert "未调查、无从查出：有菜园（有菜园）；" in "".join(chinese.out.split())


def test_a_single_criterion_is_not_counted_twice(snapshot: Path) -> None:
    done = call("judge", snapshot, "--standard", "world_bank", "--on", "2018-06-30")

    assert "Extreme poverty rate" in done.out
    assert "deprivations, households" not in done.out


def test_a_snapshot_is_judged_under_another_pack_and_says_so(snapshot: Path) -> None:
    printed = call("judge", snapshot, "--standard", "global_mpi", "--on", "2018-06-30")
    told = call("judge", snapshot, "--standard", "global_mpi/poor", "--on", "2018-06-30", "--json").json

    name = translation_name(standards.load("cn"), "global_mpi")
    assert printed.code == 0
    assert f"by mapping {name}" in printed.out
    mapped = told["manifest"]["input"]["mapped"]
    assert (mapped["mapping"], mapped["pack"]) == (name, "cn")
    assert mapped["content"] == open_snapshot(snapshot).content
    assert told["manifest"]["pack"]["code"] == "global_mpi"


def test_a_sample_that_declares_no_population_gets_people_instead_of_rates(tmp_path: Path) -> None:
    told = call("judge", "--mapping", SAMPLE / "global_mpi.yaml", "--on", "2023-06-30")
    chinese = call("judge", "--mapping", SAMPLE / "global_mpi.yaml", "--on", "2023-06-30", "--lang", "zh")

    assert "no population of places" in told.out
    assert "没有各地的总人数" in chinese.out
    assert "of declared" not in told.out
    assert "Headcount ratio" not in told.out


def test_reasons_that_three_cut_offs_share_are_told_once(tmp_path: Path) -> None:
    call(
        "judge", "--mapping", SAMPLE / "global_mpi.yaml", "--on", "2023-06-30", "--out", tmp_path / "results"
    )
    book = openpyxl.load_workbook(tmp_path / "results" / "households.xlsx", read_only=True)
    header, first = list(book["household"].iter_rows(values_only=True))[:2]
    book.close()

    assert header[6:] == (
        "multidimensionally poor or vulnerable: verdict",
        "multidimensionally poor: verdict",
        "severely multidimensionally poor: verdict",
        "deprivations",
        "unknown (who finds out)",
    )
    assert first[6:] == (
        "✔ no", "✔ no", "✔ no", "no electricity; few assets", "drinking water (water and sanitation services)"
    )  # fmt: skip


def test_a_workbook_is_judged_under_a_pack_that_has_no_workbooks(workbook: Path) -> None:
    told = call("judge", workbook, "--standard", "global_mpi", "--on", "2018-06-30", "--json").json

    assert told["manifest"]["input"]["mapped"]["pack"] == "cn"
    assert told["reading"]["refused"]


def test_a_translation_of_ones_own_may_say_too_little_to_judge(snapshot: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "pack: global_mpi\nfrom: cn\ntables:\n  households:\n    places:\n      country: {always: CN}\n"
        "      region: city\n      county: county\n      village: village\n    facts: {electricity: power_at_home}\n",
        encoding="utf-8",
    )

    kept = call("snapshot", snapshot, "--mapping", path, "--out", tmp_path / "kept")
    judged = call("judge", tmp_path / "kept", "--on", "2018-06-30")

    mapped = open_snapshot(tmp_path / "kept" / "snapshot").mapped
    assert (kept.code, mapped.mapping if mapped else None) == (0, "mine.yaml")
    assert judged.code == 3
    assert "[dimension_lacking]" in judged.err


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (("--standard", "mars"), "no_such_pack", 4),
        (("--mapping", SAMPLE / "global_mpi.yaml"), "mapping_input", 2),
        (("--mapping", SAMPLE / "none.yaml"), "file_not_found", 2),
    ],
)
def test_what_cannot_be_is_refused(
    snapshot: Path, arguments: tuple[str, str], code: str, status: int
) -> None:
    done = call("judge", snapshot, *arguments, "--on", "2018-06-30", "--json")

    assert (json.loads(done.err)["error"]["code"], done.code) == (code, status)


def test_data_under_a_pack_without_a_translation_back(example: Path) -> None:
    done = call("judge", "--mapping", example, "--standard", "cn", "--on", "2019-12-31")

    assert done.code == 4
    assert "[no_translation]" in done.err
