"""Events become dated facts: whole columns at a time, and never a 0 or a no that nobody vouches for.

The rule, in words: of each subject count the events whose day lies in the window that ends on the day of the data.
- *any*: one event settles yes; no needs a register that is complete for the place over the whole window.
- *sum* and *count*: known only where the register is complete; a missing amount leaves the sum unknown.
- *latest*: known where the register is complete from that day on, so that nothing later can be missing; without an
  event it stays unknown, as a day cannot say that there is none.
An event whose kind is unknown may or may not count, which leaves its subject as open as that makes it. A total beyond
the declared range of its fact is unknown too: the record cannot be right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tuopin.engine.kinds import Level, Number
from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.schema import KEY_TYPES, arrow_type
from tuopin.standards.registers import EventRegister, FromEvents, How

HAPPENED_ON = "happened_on"
COVERAGE = "register_coverage"
COVERAGE_SCHEMA = pa.schema(
    [
        pa.field("register", pa.string(), nullable=False),  # the table's name
        pa.field("place", pa.int64(), nullable=False),  # of any level: everything below it is covered
        pa.field("starts_on", pa.date32(), nullable=False),
        pa.field("ends_on", pa.date32(), nullable=False),  # the last day covered
    ]
)

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_EPOCH = date(1970, 1, 1).toordinal()
_NEVER = np.iinfo(np.int64).max


def event_schema(register: EventRegister) -> pa.Schema:
    """Keys of the subject and the day, never null; then the register's own columns."""
    person = ["person"] if register.level is Level.PERSON else []
    keys = ["household", *person, "village", "county"]
    return pa.schema(
        [
            *(pa.field(key, KEY_TYPES[key], nullable=False) for key in keys),
            pa.field(HAPPENED_ON, pa.date32(), nullable=False),
            *(pa.field(column.code, arrow_type(column.kind)) for column in register.columns),
        ]
    )


def event_table(register: EventRegister, table: pa.Table) -> pa.Table:
    """The table with the register's schema; an own column that is absent is all unknown.

    Raises BadInput (`table_columns`) for a key or day that is absent or blank in some row.
    """
    columns = []
    for field in event_schema(register):
        if field.name not in table.column_names:
            if not field.nullable:
                raise _incomplete(register, field.name)
            columns.append(pa.nulls(table.num_rows, field.type))
            continue
        column = table.column(field.name).cast(field.type)
        if column.null_count and not field.nullable:
            raise _incomplete(register, field.name)
        columns.append(column)
    return pa.table(columns, schema=event_schema(register))


def _incomplete(register: EventRegister, column: str) -> BadInput:
    return BadInput(
        "table_columns",
        zh=f"“{register.label.zh}”台账缺少必需的列 {column}，或其中有空白。请补上后再试。",
        en=f"Register {register.table!r} ({register.label.en}) has no column {column}, or blanks in it. Fill it in.",
    )


@dataclass(frozen=True)
class Subjects:
    """The rows of one level, to be found by the keys that events carry."""

    household: Whole
    person: Whole | None
    village: Whole

    @classmethod
    def of(cls, table: pa.Table, level: Level) -> "Subjects":
        person = _whole(table["person"]) if level is Level.PERSON else None
        return cls(_whole(table["household"]), person, _whole(table["village"]))

    def rows(self, events: pa.Table) -> Whole:
        """For each event the row of its subject, or -1 when these subjects do not hold it."""
        homes, home_of = np.unique(self.household, return_inverse=True)
        wanted = _whole(events["household"])
        at = np.minimum(np.searchsorted(homes, wanted), max(len(homes) - 1, 0))
        known = (homes[at] == wanted) if len(homes) else np.zeros(len(wanted), dtype=np.bool_)
        if self.person is None:
            own, asked = home_of, at
        else:
            width = KEY_TYPES["person"].bit_width
            own = (home_of << width) + self.person
            asked = (at << width) + _whole(events["person"])
        order = np.argsort(own, kind="stable")
        found = np.minimum(np.searchsorted(own[order], asked), max(len(own) - 1, 0))
        rows = order[found] if len(own) else np.zeros(len(wanted), dtype=np.int64)
        fits = known & (own[rows] == asked) if len(own) else known
        return np.where(fits, rows, -1)


