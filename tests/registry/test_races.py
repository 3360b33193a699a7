"""Fifty people at once: one wins, the others are told so, and everything happened once. On both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.support.cast import AT, CLERK, COUNTY_PATH, HERE, TODAY, officer
from tests.support.families import LATER, ONE, SPOUSE, household, make_families, proposed, seen, who

from tuopin.accounts.rules import Role
from tuopin.audit.models import Entry
from tuopin.engine.kinds import Level
from tuopin.kernel.errors import TuopinError
from tuopin.registry import selectors
from tuopin.registry.models import ChangeRequest, Household
from tuopin.registry.models.facts import HouseholdVersion, Source
from tuopin.registry.rules.changes import Split
from tuopin.registry.services.changes.deciding import approve, refuse
from tuopin.registry.services.changes.proposing import withdraw
from tuopin.registry.services.facts import record_facts

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50
THREE = f"{HERE}0003"


def at_once(act: Callable[[int], object], number: int = MANY) -> Counter[str]:
    """How often each answer came: "done", or the code of the refusal. Nobody begins before all are ready."""
    ready = Barrier(number)

    def one(place: int) -> str:
        try:
            connection.ensure_connection()
            ready.wait(timeout=120)
            act(place)
            return "done"
        except TuopinError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as threads:
        return Counter(threads.map(one, range(number)))


@pytest.fixture
def request_of_a_split() -> ChangeRequest:
    make_families()
    return proposed(Split(leaving=(3, 4, 5), code=THREE, head=3, relations={4: SPOUSE}))


def test_of_fifty_approvals_one_wins_and_everything_happens_once(request_of_a_split: ChangeRequest) -> None:
    version = seen(ONE)

    def decide(place: int) -> object:
        actor = officer(Role.COUNTY_OFFICE, COUNTY_PATH, code=f"county_{place}")
        return approve(actor=actor, key=request_of_a_split.pk, answer="", at=LATER, on=TODAY)

    answers = at_once(decide)

    assert answers == {"done": 1, "change_decided": MANY - 1}
    assert seen(ONE) == version + 1
    assert [number for number, _ in who(ONE)] == [1, 2]
    assert len(who(THREE)) == 3
    assert Entry.objects.filter(action="changes.approve").count() == 1
    request_of_a_split.refresh_from_db()
    winner = Entry.objects.get(action="changes.approve").actor
    assert (request_of_a_split.state, request_of_a_split.decided_by) == ("approved", winner)


def test_of_fifty_edits_of_one_version_one_is_kept(request_of_a_split: ChangeRequest) -> None:
    version = seen(ONE)
    recorded = HouseholdVersion.objects.filter(subject__code=ONE).count()

    def edit(place: int) -> object:
        return record_facts(
            actor=CLERK, household=ONE, seen=version, collected_on=TODAY, source=Source.VISIT, at=LATER, on=TODAY,
            facts={"farmland": 100 + place},
        )  # fmt: skip

    answers = at_once(edit)

    assert answers == {"done": 1, "changed_meanwhile": MANY - 1}
    assert seen(ONE) == version + 1
    assert HouseholdVersion.objects.filter(subject__code=ONE).count() == recorded + 1
    assert selectors.facts_as_of(Level.HOUSEHOLD, household(ONE)).values["farmland"] >= 100
    assert Entry.objects.filter(action="facts.record", about=f"household:{household(ONE).pk}").count() == 2


def test_of_approving_refusing_withdrawing_and_editing_at_once_one_story_remains(
    request_of_a_split: ChangeRequest,
) -> None:
    version, key = seen(ONE), request_of_a_split.pk

    def act(place: int) -> object:
        actor = officer(Role.COUNTY_OFFICE, COUNTY_PATH, code=f"county_{place}")
        if place % 4 == 0:
            return withdraw(actor=CLERK, key=key, at=LATER)
        if place % 4 == 1:
            return refuse(actor=actor, key=key, answer="资料不全，请补充", at=LATER)
        if place % 4 == 2:
            return approve(actor=actor, key=key, answer="", at=LATER, on=TODAY)
        return record_facts(
            actor=CLERK, household=ONE, seen=version, collected_on=TODAY, source=Source.VISIT, at=AT, on=TODAY,
            facts={"farmland": place},
        )  # fmt: skip

    answers = at_once(act, 20)

    request_of_a_split.refresh_from_db()
    assert request_of_a_split.state != "proposed"
    assert Household.objects.filter(code=THREE).exists() == (request_of_a_split.state == "approved")
    assert seen(ONE) == version + 1 or answers["changed_meanwhile"] == 0
    assert (
        Entry.objects.filter(action__in=["changes.approve", "changes.refuse", "changes.withdraw"]).count()
        == 1
    )


def test_of_fifty_proposals_of_one_kind_one_is_kept() -> None:
    make_families()

    answers = at_once(lambda place: proposed(Split(leaving=(3,), code=f"{HERE}1{place}", head=3)))

    assert answers == {"done": 1, "change_open_already": MANY - 1}
    assert ChangeRequest.objects.count() == 1
