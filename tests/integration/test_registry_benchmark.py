"""The benchmark of an office runs from the filling to the table, on the smallest city. Nothing is timed here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.__main__ import main


def test_an_office_is_filled_visited_and_imported_into(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--households", "400", "--seconds", "0", "--rounds", "1", "--cache", str(tmp_path), "--json"]
    asked += ["--only", "pages", "import"]

    assert main(["--registry", "sqlite", *asked]) == 0

    told = json.loads(capsys.readouterr().out)["sqlite"]
    assert told["alone"]["all"]["failed"] == 0
    assert set(told["alone"]) - {"all"} == set(told["queries"])
    counts = told["import"]["counts"]
    assert counts["户"]["new"] > 0
    assert told["import"]["saves_failed"] == []
    assert not (tmp_path / "registry-sqlite-400" / "copied").exists()
