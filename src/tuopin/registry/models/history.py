"""Decisions taken, here or before tuopin, and consents given. Added, never changed."""

from django.db import models

from tuopin.registry.models.subjects import Household, Person


class Decision(models.Model):
    """What was decided about a household (snapshot.decisions names the kinds). No run re-opens it (decision A5)."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=24)
    decided_on = models.DateField()
    people = models.SmallIntegerField(null=True)
    group = models.SmallIntegerField(null=True)
    standard = models.CharField(max_length=60)
    """The standard of its year, as pack/standard."""
    source = models.CharField(max_length=120)
    taken_here = models.BooleanField()
    recorded_at = models.DateTimeField()
    batch = models.UUIDField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "kind", "decided_on"], name="decision_once"),
        ]
        indexes = [models.Index(fields=["household", "decided_on"], name="decision_by_household")]


class Consent(models.Model):
    """A person allowed something for a purpose, such as asking banks about assets; it may be taken back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    given_on = models.DateField()
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_on__isnull=True),
                name="consent_one_open",
            )
        ]
