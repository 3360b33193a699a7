"""Runs: which there are, the certificate and the findings of each, and asking for one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema

from tuopin.api.auth import caller
from tuopin.api.shapes import Answer, Asked, AskedByKey, JobOut, Page, Word
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.models import StoredRun
from tuopin.warehouse.run_jobs import ask_for_run
from tuopin.warehouse.run_selectors import certificate_of, run_visible_to, runs_visible_to
from tuopin.warehouse.stored_findings import StoredFinding, findings_visible_to

router = Router(tags=["runs"])


class RunOut(Schema):
    """`content` is the digest of the data judged, `pack_version` that of the rules."""

    id: UUID
    on: date
    finished_at: datetime
    started_by: str
    is_current: bool
    content: str
    pack_version: str


class RunDetails(RunOut):
    follows: UUID | None
    manifest: dict[str, Any]


class FindingOut(Schema):
    """`subject` is the code of a household, village or county; `overall` null where the standard has no overall."""

    subject: str
    place: str
    overall: Answer | None
    criteria: dict[str, Answer]


@router.get("/runs", response=Page[RunOut], summary="Runs, newest first")
def list_runs(request: HttpRequest, paging: AskedByKey) -> dict[str, Any]:
    found = runs_visible_to(caller(request)).defer("manifest").order_by("-finished_at", "-id")
    if paging.after is not None:
        last = run_visible_to(caller(request), paging.after)
        found = found.filter(finished_at__lte=last.finished_at).exclude(
            finished_at=last.finished_at, id__gte=last.pk
        )
    rows = list(found[: paging.limit + 1])
    shown = rows[: paging.limit]
    return {
        "items": [_run(row) for row in shown],
        "next": str(shown[-1].pk) if len(rows) > len(shown) else None,
    }


@router.post("/runs", response={202: JobOut}, summary="Ask for a run on the business day")
def start_run(request: HttpRequest) -> JobOut:
    return JobOut.of(ask_for_run(actor=caller(request), on=request.today, at=timezone.now()))


@router.get("/runs/{key}", response=RunDetails, summary="One run with its certificate")
def one_run(request: HttpRequest, key: Path[UUID]) -> dict[str, Any]:
    run = run_visible_to(caller(request), key)
    return {**_run(run), "follows": run.follows_id, "manifest": certificate_of(run)}


@router.get("/runs/{key}/findings/{standard}", response=Page[FindingOut], summary="Findings of a run")
def findings(
    request: HttpRequest,
    key: Path[UUID],
    standard: Path[Word],
    paging: Asked,
    verdict: Query[Answer | None] = None,
) -> dict[str, Any]:
    """By one standard, in order of code, within the caller's places."""
    actor = caller(request)
    wanted = Verdict[verdict.upper()] if verdict else None
    rows = findings_visible_to(
        actor,
        run_visible_to(actor, key),
        standard,
        after=paging.after,
        limit=paging.limit + 1,
        verdict=wanted,
    )
    shown = rows[: paging.limit]
    return {
        "items": [_finding(row) for row in shown],
        "next": shown[-1].subject if len(rows) > len(shown) else None,
    }


def _run(run: StoredRun) -> dict[str, Any]:
    names = ("on", "finished_at", "started_by", "is_current", "content", "pack_version")
    return {"id": run.pk, **{name: getattr(run, name) for name in names}}


def _finding(found: StoredFinding) -> dict[str, Any]:
    return {
        "subject": found.subject,
        "place": found.place,
        "overall": found.overall.name.lower() if found.overall else None,
        "criteria": {code: verdict.name.lower() for code, verdict in found.criteria.items()},
    }
