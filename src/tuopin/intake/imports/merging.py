"""The job that merges an import: all of it in one transaction, or nothing."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, QuerySet

from tuopin.audit import services as audit
from tuopin.engine.kinds import Level
from tuopin.intake.imports.reading import papers_context
from tuopin.intake.imports.rules import BRINGS
from tuopin.intake.imports.selectors import CHUNK, chunks, import_visible_to, subject_of, typed
from tuopin.intake.imports.staging import refuse_merge, state_changed
from tuopin.intake.imports.states import insert_states, renew_states
from tuopin.intake.models import Import, ImportRow
from tuopin.intake.rows_into import insert
from tuopin.jobs.running import Running
from tuopin.kernel.errors import ChangedMeanwhile
from tuopin.registry.columns import column_of
from tuopin.registry.folding import Folded
from tuopin.registry.models import Household, Identity, Membership, NameToken, Person, Residence
from tuopin.registry.models.facts import VERSIONS, Source
from tuopin.registry.services.identity import context_of, id_index
from tuopin.registry.services.members import ROOM
from tuopin.registry.services.names import name_tokens, plain

IDENTITY = ("person_id", "name", "id_number", "phone", "id_index", "phone_index")


def merge(running: Running) -> None:
    """Raises what `refuse_merge` raises, and ChangedMeanwhile (`import_outdated`) when a household it touches was
    changed after the comparison."""
    batch = import_visible_to(running.actor, running.key)
    at = running.now()
    with transaction.atomic():
        running.hold("keeping", 0, 1)
        refuse_merge(running.actor, batch)
        taken = Import.objects.filter(pk=batch.pk, state=Import.State.READ).update(
            state=Import.State.MERGED, merged_by=running.actor.code, merged_at=at
        )
        if not taken:
            raise state_changed("这次导入已被处理", "this import was dealt with already")
        rows = batch.rows.filter(outcome__in=BRINGS)
        _raise_versions(rows)
        _add_households(rows, at)
        _add_people(rows, at)
        for level in Level:
            _add_facts(rows.filter(level=level.value), level, running.actor.code, at, batch.pk)
        batch.rows.exclude(papers=None).update(papers=None)
        audit.record(
            actor=running.actor, action="imports.merge", about=f"import:{batch.pk}", path=batch.path, at=at,
            details={"counts": batch.counts, "content": batch.content, "staged_by": batch.staged_by},
            batch=digests(rows),
        )  # fmt: skip
        running.finish({"merged": rows.count()})


def in_order(rows: QuerySet[ImportRow], *names: str) -> Iterator[list[tuple[Any, ...]]]:
    """About a thousand at a time, by windows of their numbers: no query reads, or sorts, more than its window."""
    last: int | None = rows.aggregate(last=Max("number"))["last"]
    for start in range(0, 0 if last is None else last + 1, CHUNK):
        window = rows.filter(number__gte=start, number__lt=start + CHUNK)
        some = list(window.order_by("number").values_list(*names))
        if some:
            yield some


def digests(rows: QuerySet[ImportRow]) -> Iterator[bytes]:
    """What the audit's Merkle root is over: one digest a row, of whom it is about and what it brings."""
    for some in in_order(rows, "level", "subject", "place", "collected_on", "facts"):
        for level, subject, place, day, facts in some:
            told = [level, str(subject or place), day.isoformat(), facts]
            yield hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).digest()


def _raise_versions(rows: QuerySet[ImportRow]) -> None:
    """Compare and set, for every household it touches: nobody may have changed one since the comparison."""
    seen = dict(rows.exclude(home=None).exclude(seen=None).values_list("home", "seen").distinct())
    for some in chunks(seen.items()):
        keys = [home for home, _ in some]
        now = dict(Household.objects.select_for_update().filter(pk__in=keys).values_list("pk", "version"))
        changed = [home for home, version in some if now.get(home) != version]
        if changed:
            raise outdated(len(changed))
        Household.objects.filter(pk__in=keys).update(version=F("version") + 1)


def outdated(number: int) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        "import_outdated",
        zh=f"比对之后有 {number} 户被修改，这次导入没有合并。请重新比对，再合并。",
        en=f"{number} households were changed after the comparison, so nothing was merged. Compare again, then merge.",
    )


