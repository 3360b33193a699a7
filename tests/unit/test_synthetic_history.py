"""One history a household, seen from many days: who lives there, what was decided, what it earned, who watches it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from tests.support.cities import ask, ask_one, city

from tuopin.snapshot.decisions import Decision, decisions_of, impossible, in_order
from tuopin.synthetic.city import City

ENDS = tuple(date(year, 12, 31) for year in range(2013, 2026))
LARGE = 50_000


def last() -> City:
    return city(LARGE, on=ENDS[-1])


def of(*decisions: Decision) -> str:
    return f"decision in ({', '.join(str(each.value) for each in decisions)})"


# ---- who lives there ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earlier", "later"), list(pairwise(date(year, 12, 31) for year in (2013, 2017, 2020, 2025)))
)
def test_households_and_people_are_the_same_people(earlier: date, later: date) -> None:
    before, after = (city(3_000, on=day).dataset.table("persons") for day in (earlier, later))
    keys = ["household", "person", "birth", "sex", "relation"]
    both = before.select(keys).join(
        after.select(keys), ["household", "person"], right_suffix="_later", join_type="inner"
    )

    assert city(3_000, on=earlier).dataset.count("households") == city(3_000, on=later).dataset.count(
        "households"
    )
    for name in ("birth", "sex", "relation"):
        assert both[name] == both[f"{name}_later"]
    assert 0.80 < both.num_rows / before.num_rows < 0.995
    assert 0.80 < both.num_rows / after.num_rows < 0.995


def test_some_are_born_and_some_die_every_year() -> None:
    for earlier, later in pairwise(ENDS):
        before, after = (city(3_000, on=day) for day in (earlier, later))
        young = ask_one(after, f"select count(*) from persons where birth > date '{earlier}'")
        gone = "select count(*) from persons p anti join later l on p.household = l.household and p.person = l.person"

        assert 20 < young < 200
        assert 20 < ask_one(before, gone, later=after.dataset.table("persons")) < 300


@pytest.mark.parametrize("day", [date(2013, 12, 31), date(2020, 12, 31), date(2026, 6, 30)])
def test_households_stay_of_the_size_of_households(day: date) -> None:
    made = city(on=day)

    assert ask_one(made, "select avg(size) from households") == pytest.approx(3.4, abs=0.1)
    assert ask_one(made, "select count(*) from households h anti join persons p using (household)") == 0
    assert ask_one(made, f"select count(*) from persons where birth > date '{day}'") == 0


def test_nobody_unlearns_what_was_learnt() -> None:
    """Of those grown up on the first day."""
    before, after = (city(3_000, on=day) for day in (date(2018, 12, 31), date(2020, 12, 31)))
    sql = """select count(*), count(*) filter (b.years_of_schooling > a.years_of_schooling) from persons b
        join later a on a.household = b.household and a.person = b.person
        where b.birth < date '1990-01-01' and a.years_of_schooling is not null and b.years_of_schooling is not null"""

    ((compared, lost),) = ask(before, sql, later=after.dataset.table("persons"))
    assert compared > 500
    assert lost == 0


# ---- what was decided -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_every_history_is_possible(seed: int) -> None:
    table = decisions_of(city(20_000, seed=seed, on=date(2026, 6, 30)).dataset)

    assert table is not None
    assert list(impossible(table)) == []


def test_an_earlier_day_holds_the_same_decisions_as_far_as_they_go() -> None:
    whole = decisions_of(city(3_000, on=date(2025, 12, 31)).dataset)
    assert whole is not None
    for day in ENDS[:-1]:
        found = decisions_of(city(3_000, on=day).dataset)
        days = np.asarray(whole["decided_on"]) <= np.datetime64(day)

        assert found is not None
        assert found == in_order(whole.filter(days))


def test_the_record_of_a_household_is_what_was_decided() -> None:
    for day in (date(2015, 12, 31), date(2016, 6, 30), date(2018, 12, 31), date(2020, 6, 30)):
        latest = f"""(select household, arg_max(decision, decided_on) as decision, max(decided_on) as decided_on
            from decisions where {of(Decision.REGISTERED, Decision.STRUCK_OFF, Decision.EXITED, Decision.RETURNED)}
            group by 1)"""
        wrong = f"""select count(*) from households left join {latest} using (household)
            where coalesce(registered <> (decision in (1, 3, 4)), registered)
            or coalesce((poverty_status = 3) <> (decision = 3), false) or (decision = 3 and exited_on <> decided_on)
            or coalesce((poverty_status = 5) <> (decision = 2), false)"""

        assert ask_one(city(on=day), wrong) == 0


def test_the_people_of_a_decision_are_those_of_its_day() -> None:
    made = city(3_000, on=date(2019, 12, 31))
    day = ask(made, f"select max(decided_on) from decisions where {of(Decision.EXITED)}")[0][0]
    then = city(3_000, on=day)
    sql = f"""select count(*), count(*) filter (people is distinct from size) from decisions join households
        using (household) where decided_on = date '{day}'"""

    compared, differ = ask(then, sql)[0]
    assert compared > 0
    assert differ == 0


# ---- returns and the re-check -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "wanted", "within"), [(2015, 1.5, 0.6), (2016, 2.0, 0.4), (2017, 0.5, 0.2), (2018, 0.1, 0.1)]
)
def test_returns_to_poverty_by_year(year: int, wanted: float, within: float) -> None:
    """Of the people who had exited before that year."""
    large = city(200_000, on=date(2020, 12, 31))
    returned = f"sum(people) filter ({of(Decision.RETURNED)} and year(decided_on) = {year})"
    exited = f"sum(people) filter ({of(Decision.EXITED)} and year(decided_on) < {year})"

    assert ask_one(large, f"select 100.0 * {returned} / {exited} from decisions") == pytest.approx(
        wanted, abs=within
    )


def test_nobody_returns_after_2019() -> None:
    large = city(200_000, on=date(2020, 12, 31))

    assert (
        ask_one(
            large, f"select count(*) from decisions where {of(Decision.RETURNED)} and year(decided_on) > 2019"
        )
        == 0
    )


def test_the_recheck_struck_off_a_tenth_and_added_a_twelfth() -> None:
    first = f"count(*) filter ({of(Decision.REGISTERED)} and year(decided_on) = 2013)"
    sql = f"""select 100.0 * count(*) filter ({of(Decision.STRUCK_OFF)}) / {first},
        100.0 * count(*) filter ({of(Decision.REGISTERED)} and year(decided_on) > 2013) / {first} from decisions"""

    struck_off, added = ask(last(), sql)[0]
    assert struck_off == pytest.approx(10, abs=1)
    assert added == pytest.approx(9, abs=1)


# ---- monitoring -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "monitored", "cleared"),
    [(2021, 0.75, 30), (2022, 0.95, 50), (2023, 1.12, 58), (2024, 1.25, 64), (2025, 1.35, 70)],
)
def test_monitored_and_cleared_along_the_years(year: int, monitored: float, cleared: float) -> None:
    """Cumulative, in % of the rural people, and in % of those."""
    by_then = f"year(decided_on) <= {year}"
    watched = f"sum(people) filter ({of(Decision.MONITORED)} and {by_then})"
    safe = f"sum(people) filter ({of(Decision.CLEARED)} and {by_then} and not again)"
    # Who was cleared twice counts once.
    source = """(select *, row_number() over (partition by household, decision order by decided_on) > 1 as again
        from decisions)"""
    sql = f"select 100.0 * {watched} / (select sum(size) from households), 100.0 * {safe} / {watched} from {source}"

    found = ask(last(), sql)[0]
    assert found[0] == pytest.approx(monitored, abs=0.05)
    assert found[1] == pytest.approx(cleared, abs=4)


def test_the_three_groups() -> None:
    rows = ask(last(), f"""select "group", 100.0 * sum(people) / sum(sum(people)) over () from decisions
        where {of(Decision.MONITORED)} group by 1""")  # fmt: skip

    assert {int(group): float(share) for group, share in rows} == pytest.approx({1: 37, 2: 43, 3: 20}, abs=3)


def test_each_group_is_of_its_kind_of_household() -> None:
    kinds = """select count(*) from decisions join households using (household) where decision = 5
        and (("group" = 1 and poverty_status is distinct from 3) or ("group" = 2 and poverty_status = 3))"""

    assert ask_one(last(), kinds) == 0


def test_from_2026_there_is_one_class() -> None:
    made = city(LARGE, on=date(2026, 6, 30))
    groups = f"""select distinct "group" from decisions where {of(Decision.MONITORED, Decision.RENEWED)}
        and decided_on >= date '2026-01-01'"""

    assert ask(made, groups) == [(4,)]


def test_two_or_three_percent_a_year_of_the_cleared_are_at_risk_again() -> None:
    """Of the years in which they could be, 2022 to 2025, after the year in which they were cleared."""
    cleared = ask(last(), "select year(decided_on), count(*) from decisions where decision = 6 group by 1")
    years = sum(count * (2025 - year) for year, count in cleared)
    renewed = ask_one(last(), "select count(*) from decisions where decision = 7")

    assert 100 * renewed / years == pytest.approx(2.5, abs=1.5)


# ---- income -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "mean"), [(2014, 2200), (2015, 2980), (2020, 10_700), (2024, 17_500)])
def test_income_of_the_registered_by_year(year: int, mean: float) -> None:
    made = city(on=date(year, 12, 31))

    found = ask_one(
        made, "select sum(net_income) / sum(size) / 100 from households where registered and net_income > 0"
    )
    assert found == pytest.approx(mean, rel=0.10)


def test_who_does_well_one_year_does_well_the_next_but_not_quite() -> None:
    before, after = (city(3_000, on=date(year, 12, 31)) for year in (2019, 2020))
    sql = """select corr(ln(b.net_income / b.size), ln(a.net_income / a.size)) from households b
        join later a using (household) where not b.registered and not a.registered"""

    assert 0.6 < ask_one(before, sql, later=after.dataset.table("households")) < 0.95
