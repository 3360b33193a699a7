"""What a data set says, as one sha256: the same rows give the same digest, in memory, in files or in parts."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

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


class Content:
    """The digest while the rows go by: tables may come whole or in parts, each table's rows in order.

    The order of rows counts; the order of tables and columns does not, nor how rows are cut into chunks, files
    or parts.
    """

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, _ColumnDigest]] = {}

    def add(self, name: str, source: Source) -> None:
        for batch in batches(source):
            self.add_rows(name, batch)
        self.tables.setdefault(name, {})

    def add_rows(self, name: str, rows: pa.Table) -> None:
        columns = self.tables.setdefault(name, {})
        for column in rows.column_names:
            columns.setdefault(column, _ColumnDigest()).add(rows.column(column))

    def told(self, pack_code: str, as_of: date, absent: Iterable[str] = ()) -> str:
        """The sha256 of the pack's code, the day, the facts nobody asked, and every table column by column; places
        come first."""
        names = sorted(self.tables, key=lambda name: (name != "places", name))
        tables = [
            [name, {column: digest.told() for column, digest in self.tables[name].items()}] for name in names
        ]
        never_asked = [sorted(absent)] if absent else []
        text = json.dumps([pack_code, as_of.isoformat(), *never_asked, *tables], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def content_of(dataset: Dataset) -> str:
    """See Content."""
    content = Content()
    content.add("places", places_table(dataset.places))
    for name, source in dataset.tables.items():
        content.add(name, source)
    return content.told(dataset.pack_code, dataset.as_of, dataset.absent)


def sealed(dataset: Dataset) -> Dataset:
    """The data set under the digest of what it holds."""
    return replace(dataset, content=content_of(dataset))


class _ColumnDigest:
    """Which rows are known and their values, apart: what lies in memory under a null must not count.

    Of texts the lengths are told apart too, so that "ab", "c" is not "a", "bc".
    """

    def __init__(self) -> None:
        self.rows = 0
        self.type = ""
        self.known = hashlib.sha256()
        self.values = hashlib.sha256()
        self.lengths = hashlib.sha256()

    def add(self, column: pa.ChunkedArray) -> None:
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        self.rows += len(column)
        self.type = str(column.type)
        self.known.update(np.asarray(column.is_valid()).tobytes())
        if pa.types.is_string(column.type):
            known = column.fill_null("")
            self.lengths.update(np.asarray(pc.binary_length(known)).astype("<i4").tobytes())
            self.values.update("".join(known.to_pylist()).encode())
        else:
            self.values.update(_value_bytes(column))

    def told(self) -> list[object]:
        digests = [self.known.hexdigest(), self.values.hexdigest()]
        return [
            self.type,
            self.rows,
            *digests,
            *([self.lengths.hexdigest()] if self.type == "string" else []),
        ]


def _value_bytes(column: pa.ChunkedArray) -> bytes:
    kind = column.type
    if pa.types.is_date32(kind):
        column, kind = column.cast(pa.int32()), pa.int32()
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind):
        nothing = False if pa.types.is_boolean(kind) else 0
        values = np.asarray(column.fill_null(nothing) if column.null_count else column)
        return values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
    return "".join(
        json.dumps(value, default=str, ensure_ascii=False) + "\n" for value in column.to_pylist()
    ).encode()
