"""Households as plain values for programs: one with everything known and judged, and the rows of a list.

Names are masked as on the pages; papers are never here. Whoever asks has found the household within the actor's scope.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tuopin.engine.kinds import Level
from tuopin.kernel.verdict import Verdict
from tuopin.registry.columns import facts_of, the_pack
from tuopin.registry.folding import Folded
from tuopin.registry.masking import masked_name
from tuopin.registry.models import Household
from tuopin.registry.plain import plain_value
from tuopin.registry.selectors import facts_as_of, facts_of_all, members_on
from tuopin.registry.services.identity import opened_all
from tuopin.warehouse.household_words import findings_of, lacking_in, unknown_in
from tuopin.warehouse.one_household import judged


def household_as_dict(household: Household, *, on: date) -> dict[str, Any]:
    memberships = members_on(household, on)
    people = [each.person for each in memberships]
    papers, facts = opened_all(people), facts_of_all(Level.PERSON, people, as_of=on)
    return {
        "code": household.code,
        "version": household.version,
        "village": household.village.code,
        "on": on.isoformat(),
        "facts": _facts(Level.HOUSEHOLD, facts_as_of(Level.HOUSEHOLD, household, as_of=on)),
        "members": [
            {
                "number": each.number,
                "name": masked_name(papers[each.person_id].name),
                "facts": _facts(Level.PERSON, facts[each.person_id]),
            }
            for each in memberships
        ],
        "decisions": [
            {"on": each.decided_on.isoformat(), "kind": each.kind}
            for each in household.decisions.order_by("decided_on", "id")
        ],
        "judgement": judged(household, on=on).as_dict(),
    }


def rows_as_dicts(households: Sequence[Household]) -> list[dict[str, Any]]:
    """What the current run found of each. `gaps` and `unknown` are criteria of the pack's standard of gaps; null where
    the run did not judge the household."""
    gaps_of, found = the_pack().overview.gaps_of, findings_of([row.pk for row in households])
    rows = []
    for row in households:
        findings = found.get(row.pk, {})
        finding = findings.get(gaps_of.code)
        rows.append(
            {
                "code": row.code,
                "village": row.village.code,
                "closed_on": row.closed_on.isoformat() if row.closed_on else None,
                "verdicts": {
                    code: Verdict(each.overall).name.lower()
                    for code, each in findings.items()
                    if each.overall
                },
                "gaps": [each.code for each in lacking_in(gaps_of, finding)] if finding else None,
                "unknown": [each.code for each in unknown_in(gaps_of, finding)] if finding else None,
            }
        )
    return rows


def _facts(level: Level, folded: Folded) -> dict[str, Any]:
    """What somebody has recorded, in the pack's order; what nobody ever asked is left out."""
    return {
        fact.code: {
            "value": plain_value(fact.kind, folded.values[fact.code]),
            "collected_on": folded.origin[fact.code].collected_on.isoformat(),
            "source": folded.origin[fact.code].source,
        }
        for fact in facts_of(level)
        if fact.code in folded.values
    }
