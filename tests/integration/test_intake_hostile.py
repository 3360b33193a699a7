"""Files that would hurt, or are not what they seem: a sentence and a code, no exception, nothing left behind."""

import io
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt
from tests.support.workbooks import (
    VILLAGES,
    Sheets,
    citizen,
    parts,
    small_county,
    text_cell,
    with_column,
    write_csv,
    write_parts,
    write_xlsx,
)

from tuopin.intake import read_workbook
from tuopin.intake.batch import read_within
from tuopin.intake.limits import LIMITS, Limits
from tuopin.kernel.errors import BadInput

Maker = Callable[[Path], Path | list[Path]]

WORDS = ("户编号", "村代码", "采集日期")
ROW = ("H001", VILLAGES[0], "2020-06-01")
HEADER = "".join(text_cell(f"{letter}1", word) for letter, word in zip("ABC", WORDS, strict=True))
VALUES = "".join(text_cell(f"{letter}2", word) for letter, word in zip("ABC", ROW, strict=True))
PLAIN = f'<sheetData><row r="1">{HEADER}</row><row r="2">{VALUES}</row></sheetData>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
TINY = Limits(
    unpacked_bytes=200_000,
    members=20,
    ratio_free_bytes=50_000,
    cells=500,
    columns=60,
    problems=5,
    members_of_household=4,
)
PREFIXED = f'<x:worksheet xmlns:x="{MAIN}"><x:row><x:c r="XFD1048576"/></x:row></x:worksheet>'
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]>'


def sheet_of(markup: str, **changed: bytes) -> Maker:
    return lambda folder: write_parts(folder / "户.xlsx", {**parts(markup), **changed})


def far_cell(cell: str) -> Maker:
    return sheet_of(PLAIN.replace("</sheetData>", f"<row>{cell}</row></sheetData>"))


def changed_part(name: str, content: bytes) -> Maker:
    return lambda folder: write_parts(folder / "户.xlsx", {**parts(PLAIN), name: content})


def file_with(content: bytes, name: str = "户.xlsx") -> Maker:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def good_bytes() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts(PLAIN).items():
            archive.writestr(name, part)
    return content.getvalue()


def other_name_in_header(folder: Path) -> Path:
    path = folder / "户.xlsx"
    path.write_bytes(good_bytes().replace(SHEET.encode(), SHEET.replace("1", "2").encode(), 1))
    return path


def wrong_checksum(folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(good_bytes())) as archive:
        checksum = struct.pack("<I", archive.getinfo(SHEET).CRC)
    path = folder / "户.xlsx"
    path.write_bytes(good_bytes().replace(checksum, b"abcd"))
    return path


def twice_the_same_name(folder: Path) -> Path:
    path = write_parts(folder / "户.xlsx", parts(PLAIN))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<worksheet/>")
    return path


def lying_sizes(real: int) -> Maker:
    """Both headers of a part say 100 bytes; the stream gives more."""

    def make(folder: Path) -> Path:
        path = write_parts(folder / "户.xlsx", {"xl/big.xml": b"<a>" + b" " * real + b"</a>", **parts(PLAIN)})
        content = bytearray(path.read_bytes())
        for signature, size_at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            struct.pack_into("<I", content, content.index(signature) + size_at, 100)
        path.write_bytes(content)
        return path

    return make


