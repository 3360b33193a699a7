"""The names of `tuopin` load on first use, and importing a part loads nothing it does not need."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.support.command_line import surroundings

import tuopin

ROOT = Path(__file__).resolve().parents[2]


def loaded_by(statement: str) -> set[str]:
    told = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", told], env=surroundings(), capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement", ["import tuopin", "import tuopin.engine.reference", "import tuopin.kernel.places"]
)
def test_the_language_of_standards_loads_neither_a_database_nor_tables_nor_a_screen(statement: str) -> None:
    heavy = {"duckdb", "pyarrow", "numpy", "sqlglot", "rich", "click", "xlsxwriter", "python_calamine"}

    assert loaded_by(statement) & heavy == set()


def test_help_loads_no_database() -> None:
    assert (
        loaded_by("from tuopin.cli import main; main(['--help'])") & {"duckdb", "pyarrow", "sqlglot"} == set()
    )


@pytest.mark.parametrize("name", [name for name in tuopin.__all__ if name != "__version__"])
def test_every_public_name_can_be_had(name: str) -> None:
    assert callable(getattr(tuopin, name))
    assert name in dir(tuopin)


def test_a_name_that_is_not_there_says_which_are() -> None:
    with pytest.raises(AttributeError, match="judge"):
        tuopin.guess  # noqa: B018


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert tuopin.__version__ == project["version"]
