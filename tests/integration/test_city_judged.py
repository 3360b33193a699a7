"""What was planted in the city is what the standards find: every wrong exit, every omission, and nobody else."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest
from tests.support.cities import ask, ask_one, city

from tuopin.engine.kinds import Level
from tuopin.kernel.verdict import Verdict
from tuopin.snapshot.files import open_snapshot, write_snapshot
from tuopin.synthetic.city import City
from tuopin.warehouse import findings
from tuopin.warehouse.judging import judge

DAYS = (date(2017, 12, 31), date(2019, 12, 31), date(2020, 6, 30), date(2020, 12, 31))
MET, NOT_MET, UNKNOWN = (verdict.value for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN))


@cache
def found_in(made: City) -> pa.Table:
    return findings.table(judge(made.dataset, on=made.on).judged, Level.HOUSEHOLD)


def households(made: City, where: str) -> set[int]:
    sql = f"select household from found join households using (household) where {where}"
    return {number for (number,) in ask(made, sql, found=found_in(made))}


@pytest.mark.parametrize("day", DAYS)
def test_the_wrong_exits_are_the_planted_ones(day: date) -> None:
    made = city(20_000, on=day)

    judged = households(made, f"poverty_status = 3 and household_exit__overall = {NOT_MET}")

    assert judged == set(made.truth.households("wrong_exit"))
    assert len(judged) > 8


@pytest.mark.parametrize("day", DAYS)
def test_the_omissions_are_the_planted_ones_that_were_visited(day: date) -> None:
    made = city(20_000, on=day)

    judged = households(made, f"not registered and household_status__overall = {NOT_MET}")
    visited = {
        household
        for (household,) in ask(made, "select household from planted where what = 'omission' and not hidden")
    }

    assert judged == visited
    assert judged <= set(made.truth.households("omission"))


@pytest.mark.parametrize("day", DAYS[:3])
def test_of_those_still_on_the_list_only_the_planted_lack_something(day: date) -> None:
    made = city(20_000, on=day)
    still = "registered and poverty_status in (1, 2, 4)"

    lacking = households(made, f"{still} and household_exit__overall = {NOT_MET}")
    ready = households(made, f"{still} and household_exit__overall = {MET}")

    assert lacking == set(made.truth.households("lacking"))
    assert len(ready) >= 10


def test_each_is_found_for_what_it_lacks() -> None:
    made = city()
    standard = made.pack.standard("household_exit")
    bits = {"food": standard.bits["food"] | standard.bits["clothing"]} | {
        code: standard.bits[code] for code in ("income", "housing", "water", "medical_care", "education")
    }
    judged = dict(ask(made, "select household, household_exit__not_met from found", found=found_in(made)))

    wrong = [
        (lack, judged[household])
        for what in ("wrong_exit", "lacking")
        for household, lack in made.truth.households(what).items()
        if not judged[household] & bits[str(lack)] or judged[household] & ~bits[str(lack)]
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("criteria", "wanted", "within"),
    [
        (("water",), 7, 0.8), (("housing",), 4, 0.8), (("income",), 2.5, 0.7), (("medical_care",), 1.5, 0.5),
        (("education",), 1.2, 0.4), (("food", "clothing"), 1, 0.4),
    ],
)  # fmt: skip
def test_unknown_among_the_registered(criteria: tuple[str, ...], wanted: float, within: float) -> None:
    made = city(100_000)
    bits = sum(made.pack.standard("household_exit").bits[code] for code in criteria)
    part = f"100.0 * count(*) filter (household_exit__unknown & {bits} <> 0) / count(*)"
    sql = f"select {part} from found join households using (household) where registered"

    assert ask_one(made, sql, found=found_in(made)) == pytest.approx(wanted, abs=within)


def test_eleven_percent_have_an_unknown_most_of_them_in_a_few_villages() -> None:
    made = city(100_000)
    open_ones = "count(*) filter (household_exit__unknown <> 0)"
    base = "from found join households using (household) join plan on plan.id = households.village where registered"

    share = ask_one(made, f"select 100.0 * {open_ones} / count(*) {base}", found=found_in(made))
    in_slack = ask_one(made, f"select 100.0 * {open_ones.replace('<> 0', '<> 0 and slack')} / {open_ones} {base}",
                       found=found_in(made))  # fmt: skip

    assert share == pytest.approx(11, abs=1)
    assert in_slack == pytest.approx(60, abs=6)
    assert ask_one(made, "select 100.0 * count(*) filter (slack) / count(*) from plan") == pytest.approx(
        15, abs=1
    )


def test_a_sixth_of_the_unregistered_stays_unknown() -> None:
    made = city()
    part = f"100.0 * count(*) filter (household_status__overall = {UNKNOWN}) / count(*)"
    sql = f"select {part} from found join households using (household) where not registered"

    assert ask_one(made, sql, found=found_in(made)) == pytest.approx(15.4, abs=1.5)


def test_a_city_judges_the_same_from_its_snapshot(tmp_path: Path) -> None:
    made = city(3_000)
    write_snapshot(made.dataset, tmp_path / "snapshot")

    opened = open_snapshot(tmp_path / "snapshot")

    assert findings.table(judge(opened, on=made.on).judged, Level.HOUSEHOLD) == found_in(made)
