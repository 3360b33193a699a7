"""What comes out of reading a workbook: a data set, the refused rows with reasons, a summary that adds up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from tuopin.intake.returned import ReturnedSheet, write_returned
from tuopin.kernel.text import Language, Text
from tuopin.snapshot.dataset import Dataset


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One reason against one row; a row with several has several, one after the other.

    `row` is the number the spreadsheet program shows. `column` is empty when the row as a whole is refused.
    `value` may be printed: identifiers are masked.
    """

    file: str
    sheet: str
    row: int
    column: str
    value: str
    code: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class FileSummary:
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """read = accepted + refused. `skipped` counts totals, notes and repeated headers, which are no rows.

    `kind` is the pack's name of the sheet. The facts of `missing_columns` are unknown for every row of it.
    """

    file: str
    sheet: str
    kind: str
    read: int
    accepted: int
    refused: int
    skipped: int
    ignored_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingSummary:
    """`ignored_sheets` are (file, sheet) the pack does not know, hidden sheets not among them."""

    files: tuple[FileSummary, ...]
    sheets: tuple[SheetSummary, ...]
    ignored_sheets: tuple[tuple[str, str], ...]
    households: int
    persons: int
    villages: int
    counties: int
    incomplete_households: int

    @property
    def read(self) -> int:
        return sum(sheet.read for sheet in self.sheets)

    @property
    def accepted(self) -> int:
        return sum(sheet.accepted for sheet in self.sheets)

    @property
    def refused(self) -> int:
        return sum(sheet.refused for sheet in self.sheets)


@dataclass(frozen=True)
class Reading:
    """`returned` holds the refused rows as they were, for their owner, and `origins` names and papers of the accepted
    ones, if they were asked for; neither is ever printed."""

    dataset: Dataset
    refused: tuple[RefusedRow, ...]
    summary: ReadingSummary
    returned: tuple[ReturnedSheet, ...] = field(default=(), repr=False)
    origins: Mapping[str, pa.Table] = field(default_factory=dict, repr=False)

    def write_refused(self, path: str | Path, *, language: Language = "zh") -> None:
        """A workbook of the refused rows as they were, the reasons in its first column.

        It holds identity numbers, because the owner of the rows must find and correct them: treat it like the
        original. Every cell is text, so that nothing in it can run as a formula.
        """
        reasons: dict[tuple[str, str, int], list[str]] = {}
        for row in self.refused:
            reasons.setdefault((row.file, row.sheet, row.row), []).append(_sentence(row, language))
        write_returned(Path(path), self.returned, reasons, language)


def _sentence(row: RefusedRow, language: Language) -> str:
    reason, remedy = row.reason.in_(language), row.remedy.in_(language)
    if language == "zh":
        where = f"【{row.column}】" if row.column else ""
        return f"{where}{reason.rstrip('。')}。{remedy}"
    where = f"[{row.column}] " if row.column else ""
    return f"{where}{reason.rstrip('.')}. {remedy}"
