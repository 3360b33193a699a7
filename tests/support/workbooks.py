"""Workbooks for tests: a small good one, and the means to make it messy or hostile.

Region 98 is no region of China, so none of these numbers can be anybody's.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from tuopin.standards.cn.identity import check_character

Rows = list[list[object]]
Sheets = dict[str, Rows]

VILLAGES = ("980101100001", "980101100002")


def citizen(serial: int, *, born: date = date(1980, 5, 17), female: bool = False) -> str:
    """A valid number of region 98; serials below 500 differ."""
    digits = f"980101{born:%Y%m%d}{serial * 2 % 1000 + (0 if female else 1):03}"
    return digits + check_character(digits)


def small_county() -> Sheets:
    """Three households with six people in two villages; everything in it is accepted."""
    return {
        "户": [
            ["户编号", "村代码", "省", "县", "行政村", "户主姓名", "采集日期", "家庭人口数", "家庭年纯收入",
             "建档立卡户", "住房鉴定等级"],
            ["H001", VILLAGES[0], "九八省", "石桥县", "大石村", "甲某", "2020-06-01", 3, 12000.5, "是", "A级"],
            ["H002", VILLAGES[0], "九八省", "石桥县", "大石村", "乙某", "2020-06-02", 2, 8000, "是", "C级"],
            ["H003", VILLAGES[1], "九八省", "石桥县", "小石村", "丙某", "2020-05-30", 1, None, "否", None],
        ],
        "人": [
            ["户编号", "姓名", "证件号码", "与户主关系", "性别", "出生日期", "健康状况", "务工时间"],
            ["H001", "甲某", citizen(1), "户主", "男", "1980-05-17", "健康", 6],
            ["H001", "甲妻", citizen(2, female=True), "配偶", "女", "1980-05-17", "长期慢性病、残疾", None],
            ["H001", "甲子", citizen(3, born=date(2010, 9, 1)), "之子", "男", "2010-09-01", "健康", None],
            ["H002", "乙某", citizen(4), "户主", "男", "1980-05-17", "健康", 3],
            ["H002", "乙女", None, "之女", "女", "2018-02-03", None, None],
            ["H003", "丙某", citizen(5, female=True), "户主", "女", "1980-05-17", "患有大病", 0],
        ],
        "村": [
            ["村代码", "省", "县", "行政村", "总户数", "户籍人口数", "建档立卡户数", "通硬化路"],
            [VILLAGES[0], "九八省", "石桥县", "大石村", 2, 5, 2, "是"],
            [VILLAGES[1], "九八省", "石桥县", "小石村", 1, 1, 0, "否"],
        ],
    }  # fmt: skip


def replaced(sheets: Sheets, sheet: str, header: str, row: int, value: object) -> Sheets:
    """The sheets with one cell changed; `row` counts as the spreadsheet program does, 1 is the header."""
    column = sheets[sheet][0].index(header)
    sheets[sheet][row - 1][column] = value
    return sheets


def with_column(sheets: Sheets, sheet: str, header: str, values: Sequence[object]) -> Sheets:
    for row, value in zip(sheets[sheet], [header, *values], strict=True):
        row.append(value)
    return sheets


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Text stays text, days become cells formatted as days, None is an empty cell."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            page = workbook.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date | datetime):
                        page.write_datetime(number, column, cell, day)
                    elif cell is not None:
                        page.write(number, column, cell)
    return path


def write_csv(
    path: Path, rows: Sequence[Sequence[object]], *, encoding: str = "utf-8", separator: str = ","
) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(
        ["" if cell is None else cell for cell in row] for row in rows
    )
    path.write_bytes(text.getvalue().encode(encoding))
    return path


_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
    'PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def parts(sheet: str, *, attributes: str = "") -> dict[str, bytes]:
    """The parts of a workbook whose one sheet, called 户, holds this markup inside <worksheet>."""
    return {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATIONS}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets><sheet name="户" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>"
        ).encode(),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"{attributes}>{sheet}</worksheet>'.encode(),
    }


def write_parts(path: Path, contents: Mapping[str, bytes], *, stored: bool = False) -> Path:
    """A zip of these parts."""
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
