"""A backup is proved when written, opens only with the office's keys, and a drill gives every row back."""

from __future__ import annotations

import random
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.cast import AT

from tuopin.kernel.errors import BadInput, Damaged
from tuopin.project.backups import back_up, restore
from tuopin.project.office import Office, office_of
from tuopin.vault.ring import new_ring, write_ring


def an_office(home: Path) -> Office:
    home.mkdir()
    return replace(office_of({"TUOPIN_HOME": str(home)}), database=None)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with a small database and a writer at work."""
    office = an_office(tmp_path / "office")
    write_ring(new_ring(), office.keys)
    with sqlite3.connect(office.sqlite) as live:
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("CREATE TABLE registry_household (id INTEGER PRIMARY KEY, code TEXT)")
        live.executemany(
            "INSERT INTO registry_household (code) VALUES (?)", [(f"h{n}",) for n in range(5_000)]
        )
    return office


def elsewhere(office: Office, folder: Path) -> Office:
    """A new machine with the key file put into place."""
    other = an_office(folder)
    shutil.copy(office.keys, other.keys)
    return other


def test_a_drill_gives_every_row_back(office: Office, tmp_path: Path) -> None:
    writer = sqlite3.connect(office.sqlite)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO registry_household (code) VALUES ('in the middle of being written')")

    told = back_up(office, tmp_path / "b", at=AT)
    writer.rollback()
    other = elsewhere(office, tmp_path / "other")
    restore(other, tmp_path / "b")

    assert told["rows"]["registry_household"] == 5_000
    with sqlite3.connect(other.sqlite) as restored, sqlite3.connect(office.sqlite) as live:
        query = "SELECT id, code FROM registry_household ORDER BY id"
        assert restored.execute(query).fetchall() == live.execute(query).fetchall()
        assert restored.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_in_a_backup_can_be_read_without_the_keys(office: Office, tmp_path: Path) -> None:
    back_up(office, tmp_path / "b", at=AT)
    stranger = an_office(tmp_path / "stranger")
    write_ring(new_ring(), stranger.keys)

    assert b"h4999" not in (tmp_path / "b").read_bytes()
    with pytest.raises(BadInput) as refused:
        restore(stranger, tmp_path / "b")
    assert refused.value.code == "other_keys"
    assert not stranger.sqlite.exists()


def test_any_changed_or_missing_byte_is_refused_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    back_up(office, tmp_path / "b", at=AT)
    whole = (tmp_path / "b").read_bytes()
    start = whole.index(b"\n") + 1
    random_places = random.Random(1).sample(range(start, len(whole)), 25)
    damaged = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in random_places]
    damaged += [whole[:-1], whole[: start + 100], whole[:start], whole + b"x"]

    for number, content in enumerate(damaged):
        bad = tmp_path / f"bad{number}"
        bad.write_bytes(content)
        other = elsewhere(office, tmp_path / f"other{number}")
        with pytest.raises(Damaged):
            restore(other, bad)
        assert sorted(path.name for path in other.home.iterdir()) == ["keys.json"]


def test_an_office_with_a_database_is_not_overwritten(office: Office, tmp_path: Path) -> None:
    back_up(office, tmp_path / "b", at=AT)

    with pytest.raises(BadInput) as refused:
        restore(office, tmp_path / "b")

    assert refused.value.code == "office_not_empty"


def test_a_backup_never_takes_the_place_of_another(office: Office, tmp_path: Path) -> None:
    back_up(office, tmp_path / "b", at=AT)

    with pytest.raises(BadInput) as refused:
        back_up(office, tmp_path / "b", at=AT)

    assert refused.value.code == "backup_exists"
