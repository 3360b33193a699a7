"""A few rows out of large files: the part by the ranges in the manifest, the row groups by their statistics."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tuopin.snapshot.dataset import Dataset, Source


def with_household(dataset: Dataset, code: str) -> Iterator[Dataset]:
    """The parts that may hold this household, each as a data set; the whole where it is in one piece."""
    if not dataset.parts:
        yield dataset
    yield from (dataset.only(part) for part in dataset.parts if part.keys.may_hold_household(code))


def with_place(dataset: Dataset, code: str) -> Iterator[Dataset]:
    """The part that lists the place, as a data set, or the whole where it is in one piece; nothing if none does.

    Where codes of places are their numbers, the ranges in the manifest lead there at once; other parts' lists are
    looked through only if that fails.
    """
    if not dataset.parts:
        yield dataset
        return
    number = int(code) if code.isdecimal() else -1
    likely_first = sorted(dataset.parts, key=lambda part: not part.keys.may_hold_place(number))
    for part in likely_first:
        inside = dataset.only(part)
        if code in inside.places.by_code:
            yield inside
            return


def rows_where(
    source: Source, column: str, values: Collection[Any], columns: Sequence[str] | None = None
) -> pa.Table:
    """The rows whose `column` is one of `values`, in order, with all columns or with those named."""
    if isinstance(source, pa.Table):
        wanted = pa.array(values, source.schema.field(column).type)
        found = source.filter(pc.is_in(source.column(column), wanted))
        return found if columns is None else found.select(columns)
    return pa.concat_tables([_of_file(path, column, sorted(values), columns) for path in source])


def _of_file(path: Path, column: str, values: list[Any], columns: Sequence[str] | None) -> pa.Table:
    with pq.ParquetFile(path) as file:
        kind = file.schema_arrow.field(column).type
        tables = [
            _of_group(file, group, column, pa.array(values, kind), columns)
            for group in _groups_that_may_hold(file.metadata, column, values)
        ]
        if not tables:
            empty = file.schema_arrow.empty_table()
            return empty if columns is None else empty.select(columns)
        return pa.concat_tables(tables)


def _groups_that_may_hold(metadata: Any, column: str, values: list[Any]) -> Iterable[int]:
    """Row groups in whose range one of the sorted values lies; one without statistics may hold anything."""
    if not values or not metadata.num_row_groups:
        return
    at = metadata.schema.names.index(column)
    for group in range(metadata.num_row_groups):
        statistics = metadata.row_group(group).column(at).statistics
        if statistics is None or not statistics.has_min_max:
            yield group
            continue
        first = bisect_left(values, statistics.min)
        if first < len(values) and values[first] <= statistics.max:
            yield group


def _of_group(
    file: pq.ParquetFile, group: int, column: str, values: pa.Array, columns: Sequence[str] | None
) -> pa.Table:
    """The key column first: neighbours stand together, so that a slice is cut out before anything is copied."""
    keys = file.read_row_group(group, columns=[column]).column(0)
    held = np.flatnonzero(np.asarray(pc.is_in(keys, values)))
    if not len(held):
        return file.schema_arrow.empty_table().select(columns or file.schema_arrow.names)
    first = int(held[0])
    found = file.read_row_group(group, columns=columns).slice(first, int(held[-1]) + 1 - first)
    return found.take(pa.array(held - first))
