"""Nobody in the city contradicts themselves: relations, ages, schooling, work, insurance, papers of the house."""

from __future__ import annotations

from types import ModuleType

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.support.cities import ask, ask_one, city

from tuopin.engine.kinds import Code, CodeSet, Level, Number
from tuopin.engine.language import Fact
from tuopin.standards.cn.facts import (
    FACTS,
    compared,
    monitoring,
    of_topic,
)

CITY = city(faults=False)
TOPICS_TO_COME = (monitoring,)
"""Topics of which the city makes no fact yet; one that it does make no longer belongs here."""
TO_COME = {fact.key for topic in TOPICS_TO_COME for level in Level for fact in of_topic(topic, level)} | {
    compared.household.days_to_clearance.key  # nobody was monitored before 2021
}
PEOPLE = f"(select *, date_diff('month', birth, date '{CITY.on}') // 12 as age from persons)"
SCHOOL_AGE = """(select *, 2019 - year(birth) - (month(birth) >= 9)::int as school_age from persons
where collected_on is not null and school is not null)"""
"""Years completed on 31 August 2019, the last one before the day the city is seen on."""


def none(sql: str) -> None:
    assert ask_one(CITY, f"select count(*) from {sql}") == 0


def known(fact: Fact) -> pa.ChunkedArray:
    assert fact.level is not None
    return CITY.dataset.table(fact.level.plural).column(fact.code).drop_null()


def name_of(fact: Fact) -> str:
    return fact.key


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.key in TO_COME], ids=name_of)
def test_the_city_does_not_make_up_what_it_does_not_tell(fact: Fact) -> None:
    assert len(known(fact)) == 0


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.key not in TO_COME], ids=name_of)
def test_every_fact_is_known_of_some_and_within_its_range(fact: Fact) -> None:
    column = known(fact)

    assert len(column) > 0
    if isinstance(fact.kind, Number):
        assert fact.kind.low <= pc.min(column).as_py() <= pc.max(column).as_py() <= fact.kind.high
    if isinstance(fact.kind, Code):
        assert set(column.unique().to_pylist()) <= set(fact.kind.codes.by_number)
    if isinstance(fact.kind, CodeSet):
        assert max(column.unique().to_pylist()) < 1 << max(fact.kind.codes.by_number)


@pytest.mark.parametrize("topic", TOPICS_TO_COME, ids=lambda topic: topic.__name__.rpartition(".")[2])
def test_the_list_of_topics_to_come_is_not_longer_than_needed(topic: ModuleType) -> None:
    made = [
        fact.key
        for level in Level
        for fact in of_topic(topic, level)
        if CITY.dataset.table(level.plural).column(fact.code).null_count < CITY.dataset.count(level.plural)
    ]

    assert made == []


def test_every_household_has_one_head_who_comes_first() -> None:
    none(
        "households where household not in (select household from persons where relation = 1 and person = 1)"
    )
    none("persons where (relation = 1) <> (person = 1)")
    none("(select household from persons group by 1 having max(person) <> count(*))")


def test_spouses_are_of_the_other_sex_and_grown_up() -> None:
    none(
        "persons s join persons h using (household) where s.relation = 2 and h.relation = 1 and s.sex = h.sex"
    )
    none("(select household from persons where relation = 2 group by 1 having count(*) > 1)")
    none(f"{PEOPLE} where relation in (1, 2, 5, 6) and age < 18")


def test_relations_fit_the_sex() -> None:
    none("persons where relation in (3, 6, 7, 9, 11) and sex <> 1")
    none("persons where relation in (4, 5, 8, 10, 12) and sex <> 2")


@pytest.mark.parametrize(
    ("elder", "younger", "years"), [(1, 3, 18), (1, 4, 18), (11, 1, 18), (12, 1, 18), (5, 7, 16)]
)
def test_generations_are_a_generation_apart(elder: int, younger: int, years: int) -> None:
    pairs = "persons e join persons y using (household)"

    assert (
        ask_one(CITY, f"select count(*) from {pairs} where e.relation = {elder} and y.relation = {younger}")
        > 0
    )
    none(
        f"{pairs} where e.relation = {elder} and y.relation = {younger} and e.birth > y.birth - interval {years} year"
    )


def test_brothers_and_sisters_are_born_months_apart() -> None:
    none(
        """persons a join persons b using (household) where a.relation in (3, 4) and b.relation in (3, 4)
        and a.person < b.person and b.birth < a.birth + interval 9 month and a.birth < b.birth + interval 9 month"""
    )


def test_the_ages_are_those_of_the_countryside() -> None:
    young, old = (
        ask_one(CITY, f"select 100.0 * count(*) filter ({band}) / count(*) from {PEOPLE}")
        for band in ("age < 16", "age >= 60")
    )

    assert (young, old) == pytest.approx((17, 27), abs=3)
    assert ask_one(CITY, "select 100.0 * count(*) filter (sex = 1) / count(*) from persons") == pytest.approx(
        52, abs=1
    )


