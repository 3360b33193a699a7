"""Reading the registry, always within what the actor may see. Absent and out of reach are the same answer."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record, Value
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.places.selectors import within
from tuopin.registry.columns import column_of, facts_of
from tuopin.registry.folding import Folded, Told, folded
from tuopin.registry.models import Household, Membership, Person
from tuopin.registry.models.facts import VERSIONS, Version
from tuopin.registry.rules.homes import no_such_person


def households_visible_to(actor: Actor, act: Act = Act.SEE_HOUSEHOLDS) -> QuerySet[Household]:
    """Households that live now where the actor may do this."""
    return Household.objects.filter(within(actor.paths(act.value), "village__path"))


def household_visible_to(actor: Actor, code: str, act: Act = Act.SEE_HOUSEHOLDS) -> Household:
    """Raises NotFound (`no_such_household`)."""
    found = households_visible_to(actor, act).select_related("village").filter(code=code).first()
    if found is None:
        raise no_such_household(code)
    return found


def no_such_household(code: str) -> NotFound:
    """The one sentence for absent and out of reach. The code is the household's, never a person's number."""
    return NotFound(
        "no_such_household",
        zh=f"没有找到户 {code}。请核对户编号；不在您负责范围内的户也不显示。",
        en=f"There is no household {code}. Check the code; households outside your posting are not shown either.",
    )


def members_on(household: Household, day: date, *, known_at: datetime | None = None) -> list[Membership]:
    """Who belonged to it on a day, as known at a moment, by number."""
    found = Membership.objects.filter(household=household, starts_on__lte=day).select_related("person")
    if known_at is None:
        found = found.filter(Q(ends_before=None) | Q(ends_before__gt=day))
    else:
        found = found.filter(recorded_at__lte=known_at).filter(
            Q(ends_before=None) | Q(ends_before__gt=day) | Q(end_recorded_at__gt=known_at)
        )
    return list(found.order_by("number"))


def facts_as_of(
    level: Level, subject: object, *, as_of: date | None = None, known_at: datetime | None = None
) -> Folded:
    """What was known of a subject's facts; see registry.folding."""
    return folded(
        told_by(level, VERSIONS[level].objects.filter(subject=subject)), as_of=as_of, known_at=known_at
    )


def facts_of_all(
    level: Level, subjects: Iterable[Any], *, as_of: date | None = None, known_at: datetime | None = None
) -> dict[Any, Folded]:
    """The same for many subjects by key, in one query."""
    versions: dict[Any, list[Version]] = {subject.pk: [] for subject in subjects}
    for each in VERSIONS[level].objects.filter(subject__in=list(versions)):
        versions[each.subject_id].append(each)
    return {
        key: folded(told_by(level, some), as_of=as_of, known_at=known_at) for key, some in versions.items()
    }


def told_by(level: Level, versions: Iterable[Version]) -> list[Told]:
    columns = [(fact.code, column_of(fact.code)) for fact in facts_of(level)]
    return [
        Told(
            each.pk,
            each.collected_on,
            each.recorded_at,
            each.source,
            each.collector,
            {
                **{code: value for code, column in columns if (value := getattr(each, column)) is not None},
                **dict.fromkeys(each.found_unknown),
            },
            each.batch,
        )
        for each in versions
    ]


def record_of(household: Household, *, on: date, known_at: datetime | None = None) -> Record:
    """The household with its members as the engine judges it."""
    found = facts_as_of(Level.HOUSEHOLD, household, as_of=on, known_at=known_at)
    members = members_on(household, on, known_at=known_at)
    facts = facts_of_all(Level.PERSON, (each.person for each in members), as_of=on, known_at=known_at)
    children = tuple(
        Record(
            Level.PERSON,
            str(each.number),
            household.village_id,
            _known(facts[each.person_id]),
            (),
            facts[each.person_id].collected_on or on,
        )
        for each in members
    )
    return Record(
        Level.HOUSEHOLD,
        household.code,
        household.village_id,
        _known(found),
        children,
        found.collected_on or on,
    )


def _known(found: Folded) -> dict[str, Value]:
    return {code: value for code, value in found.values.items() if value is not None}


def person_in(household: Household, number: int) -> Person:
    """Raises NotFound (`no_such_person`)."""
    found = Person.objects.filter(household=household, number=number).first()
    if found is None:
        raise no_such_person(household.code, number)
    return found


def fact_codes(level: Level) -> tuple[str, ...]:
    return tuple(fact.code for fact in facts_of(level))
