"""Offices of a million people, made once for each database and kept; every measurement works on a copy."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
from tests.support.postgres import scratch_server

ROOT = Path(__file__).resolve().parents[2]
ON = "2020-06-30"
FILLED, COPY = "filled", "copied"
WORKBOOK = "newcomers.xlsx"
SERVER = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "effective_cache_size": "6GB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "max_connections": "60",
    "timezone": "UTC",
}
"""What an office's guide tells for a machine of this size; nothing that protects data is turned off."""


@contextlib.contextmanager
def copy_of_office(database: str, folder: Path, households: int) -> Iterator[dict[str, str]]:
    """The environment in which commands work on a copy of the office, filled first where it is not yet."""
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        dsn = stack.enter_context(scratch_server(folder / "server", SERVER)) if database == "postgres" else ""
        filled = _environment(folder / FILLED, dsn, FILLED)
        if not (folder / "done").exists():
            shutil.rmtree(folder / FILLED, ignore_errors=True)
            _again(dsn, FILLED)
            in_office(filled, "filling", str(households), str(folder / WORKBOOK))
            (folder / "done").touch()
        in_office(filled)  # filled by an earlier version, perhaps
        shutil.rmtree(folder / COPY, ignore_errors=True)
        shutil.copytree(folder / FILLED, folder / COPY)
        _again(dsn, COPY, like=FILLED)
        stack.callback(shutil.rmtree, folder / COPY)
        stack.callback(_drop, dsn, COPY)
        yield _environment(folder / COPY, dsn, COPY)


def in_office(environment: Mapping[str, str], *named: str) -> str:
    """Brings the office up to date and runs a module of this package with its arguments, in a process of its own; its
    last line. Raises RuntimeError."""
    command = [sys.executable, "-P", "-m", "benchmarks.registry.at_work", *named]
    run = subprocess.run(command, stdout=subprocess.PIPE, env=dict(environment), text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{' '.join(named)} ended with {run.returncode}")
    return (run.stdout.splitlines() or [""])[-1]


def _environment(home: Path, dsn: str, name: str) -> dict[str, str]:
    found = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TUOPIN_HOME": str(home),
        "TUOPIN_BUSINESS_DAY": ON,
        "DJANGO_SETTINGS_MODULE": "tuopin.project.settings",
    }
    found.pop("TUOPIN_DATABASE", None)
    if dsn:
        socket = dsn.split("host=")[1].split()[0]
        found["TUOPIN_DATABASE"] = f"postgresql://tuopin@/{name}?host={socket}"
    return found


def _again(dsn: str, name: str, *, like: str | None = None) -> None:
    """An empty database of that name, or one like another; nothing on SQLite."""
    if not dsn:
        return
    _drop(dsn, name)
    with psycopg.connect(dsn, autocommit=True) as connection:
        template = f" TEMPLATE {like} STRATEGY file_copy" if like else ""
        connection.execute(f"CREATE DATABASE {name}{template}")  # type: ignore[arg-type] # our own names


def _drop(dsn: str, name: str) -> None:
    if dsn:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]