# ---- school ---------------------------------------------------------------------------------------


def test_a_child_enters_grade_1_after_the_31_august_it_is_six_on() -> None:
    born = f"select count(*) from {SCHOOL_AGE} where birth between date '2013-08-01' and date '2013-09-30'"

    at_school = "school = 3 or taught_at_home or unfit_for_school"
    assert ask_one(CITY, f"{born} and birth <= date '2013-08-31'") > 10
    assert ask_one(CITY, f"{born} and birth <= date '2013-08-31' and not ({at_school})") == 0
    assert ask_one(CITY, f"{born} and birth > date '2013-08-31' and school > 2") == 0


YOUNGEST_IN = {
    3: 6,
    4: 12,
    5: 13,
    6: 14,
    7: 15,
    8: 16,
    9: 17,
    10: 15,
    11: 16,
    12: 17,
    13: 18,
    14: 19,
    15: 20,
    16: 18,
}
"""By code of the grade. Whoever repeated one is a year older; primary school and college take several years."""
YEARS_IN = {3: 6, 16: 4}


def test_grades_follow_the_age() -> None:
    rows = ask(CITY, f"select distinct school, school_age from {SCHOOL_AGE} where school >= 3")

    wrong = [
        (grade, age) for grade, age in rows if not 0 <= age - YOUNGEST_IN[grade] <= YEARS_IN.get(grade, 1)
    ]
    assert {grade for grade, _ in rows} == set(YOUNGEST_IN)
    assert wrong == []


def test_whoever_must_be_at_school_is_unless_planted() -> None:
    absent = "school < 3 and not taught_at_home and not unfit_for_school and not finished_compulsory"
    out = f"select distinct household from {SCHOOL_AGE} where school_age between 6 and 15 and {absent}"

    planted = ask(CITY, "select household from planted where lack = 'education'")
    assert set(ask(CITY, out)) == set(planted)


def test_who_is_at_school_or_a_child_does_not_count_as_labour() -> None:
    none(f"{PEOPLE} where age < 15 and labour <> 4")
    none(f"{SCHOOL_AGE} where school between 3 and 16 and labour <> 4")


# ---- health, work, insurance ----------------------------------------------------------------------


def test_nobody_is_healthy_and_ill() -> None:
    assert {mask for (mask,) in ask(CITY, "select distinct health from persons where health & 1 = 1")} == {1}
    none("persons where health = 0")


@pytest.mark.parametrize(("cause", "bits"), [(1, 2 | 4), (2, 8)])
def test_the_cause_has_somebody_to_it(cause: int, bits: int) -> None:
    """Illness has somebody ill, disability somebody disabled; what nobody asked is left out."""
    none(
        f"""(select household from households h join persons p using (household) where cause = {cause} and registered
        group by 1 having bit_or(health) & {bits} = 0)"""
    )


def test_schooling_is_a_cause_only_where_somebody_studies() -> None:
    none(
        """(select household from households join persons using (household) where cause = 3 and registered
        group by 1 having max(school) filter (school is not null) < 7 and count(*) = count(school))"""
    )


def test_work_has_a_place_and_months_or_neither() -> None:
    none("persons where (work_place is not null) <> (work_months > 0) and collected_on is not null")
    none("persons where work_months > 0 and labour in (3, 4)")
    none("""(select household from households join persons using (household) where wage is not null
        group by household, wage having (max(wage) > 0) <> (sum(work_months) > 0))""")


def test_nobody_is_insured_twice() -> None:
    none("persons where resident_insurance::int + employee_insurance::int + insured_elsewhere::int > 1")
    none("persons where (soldier or prisoner) and (resident_insurance or employee_insurance)")


def test_nobody_was_looked_at_before_birth() -> None:
    none("persons where collected_on < birth")


def test_allowance_goes_with_the_kind_of_household() -> None:
    none(
        """(select household from households join persons using (household)
        group by household, kind having (kind in (2, 3)) <> bool_or(allowance))"""
    )


# ---- house and water ------------------------------------------------------------------------------


def test_a_repaired_house_was_in_need_or_is_safe_now() -> None:
    none("""households left join planted using (household) where housing_grade in (3, 4)
        and not repair_accepted and lack is distinct from 'housing'""")


def test_only_relocated_households_moved_in() -> None:
    none("households where moved_in is not null and dwelling <> 2")


def test_a_tap_at_home_needs_no_walk() -> None:
    none("households where tap_at_home and water_minutes + water_distance + water_climb > 0")


@pytest.mark.parametrize("name", ["persons", "households", "villages", "counties"])
def test_nothing_lies_in_the_future(name: str) -> None:
    table = CITY.dataset.table(name)
    days = [table.column(field.name) for field in table.schema if pa.types.is_date32(field.type)]

    assert max(pc.max(column).as_py() for column in days if column.null_count < len(column)) <= CITY.on
