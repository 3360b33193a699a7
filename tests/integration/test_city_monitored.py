"""Who should be taken in for monitoring, and who could be cleared, is who was planted and who was made ready."""

from __future__ import annotations

from datetime import date
from functools import cache

import pyarrow as pa
import pytest
from tests.support.cities import ask, ask_one, city

from tuopin.engine.kinds import Level
from tuopin.kernel.verdict import Verdict
from tuopin.synthetic.city import City
from tuopin.warehouse import findings
from tuopin.warehouse.judging import judge

DAYS = (date(2021, 12, 31), date(2023, 12, 31), date(2025, 12, 31))
LATER = date(2026, 6, 30)
MET, NOT_MET = Verdict.MET.value, Verdict.NOT_MET.value
OPEN = "monitored and not risk_cleared"


@cache
def found_in(made: City) -> pa.Table:
    return findings.table(judge(made.dataset, on=made.on).judged, Level.HOUSEHOLD)


def households(made: City, where: str) -> set[int]:
    sql = f"select household from found join households using (household) where {where}"
    return {number for (number,) in ask(made, sql, found=found_in(made))}


def planted(made: City) -> set[int]:
    rows = ask(made, "select household from planted where what = 'unwatched' and not hidden")
    return {number for (number,) in rows}


@pytest.mark.parametrize("day", DAYS)
def test_whom_the_three_groups_call_for_are_the_planted(day: date) -> None:
    made = city(50_000, on=day)

    called = households(made, "monitoring__met <> 0")

    assert called == planted(made)
    assert len(called) > 8


def test_from_2026_the_one_class_calls_for_the_planted() -> None:
    made = city(50_000, on=LATER)

    assert households(made, f"prevention__overall = {MET}") == planted(made)


@pytest.mark.parametrize("day", [*DAYS, LATER])
def test_some_of_the_monitored_could_be_cleared_and_most_could_not(day: date) -> None:
    made = city(50_000, on=day)
    ready = households(made, f"{OPEN} and risk_elimination__overall = {MET}")
    not_ready = households(made, f"{OPEN} and risk_elimination__overall = {NOT_MET}")

    assert len(ready) >= 5
    assert len(not_ready) > 3 * len(ready)
    assert len(ready | not_ready) > 0.9 * ask_one(made, f"select count(*) from households where {OPEN}")


@pytest.mark.parametrize("day", [*DAYS, LATER])
def test_the_record_is_what_was_decided(day: date) -> None:
    made = city(50_000, on=day)
    latest = """(select household, arg_max(decision, decided_on) as decision, min(decided_on) as first_on,
        max(decided_on) as last_on from decisions where decision in (5, 6, 7) group by 1)"""
    wrong = f"""select count(*) from households left join {latest} using (household)
        where monitored <> (decision is not null) or (decision is not null and (monitored_on <> first_on
        or risk_cleared <> (decision = 6) or (decision = 6 and cleared_on <> last_on)))"""

    assert ask_one(made, "select count(*) from households where monitored") > 100
    assert ask_one(made, wrong) == 0


def test_first_risks() -> None:
    """In %, of the households with one risk only: of the others nobody can tell which came first."""
    made = city(200_000, on=date(2025, 12, 31))
    rows = ask(made, """select risks, 100.0 * count(*) / sum(count(*)) over () from households
        where monitored and bit_count(risks) = 1 group by 1""")  # fmt: skip
    found = {int(risks).bit_length(): float(share) for risks, share in rows}
    named = {risk: found.pop(risk) for risk in (1, 3, 4, 7, 2)}

    assert named == pytest.approx({1: 48, 3: 12, 4: 12, 7: 8, 2: 6}, abs=3)
    assert found.pop(9) + found.pop(10) == pytest.approx(6, abs=2)
    assert sum(found.values()) == pytest.approx(8, abs=2)


def test_help_fits_every_risk() -> None:
    """Health, social help or support against illness, education against schooling, housing or relocation, water."""
    made = city(50_000, on=date(2025, 12, 31))
    fits = {1: (10, 11, 12), 2: (8, 9), 5: (6, 5), 6: (7,)}
    for risk, families in fits.items():
        mask = sum(1 << (family - 1) for family in families)
        sql = f"""select count(*) from households where monitored and risks >> {risk - 1} & 1 = 1
            and monitored_on < date '2025-12-01' and assistance & {mask} = 0"""

        assert ask_one(made, sql) == 0


def test_before_2021_nobody_is_monitored() -> None:
    assert ask_one(city(), "select count(monitored) + count(copes) from households") == 0
