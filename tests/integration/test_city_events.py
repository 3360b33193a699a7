"""Registers of events become the dated facts of monitoring; whoever was taken in has a reason on record."""

from __future__ import annotations

from datetime import date

import pytest
from tests.integration.test_city_monitored import found_in
from tests.support.cities import ask, ask_one, city

from tuopin.kernel.verdict import Verdict
from tuopin.snapshot.derived import with_derived
from tuopin.standards.cn.events import EVENTS, FROM_EVENTS

DAY = date(2024, 6, 30)
MADE = city(20_000, on=DAY)
NAMES = [register.table for register in EVENTS]


def none(sql: str) -> None:
    assert ask_one(MADE, f"select count(*) from {sql}") == 0


@pytest.mark.parametrize("name", NAMES)
def test_every_register_holds_events_of_people_who_live_there_up_to_the_day(name: str) -> None:
    keys = "household, person" if "person" in MADE.dataset.table(name).column_names else "household"
    subjects = "persons" if "person" in keys else "households"

    assert MADE.dataset.count(name) > 3
    none(f"{name} anti join {subjects} using ({keys}, village, county)")
    none(f"{name} where happened_on > date '{DAY}' or happened_on < date '2020-01-01'")


def test_the_events_of_an_earlier_day_are_those_until_then() -> None:
    """Of those who still live there; people who left took their events along."""
    earlier = city(3_000, on=date(2022, 12, 31)).dataset
    later = city(3_000, on=DAY)
    for name in ("disasters", "clues", "house_gradings"):
        still = "select * from disasters where happened_on <= date '2022-12-31'".replace("disasters", name)

        assert sorted(ask(later, still)) == sorted(
            tuple(row.values()) for row in earlier.table(name).to_pylist()
        )


def test_facts_are_the_events_of_a_year() -> None:
    paid = f"""(select household, person, sum(self_paid) as paid from medical_spending
        where happened_on > date '{DAY}' - 365 group by all)"""

    assert ask_one(MADE, "select count(*) from persons where medical_self_pay > 0") > 100
    none(f"persons left join {paid} using (household, person) where medical_self_pay <> coalesce(paid, 0)")
    none("households where disaster_loss is null or newly_dangerous is null")


def test_the_facts_in_the_tables_are_what_deriving_gives() -> None:
    again = with_derived(MADE.pack, MADE.dataset.tables, as_of=DAY, places=MADE.dataset.places)  # type: ignore[arg-type]

    for rule in FROM_EVENTS:
        assert rule.fact.level is not None
        name, code = rule.fact.level.plural, rule.fact.code
        assert MADE.dataset.table(name)[code].equals(
            again[name][code].cast(MADE.dataset.table(name)[code].type)
        ), code


def test_a_list_that_was_never_delivered_leaves_the_fact_unknown() -> None:
    """The last county has no list of loans: no word of a loan there is not word of no loan."""
    rows = ask(
        MADE, "select county % 100 = 24, count(loan_overdue), count(*) from households group by 1 order by 1"
    )

    (elsewhere, known, all_there), (last, known_there, _) = rows
    assert (elsewhere, last) == (False, True)
    assert known == all_there
    assert known_there == 0


def test_whoever_was_taken_in_shows_a_signal() -> None:
    signals = "monitoring_risk__met"
    sql = f"""select count(*), count(*) filter ({signals} = 0) from found join households using (household)
        where monitored and monitored_on > date '{DAY}' - 340"""

    taken_in, silent = ask(MADE, sql, found=found_in(MADE))[0]
    assert taken_in > 10
    assert silent == 0


def test_few_of_the_others_do() -> None:
    part = "100.0 * count(*) filter (monitoring_risk__met <> 0) / count(*)"
    share = ask_one(MADE, f"select {part} from found join households using (household) where not monitored",
                    found=found_in(MADE))  # fmt: skip

    assert 2 < share < 12
    assert Verdict.MET.value == 1


def test_before_2021_there_are_no_registers() -> None:
    assert set(NAMES).isdisjoint(city().dataset.tables)
