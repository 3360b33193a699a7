"""The workbook that goes back to the owner of refused rows."""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import xlsxwriter

from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Language, Text

NOTE = Text("错误说明", "what is wrong")
_ROW = Text("原行号", "row in the file")
_NOTHING = Text("没有被拒绝的行。", "No row was refused.")
_SHEET = Text("说明", "note")
_LONGEST = 32_767
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_TITLE = 31
_NOTE_WIDTH = 60
_CELL_WIDTH = 16


@dataclass(frozen=True)
class ReturnedSheet:
    """`rows` has the column `line` (row number in the file), then one column of text for each label."""

    file: str
    sheet: str
    labels: tuple[str, ...]
    rows: pa.Table = field(repr=False)


def write_returned(
    path: Path,
    sheets: Sequence[ReturnedSheet],
    reasons: Mapping[tuple[str, str, int], Sequence[str]],
    language: Language,
) -> None:
    """Whole or not at all: written beside its place and moved there. Raises BadInput (`cannot_write`)."""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".refused-", suffix=".xlsx")
        os.close(handle)
        try:
            _write(beside, sheets, reasons, language)
            os.replace(beside, path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError:
        raise BadInput(
            "cannot_write",
            zh=f"无法写入 {path.name}。请确认文件夹存在、可以写入，并且该文件没有在其他程序中打开。",
            en=f"{path.name} cannot be written. See that the folder exists and is writable, "
            "and that no program has the file open.",
        ) from None


def _write(
    path: str,
    sheets: Sequence[ReturnedSheet],
    reasons: Mapping[tuple[str, str, int], Sequence[str]],
    language: Language,
) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        text = workbook.add_format({"num_format": "@"})
        wrapped = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        bold = workbook.add_format({"bold": True, "num_format": "@"})
        if not any(sheet.rows.num_rows for sheet in sheets):
            workbook.add_worksheet(_SHEET.in_(language)).write_string(0, 0, _NOTHING.in_(language))
        for title, sheet in _titled(sheets):
            page = workbook.add_worksheet(title)
            page.freeze_panes(1, 2)
            page.set_column(0, 0, _NOTE_WIDTH)
            page.set_column(1, len(sheet.labels) + 1, _CELL_WIDTH)
            for column, label in enumerate((NOTE.in_(language), _ROW.in_(language), *sheet.labels)):
                page.write_string(0, column, label[:_LONGEST], bold)
            for number, (line, *cells) in enumerate(_lines(sheet), start=1):
                note = "\n".join(reasons.get((sheet.file, sheet.sheet, line), ()))
                page.write_string(number, 0, note[:_LONGEST], wrapped)
                page.write_string(number, 1, str(line), text)
                for column, cell in enumerate(cells, start=2):
                    if cell:
                        page.write_string(number, column, cell[:_LONGEST], text)


def _lines(sheet: ReturnedSheet) -> Iterator[tuple[int, *tuple[str, ...]]]:
    for batch in sheet.rows.to_batches(max_chunksize=1_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _titled(sheets: Sequence[ReturnedSheet]) -> Iterator[tuple[str, ReturnedSheet]]:
    """Sheets with rows, under titles a spreadsheet program takes: short, different, without special characters."""
    used: set[str] = set()
    for sheet in sheets:
        if not sheet.rows.num_rows:
            continue
        plain = _NOT_IN_TITLES.sub(" ", sheet.sheet).strip(" '") or "-"
        title, number = plain[:_TITLE], 1
        while title.lower() in used:
            number += 1
            title = f"{plain[: _TITLE - 4]}~{number}"
        used.add(title.lower())
        yield title, sheet
