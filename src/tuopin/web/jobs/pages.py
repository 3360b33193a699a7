"""Jobs as rows of a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from tuopin.jobs.models import Job
from tuopin.jobs.rules import KINDS, STAGES, STATES
from tuopin.jobs.selectors import jobs_visible_to
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text

SHOWN = 50
_MARKS = {"done": "tp-met", "failed": "tp-not-met", "cancelled": "tp-not-applicable"}


@dataclass(frozen=True)
class JobRow:
    """`percent` None while nobody knows how much there is to do."""

    key: str
    kind: Text
    state: Text
    mark: str
    under_way: bool
    stopping: bool
    stage: Text | None
    percent: int | None
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None
    error: Text | None
    address: str | None


def job_page(actor: Actor) -> dict[str, Any]:
    rows = [job_row(job) for job in jobs_visible_to(actor).order_by("-asked_at")[:SHOWN]]
    return {"rows": rows, "under_way": any(row.under_way for row in rows)}


def job_row(job: Job) -> JobRow:
    percent = round(100 * (job.done or 0) / job.total) if job.total else None
    return JobRow(
        key=str(job.pk),
        kind=KINDS.get(job.kind, Text(job.kind, job.kind)),
        state=STATES[job.state],
        mark=_MARKS.get(job.state, "tp-unknown"),
        under_way=job.state in ("waiting", "running"),
        stopping=job.cancel_asked and job.state == "running",
        stage=STAGES.get(job.stage or "") if job.state == "running" else None,
        percent=percent if job.state == "running" else None,
        asked_by=job.actor,
        asked_at=job.asked_at,
        finished_at=job.finished_at,
        error=Text(job.error["zh"], job.error["en"]) if job.error else None,
        address=_address(job),
    )


def _address(job: Job) -> str | None:
    """The page of what it works on, where there is one."""
    kind, _, key = job.about.partition(":")
    try:
        return reverse(kind, args=[key])
    except NoReverseMatch:
        return None
