"""The survey module fits the rest of the household, and leaves a few percent deprived in several things at once."""

from __future__ import annotations

import pytest
from tests.support.cities import ask, ask_one, city

CITY = city(faults=False)
ASSETS = (
    "radio",
    "television",
    "telephone",
    "computer",
    "animal_cart",
    "bicycle",
    "motorbike",
    "refrigerator",
)


def none(sql: str) -> None:
    assert ask_one(CITY, f"select count(*) from {sql}") == 0


def share(which: str) -> float:
    return ask_one(
        CITY,
        f"select 100.0 * count(*) filter ({which}) / count(*) from households where collected_on is not null",
    )


@pytest.mark.parametrize(
    ("which", "wanted", "within"),
    [
        ("fuel <> 4", 37, 4), ("toilet_type >= 6", 28, 4), ("floor = 1", 6, 2), ("walls <= 2", 7, 2),
        ("not power_at_home", 0.05, 0.06), ("child_died", 0.2, 0.15), ("television", 95, 2), ("car_or_truck", 22, 4),
    ],
)  # fmt: skip
def test_what_households_have(which: str, wanted: float, within: float) -> None:
    assert share(which) == pytest.approx(wanted, abs=within)


def test_a_few_percent_are_deprived_in_a_third_of_all() -> None:
    """Counted here in eighteenths with plain SQL: three for bodies, deaths, years; one for each of the rest."""
    owned = " + ".join(f"{asset}::int" for asset in ASSETS)
    sql = f"""with p as (select household, bool_or(undernourished) thin,
            coalesce(max(years_of_schooling), 0) < 6 as unschooled
            from persons group by 1),
        d as (select size, 3 * coalesce(thin, false)::int + 3 * unschooled::int + 3 * coalesce(child_died, false)::int
            + (fuel <> 4)::int + (toilet_type >= 6 or toilet_shared)::int + (water_source >= 9)::int
            + (not power_at_home)::int + (floor = 1 or roof <= 2 or walls <= 2)::int
            + ({owned} <= 1 and not car_or_truck)::int as score from households join p using (household))
        select 100.0 * sum(size) filter (score >= 6) / sum(size) from d where score is not null"""

    assert 2 < ask_one(CITY, sql) < 5


def test_water_at_home_comes_from_a_pipe_and_a_bad_source_was_found_unclean() -> None:
    none("households where tap_at_home <> (water_source = 1)")
    none("households where water_source >= 9 and water_clean")


def test_relocation_houses_are_of_good_materials() -> None:
    none("households where dwelling = 2 and (floor = 1 or roof <= 2 or walls <= 2)")


def test_years_of_schooling_fit_the_education_and_the_age() -> None:
    lowest = {1: (0, 0), 2: (0, 6), 3: (6, 9), 4: (9, 12), 5: (12, 16), 6: (0, 0)}
    rows = ask(CITY, """select education, min(years_of_schooling), max(years_of_schooling) from persons
        where years_of_schooling is not null group by 1""")  # fmt: skip

    assert {education for education, _, _ in rows} == set(lowest)
    assert [row for row in rows if not lowest[row[0]][0] <= row[1] <= row[2] <= lowest[row[0]][1]] == []
    none(f"persons where years_of_schooling > date_diff('year', birth, date '{CITY.on}')")


def test_who_works_far_away_is_not_measured() -> None:
    none("persons where anthropometry and work_months >= 6 and work_place >= 3")
    none("persons where undernourished is not null and not anthropometry")


def test_births_are_asked_about_where_a_woman_of_that_age_lives() -> None:
    age = f"date_diff('month', birth, date '{CITY.on}') // 12"
    women = f"(select household from persons where sex = 2 and {age} between 16 and 48)"

    none(f"households where not birth_history and household in {women}")
    none("households where child_died is not null and not birth_history")
