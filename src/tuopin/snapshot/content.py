"""What a data set says, as one sha256: the same rows give the same digest, in memory or in files."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tuopin.snapshot.dataset import Dataset, Source, places_table

BATCH_ROWS = 1 << 17


def batches(source: Source, rows: int = BATCH_ROWS) -> Iterator[pa.Table]:
    """The rows in order, in pieces of at most `rows`, so that a large file is never wholly in memory."""
    if isinstance(source, pa.Table):
        for start in range(0, source.num_rows, rows):
            yield source.slice(start, rows)
        return
    for path in source:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=rows):
                yield pa.Table.from_batches([batch])


def schema_of(source: Source) -> pa.Schema:
    return source.schema if isinstance(source, pa.Table) else pq.read_schema(source[0])


def content_of(dataset: Dataset) -> str:
    """The sha256 of the pack's code, the day, and every table column by column.

    The order of rows counts; the order of tables and columns does not, nor how rows are cut into chunks or files.
    """
    told: list[object] = [dataset.pack_code, dataset.as_of.isoformat()]
    told.append(["places", _column_digests(places_table(dataset.places))])
    told += [[name, _column_digests(dataset.tables[name])] for name in sorted(dataset.tables)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def sealed(dataset: Dataset) -> Dataset:
    """The data set under the digest of what it holds."""
    return replace(dataset, content=content_of(dataset))


def _column_digests(source: Source) -> dict[str, list[object]]:
    columns: dict[str, _ColumnDigest] = {}
    for batch in batches(source):
        for name in batch.column_names:
            columns.setdefault(name, _ColumnDigest()).add(batch.column(name))
    return {name: column.told() for name, column in columns.items()}


class _ColumnDigest:
    """Which rows are known and their values, apart: what lies in memory under a null must not count."""

    def __init__(self) -> None:
        self.rows = 0
        self.type = ""
        self.known = hashlib.sha256()
        self.values = hashlib.sha256()

    def add(self, column: pa.ChunkedArray) -> None:
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        self.rows += len(column)
        self.type = str(column.type)
        self.known.update(np.asarray(column.is_valid()).tobytes())
        self.values.update(_value_bytes(column))

    def told(self) -> list[object]:
        return [self.type, self.rows, self.known.hexdigest(), self.values.hexdigest()]


def _value_bytes(column: pa.ChunkedArray) -> bytes:
    kind = column.type
    if pa.types.is_date32(kind):
        column, kind = column.cast(pa.int32()), pa.int32()
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind):
        nothing = False if pa.types.is_boolean(kind) else 0
        values = np.asarray(column.fill_null(nothing) if column.null_count else column)
        return values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
    if pa.types.is_string(kind):
        known = column.fill_null("")
        lengths = np.asarray(pc.binary_length(known)).astype("<i4")
        return bytes(lengths.tobytes() + "".join(known.to_pylist()).encode())
    return json.dumps(column.to_pylist(), default=str, ensure_ascii=False).encode()
