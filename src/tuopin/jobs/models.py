"""Jobs and how far they are."""

import uuid

from django.db import models


class Job(models.Model):
    """One piece of work. `fence` grows whenever a worker takes it up, so that a worker thought dead can do no harm
    when it wakes: everything it does is bound to a fence that has passed (docs/adr/0030)."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    task = models.CharField(max_length=120)
    """The function that does it, as module.name."""
    about = models.CharField(max_length=120)
    """kind:key of what it works on."""
    path = models.CharField(max_length=200)
    """Where: whoever may see this place's jobs sees it."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    actor = models.CharField(max_length=64)
    authority = models.PositiveIntegerField()
    """The version of the actor's postings when it was asked for. The worker acts with those in force when it runs."""
    through = models.UUIDField(null=True)
    """The token by which a program asked: the worker may do no more than it."""
    on = models.DateField()
    """The business day of the asking."""
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    """When workers were last told of it."""
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=64, null=True)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)
    stage = models.CharField(max_length=40, null=True)
    done = models.BigIntegerField(null=True)
    total = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    """kind, code, zh and en of why it failed."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "failed", "cancelled"]),
                name="job_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running")
                | models.Q(worker__isnull=False, lease_until__isnull=False, started_at__isnull=False),
                name="job_running_is_leased",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "failed", "cancelled"])
                ^ models.Q(finished_at__isnull=True),
                name="job_finished_together",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_by_state"),
            models.Index(fields=["about"], name="job_by_subject"),
            models.Index(fields=["-asked_at"], name="job_latest"),
        ]
