"""What the pages of households show, as plain values: no query is left for a template to make."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from tuopin.engine.explain import CriterionExplained, FindingExplained
from tuopin.engine.kinds import Level
from tuopin.engine.standard import Reads
from tuopin.engine.wording import Words
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.registry import masking
from tuopin.registry.columns import facts_of, the_pack
from tuopin.registry.folding import Folded
from tuopin.registry.models import Household
from tuopin.registry.selectors import facts_as_of, facts_of_all, household_visible_to, members_on
from tuopin.registry.services.identity import opened_all
from tuopin.snapshot.decisions import Decision
from tuopin.warehouse.one_household import judged
from tuopin.web.changes.lists import of_household
from tuopin.web.crumbs import crumbs_of

BAD_WHEN_MET = (Reads.DEPRIVATION, Reads.SIGNAL, Reads.FLAG)


@dataclass(frozen=True)
class Answer:
    """One criterion on the page: shape, word and colour, why, what to find out, and where to answer it."""

    code: str
    label: Text
    verdict: Verdict
    bad: bool
    reasons: tuple[Text, ...]
    to_find: tuple[Text, ...]
    owner: Text
    source: str
    address: str


@dataclass(frozen=True)
class Judgement:
    code: str
    label: Text
    overall: Verdict | None
    bad: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Known:
    """One recorded fact, or one nobody knows (`value` None)."""

    label: Text
    value: Text | None
    collected_on: date | None
    source: str | None


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
    return {
        "household": {"code": household.code, "version": household.version, "closed_on": household.closed_on},
        "crumbs": crumbs_of(household),
        "judgements": [_judgement(household, each) for each in explanation.findings],
        "members": _members(household, on),
        "facts": _known(Level.HOUSEHOLD, facts_as_of(Level.HOUSEHOLD, household, as_of=on)),
        "on": on,
        "decisions": _decisions(household),
        **of_household(actor, household),
    }


def _decisions(household: Household) -> list[Decided]:
    labels = {each.code: each.label for each in Decision}
    rows = household.decisions.order_by("-decided_on", "-id")
    return [Decided(each.decided_on, labels.get(each.kind, Text(each.kind, each.kind))) for each in rows]


def _judgement(household: Household, found: FindingExplained) -> Judgement:
    bad = found.standard.criteria[0].reads in BAD_WHEN_MET
    answers = tuple(_answer(household, found, each) for each in found.criteria)
    return Judgement(found.standard.code, found.standard.label, found.overall, bad, answers)


def _answer(household: Household, found: FindingExplained, item: CriterionExplained) -> Answer:
    criterion = item.criterion
    return Answer(
        code=criterion.code,
        label=criterion.label,
        verdict=item.verdict,
        bad=criterion.reads in BAD_WHEN_MET,
        reasons=item.reasons,
        to_find=tuple(each.sentence for each in item.to_find),
        owner=criterion.owner,
        source=criterion.source,
        address=reverse("household_answer", args=[household.code, found.standard.code, criterion.code]),
    )


def _known(level: Level, folded: Folded) -> list[Known]:
    """What somebody has recorded, in the pack's order; what nobody ever asked is left out."""
    words = Words(the_pack().unit_words)
    found = []
    for fact in facts_of(level):
        if fact.code in folded.values:
            value, origin = folded.values[fact.code], folded.origin[fact.code]
            shown = None if value is None else words.value(fact.kind, value)
            found.append(Known(fact.label, shown, origin.collected_on, origin.source))
    return found


def _members(household: Household, on: date) -> list[Member]:
    memberships = members_on(household, on)
    people = [each.person for each in memberships]
    papers, facts = opened_all(people), facts_of_all(Level.PERSON, people, as_of=on)
    return [
        Member(
            each.number,
            masking.masked_name(papers[each.person_id].name) or "-",
            tuple(_known(Level.PERSON, facts[each.person_id])),
        )
        for each in memberships
    ]
