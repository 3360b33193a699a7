"""One sheet checked: every cell typed, every row accepted or with its problems. No row is lost on the way."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from tuopin.intake import problems
from tuopin.intake.cells import read_column
from tuopin.intake.grids import Grid, Row
from tuopin.intake.headings import Heading, header_word
from tuopin.intake.problems import Problem, Refusal, from_check
from tuopin.intake.readers import reader_for
from tuopin.intake.wording import Cell, compact, shown, written
from tuopin.standards.pack import Layout, Pack, RowCheck, Sheet

_ORDINAL = re.compile(r"\(?(\d{1,3})\)?")
_FEWEST_ORDINALS = 3


@dataclass
class CheckedSheet:
    """`lines` are the row numbers in the file; `values` are typed, by header; `problems` by position in `lines`.

    `worked_out` are facts that no column holds, by code: see pseudonyms.py.
    """

    grid: Grid
    heading: Heading
    lines: list[int]
    skipped: int
    values: dict[str, list[object]] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    worked_out: dict[str, list[object]] = field(default_factory=dict)
    papers: dict[str, list[object]] = field(default_factory=dict, repr=False)
    """By role, the numbers and phones themselves; only for a reader who asked for origins."""

    @property
    def sheet(self) -> Sheet:
        return self.heading.sheet

    def refuse(self, at: int, column: str, value: str, refusal: Refusal) -> None:
        self.problems.setdefault(at, []).append(Problem(column, value, refusal))

    def accepted(self, at: int) -> bool:
        return at not in self.problems

    def header_of(self, role: str) -> str:
        """The header of the first column with this role that the sheet has; '' when it has none."""
        columns = self.heading.columns.values()
        return next((column.header for column in columns if column.role == role), "")

    def of_role(self, role: str) -> list[object]:
        """The values of the column with this role; all unknown when the sheet has none."""
        return self.values.get(self.header_of(role)) or [None] * len(self.lines)

    def of_fact(self, code: str) -> list[object]:
        """The values of the column of this fact; all unknown when the sheet has none."""
        columns = self.heading.columns.values()
        header = next(
            (column.header for column in columns if column.fact is not None and column.fact.code == code), ""
        )
        return self.values.get(header) or [None] * len(self.lines)

    def whole_rows(self) -> Iterator[dict[str, object]]:
        """The values of each row by header."""
        headers = list(self.values)
        for values in zip(*self.values.values(), strict=True):
            yield dict(zip(headers, values, strict=True))

    def cells(self, at: int) -> Row:
        return self.grid.rows[self.lines[at] - 1]


def check_sheet(grid: Grid, heading: Heading, pack: Pack, *, lenient: bool = False) -> CheckedSheet:
    """All columns of the sheet, then its whole rows. `lenient` lets in what is wrong with identity numbers only."""
    assert pack.layout is not None
    lines, skipped = _lines(grid, heading, pack.layout)
    checked = CheckedSheet(grid, heading, lines, skipped)
    rows = [grid.rows[line - 1] for line in lines]
    for position, column in sorted(heading.columns.items()):
        read = reader_for(column, heading.sheet, pack, lenient=lenient)
        if read is None:
            continue
        cells = _cells(rows, position)
        values = read_column(cells, read)
        for at, value in enumerate(values):
            if isinstance(value, Refusal):
                checked.refuse(at, column.header, shown(cells[at], column.role), value)
                values[at] = None
        checked.values[column.header] = values
    _check_lengths(checked, rows)
    _check_rows(checked, checked.sheet.row_check)
    if not lenient:
        _check_rows(checked, checked.sheet.identity_check)
    return checked


def _cells(rows: Sequence[Row], position: int) -> list[Cell]:
    """A csv row may end early: what it does not say is blank."""
    try:
        return list(map(itemgetter(position), rows))
    except IndexError:
        return [row[position] if position < len(row) else "" for row in rows]


def _lines(grid: Grid, heading: Heading, layout: Layout) -> tuple[list[int], int]:
    """The rows with content below the header, and how many were passed over: totals, notes, repeated headers."""
    keys = [position for position, column in heading.columns.items() if column.required]
    totals = tuple(compact(word).upper() for word in layout.totals)
    start = heading.first + heading.depth
    headers = [[header_word(written(cell)) for cell in row] for row in grid.rows[heading.first : start]]
    lines, skipped = [], 0
    for line, row in enumerate(grid.rows[start:], start=start + 1):
        first = next((cell for cell in row if cell != ""), "")
        text = compact(written(first)).upper()
        word = header_word(text)
        if not text and not any(compact(written(cell)) for cell in row):
            continue
        if (
            (text.startswith(totals) and _keys_say_nothing(row, keys, totals))
            or any(word in header and _is_header(row, header) for header in headers)
            or (line == start + 1 and _counts_columns(row))
        ):
            skipped += 1
        else:
            lines.append(line)
    return lines, skipped


def _keys_say_nothing(row: Row, keys: Sequence[int], totals: tuple[str, ...]) -> bool:
    """A row with a key of its own is never a total, whatever its first cell says."""
    cells = (compact(written(row[key])).upper() for key in keys if key < len(row))
    return all(not cell or cell.startswith(totals) for cell in cells)


def _is_header(row: Row, header: Sequence[str]) -> bool:
    """The header once more, as a print-out repeats it on every page."""
    words = [header_word(written(cell)) for cell in row]
    return all(not word or word == known for word, known in zip(words, header, strict=False))


def _counts_columns(row: Row) -> bool:
    """The row 1, 2, 3 ... that forms have below their header."""
    found = [_ORDINAL.fullmatch(compact(written(cell))) for cell in row if cell != ""]
    if len(found) < _FEWEST_ORDINALS or None in found:
        return False
    numbers = [int(matched[1]) for matched in found if matched is not None]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _check_lengths(checked: CheckedSheet, rows: Sequence[Row]) -> None:
    """Only a text file can have rows longer than its header, or end in the middle of one."""
    if not checked.grid.strict:
        return
    heading = checked.heading
    width = max(len(row) for row in checked.grid.rows[heading.first : heading.first + heading.depth])
    for at, row in enumerate(rows):
        if any(compact(written(cell)) for cell in row[width:]):
            checked.refuse(at, "", "", problems.ROW_TOO_LONG)
    last = len(rows) - 1
    if (
        checked.grid.cut_off
        and rows
        and checked.lines[last] == len(checked.grid.rows)
        and len(rows[last]) < width
    ):
        checked.refuse(last, "", "", problems.ROW_CUT_OFF)


def _check_rows(checked: CheckedSheet, check: RowCheck | None) -> None:
    """A check of the pack upon whole rows: the typed values by header, a refused cell as unknown."""
    if check is None or not checked.values:
        return
    for at, values in enumerate(checked.whole_rows()):
        reason = check(values)
        if reason is not None:
            checked.refuse(at, "", "", from_check("row_contradicts_itself", reason))
