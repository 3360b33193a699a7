"""The tables of the registry, by subject."""

from tuopin.registry.models.changes import ChangeRequest
from tuopin.registry.models.facts import (
    CountyState,
    CountyVersion,
    HouseholdState,
    HouseholdVersion,
    PersonState,
    PersonVersion,
    VillageState,
    VillageVersion,
)
from tuopin.registry.models.history import Consent, Decision
from tuopin.registry.models.identity import Identity, NameToken
from tuopin.registry.models.subjects import Household, Membership, Person, Residence

__all__ = [
    "ChangeRequest",
    "Consent",
    "CountyState",
    "CountyVersion",
    "Decision",
    "Household",
    "HouseholdState",
    "HouseholdVersion",
    "Identity",
    "Membership",
    "NameToken",
    "Person",
    "PersonState",
    "PersonVersion",
    "Residence",
    "VillageState",
    "VillageVersion",
]
