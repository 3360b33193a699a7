"""One subject out of a data set, with everything inside it, for the reference engine."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from tuopin.engine.kinds import Level
from tuopin.engine.plan import KEYS
from tuopin.engine.records import Record
from tuopin.kernel.errors import NotFound
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot import lookup
from tuopin.snapshot.content import schema_of
from tuopin.snapshot.dataset import Dataset


def household_record(dataset: Dataset, code: str) -> Record:
    """The household with this code and its listed members. Raises NotFound (`no_such_household`)."""
    return record_of(dataset, Level.HOUSEHOLD, code)[0]


def village_record(dataset: Dataset, code: str) -> Record:
    """The village with this place code, its households and their members. Raises NotFound (`no_such_village`)."""
    return record_of(dataset, Level.VILLAGE, code)[0]


def county_record(dataset: Dataset, code: str) -> Record:
    """The county with this place code, with everything inside. Raises NotFound (`no_such_county`)."""
    return record_of(dataset, Level.COUNTY, code)[0]


def record_of(
    dataset: Dataset, level: Level, code: str, facts: Collection[str] | None = None
) -> tuple[Record, PlaceTree]:
    """A household, village or county by its code, with all facts or those of these keys, and a tree of its places.

    Of a data set in parts only the one that holds it is read. Raises NotFound.
    """
    of_household = level is Level.HOUSEHOLD
    for inside in (lookup.with_household if of_household else lookup.with_place)(dataset, code):
        reading = _Reading(inside, facts)
        if of_household:
            rows = reading.rows(level, "code", [code])
        else:
            place = inside.places.by_code.get(code)
            rows = [] if place is None else reading.rows(level, level.value, [place.id])
        if rows:
            return reading.with_children(level, rows)[0], inside.places
    raise _NOT_THERE[level](code)


def _no_household(code: str) -> NotFound:
    return NotFound(
        "no_such_household",
        zh=f"数据中没有户编号 {code}。请核对编号，或用 judge 输出的户清单查找。",
        en=f"The data hold no household {code}. Check the code, or look it up in the list judge wrote.",
    )


def _no_village(code: str) -> NotFound:
    return NotFound(
        "no_such_village",
        zh=f"数据中没有村代码 {code}。请核对 12 位村代码。",
        en=f"The data hold no village {code}. Check the place code.",
    )


def _no_county(code: str) -> NotFound:
    return NotFound(
        "no_such_county",
        zh=f"数据中没有县代码 {code}，或没有报送该县的县表。请核对县代码。",
        en=f"The data hold no county {code}, or no sheet about it. Check the place code.",
    )


_NOT_THERE = {Level.HOUSEHOLD: _no_household, Level.VILLAGE: _no_village, Level.COUNTY: _no_county}


def all_records(dataset: Dataset, level: Level) -> list[Record]:
    """Every subject of a level, with everything inside; for tests and for data sets that fit in memory."""
    return _Reading(dataset, None).with_children(level, dataset.table(level.plural).to_pylist())


class _Reading:
    """Reads rows of one data set; `facts` None is all of them."""

    def __init__(self, dataset: Dataset, facts: Collection[str] | None) -> None:
        self.dataset = dataset
        known = dataset.pack.by_level
        self.facts = {
            level: [code for code, fact in known[level].items() if facts is None or fact.key in facts]
            for level in Level
        }

    def rows(self, level: Level, column: str, values: Collection[Any]) -> list[dict[str, Any]]:
        source = self.dataset.tables[level.plural]
        have = set(schema_of(source).names)
        keys = (*KEYS[level], "code", "collected_on", *self.facts[level])
        columns = [name for name in dict.fromkeys(keys) if name in have]
        return list(lookup.rows_where(source, column, values, columns).to_pylist())

    def with_children(self, level: Level, rows: list[dict[str, Any]]) -> list[Record]:
        """Children are fetched level by level for all rows at once, never row by row."""
        child = level.child
        if child is None or not rows:
            return [self._record(level, row, ()) for row in rows]
        key = KEYS[level][0]
        below = self.rows(child, key, {row[key] for row in rows})
        by_parent: dict[int, list[Record]] = {}
        for row, record in zip(below, self.with_children(child, below), strict=True):
            by_parent.setdefault(row[key], []).append(record)
        return [self._record(level, row, tuple(by_parent.get(row[key], ()))) for row in rows]

    def _record(self, level: Level, row: Mapping[str, Any], children: tuple[Record, ...]) -> Record:
        place = row["county"] if level is Level.COUNTY else row["village"]
        facts = {code: row[code] for code in self.facts[level] if row.get(code) is not None}
        collected: date | None = row.get("collected_on")
        # The day of the row where it is given, else the day the data set as a whole stands for.
        return Record(level, self._code(level, row), place, facts, children, collected or self.dataset.as_of)

    def _code(self, level: Level, row: Mapping[str, Any]) -> str:
        if level is Level.PERSON:
            return str(row["person"])
        if level is Level.HOUSEHOLD:
            return str(row["code"])
        place = row["county"] if level is Level.COUNTY else row["village"]
        known = self.dataset.places.places.get(place)
        return known.code if known is not None else str(place)
