"""The form of one fact of a village: what was typed, and what that would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Level
from tuopin.engine.language import Fact
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.kernel.text import Text
from tuopin.places.models import Place
from tuopin.registry.columns import the_pack
from tuopin.registry.selectors import facts_as_of
from tuopin.registry.villages import latest_version, village_visible_to
from tuopin.warehouse.one_village import preview_village
from tuopin.web.fact_inputs import inputs_of, read


@dataclass(frozen=True)
class Typed:
    """What came with the form; a fact that cannot be read is left out and named in `errors`."""

    facts: dict[str, Any]
    errors: dict[str, Text]
    collected_on: date | None
    seen: int


@dataclass(frozen=True)
class VillageAnswer:
    village: Place
    fact: Fact
    on: date

    @staticmethod
    def of(actor: Actor, code: str, fact: str, *, on: date) -> "VillageAnswer":
        """Raises NotFound (`no_such_place`, `no_such_village_fact`)."""
        village = village_visible_to(actor, code, Act.EDIT_FACTS.value)
        facts = the_pack().by_level[Level.VILLAGE]
        if fact not in facts:
            raise NotFound(
                "no_such_village_fact",
                zh="村级登记中没有这一项信息。请从村页面重新进入。",
                en="Nothing like this is recorded of villages. Go there again from the village's page.",
            )
        return VillageAnswer(village, facts[fact], on)

    def typed(self, posted: Mapping[str, Any]) -> Typed:
        facts, errors = read((self.fact,), posted)
        seen = posted.get("seen", "")
        try:
            day = date.fromisoformat(posted.get("collected_on", ""))
        except ValueError:
            day = None
            errors["collected_on"] = Text("请写成 2020-06-30 这样的日期", "write it like 2020-06-30")
        return Typed(
            facts, errors, day, int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0
        )

    def page(self, typed: Typed | None = None) -> dict[str, Any]:
        known = facts_as_of(Level.VILLAGE, self.village, as_of=self.on).values
        errors = typed.errors if typed else {}
        name = Text(self.village.name_zh, self.village.name_en)
        return {
            "village": {"code": self.village.code, "name": name},
            "label": self.fact.label,
            "inputs": inputs_of((self.fact,), {**known, **(typed.facts if typed else {})}, errors=errors),
            "collected_on": (typed.collected_on if typed else None) or self.on,
            "seen": typed.seen if typed else latest_version(self.village),
            "preview": preview_village(self.village, on=self.on, facts=typed.facts) if typed else None,
            "errors": errors,
        }
