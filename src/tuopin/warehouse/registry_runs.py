"""Judging the registry as a whole: snapshot, run, files, and the rows that pages read."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.audit import services as audit
from tuopin.engine.kinds import Level
from tuopin.kernel.actor import SYSTEM, Actor
from tuopin.kernel.errors import BadInput
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import write_snapshot
from tuopin.standards.pack import Pack
from tuopin.warehouse.judged import Progress
from tuopin.warehouse.judging import judge
from tuopin.warehouse.kept_findings import FoundAnew, found_anew
from tuopin.warehouse.models import PlaceCounts, StoredRun
from tuopin.warehouse.registry_snapshot import registry_dataset
from tuopin.warehouse.reported import Figure, report
from tuopin.warehouse.run import Run
from tuopin.warehouse.trend import trend_by_place

BATCH = 2_000
OF_GROUPS = 3
"""Dots in the key of a figure about one group of the monitored."""


def judge_registry(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    progress: Progress | None = None,
    ended: Callable[[StoredRun], None] | None = None,
) -> StoredRun:
    """Takes a snapshot, judges it, keeps both, and makes it the run that pages read. Raises RefusedByRule.

    Judging, and finding out what is new, happen outside the transaction: in it, where everybody else's saves wait on
    SQLite, only what differs is written. Its last word is `ended`.
    """
    if actor is not SYSTEM and not actor.may(Act.START_RUN.value):
        raise may_not("发起判定", "start a run")
    number = uuid4()
    dataset = registry_dataset(on=on)
    snapshot = settings.OFFICE.folder("snapshots") / str(number)
    write_snapshot(dataset, snapshot)
    with judge(dataset, on=on, command=("registry",), progress=progress) as run:
        run.write(settings.OFFICE.folder("runs") / str(number), workbook=False, progress=progress)
        reported = _reported(dataset, on, progress)
        found = found_anew(run, since=current_run())
        return _keep(run, reported, found, actor=actor, number=number, at=at, ended=ended)


def _reported(dataset: Dataset, on: date, progress: Progress | None) -> Mapping[int, Mapping[str, Any]]:
    """By place, fields of PlaceCounts: what a report quotes, but for rates, which the overview has, and for groups of
    the monitored; and the trend.

    A history of decisions that cannot be leaves these unknown; it never keeps a county from being judged. The
    sentence of the refusal names a household and stays here: figures are read by people who may not see it.
    """
    try:
        found = report(dataset, on=on, progress=progress)
    except BadInput as refused:
        return {place: {"reported": {"refused": refused.code}} for place in dataset.places.places}
    trend = trend_by_place(dataset, on)
    return {
        place.id: {"reported": _quoted(figures), "trend": trend.get(place.id, [])}
        for place, figures in found.places
    }


def _quoted(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        key: figure.as_dict()
        for key, figure in figures.items()
        if figure.query != "overview" and key.count(".") < OF_GROUPS
    }


@transaction.atomic
def _keep(
    run: Run,
    reported: Mapping[int, Mapping[str, Any]],
    found: FoundAnew,
    *,
    actor: Actor,
    number: Any,
    at: datetime,
    ended: Callable[[StoredRun], None] | None,
) -> StoredRun:
    manifest, follows = run.manifest(), current_run()
    if follows != found.since:  # another run ended meanwhile
        found = found_anew(run, since=follows)
    before = dict(PlaceCounts.objects.values_list("place_id", "figures"))
    StoredRun.objects.filter(is_current=True).update(is_current=False)
    stored = StoredRun.objects.create(
        id=number, on=run.judged.scope.on, finished_at=at, started_by=actor.code, is_current=True,
        content=manifest["input"]["content"], pack_version=manifest["pack"]["version"], manifest=manifest,
        follows=follows,
    )  # fmt: skip
    found.keep()
    PlaceCounts.objects.all().delete()
    figures = (
        PlaceCounts(
            place_id=each.place.id, figures=each.as_dict(), before=before.get(each.place.id),
            **reported.get(each.place.id, {}),
        )
        for each in run.overview()
    )  # fmt: skip
    for places in _batches(figures):
        PlaceCounts.objects.bulk_create(places)
    audit.record(
        actor=actor, action="runs.finish", about=f"run:{stored.pk}", at=at,
        details={"on": stored.on.isoformat(), "content": stored.content, "pack": stored.pack_version},
    )  # fmt: skip
    if ended is not None:
        ended(stored)
    return stored


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    waiting = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == BATCH:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def current_run() -> StoredRun | None:
    return StoredRun.objects.filter(is_current=True).first()


def household_standards(pack: Pack, on: date) -> list[Any]:
    """The household standards that a run judges on a day, in the pack's order."""
    return [
        each
        for each in pack.by_default
        if each.level is Level.HOUSEHOLD
        and each.in_force_from <= on
        and (each.in_force_until is None or on <= each.in_force_until)
    ]
