"""Who is registered: households where they live and persons in their households, each over time.

`Household.village` and `Person.household` say what holds now; Residence and Membership keep how it came about.
Periods are half-open: `ends_before` is the first day on which they no longer hold.
"""

import uuid

from django.db import models

from tuopin.places.models import Place

_ENDED_AFTER_START = models.Q(ends_before__isnull=True) | models.Q(ends_before__gt=models.F("starts_on"))


class Household(models.Model):
    """People who share a budget. `version` grows with every change to it or its members: whoever changes must name the
    version seen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.BigIntegerField(unique=True)
    """The number in data sets: it stays when the household moves."""
    code = models.CharField(max_length=32, unique=True)
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    """Merged into another, or nobody left. Striking off the list is a decision, not the end of a household."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("opened_on")),
                name="household_period",
            )
        ]
        indexes = [models.Index(fields=["village", "code"], name="household_by_village")]


class Residence(models.Model):
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residences")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ENDED_AFTER_START, name="residence_period"),
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(ends_before__isnull=True), name="residence_one_open"
            ),
        ]


class Person(models.Model):
    """Somebody in a household, or once in one. `household` is null after death or after leaving the registry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="members")
    number = models.SmallIntegerField(null=True)
    """The number in the household, never given again there."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "number"], name="person_number"),
            models.CheckConstraint(
                condition=models.Q(household__isnull=True, number__isnull=True)
                | models.Q(household__isnull=False, number__isnull=False),
                name="person_number_pair",
            ),
        ]


class Membership(models.Model):
    """A person belonged to a household from a day; why it began and ended."""

    class Begin(models.TextChoices):
        REGISTERED = "registered"
        BORN = "born"
        MARRIED_IN = "married_in"
        MOVED_IN = "moved_in"
        SPLIT = "split"
        MERGED = "merged"

    class End(models.TextChoices):
        DIED = "died"
        MARRIED_OUT = "married_out"
        MOVED_OUT = "moved_out"
        SPLIT = "split"
        MERGED = "merged"
        REMOVED = "removed"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    number = models.SmallIntegerField()
    starts_on = models.DateField()
    begin = models.CharField(max_length=12, choices=Begin.choices)
    recorded_at = models.DateTimeField()
    ends_before = models.DateField(null=True)
    end = models.CharField(max_length=12, choices=End.choices, null=True)
    end_recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ENDED_AFTER_START, name="membership_period"),
            models.CheckConstraint(
                condition=models.Q(ends_before__isnull=True, end__isnull=True, end_recorded_at__isnull=True)
                | models.Q(ends_before__isnull=False, end__isnull=False, end_recorded_at__isnull=False),
                name="membership_end_together",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ends_before__isnull=True), name="membership_one_open"
            ),
            models.UniqueConstraint(fields=["household", "number"], name="membership_number_once"),
        ]
