"""The declared number of members follows who comes and who goes, so that a complete household stays complete."""

from datetime import date, datetime

from tuopin.engine.kinds import Level
from tuopin.engine.language import Fact
from tuopin.registry.columns import the_pack
from tuopin.registry.models import Household
from tuopin.registry.models.facts import VERSIONS, Source
from tuopin.registry.selectors import facts_as_of, members_on, told_by
from tuopin.registry.services.facts import add_version
from tuopin.registry.values import fits


def size_fact() -> Fact | None:
    """The fact that declares how many members a household has."""
    group = the_pack().group_of(Level.HOUSEHOLD)
    return None if group is None else group.declared


def count_follows(
    household: Household, *, by: int, moved: int, day: date, collector: str, at: datetime
) -> None:
    """`by` more (or fewer) members from a day on, of whom `moved` are on the list; to be called after they moved.

    Tells it for the day and for every later one on which the number was declared anew. An unknown number stays unknown.
    """
    fact = size_fact()
    if fact is None:
        return
    for each in days_told(Level.HOUSEHOLD, household, fact.code, day):
        known = facts_as_of(Level.HOUSEHOLD, household, as_of=each)
        declared = known.values.get(fact.code)
        if declared is None:
            continue
        listed = len(members_on(household, each)) - moved
        size = size_after(declared, listed, by, earlier=known.origin[fact.code].collected_on < day)
        if size != declared:
            told = {fact.code: size if fits(fact.kind, size) else None}
            add_version(Level.HOUSEHOLD, household, told, each, Source("report"), collector, at)


def size_after(declared: int, listed: int, by: int, *, earlier: bool) -> int:
    """What a declared number becomes. One declared before the event knew nothing of it. A later one that already
    differs from the old list in that direction had counted it."""
    counted = not earlier and (declared - listed) * by > 0
    return declared if counted else declared + by


def declared_on(household: Household, day: date) -> int | None:
    fact = size_fact()
    if fact is None:
        return None
    found: int | None = facts_as_of(Level.HOUSEHOLD, household, as_of=day).values.get(fact.code)
    return found


def days_told(level: Level, subject: object, code: str, day: date) -> list[date]:
    """The day, and every later one on which somebody spoke of the fact: a change must hold on all of them."""
    versions = VERSIONS[level].objects.filter(subject=subject, collected_on__gt=day)
    later = {told.collected_on for told in told_by(level, versions) if code in told.values}
    return [day, *sorted(later)]
