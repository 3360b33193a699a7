"""Doing a job: claimed, kept alive by a beat, ended by its own transaction or by a reason. The worker's side; like
every face it asks the clock."""

import logging
import os
import socket
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import Error, connection
from django.utils import timezone

from tuopin.accounts.models import User
from tuopin.accounts.selectors import actor_of
from tuopin.accounts.tokens.selectors import actor_still_through
from tuopin.jobs import services
from tuopin.jobs.models import Job
from tuopin.jobs.rules import BEAT_S
from tuopin.kernel import errors
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import RefusedByRule, TuopinError

log = logging.getLogger("tuopin.jobs")
_TOLD_EVERY_S = 0.5


@dataclass
class Running:
    """What the work is given: the job, who acts (with the postings of this moment), and the means to speak and to end.

    `finish` must be the last word in the transaction that keeps the work.
    """

    job: Job
    claim: services.Claim
    actor: Actor
    last: float = 0.0

    @property
    def key(self) -> UUID:
        """Of what the job is about."""
        return UUID(self.job.about.split(":", 1)[1])

    def now(self) -> datetime:
        return timezone.now()

    def tell(self, stage: str, done: int, total: int) -> None:
        """At most twice a second. Raises services.Lost and services.Cancelled."""
        if time.monotonic() - self.last >= _TOLD_EVERY_S:
            self.hold(stage, done, total)

    def hold(self, stage: str, done: int, total: int) -> None:
        """First in a transaction that keeps a part of the work: makes sure that the job is still ours, and says how far
        it is. Raises services.Lost and services.Cancelled."""
        self.last = time.monotonic()
        services.beat(self.claim, at=self.now(), said={"stage": stage, "done": done, "total": total})

    def finish(self, result: Mapping[str, object]) -> None:
        services.finish(self.claim, at=self.now(), result=result)


Work = Callable[[Running], None]


def perform(job: str, work: Work) -> None:
    """What the task of each kind calls. Nothing happens if the job is taken or over."""
    claim = services.take(UUID(job), worker=f"{socket.gethostname()}:{os.getpid()}"[:64], at=timezone.now())
    if claim is None:
        return
    over = threading.Event()
    heart = threading.Thread(target=_beat, args=(claim, over), daemon=True)
    heart.start()
    try:
        row = Job.objects.get(pk=claim.job)
        work(Running(row, claim, _acting(row)))
    except services.Lost:
        log.warning("job %s went to another worker", claim.job)
    except services.Cancelled:
        services.end_cancelled(claim, at=timezone.now())
    except TuopinError as error:
        services.fail(claim, at=timezone.now(), error=error)
    except Exception as error:
        where = _where(error)
        log.error("job %s failed: %s", claim.job, where)
        services.fail(claim, at=timezone.now(), error=_defect(where))
    finally:
        over.set()
        heart.join()


def perform_now(job: Job, work: Work) -> Job:
    """For a face that waits: does a job no worker was told of, and raises what made it fail."""
    perform(str(job.pk), work)
    job.refresh_from_db()
    if job.error is not None:
        kind: type[TuopinError] = getattr(errors, job.error["kind"])
        raise kind(job.error["code"], zh=job.error["zh"], en=job.error["en"])
    return job


def _acting(job: Job) -> Actor:
    """The person as of now: whoever lost the posting since asking gets nothing done. Raises RefusedByRule."""
    if job.through is not None:
        return _acting_through(job)
    user = User.objects.filter(code=job.actor, is_active=True).first()
    if user is None:
        raise RefusedByRule(
            "job_without_actor",
            zh=f"发起任务的 {job.actor} 已停用，任务没有执行。请由在岗人员重新发起。",
            en=f"{job.actor}, who asked for this, no longer works here; nothing was done. Let somebody in office ask.",
        )
    return actor_of(user, on=job.on)


def _acting_through(job: Job) -> Actor:
    found = actor_still_through(job.through, on=job.on)
    if found is None:
        raise RefusedByRule(
            "job_without_token",
            zh="发起任务的令牌已作废或到期，任务没有执行。请用有效的令牌重新发起。",
            en="The token that asked for this was revoked or has ended; nothing was done. Ask again with a living one.",
        )
    return found


def _beat(claim: services.Claim, over: threading.Event) -> None:
    """Says "still alive" from beside. It has a connection of its own; a busy database is no reason to stop."""
    try:
        while not over.wait(BEAT_S):
            with suppress(Error, services.Cancelled):
                services.beat(claim, at=timezone.now())
    except services.Lost:
        return
    finally:
        connection.close()


def _where(error: Exception) -> str:
    """The kind of the mistake and its line. Its own words may hold a person's cells."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {os.path.basename(frame.filename)}:{frame.lineno}"


def _defect(where: str) -> RefusedByRule:
    return RefusedByRule(
        "job_defect",
        zh=f"后台任务遇到程序错误（{where}），没有保存任何内容。请报告括号中的文字，不要附上数据。",
        en=f"The job met a defect of the program ({where}); nothing was kept. Report the words in brackets, without "
        "data.",
    )
