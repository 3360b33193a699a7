"""Reads the registry by a connection of its own that can only read, so that a snapshot is one moment of the database.

SQLite: a read transaction on a connection opened read-only. PostgreSQL: REPEATABLE READ, READ ONLY. ORM objects would
be ten times as many bytes and would see rows that writers change in between (decision C8).
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
import pyarrow as pa
from django.db import connection as django_connection

ROWS = 20_000


class Reader:
    """One consistent view of the database for as long as it is open."""

    def __init__(self, raw: Any, *piecewise: str) -> None:
        """`piecewise`: what a cursor is asked for with, so that it fetches no more than it gives."""
        self.raw, self.piecewise = raw, piecewise

    def tables(self, query: str, schema: pa.Schema) -> Iterator[pa.Table]:
        """Rows in pieces, as typed columns; what SQLite keeps as numbers or texts becomes yes/no and days."""
        with contextlib.closing(self.raw.cursor(*self.piecewise)) as cursor:
            cursor.execute(query)
            while rows := cursor.fetchmany(ROWS):
                columns = zip(*rows, strict=True)
                yield pa.table(
                    [_typed(values, field.type) for values, field in zip(columns, schema, strict=True)],
                    schema=schema,
                )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        cursor = self.raw.cursor()
        cursor.execute(query)
        return list(cursor.fetchall())


@contextlib.contextmanager
def reader() -> Iterator[Reader]:
    with _sqlite() if django_connection.vendor == "sqlite" else _postgresql() as found:
        yield found


@contextlib.contextmanager
def _sqlite() -> Iterator[Reader]:
    file = django_connection.settings_dict["NAME"]
    raw = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    try:
        raw.execute("BEGIN DEFERRED")
        yield Reader(raw)
    finally:
        raw.close()


@contextlib.contextmanager
def _postgresql() -> Iterator[Reader]:
    given = django_connection.get_connection_params()
    wanted = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    with psycopg.connect(**wanted) as raw:
        raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        raw.read_only = True
        yield Reader(raw, "rows")


def _typed(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_boolean(kind):
        return pa.array([None if value is None else bool(value) for value in values], kind)
    if pa.types.is_date32(kind) and any(isinstance(value, str) for value in values):
        return pa.array(values, pa.string()).cast(pa.date32())
    return pa.array(values, kind)
