"""The job that takes a merged import back whole: the registry is as if it had never come, and says that it came.

For what was known before, versions are added that take the import's own back (registry.folding). Households and people
the import itself brought are removed: nobody has used them, or the undoing is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Model, QuerySet

from tuopin.audit import services as audit
from tuopin.engine.kinds import Level
from tuopin.intake.imports.merging import digests, in_order
from tuopin.intake.imports.rules import BRINGS
from tuopin.intake.imports.selectors import chunks, import_visible_to, subject_of
from tuopin.intake.imports.staging import refuse_undo, state_changed
from tuopin.intake.imports.states import renew_states
from tuopin.intake.models import Import, ImportRow
from tuopin.intake.rows_into import insert
from tuopin.jobs.running import Running
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.text import Text
from tuopin.registry.models import (
    ChangeRequest,
    Consent,
    Decision,
    Household,
    Identity,
    Membership,
    NameToken,
    Person,
    Residence,
)
from tuopin.registry.models.facts import STATES, VERSIONS, Source

CHANGED = Text("之后又有修改", "changed afterwards")
REQUESTED = Text("之后有变更申请", "a change was asked for afterwards")
DECIDED = Text("之后有决定", "decided upon afterwards")
CONSENTED = Text("之后有授权记录", "a consent was recorded afterwards")
IN_LIST = 5


@dataclass(frozen=True, slots=True)
class Used:
    """A household or place of the import that something later rests on."""

    code: str
    why: Text


def undo(running: Running) -> None:
    """Raises what `refuse_undo` raises, and RefusedByRule (`import_used`) with the first of `used_of`."""
    batch = import_visible_to(running.actor, running.key)
    at = running.now()
    with transaction.atomic():
        running.hold("keeping", 0, 1)
        refuse_undo(running.actor, batch)
        taken = Import.objects.filter(pk=batch.pk, state=Import.State.MERGED).update(
            state=Import.State.UNDONE, undone_by=running.actor.code, undone_at=at
        )
        if not taken:
            raise state_changed("这次导入已被撤销", "this import was taken back already")
        rows = batch.rows.filter(outcome__in=BRINGS)
        _lock(rows)
        _refuse_used(used_of(batch))
        for level in Level:
            _take_back(
                rows.filter(level=level.value, outcome="changed"), level, running.actor.code, at, batch.pk
            )
        _remove_new(rows)
        touched = rows.exclude(seen=None).exclude(home=None).values_list("home", flat=True).distinct()
        for some in chunks(touched.order_by("home").iterator()):
            Household.objects.filter(pk__in=some).update(version=F("version") + 1)
        audit.record(
            actor=running.actor, action="imports.undo", about=f"import:{batch.pk}", path=batch.path, at=at,
            details={"counts": batch.counts, "content": batch.content}, batch=digests(rows),
        )  # fmt: skip
        running.finish({"taken_back": rows.count()})


def used_of(batch: Import) -> list[Used]:
    """Everything of it that something later rests on; empty when it can be taken back."""
    rows = batch.rows.filter(outcome__in=BRINGS)
    found: list[Used] = []
    for some in in_order(rows.exclude(home=None), "home", "code", "seen", "level", "subject"):
        homes = {home: (code, (seen or 0) + 1) for home, code, seen, _, _ in some}
        people = [subject for _, _, _, level, subject in some if level == Level.PERSON.value]
        now = dict(Household.objects.filter(pk__in=list(homes)).values_list("pk", "version"))
        found += [Used(code, CHANGED) for home, (code, version) in homes.items() if now.get(home) != version]
        for model, field, key, why in (
            (ChangeRequest, "proposed_at", "household_id", REQUESTED),
            (Decision, "recorded_at", "household_id", DECIDED),
        ):
            later = model.objects.filter(**{f"{key}__in": list(homes), f"{field}__gt": batch.merged_at})
            found += [Used(homes[home][0], why) for home in later.values_list(key, flat=True).distinct()]
        consents = Consent.objects.filter(person_id__in=people, recorded_at__gt=batch.merged_at)
        found += [
            Used(homes[home][0], CONSENTED)
            for home in consents.values_list("person__household_id", flat=True).distinct()
            if home in homes
        ]
    return list(dict.fromkeys([*found, *_places_used(batch, rows)]))


def _places_used(batch: Import, rows: QuerySet[ImportRow]) -> Iterable[Used]:
    for level in (Level.VILLAGE, Level.COUNTY):
        codes = dict(rows.filter(level=level.value).values_list("place", "code"))
        later = VERSIONS[level].objects.filter(subject_id__in=list(codes), recorded_at__gt=batch.merged_at)
        for place in later.values_list("subject_id", flat=True).distinct():
            yield Used(codes[place], CHANGED)


def _lock(rows: QuerySet[ImportRow]) -> None:
    homes = rows.exclude(home=None).values_list("home", flat=True).distinct().order_by("home")
    for some in chunks(homes.iterator()):
        list(Household.objects.select_for_update().filter(pk__in=some).values_list("pk"))


def _refuse_used(used: list[Used]) -> None:
    if used:
        zh = "、".join(f"{each.code}（{each.why.zh}）" for each in used[:IN_LIST])
        en = ", ".join(f"{each.code} ({each.why.en})" for each in used[:IN_LIST])
        raise RefusedByRule(
            "import_used",
            zh=f"这次导入的 {len(used)} 处内容之后已被使用，不能撤销：{zh}{'……' if len(used) > IN_LIST else ''}。"
            "请逐户更正，或先撤销之后的改动。",
            en=f"{len(used)} things of this import were used afterwards, so it stays: {en}"
            f"{' and more' if len(used) > IN_LIST else ''}. Correct each, or take back what came later first.",
        )


def _take_back(rows: QuerySet[ImportRow], level: Level, collector: str, at: Any, batch: UUID) -> None:
    for some in in_order(rows, "subject", "place", "collected_on"):
        told = [(subject_of(level, subject, place), day) for subject, place, day in some]
        insert(
            VERSIONS[level],
            ("subject_id", "collected_on", "recorded_at", "source", "collector", "batch", "found_unknown"),
            ((subject, day, at, Source.UNDO, collector, batch, []) for subject, day in told),
        )
        renew_states(level, [subject for subject, _ in told])


def _remove_new(rows: QuerySet[ImportRow]) -> None:
    people = rows.filter(level=Level.PERSON.value, outcome="new")
    for some in in_order(people, "subject"):
        keys = [subject for (subject,) in some]
        for model, field in (
            (VERSIONS[Level.PERSON], "subject_id"), (STATES[Level.PERSON], "subject_id"), (NameToken, "person_id"),
            (Identity, "person_id"), (Membership, "person_id"), (Person, "id"),
        ):  # fmt: skip
            _delete(model, field, keys)
    homes = rows.filter(level=Level.HOUSEHOLD.value, outcome="new")
    for some in in_order(homes, "home"):
        keys = [home for (home,) in some]
        for model, field in (
            (VERSIONS[Level.HOUSEHOLD], "subject_id"), (STATES[Level.HOUSEHOLD], "subject_id"),
            (Residence, "household_id"), (Household, "id"),
        ):  # fmt: skip
            _delete(model, field, keys)


def _delete(model: type[Model], field: str, keys: list[UUID]) -> None:
    model._default_manager.filter(**{f"{field}__in": keys}).delete()
