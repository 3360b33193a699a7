"""One subject out of a data set, with everything inside it, for the reference engine."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tuopin.engine.kinds import Level
from tuopin.engine.plan import KEYS
from tuopin.engine.records import Record
from tuopin.kernel.errors import NotFound
from tuopin.snapshot.dataset import Dataset


def household_record(dataset: Dataset, code: str) -> Record:
    """The household with this code and its listed members. Raises NotFound (`no_such_household`)."""
    rows = _rows(dataset, Level.HOUSEHOLD, "code", [code])
    if not rows:
        raise NotFound(
            "no_such_household",
            zh=f"数据中没有户编号 {code}。请核对编号，或用 judge 输出的户清单查找。",
            en=f"The data hold no household {code}. Check the code, or look it up in the list judge wrote.",
        )
    return _with_children(dataset, Level.HOUSEHOLD, rows)[0]


def village_record(dataset: Dataset, code: str) -> Record:
    """The village with this place code, its households and their members. Raises NotFound (`no_such_village`)."""
    place = dataset.places.by_code.get(code)
    rows = [] if place is None else _rows(dataset, Level.VILLAGE, "village", [place.id])
    if not rows:
        raise NotFound(
            "no_such_village",
            zh=f"数据中没有村代码 {code}。请核对 12 位村代码。",
            en=f"The data hold no village {code}. Check the place code.",
        )
    return _with_children(dataset, Level.VILLAGE, rows)[0]


def county_record(dataset: Dataset, code: str) -> Record:
    """The county with this place code, with everything inside. Raises NotFound (`no_such_county`)."""
    place = dataset.places.by_code.get(code)
    rows = [] if place is None else _rows(dataset, Level.COUNTY, "county", [place.id])
    if not rows:
        raise NotFound(
            "no_such_county",
            zh=f"数据中没有县代码 {code}，或没有报送该县的县表。请核对县代码。",
            en=f"The data hold no county {code}, or no sheet about it. Check the place code.",
        )
    return _with_children(dataset, Level.COUNTY, rows)[0]


def all_records(dataset: Dataset, level: Level) -> list[Record]:
    """Every subject of a level, with everything inside; for tests and for data sets that fit in memory."""
    return _with_children(dataset, level, dataset.table(level.plural).to_pylist())


def _rows(dataset: Dataset, level: Level, column: str, values: Iterable[object]) -> list[dict[str, Any]]:
    source = dataset.tables[level.plural]
    wanted = list(values)
    if isinstance(source, pa.Table):
        found = source.filter(
            pc.is_in(source.column(column), pa.array(wanted, source.schema.field(column).type))
        )
        return list(found.to_pylist())
    tables = [pq.read_table(path, filters=[(column, "in", wanted)]) for path in source]
    return [row for table in tables for row in table.to_pylist()]


def _with_children(dataset: Dataset, level: Level, rows: list[dict[str, Any]]) -> list[Record]:
    """Children are fetched level by level for all rows at once, never row by row."""
    child = level.child
    if child is None or not rows:
        return [_record(dataset, level, row, ()) for row in rows]
    key = KEYS[level][0]
    below = _rows(dataset, child, key, {row[key] for row in rows})
    by_parent: dict[int, list[Record]] = {}
    for row, record in zip(below, _with_children(dataset, child, below), strict=True):
        by_parent.setdefault(row[key], []).append(record)
    return [_record(dataset, level, row, tuple(by_parent.get(row[key], ()))) for row in rows]


def _record(dataset: Dataset, level: Level, row: Mapping[str, Any], children: tuple[Record, ...]) -> Record:
    place = row["county"] if level is Level.COUNTY else row["village"]
    facts = {code: row[code] for code in dataset.pack.by_level[level] if row.get(code) is not None}
    return Record(level, _code(dataset, level, row), place, facts, children, _collected(dataset, row))


def _code(dataset: Dataset, level: Level, row: Mapping[str, Any]) -> str:
    if level is Level.PERSON:
        return str(row["person"])
    if level is Level.HOUSEHOLD:
        return str(row["code"])
    place = row["county"] if level is Level.COUNTY else row["village"]
    known = dataset.places.places.get(place)
    return known.code if known is not None else str(place)


def _collected(dataset: Dataset, row: Mapping[str, Any]) -> date:
    """The day of the row where it is given, else the day the data set as a whole stands for."""
    collected: date | None = row.get("collected_on")
    return collected or dataset.as_of
