"""One table as one Parquet file: the bytes depend on the rows alone."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tuopin.snapshot.content import batches, schema_of
from tuopin.snapshot.dataset import Source
from tuopin.snapshot.manifest import File

ROW_GROUP = 122_880
"""What DuckDB scans at a time, so that each group goes to one thread."""
ROW_GROUP_OF_PART = 40_960
"""A part is read by one thread; one household is then found among a third as many rows (file + 5 %, scan the same)."""


def write_table(folder: Path, table: str, source: Source, part: int | None) -> File:
    """Writes the rows of a table, or of one part of it, and says what was written where."""
    path = folder / (f"{table}.parquet" if part is None else f"{table}-{part:04d}.parquet")
    rows = 0
    writer: pq.ParquetWriter | None = None
    try:
        most = ROW_GROUP if part is None else ROW_GROUP_OF_PART
        for group in _groups(source, most):
            writer = writer or _writer(path, group.schema)
            writer.write_table(group, row_group_size=most)
            rows += group.num_rows
        if writer is None:
            writer = _writer(path, schema_of(source))
    finally:
        if writer is not None:
            writer.close()
    return File(table, path.name, rows, path.stat().st_size, sha256_of(path), part)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _groups(source: Source, most: int) -> Iterator[pa.Table]:
    """Full groups in one chunk each: the bytes then depend on the rows alone, not on how they came."""
    waiting: list[pa.Table] = []
    rows = 0
    for batch in batches(source, most):
        waiting.append(batch)
        rows += batch.num_rows
        while rows >= most:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, most).combine_chunks()
            waiting = [joined.slice(most)]
            rows -= most
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Dictionaries for codes, days and places, differences for household numbers, plain for the rest (measured)."""
    dictionary = [field.name for field in schema if _repeats(field)]
    return pq.ParquetWriter(
        path,
        schema.remove_metadata(),
        compression="zstd",
        compression_level=1,
        use_dictionary=dictionary,
        column_encoding={"household": "DELTA_BINARY_PACKED"} if "household" in schema.names else None,
    )


def _repeats(field: pa.Field) -> bool:
    types = pa.types
    if field.name in ("village", "county"):
        return True
    return bool(types.is_string(field.type) or types.is_int16(field.type) or types.is_date32(field.type))
