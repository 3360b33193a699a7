"""What the pages of households show, as plain values: no query is left for a template to make."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from tuopin.engine.kinds import Level
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.registry import masking
from tuopin.registry.folding import Folded
from tuopin.registry.models import Household, Membership
from tuopin.registry.selectors import facts_as_of, facts_of_all, household_visible_to, members_on
from tuopin.registry.services.identity import opened_all
from tuopin.snapshot.decisions import Decision
from tuopin.warehouse.one_household import judged
from tuopin.warehouse.run_history import verdicts_by_run
from tuopin.web.changes.lists import of_household
from tuopin.web.crumbs import crumbs_of
from tuopin.web.histories import Known, history, known
from tuopin.web.judgements import collected_on, judgement_of


@dataclass(frozen=True)
class Member:
    number: int
    name: str
    facts: tuple[Known, ...]


@dataclass(frozen=True)
class Decided:
    on: date
    label: Text


def household_page(actor: Actor, code: str, *, on: date) -> dict[str, Any]:
    """Everything on the page of one household. Raises NotFound for one out of reach."""
    household = household_visible_to(actor, code)
    explanation = judged(household, on=on)
    memberships = members_on(household, on)
    of_people = facts_of_all(Level.PERSON, [each.person for each in memberships], as_of=on)
    own = facts_as_of(Level.HOUSEHOLD, household, as_of=on)
    collected = collected_on({Level.HOUSEHOLD: [own], Level.PERSON: list(of_people.values())})

    def address(standard: str, criterion: str) -> str:
        return reverse("household_answer", args=[household.code, standard, criterion])

    return {
        "household": {"code": household.code, "version": household.version, "closed_on": household.closed_on},
        "crumbs": crumbs_of(household),
        "judgements": [
            judgement_of(each, on=on, collected=collected, address=address) for each in explanation.findings
        ],
        "members": _members(memberships, of_people),
        "facts": known(Level.HOUSEHOLD, own),
        "on": on,
        "decisions": _decisions(household),
        **of_household(actor, household),
    }


def history_page(actor: Actor, code: str) -> dict[str, Any]:
    """What was recorded, and how each run judged. Raises NotFound for a household out of reach."""
    household = household_visible_to(actor, code)
    return {
        "household": {"code": household.code},
        "crumbs": crumbs_of(household, last=Text("历史", "history")),
        "history": history(Level.HOUSEHOLD, household),
        "runs": verdicts_by_run(household),
    }


def _decisions(household: Household) -> list[Decided]:
    labels = {each.code: each.label for each in Decision}
    rows = household.decisions.order_by("-decided_on", "-id")
    return [Decided(each.decided_on, labels.get(each.kind, Text(each.kind, each.kind))) for each in rows]


def _members(memberships: list[Membership], facts: Mapping[UUID, Folded]) -> list[Member]:
    papers = opened_all([each.person for each in memberships])
    return [
        Member(
            each.number,
            masking.masked_name(papers[each.person_id].name) or "-",
            tuple(known(Level.PERSON, facts[each.person_id])),
        )
        for each in memberships
    ]
