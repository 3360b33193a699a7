"""Runs the compiled standards over a data set, level by level, and keeps each level's answers for the next."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.engine.native import Loops, write_loops
from tuopin.engine.sql import Queries, compile_standards, results_table
from tuopin.engine.sql_terms import PlaceTerms
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import Damaged
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.schema import level_schema
from tuopin.warehouse import native_code, native_judging
from tuopin.warehouse.connection import connect, refusals
from tuopin.warehouse.judged import Judged, Progress, ancestors_table
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import Scope, day_of, overrides_of, scope_of

KEPT = (Level.HOUSEHOLD, Level.VILLAGE)
ENGINES = ("auto", "sql", "native")
NATIVE_FROM = 2_000_000
"""Households from which compiled loops are worth the second that loading a compiler takes (measured, ADR 0011)."""


def judge(
    dataset: Dataset,
    *,
    on: date | str,
    standard: str | None = None,
    overrides: Mapping[str, Decimal | str] | None = None,
    engine: str = "auto",
    command: Sequence[str] = (),
    progress: Progress | None = None,
) -> Run:
    """Judges every household, village and county by the standards in force on a day.

    `standard` is the pack's code, or one standard as `pack/code`; None is the whole pack. `overrides` replace
    parameters everywhere, for a what-if. `engine` is one of ENGINES: `native` judges persons and households in
    compiled loops, with the same results, and `auto` does where there are many and numba is installed. `command`
    is kept in the manifest. Raises RefusedByRule when a standard or parameter is not in force on that day,
    NotFound and BadInput for what is not there or cannot be read.
    """
    day = day_of(on)
    scope = scope_of(dataset.pack, on=day, standard=standard)
    terms = Terms(day, dataset.places, overrides_of(dataset.pack, overrides))
    return Run(judged(dataset, scope, terms, progress, engine=engine), tuple(command))


def judged(
    dataset: Dataset, scope: Scope, terms: Terms, progress: Progress | None = None, *, engine: str = "auto"
) -> Judged:
    """Every subject of the data set judged by the standards of a scope, with what its overview needs."""
    queries = compile_standards(scope.standards, terms, values=scope.values, kept=KEPT)
    loops = write_loops(scope.standards, terms, values=scope.values) if _is_native(dataset, engine) else None
    with refusals():
        connection = connect(_files(dataset))
        _load(connection, dataset, queries.place_terms)
        levels = _run(connection, dataset, scope, queries, loops, progress)
        _check_places(connection)
    return Judged(dataset, scope, terms, connection, levels)


def _files(dataset: Dataset) -> list[Path]:
    return [path for source in dataset.tables.values() if not isinstance(source, pa.Table) for path in source]


def _load(connection: duckdb.DuckDBPyConnection, dataset: Dataset, terms: Sequence[PlaceTerms]) -> None:
    """Facts stay where they are, in memory or in files; small tables of places come beside them."""
    for level in Level:
        source = dataset.tables.get(level.plural, ())
        if isinstance(source, pa.Table):
            connection.register(level.plural, source)
        elif source:
            connection.read_parquet([str(path) for path in source]).create_view(level.plural)
        else:
            connection.register(level.plural, level_schema(dataset.pack, level).empty_table())
    connection.register("ancestors", ancestors_table(dataset.places, dataset.pack.place_levels))
    for table in terms:
        connection.register(table.name, _terms_table(table))


def _terms_table(terms: PlaceTerms) -> pa.Table:
    types = {"BIGINT": pa.int64(), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}
    columns = [(terms.key, pa.int64()), *((name, types[kind]) for name, kind in terms.columns)]
    values = zip(*terms.rows, strict=True) if terms.rows else [()] * len(columns)
    arrays = [pa.array(column, kind) for column, (_, kind) in zip(values, columns, strict=True)]
    return pa.table(arrays, names=[name for name, _ in columns])


def _is_native(dataset: Dataset, engine: str) -> bool:
    if engine == "native":
        native_code.require_installed()
    if engine != "auto":
        return engine == "native"
    return dataset.count(Level.HOUSEHOLD.plural) >= NATIVE_FROM and native_code.is_installed()


def _run(
    connection: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    scope: Scope,
    queries: Queries,
    loops: Loops | None,
    progress: Progress | None,
) -> tuple[Level, ...]:
    levels = tuple(level for level in Level if level is Level.HOUSEHOLD or scope.at(level))
    for done, level in enumerate(levels):
        if progress is not None:
            progress(Text(f"判定{level.label.zh}", f"judging {level.plural}"), done, len(levels))
        if loops is not None and level in native_judging.LEVELS:
            connection.register(results_table(level), native_judging.results(dataset, loops, level))
        else:
            connection.execute(f"CREATE TABLE {results_table(level)} AS {queries.text(level, 'duckdb')}")
    return levels


def _check_places(connection: duckdb.DuckDBPyConnection) -> None:
    """A household in a village that no list of places knows would vanish from every figure above it."""
    found = connection.execute(
        "SELECT village FROM household_results ANTI JOIN ancestors USING (village) ORDER BY village LIMIT 1"
    ).fetchall()
    if found:
        raise Damaged(
            "place_unlisted",
            zh=f"有户登记在村 {found[0][0]}，地区表中没有这个村。请重新生成这份数据。",
            en=f"Households are recorded in village {found[0][0]}, which the list of places does not hold. "
            "Make these data again.",
        )
