"""The tree of places. A place's `path` runs from the top to itself, with a slash at both ends: /99/9901/990101/."""

from django.db import models


class Place(models.Model):
    """One area for as long as it exists under one code. Codes change: the successor is a new row (Change)."""

    id = models.BigIntegerField(primary_key=True)
    """The number that data sets carry; the pack makes it from the code."""
    code = models.CharField(max_length=20, unique=True)
    level = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="inside")
    path = models.CharField(max_length=200, unique=True)
    groups = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    """The first day on which it no longer exists; null while it does."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(path__startswith="/") & models.Q(path__endswith="/"),
                name="place_path_slashes",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="place_validity",
            ),
        ]
        indexes = [models.Index(fields=["level", "code"], name="place_by_level")]


class Change(models.Model):
    """A place became another: renamed, merged or split. Households follow their own mapping in registry."""

    class Kind(models.TextChoices):
        RENAMED = "renamed"
        MERGED = "merged"
        SPLIT = "split"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    old = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="place_change_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["renamed", "merged", "split"]), name="place_change_kind"
            ),
        ]


class FormerName(models.Model):
    """What a place was called before, under the same code, until a day."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="former_names")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    ends_before = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "ends_before"], name="former_name_once")]
