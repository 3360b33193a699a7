"""Data checks find the mistakes planted in the record, each under its own name, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
import pytest
from tests.support.cities import city

from tuopin.engine.kinds import Level
from tuopin.synthetic.city import City
from tuopin.synthetic.faults import OF_HOUSEHOLDS, OF_PEOPLE, OF_VILLAGES
from tuopin.warehouse import findings
from tuopin.warehouse.judging import judge

DAYS = (date(2017, 12, 31), date(2020, 6, 30), date(2023, 12, 31))
FAMILIES = ("checks_", "falsification_")
ABOUT_BLANKS = ("checks_blanks_people", "checks_blanks_households")
"""Whoever was not visited is blank, and of others what gaps.py leaves out: counted elsewhere."""
PLANTED_OTHERWISE = {
    ("checks_exited", check)
    for check in ("above_line", "no_dropout", "safe_house", "safe_water", "ill_insured")
} | {
    ("checks_villages", "people_agree"),
    ("falsification_villages", "no_heap"),
    ("checks_land", "power_at_home"),
    ("checks_after_exit", "low_income_monitored"),
}
"""Wrong exits, whoever should be monitored, villages that say another number, the heaped township; a house without
power now and then."""

Found = tuple[str, str, int | None, int | None, int]
"""Standard, check, household, person, village."""


@cache
def found(made: City) -> frozenset[Found]:
    return frozenset(_found(made))


def _found(made: City) -> Iterator[Found]:
    judged = judge(made.dataset, on=made.on, standard="cn/checks").judged
    standards = {each.code: each for each in judged.scope.standards if each.code.startswith(FAMILIES)}
    for level in (Level.PERSON, Level.HOUSEHOLD, Level.VILLAGE):
        table = findings.table(judged, level)
        for code in [each for each in standards if standards[each].level is level]:
            wrong = np.asarray(table[f"{code}__not_met"])
            for check, bit in standards[code].bits.items():
                for row in np.flatnonzero(wrong & bit).tolist():
                    keys = (_key(table, name, row) for name in ("household", "person"))
                    yield code, check, *keys, table["village"][row].as_py()  # type: ignore[misc]


def _key(table: object, name: str, row: int) -> int | None:
    return table[name][row].as_py() if name in table.column_names else None  # type: ignore[index,attr-defined]


def planted(made: City) -> set[Found]:
    rows = made.truth.faults.to_pylist()
    return {(row["standard"], row["check"], row["household"], row["person"], row["village"]) for row in rows}


@pytest.mark.parametrize("day", DAYS)
def test_every_planted_mistake_is_found_where_it_was_made(day: date) -> None:
    made = city(on=day)

    assert planted(made) <= found(made)
    assert len(planted(made)) >= 15


@pytest.mark.parametrize("day", DAYS)
def test_nothing_else_is_found(day: date) -> None:
    made = city(on=day)

    more = {
        each
        for each in found(made) - planted(made)
        if each[0] not in ABOUT_BLANKS and each[:2] not in PLANTED_OTHERWISE
    }
    assert more == set()


def test_every_kind_of_mistake_is_made_somewhere() -> None:
    made = city(100_000)
    kinds = set(
        zip(made.truth.faults["standard"].to_pylist(), made.truth.faults["check"].to_pylist(), strict=True)
    )

    assert kinds == {(fault.standard, fault.check) for fault in (*OF_HOUSEHOLDS, *OF_PEOPLE, *OF_VILLAGES)}


def test_without_faults_there_are_none() -> None:
    made = city(3_000, faults=False)

    assert made.truth.faults.num_rows == 0
    assert {
        each for each in found(made) if each[0] not in ABOUT_BLANKS and each[:2] not in PLANTED_OTHERWISE
    } == set()
