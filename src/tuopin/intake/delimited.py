"""Text files with separated cells: GBK as Chinese programs save them, UTF-8 as everything else does."""

import codecs
import csv
import io
import re
from pathlib import Path

from tuopin.intake.grids import Grid, Pool, Row, Told
from tuopin.intake.limits import Limits
from tuopin.intake.refusing import too_large
from tuopin.kernel.errors import BadInput

_SEPARATORS = (",", "\t", ";", "，")
_CHINESE = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]", re.DOTALL)
_TOLD_EVERY = 20_000


def text_grid(path: Path, *, name: str, limits: Limits, told: Told) -> Grid:
    """The one sheet of a text file, titled by the file's name.

    Raises BadInput when the bytes are no text, mix two encodings, or cannot be cut into cells.
    """
    content = path.read_bytes()
    text = content.decode(encoding_of(content, name))
    rows = _rows(text, name=name, limits=limits, told=told)
    return Grid(name, path.stem, rows, strict=True, cut_off=not text.endswith(("\n", "\r")))


def encoding_of(content: bytes, name: str) -> str:
    """The encoding in which every byte is text. Raises BadInput when there is none, or two."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _readable(content, "utf-16", name)
    if b"\x00" in content:
        raise BadInput(
            "text_with_nul",
            zh=f"{name} 含有空字节（NUL），不是正常的文本文件。请重新导出为 .xlsx 或 UTF-8 的 csv。",
            en=f"{name} contains NUL bytes, so it is not a text file. Export it again as .xlsx or as csv in UTF-8.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse_mixture(content, name)
        return _readable(content, "gb18030", name)
    if "\ufffd" in text:
        raise BadInput(
            "text_lost",
            zh=f"{name} 中有文字在以前的转换中已经丢失（显示为 �）。请从原系统重新导出。",
            en=f"Characters of {name} were lost in an earlier conversion (shown as �). Export it again.",
        )
    return "utf-8-sig"


def _readable(content: bytes, encoding: str, name: str) -> str:
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput(
            "text_encoding",
            zh=f"{name} 第 {line} 行既不是 UTF-8，也不是 GBK/GB18030 编码。请重新导出，或另存为 .xlsx。",
            en=f"Line {line} of {name} is neither UTF-8 nor GBK/GB18030. Export it again, or save it as .xlsx.",
        ) from None
    return encoding


def _refuse_mixture(content: bytes, name: str) -> None:
    """GBK decodes almost anything, so a UTF-8 file with some GBK lines would become nonsense without an error."""
    certain = odd = 0
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            text = line.decode()
        except UnicodeDecodeError:
            odd = odd or number
        else:
            certain = certain or (number if _CHINESE.search(text) else 0)
        if certain and odd:
            raise BadInput(
                "text_mixed_encodings",
                zh=f"{name} 混用了两种编码：第 {certain} 行是 UTF-8，第 {odd} 行不是。"
                "多半由两个文件拼接而成，或在中途损坏；请分开另存。",
                en=f"{name} mixes two encodings: line {certain} is UTF-8, line {odd} is not. It was joined from "
                "two files, or is damaged; save them separately.",
            )


def _rows(text: str, *, name: str, limits: Limits, told: Told) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    pool, rows, cells, about = Pool(), list[Row](), 0, max(text.count("\n"), 1)
    try:
        for row in reader:
            rows.append(pool.row(row))
            cells += len(row)
            if len(row) > limits.columns or cells > limits.cells or len(rows) > limits.rows:
                raise too_large(name, name, rows=len(rows), columns=len(row), limits=limits)
            if len(rows) % _TOLD_EVERY == 0:
                told(len(rows), about)
    except csv.Error:
        raise cells_unclear(name, reader.line_num) from None
    return rows


def cells_unclear(name: str, line: int) -> BadInput:
    return BadInput(
        "text_cells",
        zh=f"{name} 第 {line} 行附近的引号或分隔符有误，无法分列。请另存为 .xlsx 后再试。",
        en=f"Quotes or separators near line {line} of {name} are wrong. Save it as .xlsx and try again.",
    )


def separator_of(text: str) -> str:
    """The one that occurs most in the first lines: titles above the header have none."""
    head = "\n".join(text.split("\n", 5)[:5])
    return max(_SEPARATORS, key=head.count)
