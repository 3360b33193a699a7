"""What life brings any day: who belongs to a household, on which day, as known when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.support.cast import AT, CLERK, ELSEWHERE, HERE, TODAY, make_places

from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput, NotFound, RefusedByRule
from tuopin.registry import selectors
from tuopin.registry.models import Household, Membership, Person
from tuopin.registry.models.facts import Source
from tuopin.registry.services.identity import Papers
from tuopin.registry.services.members import add_member, member_left, register_household

pytestmark = pytest.mark.django_db
CODE = f"{HERE}0001"


@pytest.fixture
def household() -> Household:
    make_places()
    return register_household(
        actor=CLERK, code=CODE, village=HERE, opened_on=date(2014, 1, 1), at=AT, on=TODAY
    )


def join(
    seen: int, starts_on: date, begin: Membership.Begin = Membership.Begin.BORN, **facts: object
) -> Person:
    return add_member(
        actor=CLERK, household=CODE, seen=seen, papers=Papers(name="甲一"), begin=begin, starts_on=starts_on,
        facts=facts, source=Source.REPORT, at=AT, on=TODAY,
    )  # fmt: skip


def numbers_on(household: Household, day: date) -> list[int]:
    return [each.number for each in selectors.members_on(household, day)]


def test_a_birth_and_a_death_change_who_belongs_from_their_day_on(household: Household) -> None:
    join(1, date(2014, 1, 1), Membership.Begin.REGISTERED)
    join(2, date(2019, 3, 1))
    member_left(
        actor=CLERK, household=CODE, seen=3, number=1, end=Membership.End.DIED, ends_before=date(2020, 2, 1), at=AT,
        on=TODAY,
    )  # fmt: skip

    assert numbers_on(household, date(2018, 1, 1)) == [1]
    assert numbers_on(household, date(2019, 3, 1)) == [1, 2]
    assert numbers_on(household, date(2020, 2, 1)) == [2]


def test_a_number_is_never_given_twice_in_a_household(household: Household) -> None:
    join(1, date(2014, 1, 1))
    member_left(
        actor=CLERK, household=CODE, seen=2, number=1, end=Membership.End.MOVED_OUT, ends_before=date(2015, 1, 1),
        at=AT, on=TODAY,
    )  # fmt: skip

    assert join(3, date(2016, 1, 1)).number == 2


def test_what_was_recorded_later_was_not_known_before(household: Household) -> None:
    join(1, date(2014, 1, 1))

    before = selectors.members_on(household, date(2018, 1, 1), known_at=AT - timedelta(days=1))

    assert before == []


def test_the_record_that_is_judged_holds_the_members_of_the_day(household: Household) -> None:
    join(1, date(2014, 1, 1), sex=1)

    record = selectors.record_of(household, on=TODAY)

    assert (record.level, record.code) == (Level.HOUSEHOLD, CODE)
    assert [child.facts for child in record.children] == [{"sex": 1}]


@pytest.mark.parametrize("day", [date(2014, 1, 1), date(2013, 1, 1)])
def test_nobody_leaves_before_joining(household: Household, day: date) -> None:
    join(1, date(2014, 1, 1))

    with pytest.raises(RefusedByRule) as refused:
        member_left(
            actor=CLERK,
            household=CODE,
            seen=2,
            number=1,
            end=Membership.End.DIED,
            ends_before=day,
            at=AT,
            on=TODAY,
        )

    assert refused.value.code == "ends_before_it_began"
    assert Household.objects.get(pk=household.pk).version == 2


def test_a_day_after_today_is_refused(household: Household) -> None:
    with pytest.raises(BadInput) as refused:
        join(1, TODAY + timedelta(days=1))

    assert refused.value.code == "collected_in_future"


def test_a_household_is_registered_only_where_one_is_posted(household: Household) -> None:
    with pytest.raises(NotFound):
        register_household(actor=CLERK, code="another", village=ELSEWHERE, opened_on=TODAY, at=AT, on=TODAY)
    with pytest.raises(BadInput) as taken:
        register_household(actor=CLERK, code=CODE, village=HERE, opened_on=TODAY, at=AT, on=TODAY)

    assert taken.value.code == "household_code_taken"
