"""What an approved change does: memberships end and begin, households open and close, relations and numbers follow.

Persons keep their keys, so their facts, papers and consents go with them. The past stays: every row that ends says
when and why, and nothing before the day of the change reads differently.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tuopin.engine.kinds import Level
from tuopin.places.models import Place
from tuopin.registry.columns import the_pack
from tuopin.registry.homes import head_role, home_of
from tuopin.registry.models import Household, Membership, Person, Residence
from tuopin.registry.models.facts import Source
from tuopin.registry.rules import changes as rules
from tuopin.registry.rules.homes import Home, Someone
from tuopin.registry.selectors import facts_as_of
from tuopin.registry.services.counting import count_follows, days_told, declared_on, size_fact
from tuopin.registry.services.facts import add_version
from tuopin.registry.services.members import join, leave, next_key

_REPORT = Source("report")
_LEFT_AS = {rules.Why.MOVED_AWAY: Membership.End("moved_out")}


@dataclass(frozen=True)
class Change:
    """What the effects work on. `collector` is who found out, the proposer."""

    household: Household
    other: Household | None
    day: date
    collector: str
    at: datetime
    on: date


def take_effect(asked: rules.Asked, change: Change) -> list[Household]:
    """The households that are changed now, founded ones among them. The caller holds transaction, rules and audit."""
    before = home_of(change.household, on=change.on)
    other = None if change.other is None else home_of(change.other, on=change.on)
    planned = rules.after(asked, before, other, head_role())
    if isinstance(asked, rules.Split):
        return _split(change, before, planned)
    if isinstance(asked, rules.Merge):
        return _merge(change, planned)
    if isinstance(asked, rules.Transfer):
        return _transfer(change, asked)
    if isinstance(asked, rules.NewHead):
        _tell_relations(change, before.people, planned[0].people)
        return [change.household]
    return _remove(change, asked)


def _split(change: Change, before: Home, planned: tuple[Home, ...]) -> list[Household]:
    old, (staying, founded) = change.household, planned
    new = Household.objects.create(
        key=next_key(old.village), code=founded.code, village=old.village, opened_on=change.day
    )
    Residence.objects.create(household=new, village=old.village, starts_on=change.day, recorded_at=change.at)
    _move(change, founded.people, new, Membership.End("split"), Membership.Begin("split"))
    number = len(founded.people)
    count_follows(old, by=-number, moved=-number, day=change.day, collector=change.collector, at=change.at)
    _tell_what_stays_true(change, new, number)
    _tell_relations(change, before.people, (*staying.people, *founded.people))
    return [old, new]


def _merge(change: Change, planned: tuple[Home, ...]) -> list[Household]:
    kept, closed = change.household, change.other
    assert closed is not None
    arriving = home_of(closed, on=change.on).people
    declared = declared_on(closed, change.day)
    keys = {each.key for each in arriving}
    joined = [each for each in planned[0].people if each.key in keys]
    _move(change, joined, kept, Membership.End("merged"), Membership.Begin("merged"))
    if declared is None:
        _size_unknown(change, kept)
    else:
        count_follows(
            kept, by=declared, moved=len(arriving), day=change.day, collector=change.collector, at=change.at
        )
    _tell_relations(change, arriving, joined)
    _close(change, closed)
    return [kept, closed]


def _transfer(change: Change, asked: rules.Transfer) -> list[Household]:
    household = change.household
    village = Place.objects.get(code=asked.village)
    Residence.objects.filter(household=household, ends_before=None).update(ends_before=change.day)
    Residence.objects.create(
        household=household, village=village, starts_on=change.day, recorded_at=change.at
    )
    Household.objects.filter(pk=household.pk).update(village=village)
    return [household]


def _remove(change: Change, asked: rules.Removal) -> list[Household]:
    end = _LEFT_AS.get(asked.why, Membership.End("removed"))
    for person in Person.objects.filter(household=change.household).order_by("number"):
        leave(person, end=end, ends_before=change.day, at=change.at)
    _close(change, change.household)
    return [change.household]


def _move(
    change: Change,
    people: Iterable[Someone],
    into: Household,
    end: Membership.End,
    begin: Membership.Begin,
) -> None:
    """In the order of their new numbers."""
    for each in people:
        person = Person.objects.get(pk=each.key)
        leave(person, end=end, ends_before=change.day, at=change.at)
        join(into, begin=begin, starts_on=change.day, at=change.at, person=person)


def _close(change: Change, household: Household) -> None:
    Residence.objects.filter(household=household, ends_before=None).update(ends_before=change.day)
    Household.objects.filter(pk=household.pk).update(closed_on=change.day)


def _tell_relations(change: Change, before: Iterable[Someone], after: Iterable[Someone]) -> None:
    """Only of those whose relation changes; one that nobody named is recorded as not known."""
    headship = the_pack().headship
    if headship is None:
        return
    known = {each.key: each.role for each in before}
    for each in after:
        if each.role != known.get(each.key):
            person = Person.objects.get(pk=each.key)
            for day in days_told(Level.PERSON, person, headship.role.code, change.day):
                told = {headship.role.code: each.role}
                add_version(Level.PERSON, person, told, day, _REPORT, change.collector, change.at)


def _tell_what_stays_true(change: Change, new: Household, number: int) -> None:
    """Of a founded household one knows its number of members and what it keeps of the old one; the rest is unknown."""
    known = facts_as_of(Level.HOUSEHOLD, change.household, as_of=change.day).values
    told = {
        fact.code: known[fact.code] for fact in the_pack().kept_on_split if known.get(fact.code) is not None
    }
    size = size_fact()
    if size is not None:
        told[size.code] = number
    if told:
        add_version(Level.HOUSEHOLD, new, told, change.day, _REPORT, change.collector, change.at)


def _size_unknown(change: Change, household: Household) -> None:
    size = size_fact()
    if size is not None and declared_on(household, change.day) is not None:
        for day in days_told(Level.HOUSEHOLD, household, size.code, change.day):
            add_version(
                Level.HOUSEHOLD, household, {size.code: None}, day, _REPORT, change.collector, change.at
            )
