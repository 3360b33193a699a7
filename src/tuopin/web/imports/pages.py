"""What the pages of imports show, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Level
from tuopin.intake.imports.national import worded
from tuopin.intake.imports.rules import OUTCOMES, REASONS, STATES, tally
from tuopin.intake.imports.selectors import (
    import_visible_to,
    imports_visible_to,
    latest_job,
    latest_jobs,
    rows_visible_to,
)
from tuopin.intake.imports.undoing import Used, used_of
from tuopin.intake.models import Import, ImportRow
from tuopin.jobs.models import Job
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.places.models import Place
from tuopin.registry.columns import the_pack
from tuopin.web.jobs.pages import JobRow, job_row

LISTED, ROWS = 50, 50
MARKS = {"merged": "tp-met", "read": "tp-unknown", "received": "tp-unknown"}
IMPORTS = Text("导入", "Imports")


@dataclass(frozen=True)
class Difference:
    label: Text
    old: Text
    old_day: date | None
    new: Text


@dataclass(frozen=True)
class Row:
    where: str
    level: Text
    code: str
    outcome: Text
    reason: Text | None
    remedy: Text | None
    collected_on: date
    differences: tuple[Difference, ...]


def import_list(actor: Actor) -> dict[str, Any]:
    batches = list(imports_visible_to(actor).order_by("-staged_at")[:LISTED])
    jobs = latest_jobs(batches)
    return {
        "imports": [_summary(batch, jobs.get(batch.pk)) for batch in batches],
        "may_stage": actor.may(Act.STAGE_IMPORT.value),
    }


def _summary(batch: Import, job: Job | None) -> dict[str, Any]:
    failed = batch.state == "received" and job is not None and job.state in ("failed", "cancelled")
    return {
        "address": reverse("import", args=[batch.pk]),
        "name": batch.file_name,
        "national": batch.purpose == Import.Purpose.NATIONAL,
        "state": Text("没有读成", "could not be read") if failed else STATES[batch.state],
        "mark": "tp-not-met" if failed else MARKS.get(batch.state, "tp-not-applicable"),
        "staged_by": batch.staged_by,
        "staged_at": batch.staged_at,
        "counts": tally(batch.counts) if batch.counts else None,
    }


def import_page(actor: Actor, key: UUID, asked: Mapping[str, Any]) -> dict[str, Any]:
    batch = import_visible_to(actor, key)
    latest = latest_job(batch)
    job: JobRow | None = job_row(latest) if latest else None
    quiet = job is None or not job.under_way
    outcome = asked.get("outcome") if asked.get("outcome") in OUTCOMES else None
    rows, following = _rows(actor, batch, outcome, asked.get("after"))
    return {
        "crumbs": [
            {"address": reverse("imports"), "label": IMPORTS},
            {"address": None, "label": _plain(batch.file_name)},
        ],
        "batch": batch,
        "summary": _summary(batch, latest),
        "place": Place.objects.filter(path=batch.path).first(),
        "job": job,
        "quiet": quiet,
        "counts": _counts(batch),
        "outcomes": [(code, OUTCOMES[code]) for code in OUTCOMES if code != "kept_out"],
        "outcome": outcome,
        "rows": rows,
        "next": following,
        "same_as": _same_as(actor, batch),
        "used": _used(batch)
        if quiet and batch.state == "merged" and actor.may(Act.MERGE_IMPORT.value, batch.path)
        else [],
        **_may(actor, batch, quiet),
    }


def _may(actor: Actor, batch: Import, quiet: bool) -> dict[str, bool]:
    """Which buttons stand there; the services decide again."""
    merger = actor.may(Act.MERGE_IMPORT.value, batch.path)
    stager = actor.may(Act.STAGE_IMPORT.value, batch.path)
    waits = quiet and batch.state == "read" and batch.purpose == Import.Purpose.MERGE
    return {
        "may_merge": waits and merger and actor.code != batch.staged_by,
        "needs_other": waits and actor.code == batch.staged_by,
        "may_read_again": quiet and batch.state == "read" and stager,
        "may_discard": quiet
        and batch.state in ("read", "received")
        and (merger or actor.code == batch.staged_by),
        "may_undo": quiet and batch.state == "merged" and merger,
        "may_take_refused": batch.has_refused and stager,
        "may_take_changes": batch.state == "read"
        and batch.purpose == Import.Purpose.NATIONAL
        and (stager or merger),
    }


def _counts(batch: Import) -> list[tuple[Text, list[int]]]:
    if not batch.counts:
        return []
    names = ("read", *OUTCOMES)
    sheets = [(_plain(sheet), [each.get(name, 0) for name in names]) for sheet, each in batch.counts.items()]
    everything = tally(batch.counts)
    return [*sheets, (Text("合计", "Total"), [everything[name] for name in names])]


def _plain(text: str) -> Text:
    return Text(text, text)


def _rows(actor: Actor, batch: Import, outcome: str | None, after: Any) -> tuple[list[Row], int | None]:
    if batch.state == "received":
        return [], None
    shown = rows_visible_to(actor, batch)
    shown = shown.filter(outcome=outcome) if outcome else shown.exclude(outcome="same")
    if isinstance(after, str) and after.isascii() and after.isdigit() and len(after) < 10:
        shown = shown.filter(number__gt=int(after))
    found = list(shown.order_by("number")[: ROWS + 1])
    return [_row(row) for row in found[:ROWS]], found[ROWS - 1].number if len(found) > ROWS else None


def _row(row: ImportRow) -> Row:
    level = Level(row.level)
    _, reason, remedy = REASONS[row.reason] if row.reason else (None, None, None)
    return Row(
        where=f"{row.sheet} {row.line}", level=level.label, code=row.code, outcome=OUTCOMES[row.outcome],
        reason=reason, remedy=remedy, collected_on=row.collected_on,
        differences=tuple(_difference(level, fact, row) for fact in row.facts),
    )  # fmt: skip


def _difference(level: Level, fact: str, row: ImportRow) -> Difference:
    old, day = row.old.get(fact, (None, None))
    return Difference(
        the_pack().by_level[level][fact].label,
        worded(level, fact, old),
        date.fromisoformat(day) if day else None,
        worded(level, fact, row.facts[fact]),
    )


def _same_as(actor: Actor, batch: Import) -> str | None:
    """An earlier import that says the same."""
    if batch.content is None:
        return None
    earlier = imports_visible_to(actor).filter(content=batch.content, staged_at__lt=batch.staged_at)
    found = earlier.order_by("-staged_at").values_list("pk", flat=True).first()
    return reverse("import", args=[found]) if found else None


def _used(batch: Import) -> list[Used]:
    return used_of(batch)[:LISTED]
