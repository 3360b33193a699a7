"""Imports: handing in a file, looking at what it would change, merging it, taking it back."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Path, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from tuopin.api.auth import caller
from tuopin.api.problems import reader_language
from tuopin.api.shapes import PAGE, WORKBOOK, AskedByKey, JobOut, Limit, Page
from tuopin.intake.imports import files, staging
from tuopin.intake.imports.rules import REASONS
from tuopin.intake.imports.selectors import (
    import_visible_to,
    imports_visible_to,
    latest_job,
    latest_jobs,
    rows_visible_to,
)
from tuopin.intake.models import Import, ImportRow
from tuopin.jobs.models import Job

router = Router(tags=["imports"])
Outcome = Literal["new", "changed", "same", "refused", "duplicate"]


class ImportOut(Schema):
    """`counts` by sheet: rows read and what becomes of them; they add up. `job` is what was last asked for."""

    id: UUID
    purpose: str
    state: str
    file_name: str
    staged_by: str
    staged_at: datetime
    as_of: date | None
    counts: dict[str, dict[str, int]] | None
    has_refused: bool
    merged_by: str | None
    merged_at: datetime | None
    undone_by: str | None
    undone_at: datetime | None
    job: JobOut | None


class RowOut(Schema):
    """What one row of the file says beside what is known. `facts` names those that differ; names are never here."""

    number: int
    sheet: str
    line: int
    level: str
    code: str
    outcome: Outcome
    reason: str | None
    collected_on: date
    facts: list[str]


class RowsAsked(Schema):
    """`after` is the number of a row."""

    outcome: Outcome | None = None
    after: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    limit: Limit = PAGE


class HandedIn(Schema):
    purpose: Literal["merge", "national"] = "merge"


@router.get("/imports", response=Page[ImportOut], summary="Imports in reach, newest first")
def list_imports(request: HttpRequest, paging: AskedByKey) -> dict[str, Any]:
    actor = caller(request)
    found = imports_visible_to(actor).order_by("-staged_at", "-id")
    if paging.after is not None:
        last = import_visible_to(actor, paging.after)
        found = found.filter(staged_at__lte=last.staged_at).exclude(staged_at=last.staged_at, id__gte=last.pk)
    rows = list(found[: paging.limit + 1])
    shown = rows[: paging.limit]
    jobs = latest_jobs(shown)
    return {
        "items": [_import(row, jobs.get(row.pk)) for row in shown],
        "next": str(shown[-1].pk) if len(rows) > len(shown) else None,
    }


@router.post("/imports", response={202: ImportOut}, summary="Hand in a workbook or csv file")
def hand_in(request: HttpRequest, file: File[UploadedFile], told: Form[HandedIn]) -> dict[str, Any]:
    """It is read and compared in the background; nothing in the registry changes."""
    batch, job = staging.stage(
        actor=caller(request), pieces=file.chunks(), name=file.name or "", purpose=Import.Purpose(told.purpose),
        at=timezone.now(), on=request.today,
    )  # fmt: skip
    return _import(batch, job)


@router.get("/imports/{key}", response=ImportOut, summary="One import")
def one_import(request: HttpRequest, key: Path[UUID]) -> dict[str, Any]:
    batch = import_visible_to(caller(request), key)
    return _import(batch, latest_job(batch))


@router.get("/imports/{key}/rows", response=Page[RowOut], summary="Rows of an import")
def list_rows(
    request: HttpRequest,
    key: Path[UUID],
    asked: Query[RowsAsked],
) -> dict[str, Any]:
    actor = caller(request)
    found = rows_visible_to(actor, import_visible_to(actor, key)).order_by("number")
    if asked.outcome is not None:
        found = found.filter(outcome=asked.outcome)
    if asked.after is not None:
        found = found.filter(number__gt=asked.after)
    rows = list(found[: asked.limit + 1])
    shown = rows[: asked.limit]
    return {
        "items": [_row(row) for row in shown],
        "next": str(shown[-1].number) if len(rows) > len(shown) else None,
    }


@router.get(
    "/imports/{key}/refused.xlsx",
    summary="Rows not accepted, as a workbook with the reasons",
    openapi_extra={
        "responses": {200: {"content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}}}
    },
)
def refused(request: HttpRequest, key: Path[UUID]) -> HttpResponse:
    """It holds what the file held, names among it; the taking is recorded."""
    batch = staging.take_refused(actor=caller(request), key=key, at=timezone.now())
    with files.opened(batch, f"refused-{reader_language()}", ".xlsx") as path:
        return HttpResponse(path.read_bytes(), content_type=WORKBOOK)


@router.post("/imports/{key}/merge", response={202: JobOut}, summary="Merge; never by whoever handed it in")
def merge(request: HttpRequest, key: Path[UUID]) -> JobOut:
    return JobOut.of(staging.ask_merge(actor=caller(request), key=key, at=timezone.now(), on=request.today))


@router.post("/imports/{key}/undo", response={202: JobOut}, summary="Take a merged import back as a whole")
def undo(request: HttpRequest, key: Path[UUID]) -> JobOut:
    return JobOut.of(staging.ask_undo(actor=caller(request), key=key, at=timezone.now(), on=request.today))


@router.post("/imports/{key}/discard", response=ImportOut, summary="Throw away what was not merged")
def discard(request: HttpRequest, key: Path[UUID]) -> dict[str, Any]:
    staging.discard(actor=caller(request), key=key, at=timezone.now())
    batch = import_visible_to(caller(request), key)
    return _import(batch, latest_job(batch))


def _import(batch: Import, job: Job | None) -> dict[str, Any]:
    names = (
        "id", "purpose", "state", "file_name", "staged_by", "staged_at", "as_of", "counts", "has_refused",
        "merged_by", "merged_at", "undone_by", "undone_at",
    )  # fmt: skip
    return {**{name: getattr(batch, name) for name in names}, "job": JobOut.of(job) if job else None}


def _row(row: ImportRow) -> dict[str, Any]:
    names = ("number", "sheet", "line", "level", "code", "outcome", "collected_on")
    reason = REASONS[row.reason][1].en if row.reason else None
    return {**{name: getattr(row, name) for name in names}, "reason": reason, "facts": sorted(row.facts)}
