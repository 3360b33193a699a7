"""The other commands: explain, standard, synth, demo; and the languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.support.command_line import call

from tuopin import standards
from tuopin.cli.session import early_session, language_of
from tuopin.snapshot.files import open_snapshot
from tuopin.standards import examples
from tuopin.synthetic.city import City


def household_of(city: City) -> str:
    return str(city.dataset.table("households", ["code"])["code"][0].as_py())


def test_a_household_is_explained_in_both_languages(snapshot: Path, city: City) -> None:
    code = household_of(city)

    zh, en = (call("explain", snapshot, "--household", code, "--lang", language) for language in ("zh", "en"))

    assert (zh.code, en.code) == (0, 0)
    assert code in zh.out
    assert code in en.out
    assert "农户现状" in zh.out
    assert "household status" in en.out


def test_an_explanation_for_machines_names_every_criterion(snapshot: Path, city: City) -> None:
    told = call("explain", snapshot, "--household", household_of(city), "--json", "--on", "2018-06-30").json

    status = next(each for each in told["standards"] if each["code"] == "household_status")
    assert told["on"] == "2018-06-30"
    assert [each["code"] for each in status["criteria"]] == list(
        city.pack.by_code["household_status"].by_code
    )


def test_a_village_is_explained(snapshot: Path, city: City) -> None:
    code = next(city.dataset.places.at_level("village")).code

    outcome = call("explain", snapshot, "--village", code, "--standard", "cn/village_exit")

    assert outcome.code == 0
    assert code in outcome.out


# ---- standard ----


def test_packs_and_standards_are_listed() -> None:
    outcome = call("standard", "list")

    assert outcome.code == 0
    assert all(
        code in outcome.out for code in ("cn/household_status", "cn/household_exit", "cn/village_exit")
    )


def test_a_standard_is_shown_with_rules_sources_and_the_history_of_its_parameters() -> None:
    zh, en = (
        call("standard", "show", "cn/household_exit", "--lang", language).out for language in ("zh", "en")
    )

    assert "收入标准线" in zh
    assert "已核对原文" in zh
    assert re.search(r"from \d{4}-\d\d-\d\d, everywhere: \d+", en)
    assert "**" not in zh + en


def test_a_standard_for_machines() -> None:
    told = call("standard", "show", "cn/household_exit", "--json").json

    (standard,) = told["standards"]
    assert standard["code"] == "household_exit"
    assert all(each["met_when"]["zh"] and each["source"] for each in standard["criteria"])
    assert "income_line" in [each["code"] for each in told["parameters"]]


def test_the_examples_printed_are_the_files_the_tests_run() -> None:
    text = examples.texts(standards.load("cn"))["household_exit"]

    assert call("standard", "examples", "cn/household_exit").out.strip() == text.strip()
    assert call("standard", "examples", "cn/household_exit", "--json").json == {"household_exit": text}


# ---- synth and demo ----


def test_the_same_seed_gives_the_same_city(tmp_path: Path) -> None:
    told = [
        call("synth", "--households", 200, "--seed", 3, "--snapshot", "--out", tmp_path / name, "--json").json
        for name in ("a", "b")
    ]

    assert told[0]["content"] == told[1]["content"]
    assert [path.name for path in sorted((tmp_path / "a").iterdir())] == [
        "manifest.json",
        "places.geojson",
        "snapshot",
    ]
    assert (tmp_path / "a" / "places.geojson").read_bytes() == (
        tmp_path / "b" / "places.geojson"
    ).read_bytes()


def test_a_city_is_written_as_workbook_and_snapshot(tmp_path: Path) -> None:
    outcome = call("synth", "--households", 200, "--out", tmp_path / "city")

    assert outcome.code == 0
    files = {"city.xlsx", "manifest.json", "places.geojson", "snapshot"}
    assert {path.name for path in (tmp_path / "city").iterdir()} == files
    assert call("judge", tmp_path / "city" / "snapshot", "--by", "city").code == 0


def test_years_are_a_snapshot_each_of_the_same_households(tmp_path: Path) -> None:
    outcome = call(
        "synth", "--households", 200, "--years", "2019-2021", "--out", tmp_path / "years", "--json"
    )

    folders = sorted(path.name for path in (tmp_path / "years").iterdir() if path.is_dir())
    datasets = [open_snapshot(tmp_path / "years" / name) for name in folders]
    assert folders == ["2019-12-31", "2020-12-31", "2021-12-31"]
    assert [Path(file).name for file in outcome.json["files"]] == [*folders, "places.geojson"]
    assert len({tuple(each.table("households")["code"].to_pylist()) for each in datasets}) == 1
    assert [each.count("decisions") for each in datasets] == sorted(
        each.count("decisions") for each in datasets
    )
    assert call("judge", tmp_path / "years" / "2020-12-31", "--on", "2020-12-31", "--by", "city").code == 0


@pytest.mark.parametrize(
    "asked", [("--years", "2012-2014"), ("--years", "then"), ("--years", "2020", "--workbook"),
              ("--years", "2020", "--households", "2000000")],
)  # fmt: skip
def test_years_that_nobody_can_make_are_refused(asked: tuple[str, ...], tmp_path: Path) -> None:
    outcome = call("synth", *asked, "--out", tmp_path / "years")

    assert outcome.code == 2
    assert "city_years" in outcome.err
    assert not (tmp_path / "years").exists()


def test_the_demo_ends_with_commands_that_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    outcome = call("demo", "--households", 400, "--no-serve")

    tries = re.findall(r"^\s+\./tuopin (.+)$", outcome.out, re.MULTILINE)
    assert outcome.code == 0
    assert len(tries) == 4
    assert [call(*words.split()).code for words in tries] == [0, 0, 0, 0]
    assert (tmp_path / "tuopin-demo" / "results" / "households.xlsx").exists()
    assert call("demo", "--households", 300, "--json").json["out"] == "tuopin-demo"


def test_the_demo_leaves_a_folder_of_somebody_else_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tuopin-demo").mkdir()
    (tmp_path / "tuopin-demo" / "mine.txt").write_text("mine", encoding="utf-8")

    outcome = call("demo", "--households", 300)

    assert (outcome.code, "[out_not_ours]" in outcome.err) == (2, True)
    assert [path.name for path in (tmp_path / "tuopin-demo").iterdir()] == ["mine.txt"]


# ---- languages ----


@pytest.mark.parametrize(
    ("option", "environ", "language"),
    [
        (None, {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "en_GB.UTF-8", "TUOPIN_LANG": "zh"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8", "TUOPIN_LANG": ""}, "zh"),
        ("en", {"TUOPIN_LANG": "zh"}, "en"),
    ],
)
def test_the_language_is_the_option_then_ours_then_the_systems(
    option: str | None, environ: dict[str, str], language: str
) -> None:
    assert language_of(option, environ) == language


@pytest.mark.parametrize(
    "arguments", [["--lang", "zh", "judge"], ["judge", "--lang=zh"], ["--lang=zh", "--help"]]
)
def test_help_and_complaints_know_the_language_before_options_are_read(arguments: list[str]) -> None:
    assert early_session(arguments, {}).language == "zh"


@pytest.mark.parametrize("name", ["", "judge", "explain", "standard", "synth", "demo", "standard show"])
def test_help_is_written_in_both_languages(name: str) -> None:
    zh, en = (call(*name.split(), "--help", "--lang", language) for language in ("zh", "en"))

    assert (zh.code, en.code) == (0, 0)
    assert "用法：" in zh.out
    assert "Usage: " in en.out
    assert not re.search(r"[\u4e00-\u9fff]", en.out)
    assert "Show this message" not in zh.out


def test_json_is_ascii_safe_utf8(snapshot: Path) -> None:
    assert json.loads(call("standard", "list", "--json").out)[0]["label"]["zh"]