@dataclass(frozen=True)
class Coverage:
    """Since when, up to the day of the data and without a gap, a register is complete in each place."""

    by_place: Mapping[tuple[str, int], tuple[tuple[int, int], ...]]
    places: PlaceTree
    today: int

    @classmethod
    def of(cls, table: pa.Table | None, places: PlaceTree, as_of: date) -> "Coverage":
        spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for row in table.to_pylist() if table is not None else ():
            span = (day_number(row["starts_on"]), day_number(row["ends_on"]))
            spans.setdefault((row["register"], row["place"]), []).append(span)
        by_place = {key: tuple(each) for key, each in spans.items()}
        return cls(by_place, places, day_number(as_of))

    @property
    def registers(self) -> frozenset[str]:
        """Those somebody vouches for, whether they hold an event or not."""
        return frozenset(register for register, _ in self.by_place)

    def since(self, register: str, village: int) -> int:
        """The first day from which nothing can be missing; a day that never comes when today is not covered."""
        spans = [
            span
            for place in self.places.chain(village)
            for span in self.by_place.get((register, place.id), ())
        ]
        since = self.today + 1
        for starts, ends in sorted(spans, key=lambda span: span[1], reverse=True):
            if ends < since - 1:
                break
            since = min(since, starts)
        return since if since <= self.today else _NEVER


def dated_facts(
    rules: FromEvents, subjects: Subjects, events: pa.Table | None, coverage: Coverage, as_of: date
) -> pa.Array:
    """One fact for every subject. `events` are of its register (`event_table`); None is no event on record."""
    register = rules.register
    events = event_schema(register).empty_table() if events is None else events
    villages, lies_in = np.unique(subjects.village, return_inverse=True)
    since = np.array([coverage.since(register.table, village) for village in villages.tolist()], np.int64)
    starts = np.array([_starts(rules, coverage, as_of, village) for village in villages.tolist()], np.int64)
    rows, days = subjects.rows(events), _whole(events[HAPPENED_ON].cast(pa.int32()))
    counts, unsure = _of_kind(rules, events)
    inside = (rows >= 0) & (days <= coverage.today)
    inside[inside] &= days[inside] >= starts[lies_in[rows[inside]]]
    found = _Found(
        how_many=np.bincount(rows[inside & counts], minlength=len(lies_in)),
        unsure=np.bincount(rows[inside & unsure], minlength=len(lies_in)) > 0,
        complete=(since <= starts)[lies_in],
    )
    hits = np.flatnonzero(inside & counts)
    return _answers(rules, found, rows[hits], events.take(pa.array(hits)), days[hits], since[lies_in])


@dataclass(frozen=True)
class _Found:
    how_many: Whole
    unsure: Flags
    complete: Flags


def _answers(
    rules: FromEvents, found: _Found, rows: Whole, events: pa.Table, days: Whole, since: Whole
) -> pa.Array:
    """`rows`, `events` and `days` are those of the events that count."""
    kind = arrow_type(rules.fact.kind)
    settled = found.complete & ~found.unsure
    if rules.how is How.ANY:
        some = found.how_many > 0
        return pa.array(some, mask=~(some | settled))
    if rules.how is How.LATEST:
        latest = np.full(len(since), -_NEVER, dtype=np.int64)
        np.maximum.at(latest, rows, days)
        known = (found.how_many > 0) & (since <= latest) & ~found.unsure
        return pa.array(np.where(known, latest, 0).astype(np.int32), mask=~known).view(kind)
    totals, known = found.how_many, settled
    if rules.of is not None:
        amounts = events[rules.of.code]
        totals = np.zeros(len(since), dtype=np.int64)
        np.add.at(totals, rows, _whole(amounts.fill_null(0)))
        known = known & (np.bincount(rows[~_valid(amounts)], minlength=len(since)) == 0)
    assert isinstance(rules.fact.kind, Number)
    known &= (totals >= rules.fact.kind.low) & (totals <= rules.fact.kind.high)
    return pa.array(np.where(known, totals, 0), mask=~known).cast(kind)


def _starts(rules: FromEvents, coverage: Coverage, as_of: date, village: int) -> int:
    """The first day of the window in a village; the beginning of time without one."""
    if rules.window is None:
        return -_NEVER
    entry = rules.window.in_force(on=as_of, chain=coverage.places.chain(village))
    assert entry.value is not None
    return coverage.today - int(entry.value) + 1


def _of_kind(rules: FromEvents, events: pa.Table) -> tuple[Flags, Flags]:
    """Which events count, and of which nobody knows."""
    if rules.kind is None:
        return np.ones(events.num_rows, dtype=np.bool_), np.zeros(events.num_rows, dtype=np.bool_)
    column = events[rules.kind.code]
    known = _valid(column)
    return known & np.isin(_whole(column.fill_null(0)), list(rules.numbers)), ~known


def day_number(day: date) -> int:
    """Days since 1970-01-01, as Arrow stores a date."""
    return day.toordinal() - _EPOCH


def _valid(column: pa.ChunkedArray) -> Flags:
    return np.asarray(column.is_valid()).astype(np.bool_)


def _whole(column: pa.ChunkedArray) -> Whole:
    return np.asarray(column).astype(np.int64)
