"""What a stored finding says in words: its gaps and what is unknown, in the order of the standard's clauses."""

from tuopin.engine.reading import gap_of
from tuopin.engine.standard import Criterion, Standard
from tuopin.kernel.text import Text
from tuopin.warehouse.models import HouseholdFinding


def gaps_in(standard: Standard, finding: HouseholdFinding) -> list[Text]:
    masks = {"met": finding.met, "not_met": finding.not_met}
    held = (
        each
        for each in standard.criteria
        if masks[gap_of(each.reads).name.lower()] & standard.bits[each.code]
    )
    return [each.gap or each.label for each in held]


def unknown_in(standard: Standard, finding: HouseholdFinding) -> list[Criterion]:
    return [each for each in standard.criteria if finding.unknown & standard.bits[each.code]]
