"""Households read for the rules of change (registry.rules.homes): as they are, or as they were known to be."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from tuopin.engine.calendar import completed_years
from tuopin.engine.kinds import Level
from tuopin.places.selectors import tree_above
from tuopin.registry.columns import the_pack
from tuopin.registry.models import Household, Membership
from tuopin.registry.rules.homes import Home, Someone
from tuopin.registry.selectors import facts_of_all, members_on


def home_of(household: Household, *, on: date) -> Home:
    """Who belongs to it now; `on` tells their age."""
    memberships = household.memberships.filter(ends_before=None).select_related("person").order_by("number")
    last = household.memberships.aggregate(last=Max("number"))["last"]
    return Home(
        household.code,
        household.village.code,
        _people(household, list(memberships), on),
        _since(household),
        (last or 0) + 1,
        household.closed_on is not None,
    )


def home_before(household: Household, day: date, *, known_at: datetime) -> Home:
    """As it was known to be just before a change of that day: the same before and after the change is made."""
    memberships = members_on(household, day, known_at=known_at)
    moved = household.residences.filter(starts_on__lt=day).select_related("village").order_by("-starts_on")
    last = household.memberships.filter(recorded_at__lte=known_at).aggregate(last=Max("number"))["last"]
    return Home(
        household.code,
        moved[0].village.code if moved else household.village.code,
        _people(household, memberships, day, known_at),
        day,
        (last or 0) + 1,
    )


def _people(
    household: Household, memberships: list[Membership], on: date, known_at: datetime | None = None
) -> tuple[Someone, ...]:
    """Roles are those known today, or those of the day `on` as known at a moment."""
    age = _adult_age(household, on)
    facts = facts_of_all(
        Level.PERSON,
        [each.person for each in memberships],
        as_of=None if known_at is None else on,
        known_at=known_at,
    )
    return tuple(_someone(each, facts[each.person_id].values, on, age) for each in memberships)


def head_role() -> int:
    """What the relation of a head is stored as; 0, which nothing is, where the pack knows no heads."""
    headship = the_pack().headship
    return 0 if headship is None else headship.number


def _someone(membership: Membership, facts: Mapping[str, Any], on: date, age: int | None) -> Someone:
    headship = the_pack().headship
    if headship is None or age is None:
        return Someone(membership.person_id, membership.number, False, None)
    born, role = facts.get(headship.born.code), facts.get(headship.role.code)
    adult = None if born is None else completed_years(born, on) >= age
    return Someone(membership.person_id, membership.number, role == headship.number, adult, role)


def _adult_age(household: Household, on: date) -> int | None:
    headship = the_pack().headship
    if headship is None:
        return None
    chain = tree_above(household.village).chain(household.village_id)
    value = headship.adult_age.in_force(on=on, chain=chain).value
    return None if value is None else int(value)


def _since(household: Household) -> date:
    """See Home. A change that takes effect later leaves every day before it as it was."""
    ended = household.memberships.aggregate(last=Max("ends_before"))["last"]
    days = [
        household.opened_on,
        household.memberships.aggregate(last=Max("starts_on"))["last"],
        household.residences.aggregate(last=Max("starts_on"))["last"],
        None if ended is None else ended - timedelta(days=1),
    ]
    return max(day for day in days if day is not None)
