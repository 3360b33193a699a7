"""Runs compiled standards on a real database over the same subjects the reference engine judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from tuopin.engine.expressions import Expression, Fact
from tuopin.engine.kinds import Code, CodeSet, Date, Level, Number, YesNo
from tuopin.engine.plan import KEYS
from tuopin.engine.records import Record
from tuopin.engine.sql import Queries, compile_standards
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms

ARROW = {
    "BOOLEAN": pa.bool_(), "DATE": pa.date32(), "SMALLINT": pa.int16(), "INTEGER": pa.int32(), "BIGINT": pa.int64()
}  # fmt: skip
Facts = Mapping[Level, Sequence[Fact]]
Row = dict[str, Any]


class Database(Protocol):
    dialect: str

    def fill(self, table: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]) -> None: ...
    def rows(self, sql: str) -> list[Row]: ...


def column_type(fact: Fact) -> str:
    """The same narrow types as a snapshot's, so that a missing cast overflows here too."""
    kind = fact.kind
    if isinstance(kind, YesNo):
        return "BOOLEAN"
    if isinstance(kind, Date):
        return "DATE"
    if isinstance(kind, Code):
        return "SMALLINT"
    if isinstance(kind, CodeSet):
        return "INTEGER"
    assert isinstance(kind, Number)
    widest = max(-kind.low, kind.high)
    return "SMALLINT" if widest < 2**15 else "INTEGER" if widest < 2**31 else "BIGINT"


class Rows:
    """Subjects laid out as tables: keys as the data set numbers them, facts by code."""

    def __init__(self, counties: Iterable[Record], places: Mapping[int, int]) -> None:
        self.places = places
        self.of: dict[Level, list[tuple[tuple[int, ...], Record]]] = {level: [] for level in Level}
        self.household = 0
        for county in counties:
            self._add(county, ())

    def _add(self, record: Record, inside: tuple[int, ...]) -> None:
        if record.level is Level.PERSON:
            self.of[Level.PERSON].append(((inside[0], int(record.code), *inside[1:]), record))
            return
        if record.level is Level.HOUSEHOLD:
            self.household += 1
            keys: tuple[int, ...] = (self.household, record.place, self.places[record.place])
        elif record.level is Level.VILLAGE:
            keys = (record.place, self.places[record.place])
        else:
            keys = (record.place,)
        self.of[record.level].append((keys, record))
        for child in record.children:
            self._add(child, keys)

    def fill(self, database: Database, facts: Facts) -> None:
        for level in Level:
            columns = [(key, "BIGINT") for key in KEYS[level]] + [
                (f.code, column_type(f)) for f in facts[level]
            ]
            rows = [
                (*keys, *(record.facts.get(fact.code) for fact in facts[level]))
                for keys, record in self.of[level]
            ]
            database.fill(level.plural, columns, rows)

    def keyed(self, level: Level) -> Iterator[tuple[tuple[int, ...], Record]]:
        return iter(self.of[level])


def judge_compiled(
    database: Database,
    standards: Sequence[Standard],
    terms: Terms,
    *,
    values: Mapping[Level, Mapping[str, Expression]] | None = None,
    kept: bool = False,
) -> dict[Level, dict[tuple[int, ...], Row]]:
    """Rows of every level's query by key; with `kept`, upper levels read the tables the lower ones filled."""
    queries = compile_standards(standards, terms, values=values, kept=tuple(Level) if kept else ())
    return run_queries(database, queries, kept=kept)


def run_queries(
    database: Database, queries: Queries, *, kept: bool = False
) -> dict[Level, dict[tuple[int, ...], Row]]:
    for table in queries.place_terms:
        database.fill(table.name, ((table.key, "BIGINT"), *table.columns), table.rows)
    found: dict[Level, dict[tuple[int, ...], Row]] = {}
    for level in Level:
        if level not in queries.selects:
            continue
        sql = queries.text(level, database.dialect)
        if kept:
            database.rows(f"CREATE TABLE {level.value}_results AS {sql}")
            sql = f"SELECT * FROM {level.value}_results"
        keys = KEYS[level]
        found[level] = {tuple(row[key] for key in keys): row for row in database.rows(sql)}
    return found


class DuckDB:
    """An in-memory DuckDB with one thread: many small queries in a row."""

    dialect = "duckdb"

    def __init__(self) -> None:

        self.connection = duckdb.connect(":memory:", config={"threads": 1})

    def fill(self, table: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]) -> None:
        values = zip(*rows, strict=True) if rows else [()] * len(columns)
        arrays = [pa.array(column, ARROW[kind]) for column, (_, kind) in zip(values, columns, strict=True)]
        self.connection.register("filling", pa.table(arrays, names=[name for name, _ in columns]))
        self.connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM filling")

    def rows(self, sql: str) -> list[Row]:
        result = self.connection.execute(sql)
        if result.description is None:
            return []
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def clear(self) -> None:
        for level in Level:
            self.connection.execute(f"DROP TABLE IF EXISTS {level.value}_results")


class Postgres:
    """A real PostgreSQL; everything happens in temporary tables of one connection."""

    dialect = "postgres"

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def fill(self, table: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]) -> None:
        declared = ", ".join(f"{name} {kind}" for name, kind in columns)
        self.connection.execute(f"DROP TABLE IF EXISTS {table}")
        self.connection.execute(f"CREATE TEMPORARY TABLE {table} ({declared})")
        if rows:
            marks = ", ".join("%s" for _ in columns)
            with self.connection.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", [tuple(row) for row in rows])

    def rows(self, sql: str) -> list[Row]:
        result = self.connection.execute(sql)
        if result.description is None:
            return []
        names = [column.name for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
