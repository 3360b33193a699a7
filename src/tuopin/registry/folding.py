"""What the versions of a subject say, as of a day and as known at a moment. Pure.

For every fact the latest collected value counts; of two collected on the same day, the one recorded later (a
correction). What was recorded after `known_at`, or collected after `as_of`, was not known then. A version of source
UNDO says only that the batch it names was taken back for this subject: from the moment it was recorded, versions of
that batch count no more, and everything is as if they had never come.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Told:
    """One version: what it says (`values` only for the facts it touches; None is "found to be unknown")."""

    version: int
    collected_on: date
    recorded_at: datetime
    source: str
    collector: str
    values: Mapping[str, Any]
    batch: UUID | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of a fact comes from."""

    version: int
    collected_on: date
    source: str
    collector: str


@dataclass(frozen=True)
class Folded:
    """`values` holds only facts somebody has spoken about; None is unknown all the same."""

    values: Mapping[str, Any]
    origin: Mapping[str, Origin]
    collected_on: date | None


def folded(
    versions: Iterable[Told], *, as_of: date | None = None, known_at: datetime | None = None
) -> Folded:
    """None for a limit means without it."""
    seen = [
        told
        for told in versions
        if (as_of is None or told.collected_on <= as_of)
        and (known_at is None or told.recorded_at <= known_at)
    ]
    undone = {told.batch for told in seen if told.source == UNDO}
    if undone:
        seen = [told for told in seen if told.batch not in undone]
    seen.sort(key=lambda told: (told.collected_on, told.recorded_at, told.version))
    values: dict[str, Any] = {}
    origin: dict[str, Origin] = {}
    for told in seen:
        for fact, value in told.values.items():
            values[fact] = value
            origin[fact] = Origin(told.version, told.collected_on, told.source, told.collector)
    return Folded(values, origin, seen[-1].collected_on if seen else None)
