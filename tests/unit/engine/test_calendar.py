"""Ages by two roads: counting completed years, and the date that stands for "at least n years" in a query."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.unit.engine.both_engines import answer
from tests.unit.engine.world import PLACES, a_parameter, a_person, person

from tuopin.engine.calendar import completed_years, latest_with_days, latest_with_years
from tuopin.engine.expressions import Day, Expression
from tuopin.engine.kinds import Date
from tuopin.engine.language import on, parameter_ref
from tuopin.engine.terms import Terms


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


BIRTHDAYS = every_day(date(2003, 12, 25), date(2005, 3, 5))  # around 29 February 2004
# Every day of a common and of a leap year, and the turns of February in others.
JUDGING_DAYS = (
    every_day(date(2019, 1, 1), date(2020, 12, 31)) + every_day(date(2000, 2, 26), date(2000, 3, 2))
    + every_day(date(2100, 2, 26), date(2100, 3, 2))
)  # fmt: skip


def test_the_latest_date_agrees_with_completed_years_for_every_pair_of_days() -> None:
    disagree = [
        (born, today, years)
        for today in JUDGING_DAYS
        for years in (*range(-5, 2), *range(14, 17), 95, 96)
        for latest in [latest_with_years(years, today)]
        for born in BIRTHDAYS
        if (completed_years(born, today) >= years) != (latest is not None and born <= latest)
    ]

    assert disagree == []


def test_the_latest_date_agrees_with_the_days_between_for_every_pair_of_days() -> None:
    disagree = [
        (since, today, days)
        for today in JUDGING_DAYS[::7]
        for days in (-366, -1, 0, 1, 28, 365, 366, 5479, 5480)
        for latest in [latest_with_days(days, today)]
        for since in BIRTHDAYS
        if ((today - since).days >= days) != (latest is not None and since <= latest)
    ]

    assert disagree == []


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        ("2004-02-29", "2020-02-28", 15),
        ("2004-02-29", "2020-02-29", 16),
        ("2004-02-29", "2019-02-28", 14),
        ("2004-02-29", "2019-03-01", 15),
        ("2004-02-28", "2020-02-29", 16),
        ("2004-03-01", "2020-02-29", 15),
        ("2004-12-31", "2005-01-01", 0),
        ("2004-06-30", "2020-06-29", 15),
        ("2004-06-30", "2020-06-30", 16),
        ("2004-06-30", "2004-06-30", 0),
        ("2004-06-30", "2004-06-29", -1),
    ],
)
def test_completed_years(born: str, today: str, years: int) -> None:
    assert completed_years(date.fromisoformat(born), date.fromisoformat(today)) == years


@pytest.mark.parametrize(
    ("years", "today", "latest"),
    [
        (16, "2020-06-30", "2004-06-30"),
        (16, "2020-02-29", "2004-02-29"),
        (15, "2020-02-29", "2005-02-28"),
        (0, "2020-06-30", "2020-06-30"),
        (-1, "2020-06-30", "2021-06-30"),
        (2020, "2020-06-30", None),
        (2019, "2020-06-30", "0001-06-30"),
        (-8000, "2020-06-30", "9999-12-31"),
    ],
)
def test_latest_with_years(years: int, today: str, latest: str | None) -> None:
    expected = None if latest is None else date.fromisoformat(latest)

    assert latest_with_years(years, date.fromisoformat(today)) == expected


@pytest.mark.parametrize(
    ("days", "latest"),
    [(0, "2020-06-30"), (30, "2020-05-31"), (-1, "2020-07-01"), (10**7, None), (-(10**7), "9999-12-31")],
)
def test_latest_with_days(days: int, latest: str | None) -> None:
    expected = None if latest is None else date.fromisoformat(latest)

    assert latest_with_days(days, date(2020, 6, 30)) == expected


@pytest.mark.parametrize(
    ("today", "until", "expected"),
    [
        ("2020-06-30", on, "2020-06-30"),
        ("2020-06-30", on.latest(8, 31), "2019-08-31"),
        ("2020-08-30", on.latest(8, 31), "2019-08-31"),
        ("2020-08-31", on.latest(8, 31), "2020-08-31"),
        ("2020-09-01", on.latest(8, 31), "2020-08-31"),
        ("2020-01-01", on.latest(12, 31), "2019-12-31"),
        ("2020-02-29", on.latest(2, 28), "2020-02-28"),
        ("2021-02-27", on.latest(2, 28), "2020-02-28"),
    ],
    ids=str,
)
def test_the_latest_such_day_is_never_after_today(today: str, until: Day, expected: str) -> None:
    terms = Terms(date.fromisoformat(today), PLACES)

    assert terms.date_of(until) == date.fromisoformat(expected)


def test_a_day_that_no_year_has_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        on.latest(4, 31)


SIXTEEN = parameter_ref(a_parameter(("2010-01-01", "16", ""), unit="year", decimals=0, high="99"))
GRACE = parameter_ref(a_parameter(("2010-01-01", "30", ""), unit="day", decimals=0, high="99"))
AGE, DAYS = person.born.age(on), person.born.days_since(on)


@pytest.mark.parametrize(
    ("rule", "born", "expected"),
    [
        (AGE >= 16, "2004-06-30", True),
        (AGE >= 16, "2004-07-01", False),
        (AGE > 16, "2003-06-30", True),
        (AGE > 16, "2003-07-01", False),
        (AGE < 16, "2004-07-01", True),
        (AGE < 16, "2004-06-30", False),
        (AGE <= 16, "2003-07-01", True),
        (AGE <= 16, "2003-06-30", False),
        (AGE == 16, "2004-06-30", True),
        (AGE == 16, "2003-07-01", True),
        (AGE == 16, "2003-06-30", False),
        (AGE != 16, "2004-06-30", False),
        (AGE >= SIXTEEN, "2004-06-30", True),
        (SIXTEEN > AGE, "2004-07-01", True),
        (AGE >= 0, "2020-06-30", True),
        (AGE >= 0, "2020-07-01", False),
        (AGE >= 16, None, None),
        (AGE == 16, None, None),
        (person.born.age(on.latest(8, 31)) >= 6, "2013-08-31", True),
        (person.born.age(on.latest(8, 31)) >= 6, "2013-09-01", False),
        (DAYS <= GRACE, "2020-05-31", True),
        (DAYS <= GRACE, "2020-05-30", False),
        (DAYS < 0, "2020-07-01", True),
        (DAYS == 0, "2020-06-30", True),
        (DAYS <= GRACE, None, None),
        (person.born < on, "2020-06-29", True),
        (person.born < on, "2020-06-30", False),
        (person.born <= on, "2020-06-30", True),
        (person.born == on, "2020-06-30", True),
        (person.born > on.latest(8, 31), "2019-09-01", True),
        (person.born > on, None, None),
    ],
    ids=str,
)
def test_ages_and_days_on_both_engines(rule: Expression, born: str | None, expected: bool | None) -> None:
    someone = a_person(born=None if born is None else date.fromisoformat(born))

    assert answer(rule, someone) is expected


@pytest.mark.parametrize(
    ("rule", "born", "today", "expected"),
    [
        (AGE >= 15, "2005-02-28", "2020-02-29", True),
        (AGE >= 15, "2005-03-01", "2020-02-29", False),
        (AGE >= 16, "2004-02-29", "2020-02-29", True),
        (AGE >= 15, "2004-02-29", "2019-02-28", False),
        (AGE >= 15, "2004-02-29", "2019-03-01", True),
        (AGE > 9999, "2004-02-29", "2020-06-30", False),
        (AGE >= -9999, "2004-02-29", "2020-06-30", True),
        (AGE < 9999, "2004-02-29", "2020-06-30", True),
    ],
    ids=str,
)
def test_29_february_and_impossible_ages_on_both_engines(
    rule: Expression, born: str, today: str, expected: bool
) -> None:
    someone = a_person(born=date.fromisoformat(born))

    assert answer(rule, someone, Terms(date.fromisoformat(today), PLACES)) is expected


def test_a_day_of_judging_is_a_date_for_everybody() -> None:
    assert on.level is None
    assert on.kind == on.latest(8, 31).kind == Date()
