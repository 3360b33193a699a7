"""Rows of findings as a Parquet file: nothing in it tells when, where or in how many steps they were found."""

import hashlib
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

ROWS_A_GROUP = 122_880


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of findings."""

    path: Path
    rows: int
    sha256: str


def keep(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> Kept:
    """Writes the rows of a query, in its order."""
    rows = 0
    reader = connection.sql(query).to_arrow_reader(ROWS_A_GROUP)
    with pq.ParquetWriter(path, reader.schema, compression="zstd", version="2.6") as writer:
        for batch in reader:
            writer.write_batch(batch, row_group_size=ROWS_A_GROUP)
            rows += batch.num_rows
    return Kept(path, rows, digest_of(path))


def digest_of(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_of(kept: Kept, path: Path) -> Kept:
    """The same file under another name: a second name on the same disk, else a copy."""
    try:
        os.link(kept.path, path)
    except OSError:
        shutil.copyfile(kept.path, path)
    return replace(kept, path=path)
