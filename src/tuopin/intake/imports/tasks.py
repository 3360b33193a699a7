"""What workers are told to do. Each task is one kind of job."""

from django_tasks import task

from tuopin.intake.imports import merging, reading, undoing
from tuopin.jobs.running import perform


@task()
def read_import(job: str) -> None:
    perform(job, reading.read)


@task()
def merge_import(job: str) -> None:
    perform(job, merging.merge)


@task()
def undo_import(job: str) -> None:
    perform(job, undoing.undo)
