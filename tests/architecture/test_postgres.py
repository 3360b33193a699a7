"""The scratch PostgreSQL of the tests works, is private, and goes away."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest
from tests.support import postgres as support


@pytest.mark.postgres
def test_the_scratch_server_answers_and_keeps_to_its_socket(postgres: psycopg.Connection) -> None:
    with postgres.cursor() as cursor:
        addresses = cursor.execute("SHOW listen_addresses").fetchone()
        encoding = cursor.execute("SHOW server_encoding").fetchone()

    assert addresses == ("",)
    assert encoding == ("UTF8",)


@pytest.mark.postgres
def test_a_second_server_has_its_own_folder_and_leaves_nothing(postgres_dsn: str) -> None:
    with support.scratch_server() as dsn:
        folder = re.search(r"host=(\S+)", dsn)[1]
        psycopg.connect(dsn).close()

    assert dsn != postgres_dsn
    assert not Path(folder).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn)


def test_the_newest_binaries_are_taken(tmp_path: Path) -> None:
    for version in ("9.6", "15", "17"):
        for name in ("initdb", "postgres"):
            file = tmp_path / version / "bin" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()

    assert support.find_binaries(tmp_path) == tmp_path / "17" / "bin"


def test_without_a_server_one_skips_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="no initdb"):
        support.absent("no initdb")


def test_without_a_server_ci_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="no initdb"):
        support.absent("no initdb")


def test_a_missing_server_is_installed_by_root_on_debian(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[str] = []
    found = iter([None, None, Path("/usr/lib/postgresql/15/bin")])
    monkeypatch.setattr(support, "find_binaries", lambda: next(found))
    monkeypatch.setattr(support.os, "geteuid", lambda: 0)
    monkeypatch.setattr(support.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(support, "run_as", lambda user, command: commands.append(" ".join(command)))

    assert support.find_or_install() == Path("/usr/lib/postgresql/15/bin")
    assert [command.split("--quiet ")[1] for command in commands] == [
        "update",
        "install --yes --no-install-recommends postgresql",
    ]


def test_nobody_but_root_installs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, "find_binaries", lambda: None)
    monkeypatch.setattr(support.os, "geteuid", lambda: 1000)

    with pytest.raises(support.NoPostgres, match="only root on Debian"):
        support.find_or_install()
