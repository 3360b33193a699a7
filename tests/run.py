"""Run every check, then the tests: what `./tuopin test` and CI do. Arguments go to pytest (`-k exit`).

All checks run even if one fails, so that one round shows everything. pytest is last: its closing line is
the last line printed, and just above it stands which of the earlier checks failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this file is run by its path

from tests.support.postgres import NoPostgres, find_or_install  # noqa: E402

PYTHON = sys.executable
CHECKS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "layers": [PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}

ON_BOTH = [
    "tests/registry", "tests/web", "tests/imports", "tests/jobs", "tests/api", "tests/proof/test_canaries.py",
    "tests/proof/test_non_interference.py", "tests/proof/test_query_counts.py",
]  # fmt: skip
"""Tests that a second database could fail."""


def main(pytest_arguments: list[str]) -> int:
    os.chdir(ROOT)
    os.environ.setdefault("HYPOTHESIS_PROFILE", "ci")
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    if not pytest_arguments and not passes_on_postgresql():
        failed.append("registry on PostgreSQL")
    os.environ["TUOPIN_FAILED_CHECKS"] = ", ".join(failed)  # printed by tests/conftest.py
    heading("tests")
    tests = subprocess.run([PYTHON, "-m", "pytest", "-n", "2", *pytest_arguments], check=False).returncode
    return tests or (1 if failed else 0)


def passes(name: str, command: list[str]) -> bool:
    heading(name)
    started = time.monotonic()
    passed = subprocess.run(command, check=False).returncode == 0
    print(f"{name}: {'ok' if passed else 'FAILED'} ({time.monotonic() - started:.1f} s)", flush=True)
    return passed


def passes_on_postgresql() -> bool:
    """The registry's tests once more, on the other database; without one they are left out aloud, in CI they fail."""
    try:
        find_or_install()
    except NoPostgres as reason:
        heading("registry on PostgreSQL")
        print(f"left out: {reason}", flush=True)
        return os.environ.get("CI") != "true"
    os.environ["TUOPIN_TEST_DATABASE"] = "postgres"
    try:
        return passes("registry on PostgreSQL", [PYTHON, "-m", "pytest", "-q", "-n", "2", *ON_BOTH])
    finally:
        del os.environ["TUOPIN_TEST_DATABASE"]


def heading(name: str) -> None:
    print(f"\n── {name} ──", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
