"""Judges the persons or households of a data set in compiled loops; what comes out is what the query gives."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.engine.native import Column, Loops, Table, all_known
from tuopin.engine.plan import KEYS
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.schema import level_schema
from tuopin.warehouse.native_code import functions_of

LEVELS = (Level.PERSON, Level.HOUSEHOLD)
"""Those with many rows. The levels above read what these give with SQL, which costs them next to nothing."""
_STORED = {pa.int16(): np.int16, pa.int32(): np.int32, pa.int64(): np.int64, pa.date32(): np.int32}


def results(dataset: Dataset, loops: Loops, level: Level) -> pa.Table:
    """The columns of the level's query, for all of a data set that fits in memory, such as one part."""
    source = loops.of[level]
    own = _table(dataset, level, KEYS[level], source.columns)
    below = None
    if source.below_read:
        below = _table(dataset, Level.PERSON, ("household",), source.below)
    return _arrow(level, loops.run(level, functions_of(loops)[level], own, below))


def _table(dataset: Dataset, level: Level, keys: Iterable[str], columns: Iterable[str]) -> Table:
    names = list(dict.fromkeys((*keys, *columns)))
    if dataset.tables.get(level.plural, ()) == ():
        found = level_schema(dataset.pack, level).empty_table()
    else:
        found = dataset.table(level.plural, names)
    read = {name: column_of(found.column(name)) for name in names}
    return Table(
        found.num_rows,
        {key: read[key].values for key in keys},
        {name: read[name] for name in columns},
    )


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
