"""Small tables that administrators hand in: one sheet, a header row, a few named columns, each row with its line."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tuopin.intake.archive import check_archive
from tuopin.intake.delimited import text_grid
from tuopin.intake.formats import format_of
from tuopin.intake.grids import Row, workbook_grids
from tuopin.intake.limits import Limits
from tuopin.intake.refusing import empty
from tuopin.intake.wording import Cell, compact, written
from tuopin.kernel.errors import BadInput

LIMITS = Limits(file_bytes=10 * 2**20, unpacked_bytes=100 * 2**20, columns=100, cells=2_000_000)
_HEADER_WITHIN = 10
"""Titles may stand above the header."""

Headers = Mapping[str, tuple[str, ...]]
"""What each column may be called, by our own name for it; compared without spaces and capitals."""


def read_small_table(
    path: Path, *, name: str, headers: Headers, needed: Sequence[str]
) -> list[tuple[int, dict[str, Cell]]]:
    """(line in the file, cells by our names), blank rows left out. Raises BadInput (`table_header`) and those of
    reading files."""
    found = _rows(path, name)
    at, columns = _header(found, headers, needed, name)
    lines = []
    for line, row in enumerate(found[at + 1 :], start=at + 2):
        cells = {ours: row[column] if column < len(row) else "" for ours, column in columns.items()}
        if any(written(cell).strip() for cell in cells.values()):
            lines.append((line, cells))
    return lines


def _rows(path: Path, name: str) -> list[Row]:
    kind = format_of(path, LIMITS)
    if kind == "text":
        return text_grid(path, name=name, limits=LIMITS, told=_nobody).rows
    if kind == "xlsx":
        check_archive(path, name=name, limits=LIMITS)
    first = next(workbook_grids(path, name=name, limits=LIMITS, told=_nobody), None)
    if first is None:
        raise empty(name)
    return first.rows


def _header(
    rows: Sequence[Row], headers: Headers, needed: Sequence[str], name: str
) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        titles = [compact(written(cell)).lower() for cell in row]
        columns = {
            ours: next((titles.index(each.lower()) for each in names if each.lower() in titles), -1)
            for ours, names in headers.items()
        }
        if all(columns[ours] >= 0 for ours in needed):
            return at, {ours: column for ours, column in columns.items() if column >= 0}
    wanted_zh = "、".join(headers[ours][0] for ours in needed)
    wanted_en = ", ".join(headers[ours][-1] for ours in needed)
    raise BadInput(
        "table_header",
        zh=f"{name} 的前 {_HEADER_WITHIN} 行里没有这样的表头：{wanted_zh}。请补上表头。",
        en=f"The first {_HEADER_WITHIN} rows of {name} hold no header with {wanted_en}. Add it.",
    )


def _nobody(read: int, of: int) -> None:
    """Small tables need no progress."""
