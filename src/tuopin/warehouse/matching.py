"""Households of two sets of findings side by side, file by file: by position where both list the same, else by code.

Numbers of households may change from one data set to the next; their codes do not, so only codes are trusted. Where
two files begin alike is asserted code by code, never assumed.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tuopin.warehouse.adding import SUMS, summed
from tuopin.warehouse.sides import Part

Flags = npt.NDArray[np.bool_]
Differs = Callable[[pa.Table, pa.Table], Flags]
MOST_WORKERS = 8


@dataclass(frozen=True, eq=False)
class Matched:
    """Rows of the same households on both sides, as many of each; and those only one side has."""

    before: pa.Table
    after: pa.Table
    gone: pa.Table
    new: pa.Table


def clusters(
    before: Sequence[Part], after: Sequence[Part]
) -> list[tuple[tuple[Part, ...], tuple[Part, ...]]]:
    """Files of both sides whose counties overlap, together; each county is in exactly one cluster."""
    spans = [(span, 0, part) for part in before if (span := part.counties()) is not None]
    spans += [(span, 1, part) for part in after if (span := part.counties()) is not None]
    found: list[tuple[list[Part], list[Part]]] = []
    end: int | None = None
    for (first, last), side, part in sorted(spans, key=lambda each: (each[0], each[1])):
        if end is None or first > end:
            found.append(([], []))
        found[-1][side].append(part)
        end = last if end is None else max(end, last)
    return [(tuple(one), tuple(other)) for one, other in found]


def match(before: pa.Table, after: pa.Table) -> Matched:
    """By `code`. A code that stands twice on one side is taken once; intake refuses such data."""
    before, after = before.combine_chunks(), after.combine_chunks()
    if before.num_rows == after.num_rows and before["code"].equals(after["code"]):
        return Matched(before, after, before.slice(0, 0), after.slice(0, 0))
    at = pc.index_in(before["code"], value_set=after["code"])
    here = np.asarray(at.is_valid())
    place = np.asarray(at.fill_null(0)).astype(np.int64)
    rows = np.flatnonzero(here)
    partner = place[rows]
    unmet = np.ones(after.num_rows, dtype=bool)
    unmet[partner] = False
    return Matched(
        before.take(pa.array(rows)),
        after.take(pa.array(partner)),
        before.filter(pa.array(~here)),
        after.filter(pa.array(unmet)),
    )


@dataclass(frozen=True, eq=False)
class Compared:
    """What is left of a cluster: rows that differ, side by side; whom only one side has; how many there were, by
    village; and from which village to which households moved."""

    before: pa.Table
    after: pa.Table
    gone: pa.Table
    new: pa.Table
    counts: tuple[pa.Table, pa.Table]
    moved: pa.Table


def compared(
    before: Sequence[Part], after: Sequence[Part], columns: Sequence[str], differs: Differs
) -> Iterator[Compared]:
    """Every cluster, in order of place; on several cores, a few of them in memory at a time.

    `columns` are read on both sides; `differs` says in which rows of the same households something is not the same.
    Households that left one cluster for another come last, after everybody was looked for at home.
    """

    def work(pair: tuple[tuple[Part, ...], tuple[Part, ...]]) -> Compared:
        one, other = (
            pa.concat_tables([part.read(columns) for part in parts]) if parts else nobody for parts in pair
        )
        return _compared(one, other, differs)

    nobody = (before or after)[0].read(columns).slice(0, 0)
    workers = max(1, min(os.cpu_count() or 1, MOST_WORKERS))
    strayed: list[tuple[pa.Table, pa.Table]] = []
    with ThreadPoolExecutor(workers) as pool:
        pairs = iter(clusters(before, after))
        waiting = deque(pool.submit(work, pair) for pair in islice(pairs, workers + 1))
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(pool.submit(work, pair) for pair in islice(pairs, 1))
            strayed.append((done.gone, done.new))
            yield replace(done, gone=nobody, new=nobody)
    one, other = (
        (pa.concat_tables([nobody, *each]) for each in zip(*strayed, strict=True))
        if strayed
        else (nobody, nobody)
    )
    last = _compared(one, other, differs)
    yield replace(last, counts=(COUNTS.empty_table(), COUNTS.empty_table()))


def _compared(before: pa.Table, after: pa.Table, differs: Differs) -> Compared:
    found = match(before, after)
    changed = pa.array(differs(found.before, found.after))
    return Compared(
        found.before.filter(changed), found.after.filter(changed), found.gone, found.new,
        (counted(before), counted(after)), _moved(found),
    )  # fmt: skip


def _moved(found: Matched) -> pa.Table:
    """From which village to which, of households that are on both sides."""
    away = np.asarray(pc.not_equal(found.before["village"], found.after["village"]))
    people = found.after["people"].filter(pa.array(away)).cast(pa.int64())
    table = pa.table(
        {
            "village_before": found.before["village"].filter(pa.array(away)),
            "village": found.after["village"].filter(pa.array(away)),
            "households": pa.repeat(pa.scalar(1, pa.int64()), len(people)),
            "people": people.fill_null(0),
            "unsized": people.is_null().cast(pa.int64()),
        }
    )
    return summed(table)


def differing(before: pa.Table, after: pa.Table, columns: Sequence[str]) -> Flags:
    """Rows in which a column is not the same on both sides; two unknowns are the same."""
    found = np.zeros(before.num_rows, dtype=bool)
    for name in columns:
        left, right = before[name], after[name]
        if not left.equals(right):
            (one, known), (other, also) = _values(left), _values(right)
            found |= one != other
            if known is not None or also is not None:
                found |= _known(known, len(found)) != _known(also, len(found))
    return found


def _values(column: pa.ChunkedArray) -> tuple[npt.NDArray[Any], Flags | None]:
    """Values, 0 where unknown, and which are known (None: all)."""
    if not column.null_count:
        return np.asarray(column), None
    nothing = False if pa.types.is_boolean(column.type) else 0
    return np.asarray(column.fill_null(nothing)), np.asarray(column.is_valid())


def _known(known: Flags | None, rows: int) -> Flags:
    return np.ones(rows, dtype=bool) if known is None else known


def counted(table: pa.Table) -> pa.Table:
    """Households, people and households of unknown size by village. Rows of a village stand together."""
    village = np.asarray(table["village"])
    if not len(village):
        return COUNTS.empty_table()
    starts = np.flatnonzero(np.concatenate([[True], village[1:] != village[:-1]]))
    people = table["people"]
    known = np.asarray(people.fill_null(0)).astype(np.int64)
    unknown = np.asarray(people.is_null()).astype(np.int64)
    return pa.table(
        {
            "village": village[starts],
            "households": np.diff(np.append(starts, len(village))),
            "people": np.add.reduceat(known, starts),
            "unsized": np.add.reduceat(unknown, starts),
        },
        schema=COUNTS,
    )


COUNTS = pa.schema([(name, pa.int64()) for name in ("village", *SUMS)])
