"""Every address × method × officer × object against the policy: nobody gets more, nobody less, and what one may not see
looks exactly like what is not there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.proof.policy import ROLES, ROWS, About
from tests.proof.visiting import combinations, exists_for, route_names, visitors
from tests.proof.world import TODAY, World, relations
from tests.support.cast import AT, HERE
from tuopin.accounts import services
from tuopin.accounts.rules import Role
from tuopin.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
NOT_ASKED = {"api:api-root"}
"""Where the API hangs: a name without a page."""
LEAST_COMBINATIONS = 27_000
"""So that a change which quietly tries less is seen."""


def test_every_address_has_a_row_in_the_policy() -> None:
    listed = {name for row in ROWS for name in (row.name, *row.also)}
    unlisted, gone = route_names() - listed - NOT_ASKED, listed - route_names()

    assert not unlisted, f"who may open {sorted(unlisted)}? Say so in ROWS of tests/proof/policy.py"
    assert not gone, f"there is no address {sorted(gone)} any more: take its row out of tests/proof/policy.py"


def test_the_policy_knows_every_role() -> None:
    assert set(ROLES) == {role.value for role in Role}


def test_enough_is_tried(world: World) -> None:
    officers = ["nobody", *(relation for role in ROLES for relation in relations(role))]
    tried = sum(1 for name in officers for row in ROWS for _ in combinations(world, row, name))

    assert tried >= LEAST_COMBINATIONS


@pytest.mark.parametrize("role", ["nobody", *ROLES])
def test_nobody_gets_more_or_less_than_the_policy_says(world: World, role: str) -> None:
    faults = []
    for name, visitor in visitors(world, role):
        for row in ROWS:
            for method, thing in combinations(world, row, name):
                answer = visitor.ask(row, method, thing)
                wrong = visitor.wrong(row, method, thing, answer)
                if wrong is None and not row.reveals and any(each in answer.text for each in world.canaries):
                    wrong = "a name or number in full"
                if wrong is not None:
                    what = f"{thing.state} {thing.path}" if thing else ""
                    asked = f"{method} {row.name} {' '.join(row.more.values())} {what}"
                    faults.append(f"{role}, {name}: {asked}: {answer.status} {wrong}")

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ROLES)
def test_lists_show_what_exists_for_the_reader_and_nothing_else(world: World, role: str) -> None:
    faults = []
    for name, visitor in visitors(world, role):
        for row in ROWS:
            if row.lists is None:
                continue
            text = visitor.ask(row, "GET", None).text
            for thing in world.of(row.lists):
                if any(
                    each.place.startswith(thing.key) and each.place != thing.key
                    for each in visitor.postings or ()
                ):
                    continue  # the place around one's own: its code begins one's own, so it may be named
                shown = re.search(rf"(?<![\w-]){thing.key}(?![\w-])", text) is not None
                if shown != (exists_for(visitor.postings, thing) and thing.listed):
                    faults.append(
                        f"{name}: {row.name} {'shows' if shown else 'lacks'} {thing.state} {thing.path}"
                    )

    assert not faults, "\n".join(faults)


def test_what_one_handed_in_shows_no_household_after_the_posting_ended(world: World) -> None:
    """One's own import stays in one's list; the rows in it are other people's business now."""
    batch = next(
        thing for thing in world.of(About.IMPORT) if thing.state == "read" and f"/{HERE}/" in thing.path
    )
    user = world.officers["", "stager"]
    services.end_posting(actor=SYSTEM, posting=user.postings.get(), on=TODAY, at=AT)
    client = Client()
    client.force_login(user)

    page = client.get(f"/imports/{batch.key}/").content.decode()

    assert "名册.xlsx" in page
    assert f"{HERE}001" not in page
    for file in ("changes.xlsx", "refused.xlsx"):
        assert client.get(f"/imports/{batch.key}/{file}").status_code == 409
