"""Changes that one person proposes and another approves."""

import uuid

from django.db import models

from tuopin.registry.models.subjects import Household


class ChangeRequest(models.Model):
    """`payload` holds keys of persons and places, never personal values. Approved, refused and withdrawn are final."""

    class Kind(models.TextChoices):
        SPLIT = "split"
        MERGE = "merge"
        TRANSFER = "transfer"
        HEAD = "head"
        REMOVAL = "removal"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="change_requests")
    household_version = models.PositiveIntegerField()
    """What the proposer saw: approval is refused when the household has changed since."""
    payload = models.JSONField()
    takes_effect_on = models.DateField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64, null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(state="proposed") & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="change_decided_together",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(state="withdrawn")
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="change_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["split", "merge", "transfer", "head", "removal"]),
                name="change_kind",
            ),
            models.UniqueConstraint(
                fields=["household", "kind"], condition=models.Q(state="proposed"), name="change_one_open"
            ),
        ]
        indexes = [models.Index(fields=["state", "proposed_at"], name="change_by_state")]
