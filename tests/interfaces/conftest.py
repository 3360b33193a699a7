"""A small invented city that all tests of the command line share, and a known language and width."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tuopin.snapshot.files import write_snapshot
from tuopin.synthetic.city import City, make_city
from tuopin.synthetic.workbook import write_workbook


@pytest.fixture(autouse=True)
def english_at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOPIN_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("TUOPIN_DEBUG", raising=False)


@pytest.fixture(scope="session")
def city() -> City:
    return make_city(households=600, seed=7, on=date(2018, 6, 30))


@pytest.fixture(scope="session")
def snapshot(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "snapshot"
    write_snapshot(city.dataset, folder)
    return folder


@pytest.fixture(scope="session")
def workbook(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("city") / "county.xlsx"
    write_workbook(city, path, errors=0.05)
    return path
