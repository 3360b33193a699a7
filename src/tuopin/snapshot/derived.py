"""Facts that are worked out when a data set is made, from its registers of events and from neighbouring households.

    tables = with_derived(pack, tables, as_of=date(2024, 6, 30), places=tree)

`tables` are Arrow tables by name: the levels, the pack's registers of events (`snapshot.events.event_schema`) and
`register_coverage` (`COVERAGE_SCHEMA`: register, place, starts_on, ends_on). What comes back holds the same tables
with the facts of `pack.from_events`, `same_in_village`, `days_between` and `on_record` filled in. A fact that a form
gave stays where the events say nothing, and gives way where they do. Tables may be a part of a data set, as long as
every village in it is whole; memory grows with that part alone.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuopin.engine.expressions import Fact
from tuopin.engine.kinds import Level, Number
from tuopin.engine.plan import KEYS
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.events import COVERAGE, Coverage, Subjects, dated_facts, event_table
from tuopin.snapshot.schema import arrow_type
from tuopin.standards.pack import Pack
from tuopin.standards.registers import DaysBetween, SameInVillage


def with_derived(
    pack: Pack, tables: Mapping[str, pa.Table], *, as_of: date, places: PlaceTree
) -> dict[str, pa.Table]:
    """Raises BadInput (`table_columns`) for a register without its keys, RefusedByRule for a window not in force."""
    found = dict(tables)
    coverage = Coverage.of(tables.get(COVERAGE), places, as_of)
    events = {
        register.table: event_table(register, tables[register.table])
        for register in pack.events
        if register.table in tables
    }
    for level in (Level.PERSON, Level.HOUSEHOLD):
        rules = [each for each in pack.from_events if each.fact.level is level]
        if rules and level.plural in found:
            subjects = Subjects.of(found[level.plural], level)
            for each in rules:
                if each.register.table in events or each.register.table in coverage.registers:
                    answers = dated_facts(each, subjects, events.get(each.register.table), coverage, as_of)
                    found[level.plural] = _filled(found[level.plural], each.fact.code, answers)
    for same in pack.same_in_village:
        _fill(found, same.fact, partial(_same, same))
    for span in pack.days_between:
        _fill(found, span.fact, partial(_days, span))
    for listed in pack.on_record:
        assert listed.fact.level is not None
        assert listed.fact.level.child is not None
        below = found.get(listed.fact.level.child.plural)
        if below is not None:
            _fill(found, listed.fact, partial(_listed, listed.fact, below))
    return found


def _fill(tables: dict[str, pa.Table], fact: Fact, values: Callable[[pa.Table], pa.Array]) -> None:
    """The fact of every row of its level, where the data have that level."""
    assert fact.level is not None
    table = tables.get(fact.level.plural)
    if table is not None:
        tables[fact.level.plural] = _put(table, fact.code, values(table).cast(arrow_type(fact.kind)))


def _filled(table: pa.Table, name: str, answers: pa.Array) -> pa.Table:
    if name not in table.column_names:
        return _put(table, name, answers)
    return _put(table, name, pc.coalesce(answers, table[name].cast(answers.type)))


def _put(table: pa.Table, name: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.append_column(name, values) if at < 0 else table.set_column(at, name, values)


def _same(same: SameInVillage, households: pa.Table) -> pa.Array:
    """Amounts per head rounded to the unit, half up; equal ones of a village stand together once sorted."""
    assert isinstance(same.amount.kind, Number)
    amount, per = households[same.amount.code], households[same.per.code]
    known = np.asarray(pc.and_(amount.is_valid(), per.is_valid())).astype(np.bool_)
    heads = np.asarray(per.fill_null(1)).astype(np.int64) * 10**same.amount.kind.decimals
    known &= heads > 0
    at = np.flatnonzero(known)
    each = (2 * np.asarray(amount.fill_null(0)).astype(np.int64)[at] + heads[at]) // (2 * heads[at])
    village = np.asarray(households["village"]).astype(np.int64)[at]
    order = np.lexsort((each, village))
    starts = np.flatnonzero(np.diff(village[order], prepend=-1) | np.diff(each[order], prepend=0))
    lengths = np.diff(np.append(starts, len(order)))
    others = np.zeros(households.num_rows, dtype=np.int64)
    others[at[order]] = np.repeat(lengths - 1, lengths)
    return pa.array(others, mask=~known)


def _days(span: DaysBetween, table: pa.Table) -> pa.ChunkedArray:
    since, until = (table[day.code].cast(pa.int32()) for day in (span.since, span.until))
    return pc.subtract(until, since)


def _listed(fact: Fact, below: pa.Table, table: pa.Table) -> pa.Array:
    assert fact.level is not None
    key = KEYS[fact.level][0]
    keys, counts = np.unique(np.asarray(below[key]).astype(np.int64), return_counts=True)
    wanted = np.asarray(table[key]).astype(np.int64)
    at = np.searchsorted(keys, wanted)
    found = np.append(keys, -1)[at] == wanted
    return pa.array(np.where(found, np.append(counts, 0)[at], 0))
