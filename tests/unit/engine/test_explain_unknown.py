"""What an unknown criterion asks people to find: exactly the facts that keep it open, and whose they are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.unit.engine.test_standards import a_criterion, a_standard
from tests.unit.engine.world import (
    TERMS,
    a_household,
    a_parameter,
    a_person,
    a_village,
    household,
    households,
    members,
    on_list,
    person,
    village,
)

from tuopin.engine.explain import CriterionExplained, Explainer
from tuopin.engine.expressions import Expression
from tuopin.engine.language import on, parameter_ref
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict

HALF = Decimal("0.5")
LINE = parameter_ref(a_parameter(("2014-01-01", "100", ""), unit="USD/person/year", high="9999"))
PER_PERSON = household.income / household.size


def explained(
    rule: Expression, subject: Record, applies_when: Expression | None = None
) -> CriterionExplained:
    standard = a_standard(a_criterion("c1", rule, applies_when), level=subject.level)
    naming = Explainer(
        Reference(TERMS), name=lambda record: Text(f"第{record.code}", f"number {record.code}")
    )
    (only,) = naming.finding(standard, subject).criteria
    return only


def to_find(rule: Expression, subject: Record, applies_when: Expression | None = None) -> list[str]:
    """What is to be found, as `whose: what`; the criterion must be unknown."""
    found = explained(rule, subject, applies_when)
    assert found.verdict is Verdict.UNKNOWN
    return [
        f"{each.subject.en}: {each.label.en}" if each.subject.en else each.label.en for each in found.to_find
    ]


POOR, AWAY, LISTED = household.poor, household.away, household.listed


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        pytest.param(POOR, {}, ["poor"], id="a fact"),
        pytest.param(~POOR, {}, ["poor"], id="its negation"),
        pytest.param(POOR & AWAY, {"poor": True}, ["away"], id="the other is known"),
        pytest.param(POOR & AWAY, {}, ["poor", "away"], id="both"),
        pytest.param((POOR & AWAY) | LISTED, {"poor": False}, ["on the list"], id="a branch that is settled"),
        pytest.param((POOR & ~AWAY) | LISTED, {"away": True}, ["on the list"], id="settled by what is known"),
        pytest.param(POOR & (POOR | AWAY), {"away": True}, ["poor"], id="the same fact twice is one"),
        pytest.param(PER_PERSON < LINE, {"size": 2}, ["income"], id="half a ratio"),
        pytest.param(PER_PERSON < LINE, {}, ["income", "people"], id="a whole ratio"),
        pytest.param(household.income + household.debt > 9, {"debt": 3}, ["income"], id="half a sum"),
        pytest.param(household.roof.is_one_of("tin"), {}, ["roof"], id="a code"),
        pytest.param(household.assets.has_any_of("bike"), {}, ["assets"], id="a set"),
        pytest.param(
            household.moved_on < household.visited_on, {}, ["moved in on", "visited on"], id="two dates"
        ),
        pytest.param(household.moved_on.age(on) > 3, {}, ["moved in on"], id="a span"),
    ],
)
def test_facts_of_the_subject_itself(rule: Expression, facts: dict[str, object], expected: list[str]) -> None:
    assert to_find(rule, a_household(**facts)) == [
        {"on the list": "listed"}.get(each, each) for each in expected
    ]


def test_alternatives_are_named_together_since_one_is_enough() -> None:
    assert to_find(POOR | AWAY, a_household()) == ["poor or away (one that holds is enough)"]


@pytest.mark.parametrize(
    ("applies", "poor", "expected"),
    [
        pytest.param(None, None, ["listed"], id="first whether it applies"),
        pytest.param(None, True, ["listed"], id="the answer is known, whether it applies is not"),
        pytest.param(True, None, ["poor"], id="it applies"),
    ],
)
def test_what_does_not_yet_matter_is_not_asked_for(
    applies: bool | None, poor: bool | None, expected: list[str]
) -> None:
    assert to_find(POOR, a_household(listed=applies, poor=poor), LISTED) == expected


UNTREATED = person.ill & ~person.treated


@pytest.mark.parametrize(
    ("people", "declared", "expected"),
    [
        pytest.param(
            [{"ill": True}, {"ill": False}], 2, ["number 1: treated"], id="only the member it hangs on"
        ),
        pytest.param(
            [{"treated": False}, {"treated": True}], 2, ["number 1: ill"], id="a member who is settled is left alone"
        ),
        pytest.param([{}], 1, ["number 1: ill", "number 1: treated"], id="two facts of one member"),
        pytest.param(
            [{"ill": False}], 2,
            ["people declares 2 but 1 persons are listed; who they are"], id="a member nobody listed",
        ),
        pytest.param(
            [{"ill": False}, {"ill": False}], 1,
            ["people declares 1 but 2 persons are listed; who they are"], id="one too many",
        ),
        pytest.param([{"ill": False}], None, ["people"], id="nobody said how many"),
        pytest.param([], None, ["people"], id="nobody listed and nobody said how many"),
        pytest.param(
            [{"ill": True}], 2,
            ["people declares 2 but 1 persons are listed; who they are", "number 1: treated"], id="both at once",
        ),
    ],
)  # fmt: skip
def test_facts_of_members(people: list[dict[str, object]], declared: int | None, expected: list[str]) -> None:
    family = a_household(*(a_person(**facts) for facts in people), size=declared)

    assert to_find(~members.any(UNTREATED), family) == expected
    assert to_find(members.all(~UNTREATED), family) == expected


def test_an_amount_that_is_not_counted_is_not_asked_for() -> None:
    family = a_household(a_person(ill=False), a_person(ill=True), a_person(wage=3), size=3)

    assert to_find(members.sum(person.wage, where=person.ill) > 5, family) == [
        "number 2: wage",
        "number 3: ill",
    ]


def test_membership_that_nobody_knows_is_asked_for() -> None:
    place = a_village(a_household(listed=True, poor=False), a_household(poor=False), on_list=1)

    assert to_find(~on_list.any(POOR), place) == ["number 2: listed"]


# In a share, only households that could move it: (poor, people, counted).
@pytest.mark.parametrize(
    ("homes", "expected"),
    [
        pytest.param([(None, 1, True), (False, 1, True)], ["number 1: poor"], id="unknown whether poor"),
        pytest.param([(True, None, True), (False, 9, True)], ["number 1: people"], id="unknown how many"),
        pytest.param(
            [(None, None, True), (True, 1, True)], ["number 1: poor", "number 1: people"], id="both unknown"
        ),
        pytest.param(
            [(True, 9, None), (False, 9, True)], ["number 1: listed"], id="unknown whether it counts"
        ),
        pytest.param(
            [(None, 1, True), (None, None, False), (False, 1, True)],
            ["number 1: poor"],
            id="one that does not count",
        ),
        pytest.param(
            [(None, 1, True), (None, 0, True), (False, 1, True)], ["number 1: poor"], id="one without people"
        ),
    ],
)
def test_households_of_a_share(
    homes: list[tuple[bool | None, int | None, bool | None]], expected: list[str]
) -> None:
    found = [a_household(poor=poor, size=size, listed=listed) for poor, size, listed in homes]
    place = a_village(*found, households=len(found))
    share = households.share_below(POOR, HALF, weight=household.size, among=LISTED, strictly=True)

    assert to_find(share, place) == expected


@pytest.mark.parametrize(
    ("homes", "people", "expected"),
    [
        pytest.param([(None, 3), (False, 2)], 5, ["number 1: poor"], id="unknown whether poor"),
        pytest.param(
            [(None, 3), (False, None)], 5, ["number 1: poor"], id="how many are not poor does not matter"
        ),
        pytest.param([(True, 3)], None, ["people"], id="out of how many"),
    ],
)
def test_households_of_a_share_of_a_declared_total(
    homes: list[tuple[bool | None, int | None]], people: int | None, expected: list[str]
) -> None:
    found = [a_household(poor=poor, size=size) for poor, size in homes]
    place = a_village(*found, households=len(found), people=people)
    share = households.share_below(POOR, HALF, weight=household.size, of=village.people, strictly=True)

    assert to_find(share, place) == expected


def test_the_households_that_decide_a_share() -> None:
    homes = [
        a_household(poor=True, size=1, listed=True),
        a_household(poor=False, size=1, listed=True),
        a_household(poor=True, size=1, listed=False),
        a_household(size=1, listed=True),
        a_household(listed=False),
        a_household(poor=True, size=1),
    ]
    place = a_village(*homes, households=6)
    share = households.share_below(POOR, HALF, weight=household.size, among=LISTED, strictly=True)

    counted, could_tip = Explainer(Reference(TERMS)).deciding(share, place)

    assert [record.code for record in counted] == ["1"]
    assert [record.code for record in could_tip] == ["4", "6"]


def test_a_verdict_of_another_standard_asks_its_own_departments() -> None:
    inner = a_standard(
        a_criterion("roof", household.roof.is_one_of("tin")), a_criterion("poor", POOR), code="inner"
    )

    assert to_find(inner.met, a_household(poor=True)) == ["roof"]
    assert to_find(inner.criterion_met("poor"), a_household()) == ["poor"]
    assert to_find(households.all(inner.met), a_village(a_household(roof="tin"), households=1)) == [
        "number 1: poor"
    ]


def test_what_to_find_is_a_sentence_with_its_department() -> None:
    (found,) = explained(members.all(person.ill), a_household(a_person(), size=1)).to_find

    assert found.sentence == Text(
        "第1：生病待核实：请入户核查（责任：某部门）",
        "number 1: ill is unknown: visit and find out (an authority)",
    )


@pytest.mark.parametrize("poor", [True, False])
def test_a_settled_criterion_asks_for_nothing(poor: bool) -> None:
    assert explained(POOR | (POOR & AWAY), a_household(poor=poor)).to_find == ()
    assert explained(POOR, a_household(listed=False), LISTED).to_find == ()
