"""A sheet that takes whole rows: a million cells in a second, where one call a cell takes five.

It writes the markup XlsxWriter would write for plain text and numbers and leans on three of that library's inner
names; tests/unit/test_synthetic_workbook.py compares it with the library's own calls cell by cell.
"""

from collections.abc import Iterable, Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | None


class QuickSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """For a workbook with `constant_memory`: rows come in order and are not touched again."""

    def write_rows(self, first_row: int, rows: Iterable[Sequence[Cell]], *, columns: int) -> int:
        """Rows from `first_row` (from 0) with `columns` cells each, None for none. Answers with the row after them."""
        self._write_single_row(first_row)  # what the library still holds of the row before
        starts = [f'<c r="{xl_col_to_name(column)}' for column in range(columns)]
        styles = [self._style_of(column) for column in range(columns)]
        row = first_row
        for row, cells in enumerate(rows, start=first_row + 1):
            end = f'{row}"'
            parts = [
                f"{start}{end}{style}{_content(cell)}"
                for start, style, cell in zip(starts, styles, cells, strict=True)
                if cell is not None
            ]
            self.fh.write(f'<row r="{row}">{"".join(parts)}</row>')
        if row > first_row:
            self._check_dimensions(row - 1, columns - 1)
            self.previous_row = row - 1
        return row

    def _style_of(self, column: int) -> str:
        known = self.col_info.get(column)
        style = known.column_format if known is not None else None
        return f' s="{style._get_xf_index()}"' if style is not None else ""


def _content(cell: str | int | float) -> str:
    if type(cell) is str:
        if "&" in cell or "<" in cell or ">" in cell:
            cell = cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f' t="inlineStr"><is><t>{cell}</t></is></c>'
    return f"><v>{cell:.16G}</v></c>"
