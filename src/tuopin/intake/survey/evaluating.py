"""What the answers of a mapping come to, row by row. Columns are looked at once for each different cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, reduce
from typing import Protocol, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuopin.engine.calendar import completed_years
from tuopin.engine.kinds import Date, Kind, Number, YesNo
from tuopin.intake.problems import Refusal, refusal
from tuopin.intake.survey.answers import (
    Age,
    AllOf,
    Always,
    Answer,
    AnyOf,
    AnyRow,
    Column,
    Count,
    Day,
    Listed,
    OfRow,
)
from tuopin.intake.wording import Cell

Key = TypeVar("Key")


@dataclass(frozen=True)
class Cells:
    """A column: its different cells, and for each row which of them it holds."""

    distinct: Sequence[Cell]
    at: pa.Array

    @staticmethod
    def of(cells: Sequence[Cell]) -> "Cells":
        known: dict[Cell, int] = {}
        at = [known.setdefault(cell, len(known)) for cell in cells]
        return Cells(list(known), pa.array(at, pa.int32()))


class View(Protocol):
    """The rows of one table, as answers look at them."""

    @property
    def rows(self) -> int: ...

    def cells(self, column: str) -> Cells: ...

    def interviews(self) -> pa.Array:
        """The day each row stands for, as date32."""
        ...

    def listed(self, table: str) -> pa.Array:
        """For each household how many rows of another table name it."""
        ...

    def any_row(self, table: str, part: Answer) -> pa.Array:
        """For each household whether a row of another table that names it says yes."""
        ...

    def of_row(self, answer: OfRow) -> pa.Array:
        """For each household what the one row of another table says that is asked."""
        ...


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that was refused: its row, its column, itself and why."""

    row: int
    column: str
    cell: Cell
    refusal: Refusal


@dataclass
class Found:
    """`values` as bool, int64 or date32; a refused cell is null there and stands in `wrong`."""

    values: pa.Array
    wrong: list[Wrong] = field(default_factory=list)


def evaluate(answer: Answer, view: View) -> Found:
    if isinstance(answer, Column):
        return _column(answer, view)
    if isinstance(answer, Always):
        return Found(pa.repeat(pa.scalar(answer.value, wide_type(answer.kind)), view.rows))
    if isinstance(answer, Listed):
        return Found(view.listed(answer.table))
    if isinstance(answer, AnyRow):
        return Found(view.any_row(answer.table, answer.part))
    if isinstance(answer, OfRow):
        return Found(view.of_row(answer))
    if isinstance(answer, AnyOf | AllOf | Count):
        return _together(answer, [evaluate(part, view) for part in answer.parts])
    if isinstance(answer, Age):
        return _age(answer, view)
    return _day(answer, view)


def wide_type(kind: Kind) -> pa.DataType:
    """Wide enough for every value, before its range was looked at."""
    return pa.bool_() if isinstance(kind, YesNo) else pa.date32() if isinstance(kind, Date) else pa.int64()


def _column(column: Column, view: View) -> Found:
    cells = view.cells(column.name)
    read = [column.read(cell) for cell in cells.distinct]
    bad = {at: value for at, value in enumerate(read) if isinstance(value, Refusal)}
    values = pa.array([None if at in bad else value for at, value in enumerate(read)], wide_type(column.kind))
    return Found(values.take(cells.at), list(_wrong(column.name, cells, bad)))


def _wrong(column: str, cells: Cells, bad: Mapping[int, Refusal]) -> Iterator[Wrong]:
    at = np.asarray(cells.at)
    for row in np.flatnonzero(np.isin(at, list(bad))) if bad else ():
        yield Wrong(int(row), column, cells.distinct[at[row]], bad[int(at[row])])


def _together(answer: AnyOf | AllOf | Count, parts: Sequence[Found]) -> Found:
    """Three-valued: an unknown part leaves the whole unknown unless the others settle it."""
    values = [part.values for part in parts]
    if isinstance(answer, Count):
        values = [value.cast(pa.int64()) for value in values]
    join = (
        pc.or_kleene if isinstance(answer, AnyOf) else pc.and_kleene if isinstance(answer, AllOf) else pc.add
    )
    return Found(reduce(join, values), [wrong for part in parts for wrong in part.wrong])


def _age(age: Age, view: View) -> Found:
    born = evaluate(age.born, view)
    on = Found(view.interviews()) if age.on is None else evaluate(age.on, view)

    def years(since: date | None, until: date | None) -> int | Refusal | None:
        if since is None or until is None:
            return None
        return completed_years(since, until) if since <= until else _BORN_LATER

    return _row_by_row(years, (born, on), pa.int64())


def _day(day: Day, view: View) -> Found:
    def made(year: int | None, month: int | None, number: int | None) -> date | Refusal | None:
        if year is None or month is None or number is None:
            return None
        try:
            return date(year, month, number)
        except ValueError:
            return _NO_SUCH_DAY

    return _row_by_row(made, [evaluate(part, view) for part in (day.year, day.month, day.day)], pa.date32())


def _row_by_row(make: Callable[..., object], parts: Sequence[Found], kind: pa.DataType) -> Found:
    once = cache(make)
    made = [once(*row) for row in zip(*(part.values.to_pylist() for part in parts), strict=True)]
    wrong = [each for part in parts for each in part.wrong]
    for row, value in enumerate(made):
        if isinstance(value, Refusal):
            wrong.append(Wrong(row, "", "", value))
            made[row] = None
    return Found(pa.array(made, kind), wrong)


def any_by_household(codes: Iterable[Key], answers: Iterable[object]) -> dict[Key, bool | None]:
    """One yes is enough; an unknown beside noes leaves it unknown. Who is named by no row is not in it."""
    found: dict[Key, bool | None] = {}
    for code, answer in zip(codes, answers, strict=True):
        before = found.get(code, False)
        found[code] = True if before or answer else None if before is None or answer is None else False
    return found


def one_by_household(
    codes: Iterable[Key], where: Iterable[object], values: Iterable[object]
) -> dict[Key, object]:
    """The value of the one row for which `where` is yes; unknown where several are, or one may be."""
    found: dict[Key, object] = {}
    for code, chosen, value in zip(codes, where, values, strict=True):
        if chosen is not False:
            found[code] = value if chosen and code not in found else None
    return found


def in_range(found: Found, kind: Kind) -> Found:
    """Derived numbers within the range of their fact; columns were read within it already."""
    if not isinstance(kind, Number):
        return found
    outside = pc.fill_null(
        pc.or_(pc.less(found.values, kind.low), pc.greater(found.values, kind.high)), False
    )
    rows = np.flatnonzero(np.asarray(outside))
    if not len(rows):
        return found
    wrong = [Wrong(int(row), "", str(found.values[int(row)].as_py()), _OUTSIDE) for row in rows]
    return Found(pc.if_else(outside, pa.scalar(None, pa.int64()), found.values), [*found.wrong, *wrong])


_BORN_LATER = refusal(
    "born_after_interview",
    zh="出生日期晚于调查日期",
    en="The date of birth lies after the interview",
    do_zh="请核对两个日期；不清楚就留空。",
    do_en="Check both dates; leave the one in doubt blank.",
)
_NO_SUCH_DAY = refusal(
    "no_such_day",
    zh="日历上没有这一天",
    en="The calendar has no such day",
    do_zh="请核对年、月、日三列。",
    do_en="Check the columns of year, month and day.",
)
_OUTSIDE = refusal(
    "out_of_range",
    zh="推导出的数超出合理范围",
    en="The derived number is outside the range of the fact",
    do_zh="请核对所用的列。",
    do_en="Check the columns it is made from.",
)
