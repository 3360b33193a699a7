"""What the page of a village shows. Figures come from the current run; the village itself is judged as one looks."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Level
from tuopin.engine.language import Fact
from tuopin.engine.standard import Method
from tuopin.kernel.actor import Actor
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place
from tuopin.places.selectors import places_visible_to
from tuopin.registry.columns import facts_of, the_pack
from tuopin.registry.selectors import facts_as_of
from tuopin.registry.villages import village_visible_to
from tuopin.warehouse.explaining import Explanation
from tuopin.warehouse.models import HouseholdFinding, StoredRun
from tuopin.warehouse.one_village import judged_village
from tuopin.warehouse.registry_runs import current_run, household_standards
from tuopin.web.histories import history, known
from tuopin.web.judgements import collected_on, facts_asked, judgement_of
from tuopin.web.places.pages import name_of, place_page

SEE = Act.SEE_FIGURES.value
MOST_HOUSEHOLDS = 20


def village_page(actor: Actor, code: str, *, on: date) -> dict[str, Any]:
    """Raises NotFound for a place that is absent, out of reach, or no village."""
    village = village_visible_to(actor, code, SEE)
    explanation, folded = judged_village(village, on=on), facts_as_of(Level.VILLAGE, village, as_of=on)
    days = collected_on({Level.VILLAGE: [folded]})
    sees = actor.may(Act.SEE_HOUSEHOLDS.value, village.path)
    return {
        **place_page(actor, code),
        "crumbs": _crumbs(actor, village),
        "on": on,
        "judgements": [
            judgement_of(each, on=on, collected=days, address=lambda *_: None)
            for each in explanation.findings
        ],
        "deciding": _deciding(explanation) if sees else [],
        "facts": known(Level.VILLAGE, folded, unasked=_asked(explanation)),
        "history": history(Level.VILLAGE, village),
        "verdicts": _verdicts(village, current_run()) if sees else [],
        "may_see_households": sees,
        "may_edit": actor.may(Act.EDIT_FACTS.value, village.path),
        "others": [each for each in facts_of(Level.VILLAGE) if each.code not in folded.values],
    }


def _crumbs(actor: Actor, village: Place) -> list[dict[str, Any]]:
    """From the top of the actor's scope down to the village; what lies above is not shown."""
    codes = [code for code in village.path.split("/") if code]
    chain = places_visible_to(actor, SEE).filter(code__in=codes).order_by("path")
    return [
        {
            "address": None if each.pk == village.pk else reverse("place", args=[each.code]),
            "label": name_of(each),
        }
        for each in chain
    ]


def _asked(explanation: Explanation) -> tuple[Fact, ...]:
    """The village's own facts that its standards ask: shown also when nobody has recorded them."""
    asked = (
        fact
        for found in explanation.findings
        for item in found.criteria
        for fact in facts_asked(item.criterion)
    )
    return tuple({fact.code: fact for fact in asked if fact.level is Level.VILLAGE}.values())


def _deciding(explanation: Explanation) -> list[dict[str, Any]]:
    """For each share: households that count in it, and those whose unknown facts could still tip it."""
    found = []
    for finding in explanation.findings:
        for item in finding.criteria:
            key = f"{finding.standard.code}.{item.criterion.code}"
            counted, open_ = explanation.deciding.get(key, ((), ()))
            if counted or open_:
                found.append(
                    {
                        "label": item.criterion.label,
                        "counted": counted[:MOST_HOUSEHOLDS],
                        "more_counted": max(len(counted) - MOST_HOUSEHOLDS, 0),
                        "open": open_[:MOST_HOUSEHOLDS],
                        "more_open": max(len(open_) - MOST_HOUSEHOLDS, 0),
                    }
                )
    return found


def _verdicts(village: Place, run: StoredRun | None) -> list[dict[str, Any]]:
    """Households by verdict of every standard of the run that gives one; a verdict nobody has is left out."""
    if run is None:
        return []
    rows = HouseholdFinding.objects.filter(village=village, overall__gt=0).values("standard", "overall")
    counts = {
        (row["standard"], row["overall"]): row["number"] for row in rows.annotate(number=Count("pk")).order_by()
    }  # fmt: skip
    return [
        {
            "label": standard.label,
            "code": standard.code,
            "counts": [
                (each, counts[standard.code, each.value])
                for each in Verdict
                if (standard.code, each.value) in counts
            ],
        }
        for standard in household_standards(the_pack(), run.on)
        if standard.method is not Method.EACH
    ]
