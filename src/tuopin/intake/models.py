"""Imports into the registry: a file, what it would change row by row, and what became of it."""

import uuid

from django.db import models


class Import(models.Model):
    """One file. It is read and compared in the background, merged by a second person, and may be taken back whole.

    The file and the workbook of refused rows lie sealed in the office's folder `imports`, under the id.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        READ = "read"
        MERGED = "merged"
        UNDONE = "undone"
        DISCARDED = "discarded"

    class Purpose(models.TextChoices):
        MERGE = "merge"
        NATIONAL = "national"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    """NATIONAL: an export of the national system, read only to list what must be changed there."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    file_name = models.CharField(max_length=120)
    """As the sender called it. Shown, never used as a path."""
    suffix = models.CharField(max_length=8)
    path = models.CharField(max_length=200)
    """The smallest place that holds all rows; before reading, where the sender may import."""
    on = models.DateField()
    staged_by = models.CharField(max_length=64)
    staged_at = models.DateTimeField()
    as_of = models.DateField(null=True)
    content = models.CharField(max_length=64, null=True)
    """Digest of what was read, so that two files that say the same are known as the same."""
    counts = models.JSONField(null=True)
    """By sheet: read, new, changed, same, refused, duplicate, kept_out; see imports.rules.OUTCOMES."""
    has_refused = models.BooleanField(default=False)
    merged_by = models.CharField(max_length=64, null=True)
    merged_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=64, null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_by__isnull=True) | ~models.Q(merged_by=models.F("staged_by")),
                name="import_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["merged", "undone"]) ^ models.Q(merged_by__isnull=True),
                name="import_merged_by",
            ),
            models.CheckConstraint(
                condition=models.Q(state="undone") ^ models.Q(undone_by__isnull=True), name="import_undone_by"
            ),
        ]
        indexes = [models.Index(fields=["-staged_at"], name="import_latest")]


class ImportRow(models.Model):
    """What one accepted row says beside what is known. `facts` are only those that differ; `old` what was known of
    them, as value and day. Names and papers are sealed to the row, and gone once it is merged or discarded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.IntegerField()
    level = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=30, null=True)
    sheet = models.CharField(max_length=80)
    line = models.IntegerField()
    place = models.BigIntegerField()
    code = models.CharField(max_length=32)
    """Of the household; of a place its own."""
    home = models.UUIDField(null=True)
    """The household, known or to be made; null for a place."""
    subject = models.UUIDField(null=True)
    """The household or person, known or to be made; null for a place."""
    seen = models.PositiveIntegerField(null=True)
    """The household's version when compared; null for one to be made."""
    collected_on = models.DateField()
    facts = models.JSONField()
    old = models.JSONField()
    papers = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_number"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["new", "changed", "same", "refused", "duplicate"]),
                name="import_row_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "outcome", "number"], name="import_row_by_outcome"),
            models.Index(fields=["home"], name="import_row_by_home"),
        ]
