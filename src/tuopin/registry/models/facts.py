"""Facts with two times: the day they were collected on, and the moment they were recorded (decision C3).

A version row is one act of collecting. A value says what was found; `found_unknown` names the facts that were asked and
could not be answered, so that any other null says nothing. Versions are added and never changed. A state row is what
all versions say today; it can be made again from them.

The columns are the pack's, so these tables are kept by registry.tables and not by migrations.
"""

from django.db import models

from tuopin.engine.kinds import Level
from tuopin.places.models import Place
from tuopin.registry.columns import with_facts
from tuopin.registry.models.subjects import Household, Person


class Source(models.TextChoices):
    """How a fact came in."""

    VISIT = "visit"
    IMPORT = "import"
    DEPARTMENT = "department"
    REPORT = "report"
    HISTORY = "history"
    UNDO = "undo"
    """No finding: the batch it names was taken back (registry.folding)."""


class Version(models.Model):
    collected_on = models.DateField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=Source.choices)
    collector = models.CharField(max_length=64)
    batch = models.UUIDField(null=True)
    """The import that brought it."""
    found_unknown = models.JSONField()

    class Meta:
        abstract = True


class State(models.Model):
    collected_on = models.DateField(null=True)
    """The latest day on which anything was collected."""

    class Meta:
        abstract = True


def _indexes(level: Level) -> list[models.Index]:
    return [
        models.Index(fields=["subject", "-collected_on", "-recorded_at"], name=f"{level.value}_versions"),
        models.Index(fields=["batch"], name=f"{level.value}_version_batch"),
    ]


class HouseholdVersion(Version):
    subject = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        managed = False
        db_table = "registry_household_version"
        indexes = _indexes(Level.HOUSEHOLD)


class HouseholdState(State):
    subject = models.OneToOneField(
        Household, on_delete=models.PROTECT, primary_key=True, related_name="state"
    )

    class Meta:
        managed = False
        db_table = "registry_household_state"


class PersonVersion(Version):
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        managed = False
        db_table = "registry_person_version"
        indexes = _indexes(Level.PERSON)


class PersonState(State):
    subject = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="state")

    class Meta:
        managed = False
        db_table = "registry_person_state"


class VillageVersion(Version):
    subject = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="village_versions")

    class Meta:
        managed = False
        db_table = "registry_village_version"
        indexes = _indexes(Level.VILLAGE)


class VillageState(State):
    subject = models.OneToOneField(
        Place, on_delete=models.PROTECT, primary_key=True, related_name="village_state"
    )

    class Meta:
        managed = False
        db_table = "registry_village_state"


class CountyVersion(Version):
    subject = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="county_versions")

    class Meta:
        managed = False
        db_table = "registry_county_version"
        indexes = _indexes(Level.COUNTY)


class CountyState(State):
    subject = models.OneToOneField(
        Place, on_delete=models.PROTECT, primary_key=True, related_name="county_state"
    )

    class Meta:
        managed = False
        db_table = "registry_county_state"


VERSIONS: dict[Level, type[Version]] = {
    Level.HOUSEHOLD: HouseholdVersion,
    Level.PERSON: PersonVersion,
    Level.VILLAGE: VillageVersion,
    Level.COUNTY: CountyVersion,
}
STATES: dict[Level, type[State]] = {
    Level.HOUSEHOLD: HouseholdState,
    Level.PERSON: PersonState,
    Level.VILLAGE: VillageState,
    Level.COUNTY: CountyState,
}
for _level in Level:
    with_facts(_level, VERSIONS[_level])
    with_facts(_level, STATES[_level])
