"""What a stored finding says in words: its gaps and what is unknown, in the order of the standard's clauses."""

from collections.abc import Iterable
from typing import Any

from tuopin.engine.reading import gap_of
from tuopin.engine.standard import Criterion, Standard
from tuopin.kernel.text import Text
from tuopin.warehouse.models import HouseholdFinding


def findings_of(households: Iterable[Any]) -> dict[Any, dict[str, HouseholdFinding]]:
    """What the current run found, by household and standard."""
    by_household: dict[Any, dict[str, HouseholdFinding]] = {}
    for row in HouseholdFinding.objects.filter(household__in=households):
        by_household.setdefault(row.household_id, {})[row.standard] = row
    return by_household


def lacking_in(standard: Standard, finding: HouseholdFinding) -> list[Criterion]:
    masks = {"met": finding.met, "not_met": finding.not_met}
    return [
        each
        for each in standard.criteria
        if masks[gap_of(each.reads).name.lower()] & standard.bits[each.code]
    ]


def gaps_in(standard: Standard, finding: HouseholdFinding) -> list[Text]:
    return [each.gap or each.label for each in lacking_in(standard, finding)]


def unknown_in(standard: Standard, finding: HouseholdFinding) -> list[Criterion]:
    return [each for each in standard.criteria if finding.unknown & standard.bits[each.code]]
