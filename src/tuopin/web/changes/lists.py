"""Lists of change requests: those to decide, one's own, those decided; and those about one household."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from tuopin.accounts.rules import Act
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.registry.models import ChangeRequest, Household
from tuopin.registry.requests import outdated, requests_visible_to, waiting_for
from tuopin.registry.rules.changes import LABELS

PAGE = 50
STATES = {
    "proposed": Text("待审核", "waiting"),
    "approved": Text("已同意", "approved"),
    "refused": Text("已退回", "refused"),
    "withdrawn": Text("已撤回", "withdrawn"),
}
MARKS = {
    "proposed": "tp-unknown", "approved": "tp-met", "refused": "tp-not-met", "withdrawn": "tp-not-applicable",
}  # fmt: skip
SHOWN = {
    "waiting": Text("待我审核", "For me to decide"),
    "open": Text("全部待审核", "All waiting"),
    "mine": Text("我提出的", "Proposed by me"),
    "decided": Text("已办结", "Decided"),
}


def change_list(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """Newest first, page by page."""
    decides = actor.may(Act.APPROVE_CHANGE.value)
    tabs = {code: label for code, label in SHOWN.items() if decides or code != "waiting"}
    show = asked.get("show", "")
    show = show if show in tabs else next(iter(tabs))
    found = _shown(actor, show).select_related("household__village").order_by("-proposed_at", "-pk")
    before = _moment(asked.get("before", ""))
    if before is not None:
        found = found.filter(proposed_at__lt=before)
    rows = list(found[: PAGE + 1])
    more = rows[PAGE - 1].proposed_at.isoformat() if len(rows) > PAGE else None
    return {
        "tabs": [{"code": code, "label": label, "current": code == show} for code, label in tabs.items()],
        "show": show,
        "rows": [row_of(each) for each in rows[:PAGE]],
        "next": more,
    }


def _shown(actor: Actor, show: str) -> QuerySet[ChangeRequest]:
    if show == "waiting":
        return waiting_for(actor)
    found = requests_visible_to(actor)
    if show == "mine":
        return found.filter(proposed_by=actor.code)
    return (
        found.filter(state="proposed")
        if show == "open"
        else found.exclude(state__in=["proposed", "withdrawn"])
    )


def of_household(actor: Actor, household: Household) -> dict[str, Any]:
    """What the household's own page shows: requests about it, newest first, and those this reader can make.

    The caller has seen to it that the household may be seen.
    """
    found = ChangeRequest.objects.filter(household=household).select_related("household__village")
    may = household.closed_on is None and actor.may(Act.PROPOSE_CHANGE.value, household.village.path)
    links = [
        {"address": reverse("change_propose", args=[household.code, kind]), "label": label}
        for kind, label in LABELS.items()
    ]
    return {
        "change_rows": [row_of(each) for each in found.order_by("-proposed_at")[:PAGE]],
        "change_offers": links if may else [],
    }


def row_of(request: ChangeRequest) -> dict[str, Any]:
    village = request.household.village
    return {
        "address": reverse("change", args=[request.pk]),
        "kind": LABELS[request.kind],
        "household": request.household.code,
        "village": Text(village.name_zh, village.name_en),
        "on": request.takes_effect_on,
        "state": STATES[request.state],
        "mark": MARKS[request.state],
        "outdated": request.state == "proposed" and outdated(request),
        "proposed_by": request.proposed_by,
        "proposed_at": request.proposed_at,
        "decided_by": request.decided_by,
        "decided_at": request.decided_at,
    }


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