def overlapping(folder: Path) -> Path:
    """Every entry of the directory points at the same stored bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in {**parts(PLAIN), "xl/a.xml": b"<a/>" * 2000, "xl/b.xml": b"<b/>" * 2000}.items():
            archive.writestr(name, part)
        archive.filelist[-1].header_offset = archive.filelist[-2].header_offset
        archive._didModify = True  # type: ignore[attr-defined]
    return file_with(content.getvalue())(folder)  # type: ignore[return-value]


def encrypted_member(folder: Path) -> Path:
    content = good_bytes()
    at = content.rindex(b"PK\x01\x02")
    path = folder / "户.xlsx"
    path.write_bytes(content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :])
    return path


def old_binary(folder: Path, *, rows: int) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("户")
    page.write(0, 0, "户编号")
    page.write(rows - 1, 255, "x")
    book.save(str(folder / "户.xls"))
    return folder / "户.xls"


def cut(name: str, share: float) -> Maker:
    def make(folder: Path) -> Path:
        path = (
            old_binary(folder, rows=9) if name.endswith("xls") else write_xlsx(folder / name, small_county())
        )
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        return path

    return make


def csv_of(content: bytes) -> Maker:
    return file_with(content, "户.csv")


HEADING = "户编号,村代码,采集日期\n".encode()
GOOD_LINE = f"H1,{VILLAGES[0]},2020-06-01\n".encode()
NAMED = f"户编号,村代码,采集日期,户主姓名\nH1,{VILLAGES[0]},2020-06-01,甲某某\n"


def changed_sheets(change: Callable[[Sheets], object]) -> Maker:
    def make(folder: Path) -> Path:
        sheets = small_county()
        change(sheets)
        return write_xlsx(folder / "a.xlsx", sheets)

    return make


def same_file_twice(folder: Path) -> list[Path]:
    first = write_xlsx(folder / "a.xlsx", small_county())
    (folder / "b.xlsx").write_bytes(first.read_bytes())
    return [first, folder / "b.xlsx"]


def renamed(title: str, column: int, header: str) -> Callable[[Sheets], None]:
    def rename(sheets: Sheets) -> None:
        sheets[title][0][column] = header

    return rename


def one_fact_twice(sheets: Sheets) -> None:
    with_column(sheets, "户", "家庭人口数", [1, 2, 3])


def helpers_or_persons(sheets: Sheets) -> None:
    sheets["Sheet9"] = [["户编号", "姓名", "证件号码"], ["H001", "甲某", citizen(1)]]


REFUSED: dict[str, tuple[str, Maker]] = {
    # How far the cells reach
    "one cell at the end of the world": ("sheet_too_large", far_cell(text_cell("XFD1048576", "x"))),
    "the same with a prefix": (
        "sheet_too_large",
        changed_part(SHEET, PREFIXED.encode()),
    ),
    "the same, attributes in another order": ("sheet_too_large", far_cell('<c t="n" r="XFD1048576"><v>1</v></c>')),
    "the same, single quotes": ("sheet_too_large", far_cell("<c r='XFD1048576'><v>1</v></c>")),
    "the same, written with a reference": ("sheet_too_large", far_cell('<c r="&#88;FD1048576"><v>1</v></c>')),
    "the same, small letters": ("sheet_too_large", far_cell('<c r="xfd1048576"><v>1</v></c>')),
    "the same, across lines": ("sheet_too_large", far_cell('<c\n r="XFD1048576"><v>1</v></c>')),
    "cells without reference, far to the right": ("sheet_too_large", far_cell("<c><v>1</v></c>" * 61)),
    "a row far below, cells without reference": (
        "sheet_too_large",
        sheet_of(PLAIN.replace("</sheetData>", '<row r="1048576"><c><v>1</v></c></row></sheetData>')),
    ),
    "a row number that is no number": ("sheet_too_large", far_cell('<c r="A99999999"><v>1</v></c>')),
    "far cell in a part nobody names": ("sheet_too_large", changed_part("xl/a.xml", b'<a><c r="ZZZ9"/></a>')),
    "far cell in an .xls": ("sheet_too_large", lambda folder: old_binary(folder, rows=60)),
    "a csv that is too wide": ("sheet_too_large", csv_of(HEADING + b"," * 80)),
    "a csv that is too long": ("sheet_too_large", csv_of(HEADING + GOOD_LINE * 400)),
    # The zip
    "a bomb in one part": ("archive_ratio", changed_part("xl/big.xml", b"<a>" + b" " * 150_000 + b"</a>")),
    "many parts that are large together": (
        "archive_too_large",
        lambda folder: write_parts(
            folder / "户.xlsx", {**parts(PLAIN), **{f"xl/p{number}.xml": b"<a>" + b"x" * 48_000 for number in range(5)}}
        ),
    ),
    "too many parts": (
        "archive_members",
        lambda folder: write_parts(
            folder / "户.xlsx", {**parts(PLAIN), **{f"xl/p{number}": b"" for number in range(20)}}
        ),
    ),
    "two parts of one name": ("archive_names", twice_the_same_name),
    "names that differ in capitals only": ("archive_names", changed_part("XL/worksheets/SHEET1.xml", b"<worksheet/>")),
    "a name that climbs out": ("archive_names", changed_part("../../etc/evil.xml", b"<a/>")),
    "an absolute name": ("archive_names", changed_part("/etc/evil.xml", b"<a/>")),
    "a name with a drive": ("archive_names", changed_part("C:\\evil.xml", b"<a/>")),
    "sizes that lie": ("file_damaged", lying_sizes(30_000)),
    "sizes that lie to hide a bomb": ("archive_too_large", lying_sizes(1_000_000)),
    "parts that overlap": ("archive_overlap", overlapping),
    "an encrypted part": ("archive_encrypted", encrypted_member),
    "a wrong checksum": ("file_damaged", wrong_checksum),
    "another name in the header of the part": ("file_damaged", other_name_in_header),
    "macros": ("workbook_with_macros", changed_part("xl/vbaProject.bin", b"\x00")),
    "links to other files": ("workbook_with_links", changed_part("xl/externalLinks/externalLink1.xml", b"<a/>")),
    "the binary format": ("not_a_workbook", changed_part("xl/workbook.bin", b"\x00")),
    "a zip of something else": ("not_a_workbook", lambda folder: write_parts(folder / "户.xlsx", {"户.csv": HEADING})),
    # The markup
    "a document type": ("archive_doctype", changed_part(SHEET, ENTITY + b"<worksheet/>")),
    "a document type further down": (
        "archive_doctype",
        changed_part("xl/styles.xml", b"<a>" + b"<b/>" * 5_000 + ENTITY + b"</a>"),
    ),
    "markup in UTF-16": ("archive_encoding", changed_part(SHEET, "<worksheet/>".encode("utf-16"))),
    "markup in another encoding": ("archive_encoding", changed_part(SHEET, b"<?xml encoding='gb2312'?><a/>")),
    "markup that is broken": ("file_damaged", changed_part(SHEET, b"<worksheet><sheetData><row><c></row></worksheet>")),
    "a workbook that names no sheet of its own": ("file_damaged", changed_part("xl/_rels/workbook.xml.rels", b"<a/>")),
    # What it really is
    "an empty file": ("file_empty", file_with(b"")),
    "a web page called .xls": ("not_a_workbook", file_with("\ufeff\n<html><table><tr><td>户编号".encode(), "户.xls")),
    "XML called .xls": ("not_a_workbook", file_with(b'<?xml version="1.0"?><Workbook>', "户.xls")),
    "a PDF": ("not_a_workbook", file_with(b"%PDF-1.7")),
    "a picture": ("not_a_workbook", file_with(b"\x89PNG\r\n\x1a\n")),
    "Excel of before 1995": ("not_a_workbook", file_with(b"\x09\x08\x10\x00\x00\x06\x05\x00", "户.xls")),
    "a workbook with a password": (
        "file_protected",
        file_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")),
    ),
    "an .xls that is none": ("file_damaged", file_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048), "户.xls")),
    "half a workbook": ("file_damaged", cut("a.xlsx", 0.5)),
    "a workbook without its end": ("file_damaged", cut("a.xlsx", 0.98)),
    "half an .xls": ("file_damaged", cut("a.xls", 0.4)),
    "no file": ("file_not_found", lambda folder: folder / "没有.xlsx"),
    "a folder": ("file_not_found", lambda folder: folder),
    "the same file twice": ("file_twice", same_file_twice),
    # Text files
    "a csv with NUL": ("text_with_nul", csv_of(HEADING + b"H1\x00,1,2\n")),
    "two encodings": ("text_mixed_encodings", csv_of(NAMED.encode() + NAMED.encode("gbk"))),
    "neither encoding": ("text_encoding", csv_of(HEADING.decode().encode("gbk") + b"H1,\xff\xff,1\n")),
    "characters already lost": ("text_lost", csv_of(NAMED.replace("甲", "\ufffd").encode())),
    "a quote that never ends": ("text_cells", csv_of(HEADING + b'"' + b"x" * 140_000)),
    # Sheets
    "no household sheet": ("sheet_missing", changed_sheets(lambda sheets: sheets.pop("户"))),
    "a household sheet without keys": ("sheet_without_keys", changed_sheets(renamed("户", 1, "位置"))),
    "a person sheet without keys": ("sheet_without_keys", changed_sheets(renamed("人", 0, "编号"))),
    "two columns of one fact": ("column_twice", changed_sheets(one_fact_twice)),
    "a sheet that may be two": ("sheet_unclear", changed_sheets(helpers_or_persons)),
    "wrong throughout": (
        "too_many_problems",
        changed_sheets(lambda sheets: [row.__setitem__(5, "不知道哪天") for row in sheets["人"][1:]]),
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Whatever happens, the folder for temporary files is empty afterwards."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_sentence(case: str, tmp_path: Path) -> None:
    code, make = REFUSED[case]
    made = make(tmp_path)
    paths = made if isinstance(made, list) else [made]
    with pytest.raises(BadInput) as refused:
        read_within(TINY, paths, pack="cn", as_of=None)
    assert refused.value.code == code
    assert refused.value.text.zh.endswith("。")
    assert refused.value.text.en.endswith(".")
    assert str(tmp_path) not in refused.value.text.zh


def test_what_a_sheet_says_of_its_own_size_means_nothing(tmp_path: Path) -> None:
    path = sheet_of(f'<dimension ref="A1:XFD1048576"/>{PLAIN}')(tmp_path)
    assert isinstance(path, Path)
    assert read_workbook(path).summary.households == 1


def test_an_unusual_but_harmless_markup_is_read(tmp_path: Path) -> None:
    """No references, comments, sections of character data: slower to scan, the same in the end."""
    cells = "".join(
        f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("户编号", "村代码", "采集日期")
    )
    values = "".join(
        f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("H001", VILLAGES[0], "2020-06-01")
    )
    markup = f"<!-- x:c --><sheetData><row>{cells}</row><row>{values}</row></sheetData>"
    path = sheet_of(markup)(tmp_path)
    assert isinstance(path, Path)
    assert read_workbook(path).dataset.table("households")["code"].to_pylist() == ["H001"]


def test_a_small_sheet_may_shrink_as_well_as_it_likes(tmp_path: Path) -> None:
    row = ["H001", *[None] * 4]
    path = write_xlsx(tmp_path / "a.xlsx", {**small_county(), "说明": [row] * 3000})
    assert read_workbook(path).summary.households == 3


def test_too_large_a_file_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "户.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(BadInput) as refused:
        read_within(Limits(file_bytes=100), [path], pack="cn", as_of=None)
    assert refused.value.code == "file_too_big"


def test_reading_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", small_county())
    with pytest.raises(BadInput) as refused:
        read_within(Limits(wall_seconds=0), [path], pack="cn", as_of=None)
    assert refused.value.code == "reading_too_long"


def test_reading_that_takes_too_much_memory_ends_alone(tmp_path: Path) -> None:
    """Twelve million cells from a small file: within the limits of cells, not within this one of memory."""
    pytest.importorskip("resource", reason="Windows limits only the time")
    markup = PLAIN.replace("</sheetData>", f'<row r="199000">{text_cell("BA199000", "x")}</row></sheetData>')
    path = sheet_of(markup)(tmp_path)
    assert isinstance(path, Path)
    with pytest.raises(BadInput) as refused:
        read_within(Limits(memory_bytes=700 << 20), [path], pack="cn", as_of=None)
    assert refused.value.code == "reading_too_heavy"
    assert read_within(LIMITS, [path], pack="cn", as_of=None).summary.households == 1


def test_a_callback_that_fails_leaves_nothing_running(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", small_county())

    def give_up(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_workbook(path, progress=give_up)


def test_refused_rows_cannot_be_written_there(tmp_path: Path) -> None:
    reading = read_workbook(write_xlsx(tmp_path / "a.xlsx", small_county()), as_of=date(2020, 6, 30))
    with pytest.raises(BadInput) as refused:
        reading.write_refused(tmp_path / "no" / "such" / "folder.xlsx")
    assert refused.value.code == "cannot_write"


def test_cells_beside_the_table_do_not_matter(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "户"
    for row in small_county()["户"]:
        page.append(row)
    page["Z40"] = "核对：2020年"
    book.save(tmp_path / "a.xlsx")
    reading = read_workbook(tmp_path / "a.xlsx")
    assert [(refused.row, refused.code) for refused in reading.refused] == [
        (40, "key_blank"),
        (40, "key_blank"),
    ]
    assert reading.summary.households == 3


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    sheets = small_county()
    for title in ("户", "人"):
        (tmp_path / title).mkdir()
    sheets["人"][1][7] = 99
    paths = [write_csv(tmp_path / title / "表.csv", sheets[title]) for title in ("户", "人")]
    assert [refused.file for refused in read_workbook(paths).refused] == ["人/表.csv"]
