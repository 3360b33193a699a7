"""The form that answers one question about a household: its inputs, what was typed, what that would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Level
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.registry.masking import masked_name
from tuopin.registry.models import Household
from tuopin.registry.selectors import facts_as_of, facts_of_all, household_visible_to, members_on
from tuopin.registry.services.identity import opened_all
from tuopin.warehouse.one_household import Preview, preview
from tuopin.web.crumbs import crumbs_of
from tuopin.web.fact_inputs import inputs_of, read
from tuopin.web.households.questions import Question, question_of
from tuopin.web.judgements import BAD_WHEN_MET


@dataclass(frozen=True)
class Typed:
    """What came with the form. `errors` by input; facts that cannot be read are left out."""

    facts: dict[str, Any]
    members: dict[int, dict[str, Any]]
    errors: dict[str, Text]
    collected_on: date | None
    seen: int


@dataclass(frozen=True)
class Answering:
    household: Household
    question: Question
    on: date

    @staticmethod
    def of(actor: Actor, code: str, standard: str, criterion: str, *, on: date) -> "Answering":
        """Raises NotFound for a household in which the actor may not record facts."""
        household = household_visible_to(actor, code, Act.EDIT_FACTS)
        return Answering(household, question_of(standard, criterion), on)

    def typed(self, posted: Mapping[str, Any]) -> Typed:
        facts, errors = read(self.question.household, posted)
        members: dict[int, dict[str, Any]] = {}
        for member in members_on(self.household, self.on) if self.question.person else ():
            told, wrong = read(self.question.person, posted, prefix=f"m{member.number}__")
            members[member.number] = told
            errors |= wrong
        return Typed(
            facts, members, errors, _day(posted.get("collected_on"), errors), _number(posted.get("seen"))
        )

    def page(self, typed: Typed | None = None) -> dict[str, Any]:
        errors = typed.errors if typed else {}
        known = facts_as_of(Level.HOUSEHOLD, self.household, as_of=self.on).values
        memberships = members_on(self.household, self.on) if self.question.person else []
        people = [each.person for each in memberships]
        papers, facts = opened_all(people), facts_of_all(Level.PERSON, people, as_of=self.on)
        members = []
        for member in memberships:
            values = facts[member.person_id].values
            told = typed.members.get(member.number, {}) if typed else {}
            name = masked_name(papers[member.person_id].name) or "-"
            prefix = f"m{member.number}__"
            inputs = inputs_of(self.question.person, {**values, **told}, prefix=prefix, errors=errors)
            members.append({"number": member.number, "name": name, "inputs": inputs})
        return {
            "crumbs": crumbs_of(self.household, last=self.question.criterion.label),
            "household": {"code": self.household.code},
            "question": self.question,
            "bad": self.question.criterion.reads in BAD_WHEN_MET,
            "inputs": inputs_of(
                self.question.household, {**known, **(typed.facts if typed else {})}, errors=errors
            ),
            "members": members,
            "collected_on": (typed.collected_on if typed else None) or self.on,
            "seen": typed.seen if typed else self.household.version,
            "preview": self._preview(typed) if typed else None,
            "errors": errors,
        }

    def _preview(self, typed: Typed) -> Preview:
        return preview(self.household, on=self.on, facts=typed.facts, members=typed.members)


def _day(text: str | None, errors: dict[str, Text]) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        errors["collected_on"] = Text("请写成 2020-06-30 这样的日期", "write it like 2020-06-30")
        return None


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0
