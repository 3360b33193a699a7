"""The list of households: filtered by place, verdict, gap and what is unknown, page by page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from tuopin.kernel.actor import Actor
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place
from tuopin.places.selectors import within
from tuopin.registry.models import Household
from tuopin.registry.selectors import households_visible_to
from tuopin.warehouse.models import HouseholdFinding
from tuopin.warehouse.registry_runs import current_run

PAGE = 50


def household_list(actor: Actor, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
    """Keyset pages in order of code: the next page begins after the last code shown."""
    found = households_visible_to(actor).filter(closed_on=None).select_related("village").order_by("code")
    found = _filtered(found, asked)
    if asked.get("after"):
        found = found.filter(code__gt=asked["after"])
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    findings = _findings([row.pk for row in shown])
    return {
        "rows": [
            {
                "code": row.code,
                "village": row.village.name_zh,
                "village_en": row.village.name_en,
                "address": reverse("household", args=[row.code]),
                "findings": findings.get(row.pk, []),
            }
            for row in shown
        ],
        "next": shown[-1].code if len(rows) > PAGE else None,
        "asked": asked,
        "run": current_run(),
    }


def _filtered(found: QuerySet[Household], asked: Mapping[str, str]) -> QuerySet[Household]:
    place, code = asked.get("place"), asked.get("code", "").strip()
    if place:
        paths = Place.objects.filter(code=place).values_list("path", flat=True)
        found = found.filter(within(paths, "village__path"))
    if code:
        found = found.filter(code__startswith=code)
    standard, overall = asked.get("standard"), asked.get("verdict")
    if standard and overall in {str(verdict.value) for verdict in Verdict}:
        found = found.filter(findings__standard=standard, findings__overall=int(overall))
    return found


def _findings(households: list[Any]) -> dict[Any, list[dict[str, Any]]]:
    by_household: dict[Any, list[dict[str, Any]]] = {}
    for row in HouseholdFinding.objects.filter(household__in=households, overall__gt=0).order_by("pk"):
        found = by_household.setdefault(row.household_id, [])
        found.append({"standard": row.standard, "verdict": Verdict(row.overall)})
    return by_household
