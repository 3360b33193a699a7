"""Marked names and numbers are nowhere but where somebody may read them: not at rest, not in the log.

That no page, fragment, file or answer of the API shows one is part of the permission matrix, which reads every answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import connection

from tests.proof.policy import COUNTY, ROWS
from tests.proof.visiting import visitor
from tests.proof.world import World
from tests.support.cast import AT, HERE, TODAY
from tuopin.accounts.selectors import actor_of
from tuopin.audit.segments import write_segments
from tuopin.registry.services.identity import Look, unmask

pytestmark = pytest.mark.django_db


def found(world: World, text: str | bytes) -> list[str]:
    """Never the canary itself in a message: which one, by its length and last character."""
    told = text if isinstance(text, bytes) else text.encode()
    return [
        f"{len(each)} characters, …{each[-1]}" for each in sorted(world.canaries) if each.encode() in told
    ]


def test_the_canaries_can_be_found_where_they_may_be_read(world: World) -> None:
    """Otherwise everything below would prove nothing."""
    actor = actor_of(world.officers[COUNTY, "here"], on=TODAY)

    papers = unmask(actor=actor, household=f"{HERE}001", number=1, look=Look.PAPERS, reason="核对证件", at=AT)

    assert len(found(world, f"{papers.told()}")) == 4
    reveals = [row for row in ROWS if row.name == "import_refused"]
    batch = next(thing for thing in world.things if thing.state == "read" and HERE in thing.path)
    assert found(world, visitor(world, COUNTY, "here").ask(reveals[0], "GET", batch).text)


def test_no_table_holds_one_in_the_open(world: World) -> None:
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
        assert not found(world, b"\n".join(_plain(cell) for row in rows for cell in row)), table


def _plain(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def test_no_file_of_the_office_holds_one(world: World) -> None:
    read = 0
    for path in _files(settings.OFFICE.home):
        told = str(pq.read_table(path).to_pylist()) if path.suffix == ".parquet" else path.read_bytes()
        assert not found(world, told), path.name
        assert not found(world, str(path)), "a file's name"
        read += 1
    assert read > 10


def _files(home: Path) -> Iterator[Path]:
    """Snapshots, runs, sealed imports, the database itself."""
    return (path for path in home.rglob("*") if path.is_file())


def test_no_segment_of_the_audit_holds_one(world: World, tmp_path: Path) -> None:
    written = write_segments(tmp_path)

    assert not [each for path in written for each in found(world, path.read_bytes())]


def test_the_log_names_nobody(world: World) -> None:
    officer = visitor(world, COUNTY, "here")
    for row in ROWS:
        for thing in world.of(row.about) or [None]:
            officer.ask(row, "GET", thing)

    assert "Method Not Allowed" in world.log.getvalue()
    assert not found(world, world.log.getvalue())
