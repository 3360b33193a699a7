"""Judging the registry in the background: asked for by a person, done by a worker with that person's postings."""

from datetime import date, datetime

from django.db import transaction
from django_tasks import task

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.jobs import services as jobs
from tuopin.jobs.models import Job
from tuopin.jobs.running import Running, perform
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.text import Text
from tuopin.warehouse.registry_runs import judge_registry

KIND, ABOUT = "registry.judge", "registry:all"


def under_way() -> Job | None:
    """The run that somebody asked for and that is not over."""
    return Job.objects.filter(kind=KIND, state__in=[Job.State.WAITING, Job.State.RUNNING]).first()


@transaction.atomic
def ask_for_run(*, actor: Actor, on: date, at: datetime) -> Job:
    """A job that judges the registry on a day. Raises RefusedByRule (`not_allowed`, `run_under_way`)."""
    paths = actor.paths(Act.START_RUN.value)
    if not paths:
        raise may_not("发起判定", "start a run")
    if under_way() is not None:
        raise RefusedByRule(
            "run_under_way",
            zh="已有一次判定在进行，没有再发起。请等它完成，进度见“后台任务”。",
            en="A run is under way, so no other was started. Wait for it; Jobs shows how far it is.",
        )
    return jobs.ask_for(
        actor=actor,
        kind=KIND,
        task=f"{__name__}.judge_all",
        about=ABOUT,
        path=paths[0],
        at=at,
        on=on,
    )


@task()
def judge_all(job: str) -> None:
    perform(job, _judge)


def _judge(running: Running) -> None:
    def tell(_: Text, done: int, total: int) -> None:
        running.tell("judging", done, total)

    judge_registry(
        actor=running.actor, on=running.job.on, at=running.now(), progress=tell,
        ended=lambda stored: running.finish({"run": str(stored.pk)}),
    )  # fmt: skip
