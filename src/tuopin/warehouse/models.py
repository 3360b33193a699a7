"""Runs that were kept, and what the latest ones found about each household, so that lists can be filtered by it."""

import uuid

from django.db import models

from tuopin.places.models import Place
from tuopin.registry.models import Household


class StoredRun(models.Model):
    """One judging of the whole registry. Its files lie in the office's folder `runs/<id>`; `manifest` is its birth
    certificate. Pages read only the run that is `current`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    on = models.DateField()
    finished_at = models.DateTimeField()
    started_by = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    pack_version = models.CharField(max_length=64)
    manifest = models.JSONField()
    is_current = models.BooleanField(default=False)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """The run that was current before it: what changed is told against that one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="run_one_current"
            )
        ]


class HouseholdFinding(models.Model):
    """A household under one standard in the current run: the overall verdict and the four masks over its criteria.

    `overall` 0 is none (signals, flags and checks stand alone). Rows of older runs are in their files.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="findings")
    village = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    standard = models.CharField(max_length=40)
    overall = models.SmallIntegerField()
    met = models.BigIntegerField()
    not_met = models.BigIntegerField()
    unknown = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "standard"], name="finding_once")]
        indexes = [models.Index(fields=["standard", "overall", "village"], name="finding_by_verdict")]


class PlaceCounts(models.Model):
    """The figures of one place in the current run, as PlaceFigures.as_dict gives them.

    `reported` are the figures a report quotes (exits, places struck off) by key, as Figure.as_dict gives them;
    `trend` is the register of decisions at the end of each year (warehouse.trend), empty where nothing is recorded;
    `before` is what `figures` said in the run that was current earlier, null where there was none.
    """

    place = models.OneToOneField(Place, on_delete=models.CASCADE, primary_key=True, related_name="counts")
    figures = models.JSONField()
    reported = models.JSONField(default=dict)
    trend = models.JSONField(default=list)
    before = models.JSONField(null=True)
