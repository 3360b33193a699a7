"""Subjects as the tables of a data set, in the very types a snapshot has, and their verdicts from the compiled SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.reference import Masks
from tuopin.engine.sql import PlaceTerms, Queries
from tuopin.engine.standard import Standard
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.verdict import Verdict
from tuopin.snapshot.schema import level_schema
from tuopin.standards.pack import Pack

_TERMS_TYPES = {"BIGINT": pa.int64(), "BOOLEAN": pa.bool_(), "DATE": pa.date32()}


def tables_of(pack: Pack, subjects: Iterable[Record], places: PlaceTree) -> dict[str, pa.Table]:
    """One table a level, also for levels nobody is listed at. Households and persons are numbered in order."""
    rows: dict[Level, list[dict[str, Any]]] = {level: [] for level in Level}
    for subject in subjects:
        _add(subject, {}, rows, places)
    return {
        level.plural: pa.Table.from_pylist(rows[level], schema=level_schema(pack, level)) for level in Level
    }


def _add(
    record: Record, above: Mapping[str, int], rows: dict[Level, list[dict[str, Any]]], places: PlaceTree
) -> None:
    by_level = {place.level: place.id for place in places.chain(record.place)}
    keys = {level: by_level[level] for level in ("village", "county") if level in by_level}
    if record.level is Level.HOUSEHOLD:
        keys["household"] = len(rows[Level.HOUSEHOLD]) + 1
    elif record.level is Level.PERSON and "household" in above:
        keys |= {"household": above["household"], "person": int(record.code)}
    elif record.level is Level.PERSON:  # asked about alone: each in a household of its own
        keys |= {"household": len(rows[Level.PERSON]) + 1, "person": 1}
    rows[record.level].append(
        {**keys, "code": record.code, "collected_on": record.collected_on, **record.facts}
    )
    for child in record.children:
        _add(child, keys, rows, places)


def verdicts(standard: Standard, queries: Queries, tables: Mapping[str, pa.Table]) -> list[dict[str, Any]]:
    """The rows of the standard's level as DuckDB answers them, in no particular order."""
    connection = _connection()
    for name, table in {
        **tables,
        **{terms.name: _terms_table(terms) for terms in queries.place_terms},
    }.items():
        connection.register(name, table)
    answer = connection.sql(queries.text(standard.level, "duckdb")).to_arrow_table().to_pylist()
    return [dict(row) for row in answer]


def masks(standard: Standard, row: Mapping[str, Any]) -> Masks:
    return Masks(
        *(row[f"{standard.code}__{state}"] for state in ("met", "not_met", "unknown", "not_applicable"))
    )


def overall(standard: Standard, row: Mapping[str, Any]) -> Verdict | None:
    number = row[f"{standard.code}__overall"]
    return Verdict(number) if number else None


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={"threads": 1})


def _terms_table(terms: PlaceTerms) -> pa.Table:
    names = [(terms.key, "BIGINT"), *terms.columns]
    columns = [
        pa.array([row[at] for row in terms.rows], type=_TERMS_TYPES[kind])
        for at, (_, kind) in enumerate(names)
    ]
    return pa.table(columns, names=[name for name, _ in names])
