"""Registering households and people, and what life brings any day: births, deaths, marriages, moves."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from tuopin.accounts.rules import Act
from tuopin.audit import services as audit
from tuopin.engine.kinds import Level
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.places.changes import refuse_gone
from tuopin.places.models import Place
from tuopin.places.selectors import place_visible_to
from tuopin.registry.models import Household, Membership, Person, Residence
from tuopin.registry.models.facts import Source
from tuopin.registry.selectors import person_in
from tuopin.registry.services.counting import count_follows
from tuopin.registry.services.facts import add_version, refuse_future
from tuopin.registry.services.identity import Papers, refuse_registered, store_identity
from tuopin.registry.services.versions import taken

ROOM = 1_000_000
"""How many household keys a village has: key = village × ROOM + number, as in data sets."""


@transaction.atomic
def register_household(
    *, actor: Actor, code: str, village: str, opened_on: date, at: datetime, on: date
) -> Household:
    """A new household without members. Raises NotFound for the village, RefusedByRule (`place_gone`), BadInput
    (`household_code_taken`)."""
    refuse_future(opened_on, on)
    place = place_visible_to(actor, Act.EDIT_FACTS.value, village)
    refuse_gone(place)
    if Household.objects.filter(code=code).exists():
        raise code_taken(code)
    household = Household.objects.create(key=next_key(place), code=code, village=place, opened_on=opened_on)
    Residence.objects.create(household=household, village=place, starts_on=opened_on, recorded_at=at)
    audit.record(
        actor=actor, action="households.register", about=f"household:{household.pk}", path=place.path, at=at,
        details={"code": code, "village": place.code, "opened_on": opened_on.isoformat()},
    )  # fmt: skip
    return household


def code_taken(code: str) -> BadInput:
    return BadInput(
        "household_code_taken",
        zh=f"户编号 {code} 已被使用。请核对，或换一个编号。",
        en=f"The household code {code} is taken. Check it, or choose another.",
    )


def suggested_code(village: Place) -> str:
    """The village's code and the next number that no household has; people may write another."""
    taken = set(Household.objects.filter(code__startswith=village.code).values_list("code", flat=True))
    number = len(taken) + 1
    while f"{village.code}{number:04}" in taken:
        number += 1
    return f"{village.code}{number:04}"


def next_key(village: Place) -> int:
    first = village.pk * ROOM
    last = Household.objects.filter(key__gte=first, key__lt=first + ROOM).aggregate(last=Max("key"))["last"]
    return (last or first) + 1


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    household: str,
    seen: int,
    papers: Papers,
    begin: Membership.Begin,
    starts_on: date,
    facts: Mapping[str, Any],
    source: Source,
    at: datetime,
    on: date,
) -> Person:
    """Somebody is born into, marries into, moves into or is registered in the household.

    Raises NotFound, ChangedMeanwhile, BadInput, RefusedByRule (`joined_before_it_opened`, `id_registered`).
    """
    refuse_future(starts_on, on)
    row = taken(actor, household, seen=seen, act=Act.EDIT_FACTS)
    if starts_on < row.opened_on:
        raise _before_it_opened(row, starts_on)
    person = join(row, begin=begin, starts_on=starts_on, at=at)
    refuse_registered(papers.id_number)
    store_identity(person, papers)
    if facts:
        add_version(Level.PERSON, person, facts, starts_on, source, actor.code, at)
    if begin is not Membership.Begin.REGISTERED:  # one who was missing on the list was counted before
        count_follows(row, by=1, moved=1, day=starts_on, collector=actor.code, at=at)
    audit.record(
        actor=actor, action=f"members.{begin.value}", about=f"household:{row.pk}", path=row.village.path, at=at,
        details={
            "person": str(person.pk), "number": person.number, "on": starts_on.isoformat(), "facts": sorted(facts),
        },
        sealed={person.pk: {**dict(facts), **papers.told()}},
    )  # fmt: skip
    return person


def join(
    household: Household,
    *,
    begin: Membership.Begin,
    starts_on: date,
    at: datetime,
    person: Person | None = None,
) -> Person:
    """Puts a person, new or known, into the household under a number that nobody had there."""
    last = Membership.objects.filter(household=household).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    if person is None:
        person = Person.objects.create(household=household, number=number)
    else:
        Person.objects.filter(pk=person.pk).update(household=household, number=number)
        person.household, person.number = household, number
    Membership.objects.create(
        person=person, household=household, number=number, starts_on=starts_on, begin=begin, recorded_at=at
    )
    return person


def _before_it_opened(household: Household, day: date) -> RefusedByRule:
    return RefusedByRule(
        "joined_before_it_opened",
        zh=f"加入日期 {day} 早于户 {household.code} 建户的日期（{household.opened_on}）。请核对日期。",
        en=f"The day of joining {day} is before household {household.code} was opened ({household.opened_on}). "
        "Check the day.",
    )


@transaction.atomic
def member_left(
    *,
    actor: Actor,
    household: str,
    seen: int,
    number: int,
    end: Membership.End,
    ends_before: date,
    at: datetime,
    on: date,
) -> Household:
    """A member died, married out or moved out. Raises RefusedByRule (`ends_before_it_began`)."""
    refuse_future(ends_before, on)
    row = taken(actor, household, seen=seen, act=Act.EDIT_FACTS)
    person = person_in(row, number)
    leave(person, end=end, ends_before=ends_before, at=at)
    count_follows(row, by=-1, moved=-1, day=ends_before, collector=actor.code, at=at)
    audit.record(
        actor=actor, action=f"members.{end.value}", about=f"household:{row.pk}", path=row.village.path, at=at,
        details={"person": str(person.pk), "number": number, "on": ends_before.isoformat()},
    )  # fmt: skip
    return row


def leave(person: Person, *, end: Membership.End, ends_before: date, at: datetime) -> None:
    membership = Membership.objects.get(person=person, ends_before=None)
    if ends_before <= membership.starts_on:
        raise RefusedByRule(
            "ends_before_it_began",
            zh=f"离开日期 {ends_before} 不晚于加入日期 {membership.starts_on}。请核对日期。",
            en=f"The day of leaving {ends_before} is not after the day of joining {membership.starts_on}. "
            "Check the days.",
        )
    Membership.objects.filter(pk=membership.pk).update(ends_before=ends_before, end=end, end_recorded_at=at)
    Person.objects.filter(pk=person.pk).update(household=None, number=None)
    person.household, person.number = None, None
