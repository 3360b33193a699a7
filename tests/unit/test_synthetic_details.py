"""Parts of income, details of people, lists of other departments, and what villages and counties count: one story."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.cities import ask, ask_one, city

from tuopin.engine.kinds import Level
from tuopin.standards.cn.facts import flags, income_parts, of_topic

CITY = city(faults=False)
PARTS = [fact.code for fact in of_topic(income_parts, Level.HOUSEHOLD) if fact.code != "asset_dividend"]


def none(sql: str) -> None:
    assert ask_one(CITY, f"select count(*) from {sql}") == 0


# ---- income and work ------------------------------------------------------------------------------


def test_the_parts_of_transfers_add_up_to_them() -> None:
    none(f"households where collected_on is not null and {' + '.join(PARTS)} <> transfer")
    none("households where asset_dividend > property_income")


@pytest.mark.parametrize(
    "wrong",
    [
        "pension_income > 0 and pension_income < 8800", "allowance_income > 0 and allowance_income < 20000",
        "ecology_income > 0 and returned_forest = 0", "returned_forest > forest", "irrigated > farmland",
        "production > 0 and production_cost = 0",
    ],
)  # fmt: skip
def test_no_amount_is_absurd(wrong: str) -> None:
    none(f"households where {wrong}")


def test_who_receives_something_is_of_its_kind() -> None:
    persons = "(select household, bool_or(allowance) a, bool_or(support) s, bool_or(disability_card) d "
    persons += "from persons group by 1)"

    none(f"households join {persons} using (household) where allowance_income > 0 and not a")
    none(f"households join {persons} using (household) where support_income > 0 and not s")
    none(f"households join {persons} using (household) where disability_subsidy > 0 and not d")
    none("persons where support and allowance")


def test_wages_of_people_make_the_wages_of_the_household() -> None:
    sums = "(select household, sum(monthly_wage * work_months) wages, sum(work_months) worked "
    sums += "from persons group by 1)"

    odd = "abs(wage - wages) > 600 * worked and wage / worked between 12000 and 2990000"

    none(f"households join {sums} using (household) where {odd}")
    none("persons where monthly_wage is not null and (monthly_wage < 10000 or monthly_wage > 3000000)")
    none("persons where jobs <> (work_months > 0)::int or (public_post and work_place <> 1)")


def test_disability_card_health_and_type_go_together() -> None:
    none("persons where disability_card <> (health & 8 > 0)")
    none(
        "persons where disability_card <> (disability is not null) or disability_card <> (disability_grade is not null)"
    )
    none("persons where disability_grade <= 2 and labour in (1, 2)")


def test_nobody_is_in_two_pensions() -> None:
    none("persons where resident_pension and employee_pension")


# ---- lists of other departments ---------------------------------------------------------------------


def test_only_those_on_a_list_were_compared() -> None:
    none("households where registered <> (town_property is not null)")
    none("persons join households using (household) where registered <> (public_salary is not null)")


def test_flags_are_rare() -> None:
    """Of the registered households, by any flag of its own or of a member."""
    of_household = " or ".join(
        fact.code for fact in of_topic(flags, Level.HOUSEHOLD) if fact.code not in ("vehicle_value",)
    )
    of_person = "public_salary or village_cadre or commercial_pension or company_operating or died or not shares_budget"
    flagged = f"""select 100.0 * avg(({of_household} or household in
        (select household from persons where {of_person}))::int) from households where registered"""

    assert 1 < ask_one(CITY, flagged) < 4


def test_a_car_on_the_list_is_one_that_the_survey_saw() -> None:
    none("households where car and not car_or_truck")
    none("households where car_or_truck is not null and (vehicle_value > 0) <> car_or_truck")


# ---- villages and counties --------------------------------------------------------------------------


def test_a_village_counts_its_own_people() -> None:
    none("""villages v join (select village, count(*) filter (registered) n from persons join households
        using (household, village) group by 1) p using (village) where registered_people <> n""")
    none("""villages v join (select village, sum(farmland) land from households group by 1) h using (village)
        where total_farmland < land""")  # fmt: skip
    none("villages where unsafe_water_households > households or dangerous_houses > households")


@pytest.mark.parametrize(
    ("day", "exited"),
    [
        (date(2018, 12, 31), []),
        (date(2019, 6, 30), [1]),
        (date(2020, 6, 30), [0, 1]),
        (date(2020, 12, 31), [0, 1, 2]),
    ],
)
def test_poor_counties_leave_the_list_one_after_the_other(day: date, exited: list[int]) -> None:
    rows = ask(city(on=day), "select county % 100 - 21, kind, exited_on from counties order by 1")

    assert [kind for _, kind, _ in rows] == [1, 1, 1, 2]
    assert [county for county, _, left in rows if left is not None] == exited


def test_the_third_county_let_too_many_go() -> None:
    rows = ask(
        CITY, "select 100.0 * wrongly_exited / exited_sampled from counties where kind = 1 order by county"
    )
    third = [float(row[0]) for row in rows]

    assert max(third[:2]) < 1
    assert 2 <= third[2] < 2.6


def test_a_county_that_was_not_evaluated_has_no_rates() -> None:
    before = city(on=date(2017, 12, 31))

    assert ask_one(before, "select count(exited_sampled) + count(surveyed_on) from counties") == 0
    assert ask_one(CITY, "select count(*) from counties where kind = 2 and surveyed_on is not null") == 0


def test_people_of_a_county_are_poor_exited_or_never_were_on_the_list() -> None:
    none("counties where remaining_poor + exited_people + unregistered_people <> population")
    none("""counties join (select county, sum(size) filter (registered and poverty_status = 3) n from households
        where size is not null group by 1) using (county) where abs(exited_people - n) > 20""")  # fmt: skip
