"""Reading jobs: one's own, and those of the places one administers or decides imports in."""

from django.db.models import Q, QuerySet

from tuopin.accounts.rules import Act
from tuopin.jobs.models import Job
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.places.selectors import within


def jobs_visible_to(actor: Actor) -> QuerySet[Job]:
    """The system administrator sees that jobs run, everywhere; nothing a job says is about a person."""
    if actor.may(Act.ADMINISTER_SYSTEM.value):
        return Job.objects.all()
    merging = Q(kind__startswith="import.") & within(actor.paths(Act.MERGE_IMPORT.value), "path")
    return Job.objects.filter(Q(actor=actor.code) | merging)


def job_visible_to(actor: Actor, key: object) -> Job:
    """Raises NotFound (`no_such_job`)."""
    found = jobs_visible_to(actor).filter(pk=key).first()
    if found is None:
        raise NotFound(
            "no_such_job",
            zh="没有找到这个后台任务。别人发起、且不在您负责范围内的任务不显示。",
            en="There is no such job. Jobs that others asked for outside your posting are not shown.",
        )
    return found
