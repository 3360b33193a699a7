"""Recording facts. A correction adds a version; nothing that was recorded is ever changed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tuopin.accounts.rules import Act
from tuopin.audit import services as audit
from tuopin.engine.kinds import Level
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput
from tuopin.registry.columns import column_of
from tuopin.registry.models import Household
from tuopin.registry.models.facts import STATES, VERSIONS, Source
from tuopin.registry.selectors import facts_as_of, person_in
from tuopin.registry.services.versions import taken
from tuopin.registry.values import checked


@transaction.atomic
def record_facts(
    *,
    actor: Actor,
    household: str,
    seen: int,
    collected_on: date,
    source: Source,
    at: datetime,
    on: date,
    facts: Mapping[str, Any],
    members: Mapping[int, Mapping[str, Any]] | None = None,
) -> Household:
    """Facts of a household and, by number, of its members, collected on one day.

    `seen` is the version the actor was shown; `on` is the business day. Raises NotFound, ChangedMeanwhile, BadInput
    (`unknown_fact`, `fact_value`, `collected_in_future`).
    """
    refuse_future(collected_on, on)
    row = taken(actor, household, seen=seen, act=Act.EDIT_FACTS)
    sealed: dict[UUID, Mapping[str, object]] = {}
    if facts:
        add_version(Level.HOUSEHOLD, row, facts, collected_on, source, actor.code, at)
        sealed[row.pk] = dict(facts)
    for number, values in (members or {}).items():
        person = person_in(row, number)
        add_version(Level.PERSON, person, values, collected_on, source, actor.code, at)
        sealed[person.pk] = dict(values)
    audit.record(
        actor=actor, action="facts.record", about=f"household:{row.pk}", path=row.village.path, at=at,
        details={
            "collected_on": collected_on.isoformat(), "source": str(source.value), "facts": sorted(facts),
            "members": {str(number): sorted(values) for number, values in (members or {}).items()},
        },
        sealed=sealed,
    )  # fmt: skip
    return row


def add_version(
    level: Level,
    subject: Any,
    values: Mapping[str, Any],
    collected_on: date,
    source: Source,
    collector: str,
    at: datetime,
    batch: UUID | None = None,
) -> None:
    """One version row, and the state row brought up to date. The caller holds the transaction and the audit."""
    stored = {column_of(code): value for code, value in checked(level, values).items()}
    VERSIONS[level].objects.create(
        subject=subject, collected_on=collected_on, recorded_at=at, source=source, collector=collector, batch=batch,
        found_unknown=sorted(code for code, value in values.items() if value is None), **stored,
    )  # fmt: skip
    renew_state(level, subject)


def renew_state(level: Level, subject: Any) -> None:
    """The state row as the versions have it: it holds nothing that they do not say."""
    found = facts_as_of(level, subject)
    columns: dict[str, Any] = {column_of(code): value for code, value in found.values.items()}
    STATES[level].objects.update_or_create(
        subject=subject, defaults={**columns, "collected_on": found.collected_on}
    )


def refuse_future(collected_on: date, on: date) -> None:
    if collected_on > on:
        raise BadInput(
            "collected_in_future",
            zh=f"采集日期 {collected_on} 晚于今天（{on}）。请填写实际入户的日期。",
            en=f"The day of collection {collected_on} is after today ({on}). Give the day of the visit.",
        )
