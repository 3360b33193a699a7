"""Reading imports: one's own, and those of the places where one may stage or merge."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Date, Level
from tuopin.intake.models import Import, ImportRow
from tuopin.jobs.models import Job
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.places.models import Place
from tuopin.places.selectors import within
from tuopin.registry.columns import the_pack
from tuopin.registry.folding import Folded, Told, folded
from tuopin.registry.models.facts import VERSIONS, Version
from tuopin.registry.selectors import told_by

CHUNK = 1_000
Item = TypeVar("Item")


def imports_visible_to(actor: Actor) -> QuerySet[Import]:
    paths = {*actor.paths(Act.STAGE_IMPORT.value), *actor.paths(Act.MERGE_IMPORT.value)}
    return Import.objects.filter(Q(staged_by=actor.code) | within(paths, "path"))


def import_visible_to(actor: Actor, key: object) -> Import:
    """Raises NotFound (`no_such_import`)."""
    found = imports_visible_to(actor).filter(pk=key).first()
    if found is None:
        raise NotFound(
            "no_such_import",
            zh="没有找到这次导入。不在您负责范围内的导入不显示。",
            en="There is no such import. Imports outside your posting are not shown.",
        )
    return found


def rows_visible_to(actor: Actor, batch: Import) -> QuerySet[ImportRow]:
    """Those about places where the actor may stage or merge: also of an import that was the actor's own once."""
    paths = {*actor.paths(Act.STAGE_IMPORT.value), *actor.paths(Act.MERGE_IMPORT.value)}
    return batch.rows.filter(place__in=Place.objects.filter(within(paths)).values("pk"))


def latest_job(batch: Import) -> Job | None:
    """What was last asked for about it."""
    return latest_jobs([batch]).get(batch.pk)


def latest_jobs(batches: Iterable[Import]) -> dict[Any, Job]:
    """What was last asked for about each, in one query."""
    keys = {f"import:{batch.pk}": batch.pk for batch in batches}
    found = Job.objects.filter(about__in=keys).order_by("asked_at", "sent_at")
    return {keys[job.about]: job for job in found}


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    waiting: list[Item] = []
    for item in items:
        waiting.append(item)
        if len(waiting) == size:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def told_of(level: Level, subjects: Sequence[Any]) -> dict[Any, list[Told]]:
    """Every version of these subjects, in one query; for a chunk of subjects at most."""
    by_subject: dict[Any, list[Version]] = {subject: [] for subject in subjects}
    for version in VERSIONS[level].objects.filter(subject_id__in=subjects):
        by_subject[version.subject_id].append(version)
    return {subject: told_by(level, versions) for subject, versions in by_subject.items()}


def known_of(level: Level, days: dict[Any, date]) -> dict[Any, Folded]:
    """What is known of each subject as of its day."""
    told = told_of(level, list(days))
    return {subject: folded(told[subject], as_of=day) for subject, day in days.items()}


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def typed(level: Level, facts: dict[str, Any]) -> dict[str, Any]:
    """As the registry keeps it: days are days again."""
    kinds = the_pack().by_level[level]
    return {
        code: date.fromisoformat(value) if isinstance(kinds[code].kind, Date) and value is not None else value
        for code, value in facts.items()
    }


def subject_of(level: Level, subject: UUID | None, place: int) -> Any:
    """The key of a row's subject in the tables of facts."""
    return subject if level in (Level.PERSON, Level.HOUSEHOLD) else place
