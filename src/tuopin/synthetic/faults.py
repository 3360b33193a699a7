"""Mistakes in the record itself, planted where everything else is in order, so that data checks have something to find.

Each is one row that says what cannot be, or hardly; none changes what the standards of status and exit find.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tuopin.standards.cn.codes import DWELLING, HEALTH, HOUSEHOLD_KIND, LABOUR
from tuopin.synthetic import figures
from tuopin.synthetic.columns import Columns, number_of
from tuopin.synthetic.draws import Draws, Flags, Whole
from tuopin.synthetic.families import Members

SCHEMA = pa.schema(
    [
        pa.field("village", pa.int64(), nullable=False),
        pa.field("household", pa.int64()),
        pa.field("person", pa.int16()),
        pa.field("standard", pa.string(), nullable=False),
        pa.field("check", pa.string(), nullable=False),
    ]
)
_OWN = number_of(DWELLING, "own")
_ORDINARY, _ALLOWANCE = (number_of(HOUSEHOLD_KIND, kind) for kind in ("ordinary", "allowance"))
_ABLE = number_of(LABOUR, "ordinary")
_HEALTHY, _HEALTHY_AND_ILL = HEALTH.mask(["healthy"]), HEALTH.mask(["healthy", "chronic"])
_MORE_YUAN = 3_700


@dataclass(frozen=True)
class Fault:
    """Which check finds it, of whom it can be, and what then stands in the record."""

    standard: str
    check: str
    fits: Callable[[Columns], Flags]
    make: Callable[[Columns, Flags], None]


def _set(name: str, of: Callable[[Columns], Whole]) -> Callable[[Columns, Flags], None]:
    return lambda columns, where: columns.change(name, where, of(columns))


def _same(value: int) -> Callable[[Columns], Whole]:
    return lambda columns: np.full(columns.rows, value)


def _everybody(columns: Columns) -> Flags:
    return np.ones(columns.rows, dtype=np.bool_)


OF_HOUSEHOLDS = (
    Fault("checks_income", "adds_up", lambda c: c.known("net_income") & c.known("wage") & c.known("production"),
          _set("net_income", lambda c: c["net_income"] + _MORE_YUAN)),
    Fault("checks_causes", "other_than_main", lambda c: c.known("cause"),
          _set("other_causes", lambda c: np.int64(1) << (c["cause"] - 1))),
    Fault("checks_land", "irrigated_in_farmland", _everybody, _set("irrigated", lambda c: c["farmland"] + 500)),
    Fault("checks_land", "road_near", _everybody, _set("road_distance", _same(920))),
    Fault("checks_land", "moved_in_relocated", lambda c: c.known("dwelling") & (c["dwelling"] == _OWN),
          _set("moved_in", _same(1))),
    Fault("checks_benefits_households", "allowance_member", lambda c: c["kind"] == _ORDINARY,
          _set("kind", _same(_ALLOWANCE))),
)  # fmt: skip
OF_PEOPLE = (
    Fault("checks_labour", "health_consistent", lambda c: c["health"] == _HEALTHY,
          _set("health", _same(_HEALTHY_AND_ILL))),
    Fault("checks_labour", "child_no_labour", lambda c: c["age"] < 14, _set("labour", _same(_ABLE))),
    Fault("checks_work", "place_with_months", lambda c: c["work_months"] > 0,
          lambda columns, where: columns.blank(["work_place"], where)),
    Fault("checks_work", "few_jobs", lambda c: c["work_months"] > 0, _set("jobs", _same(4))),
    Fault("checks_benefits_people", "one_pension", lambda c: c["resident_pension"],
          _set("employee_pension", _same(1))),
    Fault("checks_blanks_people", "card_of_disabled", lambda c: c["disability_card"],
          lambda columns, where: columns.blank(["disability_card"], where)),
)  # fmt: skip
OF_VILLAGES = (
    Fault("checks_villages", "danger_within_households", _everybody,
          _set("dangerous_houses", lambda c: c["households"] + 5)),
)  # fmt: skip
"""At most one a household, whether its own or of a member."""


def plant(
    households: Columns, persons: Columns, villages: Columns, draws: Draws, of_person: Draws, of_village: Draws,
    members: Members, sound: Flags,
) -> pa.Table:  # fmt: skip
    """`sound`: registered, visited, and with nothing planted in it. Answers with what was planted, by SCHEMA."""
    kinds = len(OF_HOUSEHOLDS) + len(OF_PEOPLE)
    struck = sound & draws.chance("fault", kinds * figures.FAULTS)
    which = draws.pick("which fault", np.ones(kinds))
    # One member each, the one with the highest lot.
    lot = of_person.part("whose fault")
    persons.put("age", members.age)
    found = []
    for number, fault in enumerate(OF_HOUSEHOLDS):
        where = struck & (which == number) & fault.fits(households)
        fault.make(households, where)
        found.append(_rows(fault, households, where))
    for number, fault in enumerate(OF_PEOPLE, start=len(OF_HOUSEHOLDS)):
        could = (struck & (which == number))[members.household] & fault.fits(persons)
        lots = np.where(could, lot, -1.0)
        where = could & (lots == np.maximum.reduceat(lots, members.starts)[members.household])
        fault.make(persons, where)
        found.append(_rows(fault, persons, where, person=True))
    for fault in OF_VILLAGES:
        where = of_village.chance(f"fault {fault.check}", figures.FAULTS_OF_VILLAGES)
        fault.make(villages, where)
        found.append(_rows(fault, villages, where, household=False))
    return pa.concat_tables(found)


def _rows(
    fault: Fault, columns: Columns, where: Flags, *, household: bool = True, person: bool = False
) -> pa.Table:
    rows = np.flatnonzero(where)
    keys: Mapping[str, bool] = {"village": True, "household": household, "person": person}
    known = {
        name: pa.array(columns[name][rows].astype(np.int64)).cast(SCHEMA.field(name).type)
        if has
        else pa.nulls(len(rows), SCHEMA.field(name).type)
        for name, has in keys.items()
    }
    words = {"standard": fault.standard, "check": fault.check}
    return pa.table(
        {**known, **{name: pa.array([word] * len(rows), pa.string()) for name, word in words.items()}},
        schema=SCHEMA,
    )
