"""The third meaning of a standard: one loop a level over columns in memory, for a compiler to make fast.

This module writes the loops as text and lays out their columns; it compiles nothing. Run as plain Python
they are slow and mean the same, which is how most tests run them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuopin.engine import expressions as x
from tuopin.engine.kinds import Level
from tuopin.engine.native_source import HEAD, LevelLoop, LoopSource, Result
from tuopin.engine.native_terms import LoopTerms
from tuopin.engine.plan import KEYS, Plan
from tuopin.engine.sql_terms import TermsOfPlaces
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms

Loop = Callable[..., None]
Bits = NDArray[np.uint8]
NO, UNKNOWN, YES = 0, 1, 2


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
class Loops:
    """The text of a module with one function a level, and what each of them reads and gives."""

    text: str
    of: Mapping[Level, LoopSource] = field(repr=False)

    def run(self, level: Level, loop: Loop, table: Table, below: Table | None = None) -> Table:
        """What a query of the level gives, in its order of columns: keys, masks, verdicts, values.

        `below` are the rows of the level below: persons with their facts, or what the loop of the households
        or villages gave. Rows come out in order of the level's first key.
        """
        source = self.of[level]
        key = KEYS[level][0]
        table = table.in_order_of(key)
        arrays = source.terms.arrays()
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


def write_loops(
    standards: Iterable[Standard],
    terms: Terms,
    *,
    values: Mapping[Level, Mapping[str, x.Expression]] | None = None,
) -> Loops:
    """Like compile_standards, with every level's answers kept for the level above.

    The text depends on the standards and the values wanted; the day, the places and the parameters only on
    what is handed to the functions. Raises RefusedByRule for a parameter not in force.
    """
    plan = Plan(standards, values)
    fine, of_counties = TermsOfPlaces(terms), TermsOfPlaces(terms, may_be_fine=False)
    for expression in plan.expressions():
        fine.use(expression)
    asked = {*(values or {}), *(level for level, needs in plan.levels.items() if needs.standards)}
    wanted = [
        level for level in Level if level in plan.levels and (level is not Level.PERSON or level in asked)
    ]
    loops = {
        level: LevelLoop(level, plan, LoopTerms(of_counties if level is Level.COUNTY else fine)).source()
        for level in wanted
    }
    return Loops("\n\n".join([HEAD, *(loop.text for loop in loops.values())]), loops)


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
