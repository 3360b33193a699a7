"""The one way tables leave as workbooks and csv: text stays text, numbers stay numbers, nothing is a formula.

A household's remark or a place's name may begin with = + - @; a spreadsheet would run it. In a workbook every
text is stored as text, whatever it looks like; in csv, which knows no types, such a text gets a ' before it.
"""

import csv
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from tuopin.engine.reading import Told
from tuopin.kernel.text import Language
from tuopin.kernel.verdict import Verdict

MOST_ROWS = 200_000  # a sheet; more than that is slow to open on an office computer
MOST_CHARACTERS = 32_000  # a cell; the format ends at 32,767
STARTS_FORMULA = ("=", "+", "-", "@", "|", "%")
VERDICT_COLOURS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.MET: ("#0F5C4D", "#E3F1EC"),
    Verdict.NOT_MET: ("#9A3412", "#FDECE3"),
    Verdict.UNKNOWN: ("#7A4F01", "#FDF3D8"),
    Verdict.NOT_APPLICABLE: ("#475569", "#EEF2F6"),
}

Cell = str | int | Told | None


@dataclass(frozen=True, slots=True)
class Column:
    """`wraps` is for sentences."""

    header: str
    width: int = 12
    wraps: bool = False


class Book:
    """A workbook written row by row, so that its size does not matter. Use it as a context manager."""

    def __init__(self, path: Path, *, language: Language) -> None:
        self._language = language
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        # Pieces lie beside the book while it is written, so that they go with the folder if it fails.
        self._book = xlsxwriter.Workbook(str(path), {**options, "tmpdir": str(path.parent)})
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
        self._plain = self._book.add_format(base)
        self._wrapped = self._book.add_format({**base, "text_wrap": True})
        self._number = self._book.add_format({**base, "num_format": "#,##0", "align": "right"})
        self._title = self._book.add_format({**base, "font_size": 14, "bold": True})
        self._head = self._book.add_format(
            {
                **base,
                "bold": True,
                "text_wrap": True,
                "bottom": 1,
                "font_color": "#1F2933",
                "bg_color": "#E3F1EC",
            }
        )
        self._verdicts = {
            verdict: self._book.add_format({**base, "font_color": ink, "bg_color": tint})
            for verdict, (ink, tint) in VERDICT_COLOURS.items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is not None:
            for sheet in self._book.worksheets():
                sheet._opt_close()
            return
        try:
            self._book.close()
        except FileCreateError as why:  # what the operating system said is inside
            raise why.args[0] from why

    def notes(self, name: str, title: str, lines: Iterable[tuple[str, str]]) -> None:
        """A first sheet of two columns that says what this workbook is."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 22, self._plain)
        sheet.set_column(1, 1, 90, self._wrapped)
        sheet.write_string(0, 0, _text(title), self._title)
        for row, (what, told) in enumerate(lines, start=2):
            sheet.write_string(row, 0, _text(what), self._plain)
            sheet.write_string(row, 1, _text(told), self._wrapped)

    def sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
        """A table with a header that stays in sight and can be filtered; returns how many rows it got."""
        sheet = self._book.add_worksheet(name)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # codes are text on purpose
        for at, column in enumerate(columns):
            sheet.write_string(0, at, _text(column.header), self._head)
        formats = [self._wrapped if column.wraps else self._plain for column in columns]
        written = 0
        for written, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                self._write(sheet, written, at, cell, formats[at])
        sheet.autofilter(0, 0, written, len(columns) - 1)
        return written

    def _write(self, sheet: Any, row: int, at: int, cell: Cell, text_format: Any) -> None:
        if isinstance(cell, Told):
            sheet.write_string(row, at, cell.in_(self._language), self._verdicts[cell.looks])
        elif isinstance(cell, int):
            sheet.write_number(row, at, cell, self._number)
        elif cell is None:
            unknown = Verdict.UNKNOWN
            sheet.write_string(row, at, unknown.label.in_(self._language), self._verdicts[unknown])
        elif cell:
            sheet.write_string(row, at, _text(cell), text_format)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> None:
    """UTF-8 with a mark, which spreadsheets need in order to read Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([harmless(name) for name in header])
        writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def harmless(text: str) -> str:
    """The text as csv may hold it: with a ' before it when a spreadsheet would take it for a formula."""
    visible = unicodedata.normalize("NFKC", text).lstrip()
    while visible and unicodedata.category(visible[0]) in ("Cf", "Cc", "Zs", "Zl", "Zp"):
        visible = visible[1:]
    return f"'{text}" if visible.startswith(STARTS_FORMULA) or text.startswith(("\t", "\r", "\n")) else text


def _text(text: str) -> str:
    """Without control characters, which no workbook may hold, and no longer than a cell."""
    clean = "".join(each for each in text if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs"))
    return clean if len(clean) <= MOST_CHARACTERS else f"{clean[:MOST_CHARACTERS]}…"
