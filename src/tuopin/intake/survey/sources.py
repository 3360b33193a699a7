"""The tables of a survey, read row by row: of each row only the columns that the mapping names are kept."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from math import isnan
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tuopin.intake.delimited import cells_unclear, encoding_of, separator_of
from tuopin.intake.formats import format_of
from tuopin.intake.grids import Pool, Row, Told, open_workbook, sheet_rows, visible_sheets
from tuopin.intake.limits import Limits
from tuopin.intake.refusing import damaged, too_large
from tuopin.intake.survey.mapping import TableMap
from tuopin.intake.wording import Cell, plain, written
from tuopin.kernel.errors import BadInput

_PARQUET = b"PAR1"
_HEAD = 1 << 16
_BATCH_ROWS = 50_000


@dataclass
class Rows:
    """`rows[line - 1]` are the named columns of a row, in the order of `labels`; `lines` are the rows with content.

    `unused` are the other columns of the table. `too_long` and `cut_off` are lines of a text file that went wrong.
    """

    file: str
    title: str
    labels: tuple[str, ...]
    unused: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    too_long: set[int] = field(default_factory=set)
    cut_off: int | None = None


def read_rows(path: Path, table: TableMap, *, limits: Limits, told: Told) -> Rows:
    """Raises BadInput for a file that cannot be read, or that lacks a column the mapping names."""
    with path.open("rb") as file:
        is_parquet = file.read(len(_PARQUET)) == _PARQUET
    if is_parquet:
        return _parquet(path, table, limits, told)
    if format_of(path, limits) == "text":
        return _text(path, table, limits, told)
    return _sheet(path, table, limits, told)


def _text(path: Path, table: TableMap, limits: Limits, told: Told) -> Rows:
    encoding = table.encoding or encoding_of(path.read_bytes(), table.file)
    try:
        with path.open(encoding=encoding, newline="") as file:
            separator = table.separator or separator_of(file.read(_HEAD))
            file.seek(0)
            reader = csv.reader(file, delimiter=separator)
            try:
                rows = _kept(reader, table, path.stem, limits, told)
            except csv.Error:
                raise cells_unclear(table.file, reader.line_num) from None
    except (UnicodeError, LookupError, TypeError):
        raise _not_in_encoding(table) from None
    if rows.cut_off is not None and _ends_with_a_line(path):
        rows.cut_off = None
    return rows


def _ends_with_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2))
        return file.read().rstrip(b"\x00").endswith((b"\n", b"\r"))


def _sheet(path: Path, table: TableMap, limits: Limits, told: Told) -> Rows:
    workbook = open_workbook(path, name=table.file)
    titles = visible_sheets(workbook)
    title = table.sheet or (titles[0] if len(titles) == 1 else None)
    if title not in titles:
        raise BadInput(
            "mapping_sheet",
            zh=f"{table.file} 中没有映射文件所写的工作表 {table.sheet or '（未写）'}。现有：{'、'.join(titles)}。",
            en=f"{table.file} has no sheet {table.sheet or '(the mapping names none)'}. It has: {', '.join(titles)}.",
        )
    assert title is not None
    return _kept(
        sheet_rows(workbook, title, name=table.file, limits=limits, told=told), table, title, limits, told
    )


def _kept(
    records: Iterable[Sequence[object]], table: TableMap, title: str, limits: Limits, told: Told
) -> Rows:
    """Rows above the header and the header itself keep their places, so that line numbers are those of the file."""
    records = iter(records)
    before = [next(records, ()) for _ in range(table.header)]
    labels = [plain(written(_cell(cell))) for cell in before[-1]]
    if len(labels) > limits.columns:
        raise too_large(table.file, title, rows=table.header, columns=len(labels), limits=limits)
    places = _positions(labels, table)
    wanted = set(places)
    unused = tuple(label for at, label in enumerate(labels) if label and at not in wanted)
    kept = Rows(table.file, title, table.columns, unused)
    pool, width, last = Pool(), len(labels), 0
    blank: Row = [""] * len(places)
    kept.rows = [blank] * table.header
    for line, record in enumerate(records, start=table.header + 1):
        last = len(record)
        if not any(cell not in ("", None) for cell in record):
            kept.rows.append(blank)
            continue
        kept.rows.append(pool.row([_cell(record[at]) if at < last else "" for at in places]))
        kept.lines.append(line)
        if last > width and any(written(_cell(cell)).strip() for cell in record[width:]):
            kept.too_long.add(line)
        if line % _BATCH_ROWS == 0:
            _refuse_too_large(kept, limits)
            told(line, line)
    _refuse_too_large(kept, limits)
    if kept.lines and kept.lines[-1] == len(kept.rows) and last < width:
        kept.cut_off = kept.lines[-1]
    return kept


def _parquet(path: Path, table: TableMap, limits: Limits, told: Told) -> Rows:
    try:
        with pq.ParquetFile(path) as file:
            names = [field.name for field in file.schema_arrow]
            _positions(names, table)
            unused = tuple(name for name in names if name not in set(table.columns))
            kept = Rows(table.file, path.stem, table.columns, unused)
            pool = Pool()
            for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=list(table.columns)):
                columns = [_plain_column(batch.column(name)) for name in table.columns]
                kept.rows += [pool.row([_cell(cell) for cell in row]) for row in zip(*columns, strict=True)]
                _refuse_too_large(kept, limits)
                told(len(kept.rows), file.metadata.num_rows)
    except (pa.ArrowException, OSError) as why:
        raise damaged(table.file) from why
    kept.lines = list(range(1, len(kept.rows) + 1))
    return kept


def _plain_column(column: pa.Array) -> list[object]:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us"), safe=False)
    return list(column.to_pylist())


def _cell(value: object) -> Cell:
    """A value of a typed file as a cell: blank for nothing, digits for whole numbers of any length."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, str | float | date | time) else str(value)


def _positions(labels: Sequence[str], table: TableMap) -> list[int]:
    """Where the named columns stand. Raises BadInput (`mapping_column`) when one is absent or stands twice."""
    counted = {name: labels.count(name) for name in table.columns}
    absent = [name for name, count in counted.items() if count == 0]
    twice = [name for name, count in counted.items() if count > 1]
    if not absent and not twice:
        return [labels.index(name) for name in table.columns]
    wrong = "、".join(absent or twice), ", ".join(absent or twice)
    zh, en = ("没有", "has no column") if absent else ("有两列都叫", "has two columns")
    shown = ", ".join(labels[:40])
    raise BadInput(
        "mapping_column",
        zh=f"{table.file} {zh}映射文件所写的列：{wrong[0]}。表头是：{shown}。请核对列名和 header。",
        en=f"{table.file} {en} {wrong[1]}, which the mapping names. Its header is: {shown}. "
        "Check the names and the row of the header.",
    )


def _refuse_too_large(kept: Rows, limits: Limits) -> None:
    if len(kept.rows) * max(1, len(kept.labels)) > limits.cells:
        raise too_large(kept.file, kept.title, rows=len(kept.rows), columns=len(kept.labels), limits=limits)


def _not_in_encoding(table: TableMap) -> BadInput:
    return BadInput(
        "mapping_encoding",
        zh=f"{table.file} 不能按映射文件所写的编码（{table.encoding}）或分隔符（{table.separator}）读取。"
        "请改正或去掉。",
        en=f"{table.file} cannot be read in the encoding ({table.encoding}) or with the separator ({table.separator}) "
        "that the mapping names. Correct them, or leave them out.",
    )
