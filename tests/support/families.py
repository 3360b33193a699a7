"""Two invented households of one village and what life and offices do to them, for the tests of changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tests.support.cast import AT, CLERK, COUNTY, HERE, TODAY, make_places
from tuopin.kernel.actor import Actor
from tuopin.registry import selectors
from tuopin.registry.models import ChangeRequest, Household, Membership, Person
from tuopin.registry.models.facts import Source
from tuopin.registry.rules.changes import Asked
from tuopin.registry.services.changes.proposing import propose
from tuopin.registry.services.facts import record_facts
from tuopin.registry.services.identity import Papers
from tuopin.registry.services.members import add_member, register_household

ONE, TWO = f"{HERE}0001", f"{HERE}0002"
OPENED = date(2014, 1, 1)
HEAD, SPOUSE, SON, DAUGHTER_IN_LAW, GRANDSON, OTHER = 1, 2, 3, 5, 7, 99
FAMILY = ((HEAD, 1950), (SPOUSE, 1952), (SON, 1978), (DAUGHTER_IN_LAW, 1980), (GRANDSON, 2010))
"""Relation to the head and year of birth, by number."""
COUPLE = ((HEAD, 1960), (SPOUSE, 1962))


def make_families() -> None:
    """ONE with five members, TWO with two; both declare their number."""
    make_places()
    for code, people in ((ONE, FAMILY), (TWO, COUPLE)):
        register_household(actor=CLERK, code=code, village=HERE, opened_on=OPENED, at=AT, on=TODAY)
        for role, year in people:
            joined(code, Membership.Begin.REGISTERED, OPENED, relation=role, birth=date(year, 5, 1))
        told(code, OPENED, size=len(people), registered=True)


def household(code: str) -> Household:
    return Household.objects.select_related("village").get(code=code)


def seen(code: str) -> int:
    return household(code).version


def joined(code: str, begin: Any, day: date, **facts: object) -> Person:
    return add_member(
        actor=CLERK, household=code, seen=seen(code), papers=Papers(name="甲一"), begin=begin, starts_on=day,
        facts=facts, source=Source.REPORT, at=AT, on=TODAY,
    )  # fmt: skip


def told(code: str, day: date, **facts: object) -> None:
    record_facts(
        actor=CLERK, household=code, seen=seen(code), collected_on=day, source=Source.VISIT, at=AT, on=TODAY,
        facts=facts,
    )  # fmt: skip


def proposed(
    asked: Asked, *, code: str = ONE, day: date = date(2020, 6, 1), actor: Actor = CLERK, at: datetime = AT
) -> ChangeRequest:
    return propose(
        actor=actor, household=code, seen=seen(code), asked=asked, takes_effect_on=day,
        reason="群众申请，已核实", at=at, on=TODAY,
    )  # fmt: skip


LATER = AT + timedelta(hours=2)
DECIDER = COUNTY


def who(code: str, day: date = TODAY) -> list[tuple[int, int | None]]:
    """Number and relation of every member on a day."""
    return [
        (int(child.code), child.facts.get("relation"))  # type: ignore[misc]
        for child in selectors.record_of(household(code), on=day).children
    ]


def size(code: str, day: date = TODAY) -> object:
    return selectors.record_of(household(code), on=day).facts.get("size")
