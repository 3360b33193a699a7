"""Registers of events of the years of monitoring: by hash for each household and year, and what led to monitoring.

A household that was taken in had its reason some days before: a bill, a card, a disaster; and somebody reported it. The
events of others are the ordinary misfortunes of a year. Registers begin in 2020, so that the first day of 2021 already
looks back on a whole year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.snapshot.events import COVERAGE_SCHEMA, event_schema
from tuopin.standards.cn import events as registers
from tuopin.standards.cn.codes import HOUSING_GRADE, RISK
from tuopin.standards.registers import EventRegister
from tuopin.synthetic import figures
from tuopin.synthetic.columns import day_number, number_of, numbers_of
from tuopin.synthetic.draws import Draws, Flags, Real, Whole
from tuopin.synthetic.families import Members
from tuopin.synthetic.people import affected_of
from tuopin.synthetic.watch import Watch

FIRST = date(2020, 1, 1)
_B, _C, _D = (number_of(HOUSING_GRADE, grade) for grade in "BCD")
_FAILED, _UNSOLD, _PRICE = numbers_of(registers.PRODUCTION_RISK, ("failed", "unsold", "price"))
_SELF_REPORT, _SWEEP = numbers_of(registers.CLUE, ("self_report", "sweep"))
_YUAN = {"self_paid": (1_400, 16_000), "loss": (1_500, 14_000)}
"""Median amounts: of the ordinary, and of what led to monitoring."""
_WITHOUT_LOANS = 20 + figures.COUNTIES
"""The last two digits of the county that never got the list of loans."""
_REASONS: Mapping[str, tuple[EventRegister, ...]] = {
    "illness": (registers.MEDICAL_SPENDING,), "disability": (registers.DISABILITY_CARDS, registers.MEDICAL_SPENDING),
    "work": (registers.JOB_LOSSES,), "disaster": (registers.DISASTERS,), "accident": (registers.ACCIDENTS,),
    "industry": (registers.PRODUCTION_LOSSES,), "housing": (registers.HOUSE_GRADINGS,),
    "water": (registers.WATER_CUTS,),
}  # fmt: skip
"""What happened where a household was taken in for a risk; every one of them is also a clue."""


@dataclass(frozen=True)
class Subjects:
    """`keys` of households; the members who live there on the day, and their births."""

    keys: Mapping[str, Whole]
    draws: Draws
    members: Members
    births: Whole
    of_age: Flags
    """Members of the age of compulsory education."""


@dataclass(frozen=True)
class _Happened:
    """Rows of households or of members, and the days."""

    rows: Whole
    days: Whole


def event_tables(subjects: Subjects, watch: Watch, on: date) -> dict[str, pa.Table]:
    """Every register by its table; none before 2021."""
    if on < figures.MONITORING_FROM:
        return {}
    today = day_number(on)
    chosen = np.flatnonzero(affected_of(Draws(subjects.members.keys), subjects.members))
    tables = {}
    for register in registers.EVENTS:
        reason = np.zeros(len(watch.risk), dtype=np.bool_)
        for risk, led_by in _REASONS.items():
            if register in led_by:
                reason |= watch.risk == number_of(RISK, risk)
        if register is registers.CLUES:
            reason[:] = True
        before = watch.taken_in_on - subjects.draws.between(f"{register.table} before", 6, 14)
        led = np.flatnonzero(reason & (before <= today))
        of_person = register.level is Level.PERSON
        grave = _Happened(chosen[led] if of_person else led, before[led])
        tables[register.table] = _table(register, subjects, _ordinary(register, subjects, on), grave, today)
    return tables


def _ordinary(register: EventRegister, subjects: Subjects, on: date) -> _Happened:
    """Year by year, as likely as figures.EVENTS says, of those it can happen to."""
    members = subjects.members
    draws = Draws(members.keys) if register.level is Level.PERSON else subjects.draws
    rows, days = [], []
    for year in range(FIRST.year, on.year + 1):
        first = day_number(date(year, 1, 1))
        happens = draws.chance(f"{register.table} {year}", figures.EVENTS[register.table])
        day = draws.between(f"day of {register.table} {year}", first, first + 364)
        if register is registers.SCHOOLING_ALERTS:
            happens &= subjects.of_age
        if register.level is Level.PERSON:
            happens &= subjects.births < day
        found = np.flatnonzero(happens)
        rows.append(found)
        days.append(day[found])
    return _Happened(np.concatenate(rows), np.concatenate(days))


def _table(
    register: EventRegister, subjects: Subjects, ordinary: _Happened, led: _Happened, today: int
) -> pa.Table:
    """In order of households and days."""
    rows, days = (np.concatenate(both) for both in ((ordinary.rows, led.rows), (ordinary.days, led.days)))
    grave = np.arange(len(rows)) >= len(ordinary.rows)
    of_person = register.level is Level.PERSON
    household = subjects.members.household[rows] if of_person else rows
    kept = (days <= today) & _delivered(register, subjects.keys["county"][household])
    order = np.flatnonzero(kept)[np.lexsort((days[kept], rows[kept]))]
    rows, days, grave, household = rows[order], days[order], grave[order], household[order]
    columns = {name: values[household] for name, values in subjects.keys.items()}
    if of_person:
        columns["person"] = subjects.members.number[rows]
    draws = (Draws(subjects.members.keys) if of_person else subjects.draws).among(rows)
    columns["happened_on"] = days
    columns |= {column.code: _own(column.code, draws, grave) for column in register.columns}
    schema = event_schema(register)
    return pa.table([_array(columns[field.name], field.type) for field in schema], schema=schema)


def _array(values: Whole, kind: pa.DataType) -> pa.Array:
    if pa.types.is_date32(kind):
        return pa.array(values.astype(np.int32)).view(kind)
    return pa.array(values.astype(kind.to_pandas_dtype()))


def _own(column: str, draws: Draws, grave: Flags) -> Whole:
    """`grave`: what led to monitoring costs more, a house is graded C or D, production failed."""
    if column == "grade":
        return np.where(grave, np.where(draws.chance("grade given D", 0.4), _D, _C), _B)
    if column == "risk":
        of_others = np.array([_FAILED, _UNSOLD, _PRICE])[draws.pick("risk of production", (25, 45, 30))]
        return np.asarray(np.where(grave, _FAILED, of_others))
    if column == "clue":
        return np.asarray(np.where(draws.chance("reported itself", 0.35), _SELF_REPORT, _SWEEP))
    if column == "total":
        paid = _own("self_paid", draws, grave)
        return np.asarray(np.rint(paid * (1.4 + 2 * draws.part("insured")) / 100), dtype=np.int64) * 100
    common, heavy = _YUAN[column]
    yuan: Real = np.where(grave, heavy, common) * np.exp(0.6 * draws.normal("amount of the event"))
    return np.asarray(np.rint(yuan.clip(50, 90_000)), dtype=np.int64) * 100


def _delivered(register: EventRegister, county: Whole) -> Flags:
    return np.asarray((county % 100 != _WITHOUT_LOANS) | (register is not registers.LOANS_OVERDUE))


def coverage_table(counties: Whole, on: date) -> pa.Table:
    """Which registers each county has, complete until the day; the last county never got the list of loans."""
    if on < figures.MONITORING_FROM:
        return COVERAGE_SCHEMA.empty_table()
    rows = [
        {"register": register.table, "place": county, "starts_on": FIRST, "ends_on": on}
        for county in counties.tolist()
        for register in registers.EVENTS
        if _delivered(register, np.array([county])).all()
    ]
    return pa.Table.from_pylist(rows, schema=COVERAGE_SCHEMA)
