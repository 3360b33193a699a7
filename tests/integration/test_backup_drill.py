"""The drill on PostgreSQL: an office with a history is backed up, and comes up from the backup in another database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tuopin.kernel.errors import BadInput, Damaged
from tuopin.project.backups import back_up, restore
from tuopin.project.office import HOME, Office, office_of
from tuopin.vault.ring import new_ring, write_ring

AT = datetime(2020, 6, 30, 9, 0, tzinfo=UTC)
HISTORY = """
from datetime import date
from tests.support import cast
cast.make_places()
from tuopin.accounts.services import add_user
from tuopin.kernel.actor import SYSTEM
for number in range(25):
    add_user(actor=SYSTEM, code=f"officer-{number}", name="invented", password=None, at=cast.AT)
from tuopin.audit.sealing import seal_pending
seal_pending()
"""


class Server:
    """A scratch PostgreSQL with offices, each in a database and a folder of its own."""

    def __init__(self, dsn: str, folder: Path) -> None:
        self.dsn, self.folder = dsn, folder
        self.socket = dsn.split("host=")[1].split()[0]

    def office(self, name: str) -> Office:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
        home = self.folder / name
        home.mkdir()
        return office_of(
            {HOME: str(home), "TUOPIN_DATABASE": f"postgresql://tuopin@/{name}?host={self.socket}"}
        )

    def rows(self, name: str) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table."""
        with psycopg.connect(self.dsn.replace("dbname=postgres", f"dbname={name}")) as connection:
            tables = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
            return {
                table: connection.execute(f'SELECT * FROM "{table}" AS it ORDER BY it::text').fetchall()
                for (table,) in tables
            }


def tuopin(office: Office, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tuopin", *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, HOME: str(office.home), "TUOPIN_DATABASE": str(office.database),
             "DJANGO_SETTINGS_MODULE": "tuopin.project.settings"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def server(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Server:
    return Server(postgres_dsn, tmp_path_factory.mktemp("offices"))


@pytest.fixture(scope="module")
def lived_in(server: Server) -> Office:
    """An office with places, people and a sealed chain."""
    office = server.office("lived_in")
    tuopin(office, "setup")
    tuopin(office, "manage", "shell", "--command", HISTORY)
    return office


def a_new_machine(server: Server, name: str, keys: Path) -> Office:
    office = server.office(name)
    shutil.copy(keys, office.keys)
    return office


@pytest.mark.postgres
def test_every_row_comes_back_and_the_chain_is_whole(
    server: Server, lived_in: Office, tmp_path: Path
) -> None:
    told = back_up(lived_in, tmp_path / "backup", at=AT)
    other = a_new_machine(server, "other", lived_in.keys)
    restore(other, tmp_path / "backup")

    assert told["rows"]["public.accounts_user"] == 25
    assert server.rows("other") == server.rows("lived_in")
    assert "链" in tuopin(other, "audit", "verify", "--lang", "zh")
    with (
        psycopg.connect(server.dsn.replace("dbname=postgres", "dbname=other")) as connection,
        pytest.raises(psycopg.Error, match="never changed"),
    ):
        connection.execute("DELETE FROM audit_entry")  # the guards came back too


@pytest.mark.postgres
def test_wrong_keys_a_cut_file_and_a_full_office_are_refused(
    server: Server, lived_in: Office, tmp_path: Path
) -> None:
    back_up(lived_in, tmp_path / "backup", at=AT)
    cut = tmp_path / "cut"
    cut.write_bytes((tmp_path / "backup").read_bytes()[:-1000])
    empty = a_new_machine(server, "empty", lived_in.keys)
    stranger = server.office("stranger")
    write_ring(new_ring(), stranger.keys)

    with pytest.raises(Damaged):
        restore(empty, cut)
    with pytest.raises(BadInput) as other_keys:
        restore(stranger, tmp_path / "backup")
    with pytest.raises(BadInput) as full:
        restore(lived_in, tmp_path / "backup")

    assert (other_keys.value.code, full.value.code) == ("other_keys", "office_not_empty")
    assert server.rows("empty") == server.rows("stranger") == {}
