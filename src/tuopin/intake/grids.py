"""Sheets as they stand in a file: rows of cells, before anybody asks what they mean."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import python_calamine

from tuopin.intake.limits import Limits
from tuopin.intake.refusing import damaged, protected, too_large
from tuopin.intake.wording import Cell

Row = Sequence[Cell]
Told = Callable[[int, int], None]
"""Called with rows read so far and rows in the sheet."""

_TOLD_EVERY = 5_000
_PANIC = "PanicException"
"""How the Rust side of calamine says that it met what it did not expect; the class cannot be imported."""


@dataclass
class Grid:
    """One sheet. Row n of the file is `rows[n - 1]`. `strict` for csv, where a row can be longer than its header."""

    file: str
    title: str
    rows: list[Row]
    strict: bool = False
    cut_off: bool = False


class Pool(dict[object, Cell]):
    """Equal cells are kept once: a county's sheet repeats a few words a hundred thousand times."""

    def row(self, cells: Sequence[object]) -> Row:
        if bool in map(type, cells):  # True equals 1 and would be found as the number
            cells = [str(cell).upper() if isinstance(cell, bool) else cell for cell in cells]
        return list(map(self.__getitem__, cells))

    def __missing__(self, cell: object) -> Cell:
        assert isinstance(cell, str | float | int | date | time | timedelta)
        kept = self[cell] = str(cell) if isinstance(cell, timedelta) else cell
        return kept


def workbook_grids(path: Path, *, name: str, limits: Limits, told: Told) -> Iterator[Grid]:
    """The visible sheets of an .xlsx or .xls, one at a time.

    Raises BadInput when the file is damaged or asks for a password. calamine gives a formula's stored value, and
    nothing for an error such as #N/A.
    """
    workbook = open_workbook(path, name=name)
    for title in visible_sheets(workbook):
        yield Grid(name, title, list(sheet_rows(workbook, title, name=name, limits=limits, told=told)))


def open_workbook(path: Path, *, name: str) -> python_calamine.CalamineWorkbook:
    """Raises BadInput when the file is damaged or asks for a password."""
    with _reading(name):
        return python_calamine.CalamineWorkbook.from_path(path)


def visible_sheets(workbook: python_calamine.CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """What calamine raises for a bad file, its panics too, as a refusal of that file."""
    try:
        yield
    except python_calamine.PasswordError:
        raise protected(name) from None
    except MemoryError:
        raise
    except (python_calamine.CalamineError, OSError, ValueError, ArithmeticError) as error:
        raise damaged(name) from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise damaged(name) from error
        raise


def sheet_rows(
    workbook: python_calamine.CalamineWorkbook, title: str, *, name: str, limits: Limits, told: Told
) -> Iterator[Row]:
    """The rows of one sheet from its first, each as long as the sheet is wide."""
    with _reading(name):
        sheet = workbook.get_sheet_by_name(title)
        height, width = sheet.total_height, sheet.total_width
        if width > limits.columns or height * width > limits.cells:
            raise too_large(name, title, rows=height, columns=width, limits=limits)
        pool = Pool()
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number % _TOLD_EVERY == 0:
                told(number, height)
            yield pool.row(row)
