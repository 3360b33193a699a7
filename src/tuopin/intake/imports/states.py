"""State rows made again from the versions, for many subjects at once."""

from collections.abc import Iterable
from typing import Any

from tuopin.engine.kinds import Level
from tuopin.intake.imports.selectors import chunks, told_of
from tuopin.intake.rows_into import insert
from tuopin.registry.columns import column_of, facts_of
from tuopin.registry.folding import Folded, folded
from tuopin.registry.models.facts import STATES


def renew_states(level: Level, subjects: Iterable[Any]) -> None:
    """As registry.services.facts.renew_state, a thousand at a time. The caller holds the transaction."""
    for some in chunks(subjects):
        told = {subject: folded(versions) for subject, versions in told_of(level, some).items()}
        STATES[level].objects.filter(subject_id__in=some).delete()
        insert_states(level, told)


def insert_states(level: Level, told: dict[Any, Folded]) -> None:
    """Only for subjects without a state. Columns about which nobody speaks are left out: they are null anyway."""
    codes = [
        fact.code
        for fact in facts_of(level)
        if any(found.values.get(fact.code) is not None for found in told.values())
    ]
    insert(
        STATES[level],
        ("subject_id", "collected_on", *(column_of(code) for code in codes)),
        (
            (subject, found.collected_on, *(found.values.get(code) for code in codes))
            for subject, found in told.items()
        ),
    )
