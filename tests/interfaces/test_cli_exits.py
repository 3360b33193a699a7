"""Every exit code, each with its sentence; a fault shows a number and no code."""

from __future__ import annotations

import errno
import json
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from tests.support.command_line import call, command, process, surroundings

from tuopin.cli import judge as judge_module
from tuopin.kernel.errors import TuopinError
from tuopin.kernel.outcomes import OUTCOMES, outcome_of
from tuopin.synthetic.city import City
from tuopin.warehouse import findings


def test_every_class_of_refusal_has_its_exit() -> None:
    def below(kind: type[TuopinError]) -> list[type[TuopinError]]:
        return [kind, *(each for child in kind.__subclasses__() for each in below(child))]

    without = [kind for kind in below(TuopinError)[1:] if outcome_of(kind("code", zh="", en="")).code == 1]

    assert without == []
    assert len({each.code for each in OUTCOMES}) == len(OUTCOMES)


def test_help_and_version_end_well() -> None:
    assert process("--help").code == 0
    assert process("judge", "--help").code == 0
    assert process("--version").out == "tuopin, version 0.1.0\n"


@pytest.mark.parametrize(
    ("arguments", "code", "name"),
    [
        ((), 2, ""),
        (("standard",), 2, ""),
        (("judge",), 2, "usage"),
        (("nothing",), 2, "usage"),
        (("judge", "{snapshot}", "--nothing"), 2, "usage"),
        (("judge", "{snapshot}", "--lang", "fr"), 2, "usage"),
        (("synth", "--households", "many", "--out", "{tmp}/o"), 2, "usage"),
        (("synth", "--households", "5", "--out", "{tmp}/o"), 2, "city_size"),
        (("synth", "--on", "2031-01-01", "--out", "{tmp}/o"), 2, "city_day"),
        (("judge", "{tmp}/nothing.xlsx"), 2, "file_not_found"),
        (("judge", "{tmp}"), 2, "not_a_snapshot"),
        (("judge", "{snapshot}", "{workbook}"), 2, "input_mixed"),
        (("judge", "{snapshot}", "--on", "30.6.2018"), 2, "date"),
        (("judge", "{workbook}", "--as-of", "today"), 2, "date"),
        (("judge", "{snapshot}", "--set", "income_line"), 2, "what_if"),
        (("judge", "{snapshot}", "--set", "income_line=poor"), 2, "parameter_value"),
        (("judge", "{snapshot}", "--out", "{snapshot}"), 2, "out_exists"),
        (("judge", "{snapshot}", "--out", "{snapshot}", "--replace"), 2, "out_not_ours"),
        (("judge", "{snapshot}", "--out", "{workbook}"), 2, "out_is_file"),
        (("explain", "{snapshot}"), 2, "explain_one_subject"),
        (("judge", "{snapshot}", "--on", "2013-12-31"), 3, "standard_not_in_force"),
        (("judge", "{snapshot}", "--standard", "un"), 4, "no_such_pack"),
        (("judge", "{workbook}", "--standard", "un"), 4, "no_such_pack"),
        (("judge", "{snapshot}", "--standard", "cn/nothing"), 4, "no_such_standard"),
        (("judge", "{snapshot}", "--by", "region"), 4, "no_such_place_level"),
        (("judge", "{snapshot}", "--set", "line=1"), 4, "no_such_parameter"),
        (("explain", "{snapshot}", "--household", "nobody"), 4, "no_such_household"),
        (("explain", "{snapshot}", "--village", "0"), 4, "no_such_village"),
        (("explain", "{snapshot}", "--county", "0"), 4, "no_such_county"),
        (("standard", "show", "un"), 4, "no_such_pack"),
        (("standard", "examples", "cn/nothing"), 4, "no_such_standard"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_done_is_said_with_its_exit_code(
    arguments: tuple[str, ...], code: int, name: str, language: str, snapshot: Path, workbook: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TUOPIN_LANG", language)
    filled = [part.format(snapshot=snapshot, workbook=workbook, tmp=tmp_path) for part in arguments]

    outcome = call(*filled)

    assert outcome.code == code
    assert (f"[{name}]" in outcome.err) == bool(name)
    assert "Traceback" not in outcome.out + outcome.err
    assert bool(re.search(r"[\u4e00-\u9fff]", outcome.err + outcome.out)) == (language == "zh")
    assert list(tmp_path.iterdir()) == []


def test_a_changed_snapshot_is_damaged(snapshot: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(snapshot, tmp_path / "copy")
    with (copy / "households.parquet").open("r+b") as file:
        file.seek(200)
        file.write(b"\0\0\0\0")

    outcome = call("judge", copy)

    assert (outcome.code, "[snapshot_damaged]" in outcome.err) == (5, True)


@pytest.mark.parametrize(("number", "name"), [(errno.ENOSPC, "disk_full"), (errno.EACCES, "write_failed")])
def test_a_disk_that_refuses_is_said_and_nothing_is_left(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, name: str
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(findings, "write", refuse)

    outcome = call("judge", snapshot, "--out", tmp_path / "out")

    assert (outcome.code, f"[{name}]" in outcome.err) == (6, True)
    assert list(tmp_path.iterdir()) == []


def test_a_fault_shows_a_number_that_is_the_same_each_time_and_no_code(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("with somebody's 110101199001011234 in it")

    monkeypatch.setattr(judge_module, "judge", fail)

    first, second = call("judge", snapshot), call("judge", snapshot)

    assert first.code == 1
    assert "reference ZeroDivisionError-" in first.err
    assert "Traceback" not in first.err
    assert "110101" not in first.err
    assert first.err == second.err


def test_a_fault_shows_its_code_when_asked(snapshot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(judge_module, "judge", fail)
    monkeypatch.setenv("TUOPIN_DEBUG", "1")

    assert "Traceback" in call("judge", snapshot).err


def test_a_machine_gets_errors_as_json_and_nothing_else(snapshot: Path) -> None:
    outcome = call("judge", snapshot, "--json", "--on", "soon")

    error = json.loads(outcome.err)["error"]
    assert outcome.out == ""
    assert (error["code"], error["exit"]) == ("date", 2)
    assert set(error["message"]) == {"zh", "en"}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes otherwise")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing_and_says_so(tmp_path: Path, sent: signal.Signals) -> None:
    running = subprocess.Popen(
        command("synth", "--households", 20_000, "--out", tmp_path / "city"),
        env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while running.poll() is None and not any(tmp_path.iterdir()):
        time.sleep(0.02)

    running.send_signal(sent)
    _, said = running.communicate()

    assert running.returncode == 130
    assert "Interrupted" in said
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_seen_enough_is_no_error(snapshot: Path) -> None:
    running = subprocess.Popen(
        command("judge", snapshot),
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()

    said = running.stderr.read()
    running.stderr.close()

    assert (running.wait(), said) == (0, "")


def test_the_shared_city_is_what_the_tests_say(city: City) -> None:
    assert city.dataset.count("households") > 400
