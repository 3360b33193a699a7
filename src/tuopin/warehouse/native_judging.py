"""Judges the persons and households of a part, or of a whole data set, in compiled loops: what comes out is what
the queries give."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tuopin.engine.kinds import Level
from tuopin.engine.native import Column, Loops, Table, all_known
from tuopin.engine.plan import KEYS
from tuopin.warehouse.native_code import functions_of
from tuopin.warehouse.part import PartQueries, add_up

LEVELS = {"person_results": Level.PERSON, "household_results": Level.HOUSEHOLD}
"""The tables with many rows. The levels above read what these give with SQL, which costs them next to nothing."""
Tables: TypeAlias = "Mapping[str, pa.Table | tuple[Path, ...]]"
_STORED = {pa.int16(): np.int16, pa.int32(): np.int32, pa.int64(): np.int64, pa.date32(): np.int32}


def judge_tables(
    connection: duckdb.DuckDBPyConnection, queries: PartQueries, tables: Tables, loops: Loops
) -> None:
    """Like that of part.py: leaves rows by village and the tables of results, these as views of memory."""
    for name in queries.results:
        connection.register(name, results(tables, loops, LEVELS[name]))
    add_up(connection, queries)


def results(tables: Tables, loops: Loops, level: Level) -> pa.Table:
    """The columns of the level's query, for all of the tables, which must fit in memory."""
    source = loops.of[level]
    own = _table(tables, level, KEYS[level], source.columns)
    below = _table(tables, Level.PERSON, ("household",), source.below) if source.below_read else None
    return _arrow(level, loops.run(level, functions_of(loops)[level], own, below))


def _table(tables: Tables, level: Level, keys: Iterable[str], columns: Iterable[str]) -> Table:
    names = list(dict.fromkeys((*keys, *columns)))
    found = _read(tables.get(level.plural, ()), names)
    read = {name: column_of(found.column(name)) for name in names}
    return Table(
        found.num_rows, {key: read[key].values for key in keys}, {name: read[name] for name in columns}
    )


def _read(source: pa.Table | tuple[Path, ...], names: list[str]) -> pa.Table:
    if isinstance(source, pa.Table):
        return source.select(names)
    if not source:  # nobody was recorded
        return pa.table({name: pa.array([], pa.int64()) for name in names})
    return pa.concat_tables([pq.read_table(path, columns=names) for path in source])


def column_of(chunks: pa.ChunkedArray) -> Column:
    """The memory of Arrow as it is: its bits say what is known, and hold yes/no values."""
    array = chunks.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # of no chunks
        array = pa.array([], chunks.type)
    if array.offset:
        array = pa.concat_arrays([array, array[:0]])  # a copy that starts at its first row
    bits, values = array.buffers()
    known = all_known(len(array)) if bits is None else np.frombuffer(bits, np.uint8)
    if pa.types.is_boolean(array.type):
        return Column(_frombuffer(values, np.uint8), known, yes_no=True)
    return Column(_frombuffer(values, _STORED[array.type])[: len(array)], known)


def _frombuffer(buffer: pa.Buffer | None, dtype: type) -> np.ndarray:
    return np.zeros(0, dtype) if buffer is None else np.frombuffer(buffer, dtype)


def _arrow(level: Level, table: Table) -> pa.Table:
    columns = {key: pa.array(table.keys[key]) for key in KEYS[level]}
    columns |= {name: array_of(column, table.rows) for name, column in table.columns.items()}
    return pa.table(columns)


def array_of(column: Column, rows: int) -> pa.Array:
    kind = pa.bool_() if column.yes_no else pa.from_numpy_dtype(column.values.dtype)
    return pa.Array.from_buffers(kind, rows, [pa.py_buffer(column.known), pa.py_buffer(column.values)])