def _add_households(rows: QuerySet[ImportRow], at: Any) -> None:
    new = rows.filter(level=Level.HOUSEHOLD.value, outcome="new")
    next_keys: dict[int, int] = {}
    for some in in_order(new, "home", "code", "place", "collected_on"):
        if Household.objects.filter(code__in=[code for _, code, _, _ in some]).exists():
            raise outdated(Household.objects.filter(code__in=[code for _, code, _, _ in some]).count())
        keys = [_next_key(village, next_keys) for _, _, village, _ in some]
        insert(
            Household,
            ("id", "key", "code", "village_id", "version", "opened_on"),
            (
                (home, key, code, village, 1, day)
                for (home, code, village, day), key in zip(some, keys, strict=True)
            ),
        )
        insert(
            Residence,
            ("household_id", "village_id", "starts_on", "recorded_at"),
            ((home, village, day, at) for home, _, village, day in some),
        )


def _next_key(village: int, known: dict[int, int]) -> int:
    if village not in known:
        first = village * ROOM
        last = Household.objects.filter(key__gte=first, key__lt=first + ROOM).aggregate(last=Max("key"))[
            "last"
        ]
        known[village] = last or first
    known[village] += 1
    return known[village]


def _add_people(rows: QuerySet[ImportRow], at: Any) -> None:
    new = rows.filter(level=Level.PERSON.value, outcome="new")
    numbers: dict[UUID, int] = defaultdict(int)
    for some in in_order(new, "id", "home", "subject", "collected_on", "papers"):
        _known_numbers({home for _, home, _, _, _ in some} - set(numbers), numbers)
        told = []
        for row, home, person, day, papers in some:
            numbers[home] += 1
            told.append((person, home, numbers[home], day, _opened(row, papers)))
        insert(Person, ("id", "household_id", "number"), (row[:3] for row in told))
        insert(
            Membership,
            ("person_id", "household_id", "number", "starts_on", "begin", "recorded_at"),
            (
                (person, home, number, day, Membership.Begin.REGISTERED, at)
                for person, home, number, day, _ in told
            ),
        )
        _add_papers([(person, papers) for person, _, _, _, papers in told if papers])


def _known_numbers(homes: set[UUID], numbers: dict[UUID, int]) -> None:
    """The highest number ever given in each household; numbers are never given again."""
    found = Membership.objects.filter(household_id__in=list(homes)).values("household_id")
    numbers.update({row["household_id"]: row["last"] for row in found.annotate(last=Max("number"))})


def _opened(row: UUID, papers: Any) -> dict[str, str]:
    if papers is None:
        return {}
    found: dict[str, str] = json.loads(settings.KEYS.open(bytes(papers), context=papers_context(row)))
    return found


def _add_papers(told: Sequence[tuple[UUID, dict[str, str]]]) -> None:
    digests = [id_index(papers["id_number"]) for _, papers in told if "id_number" in papers]
    taken = Identity.objects.filter(id_index__in=digests).count()
    if taken:  # registered by somebody else since the comparison
        raise outdated(taken)
    insert(Identity, IDENTITY, (_identity(person, papers) for person, papers in told))
    tokens = (
        (person, token)
        for person, papers in told
        if "name" in papers
        for token in name_tokens(papers["name"])
    )
    insert(NameToken, ("person_id", "token"), tokens)


def _identity(key: UUID, papers: dict[str, str]) -> tuple[Any, ...]:
    person = Person(id=key)
    sealed = [
        settings.KEYS.seal(papers[field], context=context_of(person, field)) if field in papers else None
        for field in ("name", "id_number", "phone")
    ]
    number, phone = papers.get("id_number"), papers.get("phone")
    return (
        key, *sealed, id_index(number) if number else None,
        settings.KEYS.blind("phone", plain(phone)) if phone else None,
    )  # fmt: skip


def _add_facts(rows: QuerySet[ImportRow], level: Level, collector: str, at: Any, batch: UUID) -> None:
    """Of somebody new the row is all that is known, so nothing is read back for the state: on SQLite everybody's saves
    wait for this transaction."""
    for some in in_order(rows, "subject", "place", "collected_on", "facts", "outcome"):
        told = [
            (subject_of(level, subject, place), day, typed(level, facts), outcome == "new")
            for subject, place, day, facts, outcome in some
        ]
        codes = sorted({code for _, _, facts, _ in told for code in facts})
        insert(
            VERSIONS[level],
            (
                "subject_id", "collected_on", "recorded_at", "source", "collector", "batch", "found_unknown",
                *(column_of(code) for code in codes),
            ),
            (
                (subject, day, at, Source.IMPORT, collector, batch, [], *(facts.get(code) for code in codes))
                for subject, day, facts, _ in told
                if facts
            ),
        )  # fmt: skip
        insert_states(
            level,
            {subject: Folded(facts, {}, day if facts else None) for subject, day, facts, new in told if new},
        )
        renew_states(level, [subject for subject, _, _, new in told if not new])
