"""Asking for work, taking it up, telling how far it is, ending it. Whoever changes a job names the fence it holds.

The job is the truth; a task of django-tasks is only the message that there is one. A message that is lost or comes
twice does no harm: jobs that wait too long are told of again, and a job is taken up by compare and set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from tuopin.audit import services as audit
from tuopin.jobs.models import Job
from tuopin.jobs.rules import LEASE, TRIES
from tuopin.jobs.selectors import job_visible_to
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import RefusedByRule, TuopinError

State = Job.State


class Lost(Exception):
    """The lease passed to another worker: whatever this one was about to keep is rolled back. No person sees it."""


class Cancelled(Exception):
    """Somebody asked for the end; nothing half-done is kept. No person sees it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do a job until the lease ends, and only under this fence."""

    job: UUID
    fence: int


@transaction.atomic
def ask_for(
    *, actor: Actor, kind: str, task: str, about: str, path: str, at: datetime, on: Any, told: bool = True
) -> Job:
    """A job in the transaction of the act that needs it. `told` False: the caller does it at once by itself."""
    job = Job.objects.create(
        kind=kind, task=task, about=about, path=path, actor=actor.code, authority=actor.version, on=on, asked_at=at,
        sent_at=at, through=actor.through,
    )  # fmt: skip
    audit.record(
        actor=actor, action="jobs.ask", about=f"job:{job.pk}", path=path, at=at, details={"kind": kind}
    )
    if told:
        _tell_workers(job)
    return job


@transaction.atomic
def ask_cancel(*, actor: Actor, job: UUID, at: datetime) -> Job:
    """A waiting job ends at once, a running one at its next word. Raises NotFound, RefusedByRule (`job_over`)."""
    row = job_visible_to(actor, job)
    ended = Job.objects.filter(pk=row.pk, state=State.WAITING).update(
        state=State.CANCELLED, finished_at=at, cancel_asked=True
    )
    if not ended and not Job.objects.filter(pk=row.pk, state=State.RUNNING).update(cancel_asked=True):
        raise RefusedByRule(
            "job_over",
            zh="任务已经结束，不能再取消。请查看它的结果。",
            en="The job is over and cannot be cancelled any more. Look at its result.",
        )
    audit.record(actor=actor, action="jobs.cancel", about=f"job:{row.pk}", path=row.path, at=at)
    row.refresh_from_db()
    return row


def take(job: UUID, *, worker: str, at: datetime) -> Claim | None:
    """Takes it up if it waits; None when somebody else has, or it is over."""
    taken = Job.objects.filter(pk=job, state=State.WAITING).update(
        state=State.RUNNING, worker=worker, lease_until=at + LEASE, started_at=at, fence=F("fence") + 1
    )
    return Claim(job, Job.objects.values_list("fence", flat=True).get(pk=job)) if taken else None


def beat(claim: Claim, *, at: datetime, said: Mapping[str, object] | None = None) -> None:
    """Renews the lease and says how far it is. Raises Lost, Cancelled."""
    if not _held(claim).update(lease_until=at + LEASE, **(said or {})):
        raise Lost
    if Job.objects.filter(pk=claim.job, cancel_asked=True).exists():
        raise Cancelled


def finish(claim: Claim, *, at: datetime, result: Mapping[str, object]) -> None:
    """In the transaction of what was done, and as its last word: if the fence has passed, all of it is rolled back.

    Raises Lost; Cancelled when the end was asked for in time.
    """
    ended = (
        _held(claim)
        .filter(cancel_asked=False)
        .update(state=State.DONE, finished_at=at, lease_until=None, result=dict(result))
    )
    if not ended:
        raise Cancelled if _held(claim).exists() else Lost


def fail(claim: Claim, *, at: datetime, error: TuopinError) -> None:
    """Over, with a reason. Nothing happens if the job is no longer ours."""
    _held(claim).update(state=State.FAILED, finished_at=at, lease_until=None, error=_told(error))


def end_cancelled(claim: Claim, *, at: datetime) -> None:
    _held(claim).update(state=State.CANCELLED, finished_at=at, lease_until=None)


def reap(*, at: datetime) -> int:
    """Jobs whose worker fell silent wait again, or are given up; those nobody heard of are told again. How many."""
    silent = Job.objects.filter(state=State.RUNNING, lease_until__lt=at)
    cancelled = silent.filter(cancel_asked=True).update(
        state=State.CANCELLED, finished_at=at, lease_until=None
    )
    given_up = silent.filter(fence__gte=TRIES).update(
        state=State.FAILED, finished_at=at, lease_until=None, error=_told(_given_up())
    )
    silent.update(state=State.WAITING, lease_until=None, worker=None, sent_at=at - LEASE)
    unheard = list(Job.objects.filter(state=State.WAITING, sent_at__lte=at - LEASE))
    for job in unheard:
        with transaction.atomic():
            if Job.objects.filter(pk=job.pk, state=State.WAITING, sent_at=job.sent_at).update(sent_at=at):
                _tell_workers(job)
    return cancelled + given_up + len(unheard)


def _given_up() -> RefusedByRule:
    return RefusedByRule(
        "job_given_up",
        zh=f"后台进程多次中断（{TRIES} 次），任务已停止，没有保存任何内容。请查看服务器的内存和日志后重试。",
        en=f"Workers died on it {TRIES} times, so it was given up; nothing was kept. Look at the memory and the log of "
        "the server, then ask again.",
    )


def _told(error: TuopinError) -> dict[str, str]:
    return {"kind": type(error).__name__, "code": error.code, "zh": error.text.zh, "en": error.text.en}


def _held(claim: Claim) -> Any:
    return Job.objects.filter(pk=claim.job, fence=claim.fence, state=State.RUNNING)


def _tell_workers(job: Job) -> None:
    import_string(job.task).enqueue(str(job.pk))
