"""Sheets as they stand in a file: rows of cells, before anybody asks what they mean."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import python_calamine

from tuopin.intake.limits import Limits
from tuopin.intake.refusing import damaged, protected, too_large
from tuopin.intake.wording import Cell

Row = Sequence[Cell]
Told = Callable[[int, int], None]
"""Called with rows read so far and rows in the sheet."""

_TOLD_EVERY = 5_000


@dataclass
class Grid:
    """One sheet. Row n of the file is `rows[n - 1]`. `strict` for csv, where a row can be longer than its header."""

    file: str
    title: str
    rows: list[Row]
    strict: bool = False
    cut_off: bool = False


@dataclass
class Pool:
    """Equal cells are kept once: a county's sheet repeats a few words a hundred thousand times."""

    known: dict[Cell, Cell] = field(default_factory=dict)

    def row(self, cells: Sequence[object]) -> Row:
        known = self.known
        return [known.setdefault(cell, cell) for cell in map(_cell, cells)]


def _cell(cell: object) -> Cell:
    if cell is True or cell is False:
        return str(cell).upper()
    if isinstance(cell, timedelta):
        return str(cell)
    return cell  # type: ignore[return-value] # calamine gives text, numbers, dates and times only


def workbook_grids(path: Path, *, name: str, limits: Limits, told: Told) -> Iterator[Grid]:
    """The visible sheets of an .xlsx or .xls, one at a time.

    Raises BadInput when the file is damaged or asks for a password. calamine gives a formula's stored value, and
    nothing for an error such as #N/A.
    """
    workbook = _opened(path, name)
    for sheet in workbook.sheets_metadata:
        if (
            sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ):
            yield Grid(name, sheet.name, list(_rows(workbook, sheet.name, name=name, limits=limits, told=told)))


def _opened(path: Path, name: str) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        raise protected(name) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(name) from error


def _rows(
    workbook: python_calamine.CalamineWorkbook, title: str, *, name: str, limits: Limits, told: Told
) -> Iterator[Row]:
    try:
        sheet = workbook.get_sheet_by_name(title)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise damaged(name) from error
    height, width = sheet.total_height, sheet.total_width
    if width > limits.columns or height * width > limits.cells:
        raise too_large(name, title, rows=height, columns=width, limits=limits)
    pool = Pool()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number % _TOLD_EVERY == 0:
            told(number, height)
        yield pool.row(row)
