"""The third meaning of a standard: one loop a level over columns in memory, for a compiler to make fast.

This module lays out what a loop reads and fills, and calls it; native_source.py writes its text, and nothing here
compiles. Run as plain Python the loops are slow and mean the same, which is how most tests run them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuopin.engine.kinds import Level
from tuopin.engine.plan import KEYS

Loop = Callable[..., None]
Bits = NDArray[np.uint8]
NO, UNKNOWN, YES = 0, 1, 2
HELPERS = ("known", "yes_no", "ask", "bounded", "pick", "row_of")
"""The small functions at the head of every module of loops."""


@dataclass(frozen=True)
class Column:
    """Values in order of the rows, and one bit a row that says whether it is known, lowest bit first.

    Yes/no values are bits too; days count from 1970; numbers are small steps. It is how Arrow lays columns out.
    """

    values: NDArray[Any]
    known: Bits
    yes_no: bool = False

    def take(self, order: NDArray[np.int64]) -> "Column":
        """The rows in another order."""
        known = bits_of(unpacked(self.known, len(order))[order])
        values = bits_of(unpacked(self.values, len(order))[order]) if self.yes_no else self.values[order]
        return Column(values, known, self.yes_no)


@dataclass(frozen=True)
class Table:
    """The rows of a level; `keys` hold whole numbers that are never unknown."""

    rows: int
    keys: Mapping[str, NDArray[Any]]
    columns: Mapping[str, Column]

    def in_order_of(self, key: str) -> "Table":
        """The table itself when its rows are in order already, as those of a snapshot are."""
        found = self.keys[key]
        if bool(np.all(found[1:] >= found[:-1])):
            return self
        order = np.argsort(found, kind="stable")
        return Table(
            self.rows,
            {name: values[order] for name, values in self.keys.items()},
            {name: column.take(order) for name, column in self.columns.items()},
        )


@dataclass(frozen=True)
class TermArrays:
    """`values[row, term]` and whether it is known; `places` are the ids of the rows, in order.

    One more row, the last, stands for a place that nobody listed: it knows what is the same everywhere.
    """

    key: str
    places: NDArray[np.int64]
    values: NDArray[np.int64]
    known: NDArray[np.bool_]


@dataclass(frozen=True)
class Result:
    """A column as a query gives it. `kind` is verdict, yes_no, number, or fact (the column `of` as it is).

    `row` is where it stands in the loop's answers or numbers; `known_in`, where the answers say whether a
    number is known (None: it always is).
    """

    name: str
    kind: str
    row: int = 0
    known_in: int | None = None
    of: str = ""


@dataclass(frozen=True)
class LevelLoop:
    """One level's loop: its text, what it reads and what it fills.

    `columns` are facts of the level; `below` columns of the level below: its facts, and for levels above the
    household what the loop below handed up. `answers` and `numbers` say how many rows of each are filled.
    """

    level: Level
    text: str
    columns: tuple[str, ...]
    below: tuple[str, ...]
    answers: int
    numbers: int
    results: tuple[Result, ...]
    terms: TermArrays

    @property
    def below_read(self) -> bool:
        """Whether the loop goes through the level below, be it only to count."""
        return "while j < members" in self.text


@dataclass(frozen=True)
class Loops:
    """The text of a module with one function a level, and what each of them reads and gives."""

    text: str
    of: Mapping[Level, LevelLoop] = field(repr=False)

    def run(self, level: Level, loop: Loop, table: Table, below: Table | None = None) -> Table:
        """What a query of the level gives, in its order of columns: keys, masks, verdicts, values.

        `below` are the rows of the level below: persons with their facts, or what the loop of the households
        or villages gave. Rows come out in order of the level's first key.
        """
        source = self.of[level]
        key = KEYS[level][0]
        table = table.in_order_of(key)
        arrays = source.terms
        answers = np.empty((source.answers, table.rows), np.int8)
        numbers = np.empty((source.numbers, table.rows), np.int64)
        listed = below.in_order_of(key) if below is not None and source.below_read else None
        loop(
            table.rows,
            table.keys[key],
            table.keys[arrays.key],
            *_columns(table, source.columns),
            listed.rows if listed is not None else 0,
            listed.keys[key] if listed is not None else table.keys[key][:0],
            *(_columns(listed, source.below) if listed is not None else ((), ())),
            arrays.places,
            arrays.values,
            arrays.known,
            answers,
            numbers,
        )
        return Table(
            table.rows,
            table.keys,
            {each.name: _result(each, table, answers, numbers) for each in source.results},
        )


def bits_of(answers: NDArray[np.bool_]) -> Bits:
    return np.packbits(answers, bitorder="little")


def unpacked(bits: Bits, rows: int) -> NDArray[np.bool_]:
    return np.unpackbits(bits, count=rows, bitorder="little").astype(np.bool_)


def all_known(rows: int) -> Bits:
    return np.full((rows + 7) // 8, 255, np.uint8)


def _columns(table: Table, names: Iterable[str]) -> tuple[tuple[NDArray[Any], ...], tuple[Bits, ...]]:
    found = [table.columns[name] for name in names]
    return tuple(column.values for column in found), tuple(column.known for column in found)


def _result(result: Result, table: Table, answers: NDArray[np.int8], numbers: NDArray[np.int64]) -> Column:
    if result.kind == "fact":
        return table.columns[result.of]
    if result.kind == "yes_no":
        found = answers[result.row]
        return Column(bits_of(found == YES), bits_of(found != UNKNOWN), yes_no=True)
    if result.kind == "verdict":
        return Column(answers[result.row].astype(np.int16), all_known(table.rows))
    known = all_known(table.rows) if result.known_in is None else bits_of(answers[result.known_in] == YES)
    return Column(numbers[result.row], known)
