"""A whole data set into an empty registry, as history: what an office knew before tuopin (decision A5).

Used once, when an office begins; later data come through imports, which compare with what is there.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pyarrow as pa
from django.conf import settings
from django.db import transaction

from tuopin.audit import services as audit
from tuopin.engine.kinds import Level
from tuopin.intake.rows_into import insert
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import RefusedByRule
from tuopin.places import services as places
from tuopin.registry.columns import column_of, facts_of
from tuopin.registry.models import Decision, Household, Identity, Membership, NameToken, Person, Residence
from tuopin.registry.models.facts import STATES, VERSIONS, Source
from tuopin.registry.services.identity import Papers, context_of, id_index
from tuopin.registry.services.names import name_tokens
from tuopin.snapshot import decisions
from tuopin.snapshot.dataset import Dataset

OPENED = date(2013, 12, 31)
"""Where a household's first day is not known: the reference day of the first list."""


@transaction.atomic
def load_history(
    *, actor: Actor, dataset: Dataset, papers: Mapping[tuple[int, int], Papers], at: datetime
) -> dict[str, int]:
    """How many rows of each kind went in. `papers` by household and number of the person, as far as known.

    Raises RefusedByRule (`registry_not_empty`).
    """
    if Household.objects.exists():
        raise RefusedByRule(
            "registry_not_empty",
            zh="登记库里已经有户，不能再整体装入历史数据。请用导入功能，逐项与现有数据比对。",
            en="The registry holds households already, so history cannot be loaded whole. Use an import, which "
            "compares with what is there.",
        )
    places.import_tree(actor=actor, tree=dataset.places, valid_from=OPENED, at=at)
    batch = uuid4()
    tables = {level: dataset.table(level.plural) for level in Level}
    households = tables[Level.HOUSEHOLD]
    ids = {key: uuid4() for key in households["household"].to_pylist()}
    people = {
        pair: uuid4()
        for pair in zip(
            *(tables[Level.PERSON][name].to_pylist() for name in ("household", "person")), strict=True
        )
    }
    counts = {"households": _households(households, ids, at)}
    counts["persons"] = _persons(tables[Level.PERSON], ids, people, at)
    counts["identities"] = _identities(people, papers)
    subjects: dict[Level, list[Any]] = {
        Level.HOUSEHOLD: [ids[key] for key in households["household"].to_pylist()],
        Level.PERSON: list(people.values()),
        Level.VILLAGE: tables[Level.VILLAGE]["village"].to_pylist(),
        Level.COUNTY: tables[Level.COUNTY]["county"].to_pylist(),
    }
    for level, table in tables.items():
        counts[f"facts_{level.plural}"] = _facts(
            level, table, subjects[level], dataset.as_of, actor, at, batch
        )
    counts["decisions"] = _decisions(dataset, ids, at, batch)
    audit.record(
        actor=actor, action="history.load", about=f"batch:{batch}", at=at,
        details={"content": dataset.content, "as_of": dataset.as_of.isoformat(), **counts},
        batch=(each.bytes for each in ids.values()),
    )  # fmt: skip
    return counts


def _households(table: pa.Table, ids: Mapping[int, UUID], at: datetime) -> int:
    opened = (
        table["identified_on"].to_pylist()
        if "identified_on" in table.column_names
        else [None] * table.num_rows
    )
    rows = list(
        zip(*(table[name].to_pylist() for name in ("household", "code", "village")), opened, strict=True)
    )
    insert(
        Household,
        ("id", "key", "code", "village_id", "version", "opened_on"),
        ((ids[key], key, code, village, 1, first or OPENED) for key, code, village, first in rows),
    )
    return insert(
        Residence,
        ("household_id", "village_id", "starts_on", "recorded_at"),
        ((ids[key], village, first or OPENED, at) for key, _, village, first in rows),
    )


def _persons(
    table: pa.Table, ids: Mapping[int, UUID], people: Mapping[tuple[int, int], UUID], at: datetime
) -> int:
    insert(
        Person,
        ("id", "household_id", "number"),
        ((person, ids[household], number) for (household, number), person in people.items()),
    )
    return insert(
        Membership,
        ("person_id", "household_id", "number", "starts_on", "begin", "recorded_at"),
        (
            (person, ids[household], number, OPENED, Membership.Begin.REGISTERED, at)
            for (household, number), person in people.items()
        ),
    )


def _identities(people: Mapping[tuple[int, int], UUID], papers: Mapping[tuple[int, int], Papers]) -> int:
    known = [(people[pair], told) for pair, told in papers.items() if pair in people]

    def rows() -> Iterator[tuple[object, ...]]:
        for key, told in known:
            person = Person(id=key)
            sealed = [
                None if value is None else settings.KEYS.seal(value, context=context_of(person, field))
                for field, value in (
                    ("name", told.name),
                    ("id_number", told.id_number),
                    ("phone", told.phone),
                )
            ]
            yield (key, *sealed, told.id_kind, id_index(told.id_number) if told.id_number else None)

    insert(Identity, ("person_id", "name", "id_number", "phone", "id_kind", "id_index"), rows())
    tokens = ((key, token) for key, told in known if told.name for token in name_tokens(told.name))
    insert(NameToken, ("person_id", "token"), tokens)
    return len(known)


def _facts(
    level: Level, table: pa.Table, subjects: list[Any], as_of: date, actor: Actor, at: datetime, batch: UUID
) -> int:
    """One version a subject, and the state it makes; only the columns in which something is known."""
    known = [fact.code for fact in facts_of(level) if table[fact.code].null_count < table.num_rows]
    collected = table["collected_on"].to_pylist()
    values = [table[code].to_pylist() for code in known]
    columns = [column_of(code) for code in known]
    told = list(zip(subjects, collected, *values, strict=True))
    insert(
        VERSIONS[level],
        (
            "subject_id",
            "collected_on",
            "recorded_at",
            "source",
            "collector",
            "batch",
            "found_unknown",
            *columns,
        ),
        (
            (subject, day or as_of, at, Source.HISTORY, actor.code, batch, [], *row)
            for subject, day, *row in told
            if any(value is not None for value in row)
        ),
    )
    return insert(STATES[level], ("subject_id", "collected_on", *columns), told)


def _decisions(dataset: Dataset, ids: Mapping[int, UUID], at: datetime, batch: UUID) -> int:
    if decisions.DECISIONS not in dataset.tables:
        return 0
    names = ("household", "decision", "decided_on", "people", "group")
    table = dataset.table(decisions.DECISIONS, list(names))
    rows = zip(*(table[name].to_pylist() for name in names), strict=True)
    return insert(
        Decision,
        (
            "household_id", "kind", "decided_on", "people", "group", "standard", "source", "taken_here",
            "recorded_at", "batch",
        ),
        (
            (
                ids[household], decisions.Decision(kind).code, day, people, group, dataset.pack_code, "history", False,
                at, batch,
            )
            for household, kind, day, people, group in rows
            if household in ids
        ),
    )  # fmt: skip
