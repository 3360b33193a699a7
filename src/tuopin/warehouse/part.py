"""Judges one part of a data set on DuckDB, in this process or in one of several."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa

from tuopin.warehouse.kept import Kept, keep

BY_VILLAGE = "households_totals"
"""One row a village: what was counted among its households, and what the standards of villages ask of them."""


@dataclass(frozen=True)
class PartQueries:
    """What is asked of every part, as text: worked out once.

    `terms` are small tables to join. `results` judge a level in full, each kept as the table of its name; then
    `by_village` adds up those of households, `findings` puts rows in order for files, and `counts` tells verdicts
    apart. `only_by_village` does it in one go, keeps nothing, and leaves out columns that nothing is counted from.
    """

    terms: Mapping[str, pa.Table]
    results: Mapping[str, str]
    by_village: str
    only_by_village: str
    findings: Mapping[str, str]
    counts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class PartFound:
    """`kept` by table of results; `counts` by the same, then by standard and number of the verdict."""

    by_village: pa.Table
    kept: Mapping[str, Kept]
    counts: Mapping[str, Mapping[str, Mapping[str, int]]]


Native: TypeAlias = Callable[[duckdb.DuckDBPyConnection, PartQueries, Mapping[str, tuple[Path, ...]]], None]
"""Leaves in the database what judge_tables does with `kept`; see native_judging.py."""


def judge_tables(connection: duckdb.DuckDBPyConnection, queries: PartQueries, *, kept: bool) -> None:
    """Leaves BY_VILLAGE in the database, and the tables of results when they are to be kept."""
    for name, text in queries.results.items():
        if kept or name in queries.counts:
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS {text}")
    if kept:
        add_up(connection, queries)
    else:
        connection.execute(f"CREATE OR REPLACE TABLE {BY_VILLAGE} AS {queries.only_by_village}")


def add_up(connection: duckdb.DuckDBPyConnection, queries: PartQueries) -> None:
    """BY_VILLAGE from the results of households, whoever worked them out."""
    connection.execute(f"CREATE OR REPLACE TABLE {BY_VILLAGE} AS {queries.by_village}")


def judge_part(
    connection: duckdb.DuckDBPyConnection,
    queries: PartQueries,
    tables: Mapping[str, tuple[Path, ...]],
    keep_in: Path | None,
    number: int,
    native: Native | None = None,
) -> PartFound:
    """One part out of its files, by SQL or natively; its findings are written to the folder `keep_in`."""
    for name, paths in tables.items():
        connection.read_parquet([str(path) for path in paths]).create_view(name, replace=True)
    if native is not None:
        native(connection, queries, tables)
    else:
        judge_tables(connection, queries, kept=keep_in is not None)
    by_village = connection.table(BY_VILLAGE).to_arrow_table()
    counts = {name: counts_of(connection, asked) for name, asked in queries.counts.items()}
    kept = {}
    if keep_in is not None:
        for name, text in queries.findings.items():
            kept[name] = keep(connection, text, keep_in / f"{name}-{number:04d}.parquet")
    for name in queries.results:
        if native is not None:
            connection.unregister(name)
        else:
            connection.execute(f"DROP TABLE IF EXISTS {name}")
    return PartFound(by_village, kept, counts)


def counts_of(connection: duckdb.DuckDBPyConnection, asked: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """How many subjects have each overall verdict, by standard and number of the verdict."""
    return {
        standard: {str(verdict): number for verdict, number in connection.execute(text).fetchall()}
        for standard, text in asked.items()
    }
