"""How far the cells of a workbook reach, read from the markup as it streams by.

A file of 5 kB with one cell at XFD1048576 makes a reader reserve seventeen thousand million cells; what a sheet says
of its own dimension means nothing. Files as spreadsheet programs write them are scanned with searches for
bytes; anything unusual goes through a real XML parser, which is several times slower.
"""

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from tuopin.intake.limits import Limits
from tuopin.intake.refusing import damaged, too_large, unsafe
from tuopin.kernel.errors import BadInput

Chunks = Callable[[], Iterator[bytes]]

_CELL_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})')
_CELL_ROW = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})"')
_UNUSUAL_CELL = re.compile(rb'<c(?: (?!r="[A-Z]{1,3}[0-9]{1,7}")|[>/\n\t\r])')
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9_.-]+)[\"']")
_CELL = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")
_ROW = re.compile(r"[0-9]{1,9}")
_BOM = b"\xef\xbb\xbf"


class _Unusual(Exception):
    """The quick scan cannot vouch for this part."""


class _Extent:
    """The last row and column with a cell, checked as it grows."""

    def __init__(self, *, part: str, name: str, limits: Limits) -> None:
        self.part = part.rsplit("/", 1)[-1]
        self.name = name
        self.limits = limits
        self.rows = 0
        self.columns = 0

    def reaches(self, row: int, column: int) -> None:
        if row <= self.rows and column <= self.columns:
            return
        self.rows, self.columns = max(row, self.rows), max(column, self.columns)
        limits = self.limits
        if (
            self.rows > limits.rows
            or self.columns > limits.columns
            or self.rows * self.columns > limits.cells
        ):
            raise too_large(self.name, self.part, rows=self.rows, columns=self.columns, limits=limits)


def check_markup(chunks: Chunks, *, part: str, name: str, limits: Limits) -> bool:
    """False when the part is not markup. Raises BadInput for a document type, another encoding, or too far a cell."""
    first = next(chunks(), b"")
    if not first.removeprefix(_BOM).lstrip().startswith(b"<"):
        if first[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"\x00" in first[:4] and b"<" in first[:4]):
            raise _encoding(name)
        return False
    told = _ENCODING.match(first.removeprefix(_BOM).lstrip())
    if told and told[1].lower() not in (b"utf-8", b"us-ascii"):
        raise _encoding(name)
    try:
        _scan(chunks, _Extent(part=part, name=name, limits=limits))
    except _Unusual:
        _parse(chunks, _Extent(part=part, name=name, limits=limits))
    return True


def _encoding(name: str) -> BadInput:
    return unsafe("archive_encoding", name, zh="内部没有使用 UTF-8 编码", en="is not written in UTF-8 inside")


def _scan(chunks: Chunks, extent: _Extent) -> None:
    unusual = False
    for piece in _whole_tags(chunks(), extent):
        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
            raise unsafe(
                "archive_doctype", extent.name, zh="内部带有文档类型定义", en="contains a document type"
            )
        unusual = unusual or _is_unusual(piece)
        if not unusual:
            column = max(map(_column, set(_CELL_COLUMN.findall(piece))), default=0)
            row = max(map(int, set(_CELL_ROW.findall(piece))), default=0)
            extent.reaches(row, column)
    if unusual:
        raise _Unusual


def _is_unusual(piece: bytes) -> bool:
    """Four searches: each begins with letters of its own, which is many times faster than one for all."""
    return bool(
        b"<!--" in piece
        or b"<![CDATA[" in piece
        or _PREFIXED_CELL.search(piece)
        or _UNUSUAL_CELL.search(piece)
    )


def _whole_tags(chunks: Iterator[bytes], extent: _Extent) -> Iterator[bytes]:
    """The same bytes, cut only before a tag, so that no tag is seen in halves."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(b"<")
        if len(rest) - cut > extent.limits.text_bytes + len(chunk):
            raise unsafe(
                "archive_text", extent.name, zh="内部有一段文字过长", en="contains one overlong piece of text"
            )
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _parse(chunks: Chunks, extent: _Extent) -> None:
    """The same with a parser: any prefix, any order of attributes, cells without a reference."""
    row = column = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        kind = tag.rpartition(":")[2]
        if kind == "row":
            number = attributes.get("r", "")
            row, column = int(number) if _ROW.fullmatch(number) else row + 1, 0
        if kind != "c":
            return
        matched = _CELL.fullmatch(attributes.get("r", ""))
        if matched:
            row, column = int(matched[2]), _column(matched[1].upper().encode())
        else:
            column += 1
        extent.reaches(row, column)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        for chunk in chunks():
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(extent.name) from error
