"""Changes of households that two people make: what each does, what it leaves as it was, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.support.cast import (
    AT,
    CLERK,
    COUNTY,
    COUNTY_PATH,
    ELSEWHERE,
    HERE,
    NEXT_COUNTY,
    NEXT_VILLAGE,
    REVIEWER,
    TODAY,
    officer,
)
from tests.support.families import (
    DAUGHTER_IN_LAW,
    GRANDSON,
    HEAD,
    LATER,
    ONE,
    OTHER,
    SON,
    SPOUSE,
    TWO,
    household,
    joined,
    make_families,
    proposed,
    seen,
    size,
    told,
    who,
)

from tuopin.accounts.rules import Role
from tuopin.audit.models import Entry
from tuopin.kernel.errors import BadInput, ChangedMeanwhile, NotFound, RefusedByRule, TuopinError
from tuopin.registry import selectors
from tuopin.registry.models import ChangeRequest, Household, Membership, Person
from tuopin.registry.models.facts import Source
from tuopin.registry.requests import requests_visible_to
from tuopin.registry.rules.changes import Asked, Merge, NewHead, Removal, Split, Transfer, Why
from tuopin.registry.services.changes.deciding import approve, refuse
from tuopin.registry.services.changes.proposing import propose, withdraw
from tuopin.registry.services.counting import size_after
from tuopin.registry.services.facts import record_facts
from tuopin.registry.services.members import member_left

pytestmark = pytest.mark.django_db
DAY, BEFORE = date(2020, 6, 1), date(2020, 5, 31)
THREE = f"{HERE}0003"
YOUNG = Split(leaving=(3, 4, 5), code=THREE, head=3, relations={4: SPOUSE, 5: SON})


@pytest.fixture(autouse=True)
def _families() -> None:
    make_families()


def approved(request: ChangeRequest, actor: object = COUNTY) -> ChangeRequest:
    return approve(actor=actor, key=request.pk, answer="", at=LATER, on=TODAY)  # type: ignore[arg-type]


def done(asked: Asked, code: str = ONE) -> ChangeRequest:
    return approved(proposed(asked, code=code))


def test_a_split_founds_a_household_and_leaves_every_day_before_as_it_was() -> None:
    keys = set(Person.objects.values_list("pk", flat=True))
    done(YOUNG)

    assert who(ONE) == [(1, HEAD), (2, SPOUSE)]
    assert who(THREE) == [(1, HEAD), (2, SPOUSE), (3, SON)]
    assert (size(ONE), size(THREE)) == (2, 3)
    assert len(who(ONE, BEFORE)) == 5
    assert (size(ONE, BEFORE), who(THREE, BEFORE)) == (5, [])
    assert selectors.record_of(household(THREE), on=TODAY).facts["registered"] is True
    assert set(Person.objects.values_list("pk", flat=True)) == keys


def test_when_the_head_founds_a_household_those_who_stay_get_another() -> None:
    done(Split(leaving=(1, 2), code=THREE, head=1, staying_head=3, relations={2: SPOUSE, 4: SPOUSE}))

    assert who(ONE) == [(3, HEAD), (4, SPOUSE), (5, None)]
    assert who(THREE) == [(1, HEAD), (2, SPOUSE)]


def test_a_merge_brings_everybody_into_one_household_and_closes_the_other() -> None:
    done(Merge(other=TWO, other_seen=seen(TWO), relations={1: OTHER}))

    assert [number for number, _ in who(ONE)] == [1, 2, 3, 4, 5, 6, 7]
    assert who(ONE)[5:] == [(6, OTHER), (7, None)]
    assert (size(ONE), household(TWO).closed_on, who(TWO)) == (7, DAY, [])
    assert len(who(TWO, BEFORE)) == 2
    with pytest.raises(RefusedByRule) as refused:
        told(TWO, DAY, size=2)
    assert refused.value.code == "household_closed"


def test_a_merge_with_a_household_of_unknown_number_makes_the_number_unknown() -> None:
    told(TWO, date(2020, 2, 1), size=None)
    done(Merge(other=TWO, other_seen=seen(TWO)))

    assert size(ONE) is None


def test_a_transfer_moves_the_household_with_its_code() -> None:
    key = household(ONE).key
    done(Transfer(NEXT_VILLAGE))

    moved = household(ONE)
    assert (moved.village.code, moved.key) == (NEXT_VILLAGE, key)
    assert list(moved.residences.order_by("starts_on").values_list("village__code", "ends_before")) == [
        (HERE, DAY),
        (NEXT_VILLAGE, None),
    ]


def test_a_new_head_and_what_nobody_named_is_not_known() -> None:
    done(NewHead(head=3, relations={1: 11, 2: 12}))

    assert who(ONE) == [(1, 11), (2, 12), (3, HEAD), (4, None), (5, None)]
    assert who(ONE, BEFORE)[0] == (1, HEAD)


def test_a_relation_told_after_the_day_of_the_change_follows_it() -> None:
    record_facts(
        actor=CLERK, household=ONE, seen=seen(ONE), collected_on=date(2020, 6, 10), source=Source.VISIT, at=AT,
        on=TODAY, facts={}, members={1: {"relation": HEAD}},
    )  # fmt: skip
    done(NewHead(head=3, relations={1: 11}))

    assert who(ONE)[0] == who(ONE, DAY)[0] == (1, 11)


def test_a_removal_ends_every_membership_and_the_household() -> None:
    done(Removal(Why.MOVED_AWAY))

    assert who(ONE) == []
    assert household(ONE).closed_on == DAY
    assert {each.end for each in Membership.objects.filter(household__code=ONE)} == {Membership.End.MOVED_OUT}
    assert not Person.objects.filter(household__code=ONE).exists()
    assert len(who(ONE, BEFORE)) == 5


REFUSED = {
    "all leave": (Split((1, 2, 3, 4, 5), THREE, 1), "split_needs_both"),
    "nobody leaves": (Split((), THREE, 3), "split_needs_both"),
    "the code is taken": (Split((3,), TWO, 3), "household_code_taken"),
    "the code is empty": (Split((3,), " ", 3), "household_code_taken"),
    "the founder stays": (Split((3, 4), THREE, 2), "head_not_among"),
    "a child founds it": (Split((4, 5), THREE, 5), "head_must_be_adult"),
    "those who stay have no head": (Split((1,), THREE, 1), "staying_head_needed"),
    "a child heads those who stay": (Split((1,), THREE, 1, 5), "head_must_be_adult"),
    "the staying head leaves": (Split((1, 3), THREE, 1, 3), "no_such_person"),
    "nobody of that number": (Split((9,), THREE, 9), "no_such_person"),
    "a second head": (Split((3, 4), THREE, 3, relations={4: HEAD}), "relation_value"),
    "a relation of no list": (NewHead(3, relations={1: 77}), "relation_value"),
    "a child as head": (NewHead(5), "head_must_be_adult"),
    "the head as head": (NewHead(1), "head_already"),
    "with itself": (Merge(ONE, 7), "merge_with_itself"),
    "with one as it was earlier": (Merge(TWO, 1), "changed_meanwhile"),
    "with one out of reach": (Merge("9", 1), "no_such_household"),
    "to where it is": (Transfer(HERE), "transfer_same_village"),
    "to no village": (Transfer("990101101"), "not_an_open_village"),
    "as empty though it is not": (Removal(Why.NOBODY_LEFT), "removal_people_left"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_when_it_is_proposed(case: str) -> None:
    asked, code = REFUSED[case]

    with pytest.raises(TuopinError) as refused:
        proposed(asked)

    assert refused.value.code == code
    assert not ChangeRequest.objects.exists()


def test_somebody_of_unknown_age_is_no_head_where_others_are_of_age() -> None:
    joined(ONE, Membership.Begin.MOVED_IN, date(2020, 1, 1), relation=OTHER)

    with pytest.raises(RefusedByRule) as refused:
        proposed(NewHead(6))

    assert refused.value.code == "head_must_be_adult"


def test_children_alone_may_have_a_child_as_their_head() -> None:
    for number in (1, 2, 3, 4):
        member_left(
            actor=CLERK, household=ONE, seen=seen(ONE), number=number, end=Membership.End.DIED,
            ends_before=date(2020, 3, 1), at=AT, on=TODAY,
        )  # fmt: skip
    done(NewHead(5))

    assert who(ONE) == [(5, HEAD)]


@pytest.mark.parametrize("day", [date(2014, 1, 1), date(2013, 1, 1)])
def test_a_change_takes_effect_after_everything_recorded(day: date) -> None:
    with pytest.raises(RefusedByRule) as refused:
        proposed(Transfer(NEXT_VILLAGE), day=day)

    assert refused.value.code == "change_too_early"


def test_a_change_does_not_take_effect_tomorrow() -> None:
    with pytest.raises(BadInput) as refused:
        proposed(Transfer(NEXT_VILLAGE), day=TODAY + timedelta(days=1))

    assert refused.value.code == "collected_in_future"


def test_one_request_of_a_kind_waits_at_a_time() -> None:
    first = proposed(Transfer(NEXT_VILLAGE))
    proposed(NewHead(3))

    with pytest.raises(RefusedByRule) as refused:
        proposed(Transfer(ELSEWHERE))
    withdraw(actor=CLERK, key=first.pk, at=LATER)
    proposed(Transfer(NEXT_VILLAGE))

    assert refused.value.code == "change_open_already"


def test_nobody_decides_alone_and_only_who_may() -> None:
    request = proposed(YOUNG, actor=COUNTY)

    for actor, code in ((COUNTY, "change_two_people"), (CLERK, "not_allowed")):
        with pytest.raises(RefusedByRule) as refused:
            approved(request, actor)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        approved(request, NEXT_COUNTY)
    assert approved(request, REVIEWER).state == "approved"


def test_a_transfer_between_counties_is_decided_above_both() -> None:
    request = proposed(Transfer(ELSEWHERE))
    city = officer(Role.COUNTY_OFFICE, "/99/9901/", code="city_office")

    with pytest.raises(RefusedByRule) as refused:
        approved(request, COUNTY)
    approved(request, city)

    assert refused.value.code == "change_beyond_posting"
    assert household(ONE).village.code == ELSEWHERE
    assert COUNTY_PATH not in household(ONE).village.path


def test_a_household_changed_since_the_proposal_is_looked_at_again() -> None:
    request = proposed(YOUNG)
    told(ONE, date(2020, 6, 10), size=6)

    with pytest.raises(ChangedMeanwhile) as outdated:
        approved(request)

    request.refresh_from_db()
    assert (outdated.value.code, request.state) == ("change_outdated", "proposed")
    assert refuse(actor=COUNTY, key=request.pk, answer="请核对人数", at=LATER).state == "refused"


def test_a_decision_is_final() -> None:
    request = done(Transfer(NEXT_VILLAGE))

    for again in (
        lambda: approved(request),
        lambda: refuse(actor=COUNTY, key=request.pk, answer="不同意迁移", at=LATER),
        lambda: withdraw(actor=CLERK, key=request.pk, at=LATER),
    ):
        with pytest.raises(ChangedMeanwhile) as decided:
            again()
        assert decided.value.code == "change_decided"


def test_only_the_proposer_withdraws_and_a_refusal_has_a_reason() -> None:
    request = proposed(Transfer(NEXT_VILLAGE))

    with pytest.raises(RefusedByRule):
        withdraw(actor=COUNTY, key=request.pk, at=LATER)
    with pytest.raises(BadInput) as no_reason:
        refuse(actor=COUNTY, key=request.pk, answer=" 否 ", at=LATER)

    assert no_reason.value.code == "reason_too_short"
    assert household(ONE).village.code == HERE


def test_who_sees_a_household_sees_its_requests_and_nobody_else() -> None:
    proposed(YOUNG)

    assert requests_visible_to(COUNTY).count() == 1
    assert requests_visible_to(NEXT_COUNTY).count() == 0
    with pytest.raises(NotFound):
        propose(
            actor=NEXT_COUNTY, household=ONE, seen=seen(ONE), asked=Transfer(ELSEWHERE), takes_effect_on=DAY,
            reason="群众申请", at=AT, on=TODAY,
        )  # fmt: skip


def test_proposing_and_deciding_stand_in_the_audit() -> None:
    done(YOUNG)

    actions = list(
        Entry.objects.filter(action__startswith="changes.").order_by("id").values_list("action", "actor")
    )
    assert actions == [("changes.propose", CLERK.code), ("changes.approve", COUNTY.code)]


def test_a_birth_and_a_death_carry_the_declared_number_along() -> None:
    joined(ONE, Membership.Begin.BORN, date(2020, 2, 1), relation=GRANDSON)
    born = size(ONE)
    member_left(
        actor=CLERK, household=ONE, seen=seen(ONE), number=1, end=Membership.End.DIED, ends_before=date(2020, 3, 1),
        at=AT, on=TODAY,
    )  # fmt: skip

    assert (born, size(ONE), size(ONE, date(2020, 1, 31))) == (6, 5, 5)


def test_a_visit_after_the_birth_that_had_not_counted_the_child_is_carried_along_too() -> None:
    told(ONE, date(2020, 4, 1), size=5)
    told(TWO, date(2020, 4, 1), size=3)
    for code in (ONE, TWO):
        joined(code, Membership.Begin.BORN, date(2020, 2, 1), relation=GRANDSON)

    assert (size(ONE), size(TWO)) == (6, 3)


@pytest.mark.parametrize(
    ("declared", "listed", "by", "earlier", "becomes"),
    [
        (5, 5, 1, True, 6), (5, 4, 1, True, 6), (5, 5, 1, False, 6), (5, 4, 1, False, 5), (5, 5, -1, False, 4),
        (4, 5, -1, False, 4), (4, 5, -1, True, 3), (6, 5, -1, False, 5),
    ],
)  # fmt: skip
def test_what_a_declared_number_becomes(
    declared: int, listed: int, by: int, earlier: bool, becomes: int
) -> None:
    assert size_after(declared, listed, by, earlier=earlier) == becomes


def test_a_closed_household_stays_readable() -> None:
    done(Removal(Why.REGISTERED_TWICE))

    assert selectors.household_visible_to(CLERK, ONE).code == ONE
    assert Household.objects.count() == 2
    assert DAUGHTER_IN_LAW in [role for _, role in who(ONE, BEFORE)]
