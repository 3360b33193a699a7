"""Work in the background: how far it is, and asking for its end."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router

from tuopin.api.auth import caller
from tuopin.api.shapes import JobOut
from tuopin.jobs import services
from tuopin.jobs.selectors import job_visible_to

router = Router(tags=["jobs"])


@router.get("/jobs/{key}", response=JobOut, summary="One job")
def one_job(request: HttpRequest, key: Path[UUID]) -> JobOut:
    return JobOut.of(job_visible_to(caller(request), key))


@router.post("/jobs/{key}/cancel", response=JobOut, summary="Ask for its end")
def cancel(request: HttpRequest, key: Path[UUID]) -> JobOut:
    return JobOut.of(services.ask_cancel(actor=caller(request), job=key, at=timezone.now()))
