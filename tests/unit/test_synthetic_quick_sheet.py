"""Whole rows, written quickly, are what the library's own calls write cell by cell."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter

from tuopin.synthetic.quick_sheet import QuickSheet

ROWS = [
    ("9901211002010001", "甲一", 3, -1234.5, None),
    ("=1+1", "a & b < c > d", 0.1, 99000119850101100.0, None),
    (None, None, None, None, None),
    (0, 0.0, "0", -1, 1),
    ("last", " outer spaces ", 10**15, 1e-7, "否"),
]
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write(path: Path, *, quickly: bool) -> list[list[object]]:
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        page = book.add_worksheet("户", QuickSheet)
        page.set_column(0, 0, 20, book.add_format({"num_format": "@"}))
        page.write_string(0, 0, "header")
        if quickly:
            after = page.write_rows(1, ROWS, columns=5)
        else:
            for row, cells in enumerate(ROWS, start=1):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        page.write(row, column, cell)
            after = 1 + len(ROWS)
        page.write_string(after, 0, "合计")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(max_col=5)]


def test_quick_rows_read_back_like_slow_ones(tmp_path: Path) -> None:
    quick = write(tmp_path / "quick.xlsx", quickly=True)
    slow = write(tmp_path / "slow.xlsx", quickly=False)

    assert [[value for value, _ in row] for row in quick] == [[value for value, _ in row] for row in slow]
    assert quick[1][0] == ("9901211002010001", "@")
    assert quick[-1][0] == ("合计", "@")


def test_the_markup_says_how_far_the_sheet_reaches(tmp_path: Path) -> None:
    write(tmp_path / "quick.xlsx", quickly=True)

    markup = zipfile.ZipFile(tmp_path / "quick.xlsx").read("xl/worksheets/sheet1.xml").decode()

    assert '<dimension ref="A1:E7"/>' in markup
    assert markup.count("<row ") == 7


def test_no_rows_leave_the_sheet_as_it_was(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "empty.xlsx"), OPTIONS) as book:
        page = book.add_worksheet("户", QuickSheet)
        page.write_string(0, 0, "header")
        after = page.write_rows(1, [], columns=5)
        page.write_string(after, 0, "合计")

    sheet = openpyxl.load_workbook(tmp_path / "empty.xlsx").worksheets[0]
    assert after == 1
    assert [cell.value for cell in sheet["A"]] == ["header", "合计"]
