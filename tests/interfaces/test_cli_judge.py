"""`tuopin judge` as a person and as a machine see it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len
from tests.support.command_line import call, process

from tuopin.intake import read_workbook
from tuopin.snapshot.files import write_snapshot
from tuopin.synthetic.city import City
from tuopin.warehouse.judging import judge

FILES = {
    "findings_counties.parquet", "findings_households.parquet", "findings_villages.parquet", "households.xlsx",
    "manifest.json", "overview.csv", "overview.xlsx", "places.parquet",
}  # fmt: skip


def test_a_snapshot_is_judged_and_everything_is_said(snapshot: Path, city: City, tmp_path: Path) -> None:
    outcome = call("judge", snapshot, "--on", "2018-06-30", "--out", tmp_path / "out")

    assert (outcome.code, outcome.err) == (0, "")
    for title in (
        "Households",
        "Registered incidence",
        "Fact-based rate",
        "Gaps in household status",
        "Village exit",
    ):
        assert title in outcome.out
    assert f"input: {city.dataset.content[:12]}" in outcome.out
    assert "day of judging: 30 Jun 2018" in outcome.out
    assert re.search(r"Judged [\d,]+ households, [\d,]+ people and \d+ villages in \d+\.\d s\.", outcome.out)
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES


def test_the_printed_rate_is_numerator_over_denominator(snapshot: Path, city: City) -> None:
    told = call("judge", snapshot, "--by", "county", "--json").json["overview"]
    printed = call("judge", snapshot, "--by", "county").out

    counties = [
        each
        for each in told
        if each["place"]["level"] == "county" and each["rates"]["registered_incidence"]["denominator"]
    ]
    assert counties
    for each in counties:
        rate = each["rates"]["registered_incidence"]
        percent = f"{100 * rate['numerator'] / rate['denominator']:.3f}%"
        line = rf"{each['place']['en']}\s+{re.escape(percent)} .* {rate['numerator']:,}\s+{rate['denominator']:,} "
        assert re.search(line, printed), line


@pytest.mark.parametrize("columns", ["80", "100", "160"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_fit_the_screen_and_break_no_number(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, columns: str, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TUOPIN_LANG", language)

    printed = call("judge", snapshot).out

    tables = printed.split("day of judging")[0].split("判定日期")[0]
    assert max(cell_len(line.rstrip()) for line in tables.splitlines()) <= int(columns)
    assert not re.search(r"\d,\s*$", tables, re.MULTILINE)
    assert [
        word for word in ("guarantee", "everything", "households", "applicable") if word not in tables
    ] == ([] if language == "en" else ["guarantee", "everything", "households", "applicable"])


def test_what_is_unknown_is_written_never_left_blank(city: City, tmp_path: Path) -> None:
    villages = city.dataset.table("villages")
    undeclared = pa.array([None] * villages.num_rows, villages.schema.field("population").type)
    at = villages.schema.get_field_index("population")
    tables = {**city.dataset.tables, "villages": villages.set_column(at, "population", undeclared)}
    write_snapshot(replace(city.dataset, tables=tables), tmp_path / "snapshot")

    printed = call("judge", tmp_path / "snapshot", "--by", "village").out

    assert printed.count("? unknown   ? unknown") == 2 * 2 * villages.num_rows
    assert f"{villages.num_rows} villages declare no figure" in printed


def test_a_log_gets_no_colours_and_no_bars(workbook: Path) -> None:
    outcome = process("judge", workbook)

    assert outcome.code == 0
    assert "\x1b" not in outcome.out + outcome.err
    assert outcome.err == ""


def test_a_workbook_is_read_judged_and_its_refused_rows_are_returned(workbook: Path, tmp_path: Path) -> None:
    outcome = call("judge", workbook, "--on", "2018-06-30", "--out", tmp_path / "out")

    assert outcome.code == 0
    assert re.search(r"[\d,]+ rows were refused and not judged:", outcome.out)
    assert str(tmp_path / "out" / "refused.xlsx") in outcome.out.replace("\n", "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES | {"refused.xlsx"}
    assert openpyxl.load_workbook(tmp_path / "out" / "refused.xlsx").worksheets


def test_no_identity_number_is_printed_or_written_to_results(workbook: Path, tmp_path: Path) -> None:
    outcome = call("judge", workbook, "--out", tmp_path / "out", "--json")

    identity = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
    written = [
        str(cell)
        for sheet in openpyxl.load_workbook(tmp_path / "out" / "households.xlsx").worksheets
        for row in sheet.values
        for cell in row
    ]
    assert [text for text in [outcome.out, outcome.err, *written] if identity.search(text)] == []


def test_a_machine_gets_one_json_document(snapshot: Path, tmp_path: Path) -> None:
    outcome = call("judge", snapshot, "--json", "--out", tmp_path / "out")

    told = outcome.json
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert outcome.err == ""
    assert told["manifest"] == {name: value for name, value in manifest.items() if name != "findings"}
    assert {each["place"]["level"] for each in told["overview"]} == {
        "province",
        "city",
        "county",
        "township",
        "village",
    }
    assert told["out"] == str(tmp_path / "out")


def test_the_manifest_has_the_command_without_the_folders_of_this_machine(snapshot: Path) -> None:
    told = call("judge", snapshot, "--json", "--set", "income_line=4500", "--on", "2018-06-30").json[
        "manifest"
    ]

    assert told["command"] == ["judge", "snapshot", "--on", "2018-06-30", "--set", "income_line=4500"]
    assert told["overrides"] == {"income_line": "4500"}


def test_the_day_of_the_data_is_the_day_of_judging_unless_another_is_given(snapshot: Path) -> None:
    assert call("judge", snapshot, "--json").json["manifest"]["on"] == "2018-06-30"
    assert call("judge", snapshot, "--json", "--on", "2017-06-30").json["manifest"]["on"] == "2017-06-30"


def test_after_the_years_of_exit_monitoring_takes_over_and_status_goes_on(snapshot: Path) -> None:
    during, after = (
        call("judge", snapshot, "--json", "--on", day).json for day in ("2020-12-31", "2021-01-01")
    )

    exits = {"household_exit", "village_exit", "village_exit_services", "county_exit", "exclusion_flags_2014"}
    watching = {"monitoring", "monitoring_risk", "risk_elimination", "exclusion_flags"}
    always = {"household_status"}
    assert set(during["manifest"]["standards"]) == always | exits
    assert set(after["manifest"]["standards"]) == always | watching
    assert exits <= set(after["manifest"]["left_out"])
    assert "exit_ready" not in after["overview"][0]["counters"]


def test_results_are_replaced_only_when_asked(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    codes = [
        call("judge", snapshot, "--out", out).code,
        call("judge", snapshot, "--out", out).code,
        call("judge", snapshot, "--out", out, "--replace", "--no-workbook").code,
    ]

    assert codes == [0, 2, 0]
    assert {path.name for path in out.iterdir()} == FILES - {"households.xlsx"}


def test_the_findings_written_are_those_of_the_library(snapshot: Path, city: City, tmp_path: Path) -> None:
    call("judge", snapshot, "--out", tmp_path / "out", "--no-workbook")

    written = pq.read_table(tmp_path / "out" / "findings_households.parquet")
    run = judge(city.dataset, on=city.on)

    assert written.to_pylist() == run.findings[next(iter(run.levels))].to_pylist()


def test_judging_a_workbook_and_its_snapshot_gives_the_same_overview(
    workbook: Path, city: City, tmp_path: Path
) -> None:
    write_snapshot(read_workbook(workbook).dataset, tmp_path / "snapshot")

    from_workbook, from_snapshot = (
        call("judge", path, "--json").json for path in (workbook, tmp_path / "snapshot")
    )

    assert from_workbook["overview"] == from_snapshot["overview"]
    assert from_workbook["manifest"]["input"] == from_snapshot["manifest"]["input"]


def test_the_folder_that_synth_made_stands_for_the_snapshot_in_it(city: City, tmp_path: Path) -> None:
    write_snapshot(city.dataset, tmp_path / "snapshot")

    assert call("judge", tmp_path, "--json").json["manifest"]["input"]["content"] == city.dataset.content
