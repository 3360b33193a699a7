"""What the pages of place administration show."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.places.adding import Added
from tuopin.places.models import Place
from tuopin.places.selectors import place_visible_to, places_visible_to
from tuopin.registry.columns import the_pack

ACT = Act.ADMINISTER_PLACES.value
PAGE = 50
LISTED = 20
"""How many refused rows the page itself names; the workbook has all."""
PLACES = Text("区划管理", "Place administration")
KINDS = {
    "renamed": Text("更换代码为", "was given the code"),
    "merged": Text("并入", "merged into"),
    "split": Text("拆分出", "split into"),
}


def list_page(actor: Actor, asked: Mapping[str, str], outcome: Added | None = None) -> dict[str, Any]:
    """In order of code, page by page; former codes are found too."""
    if not actor.may(ACT):
        raise may_not("管理区划", "administer places")
    pack = the_pack()
    found = places_visible_to(actor, ACT).order_by("code").select_related("parent")
    sought, level = asked.get("sought", "").strip()[:40], asked.get("level", "")
    if sought:
        names = Q(name_zh__contains=sought) | Q(name_en__icontains=sought)
        former = Q(former_names__name_zh__contains=sought) | Q(former_names__name_en__icontains=sought)
        found = found.filter(Q(code__startswith=sought) | names | former).distinct()
    if level in pack.place_levels:
        found = found.filter(level=level)
    if asked.get("after"):
        found = found.filter(code__gt=asked["after"])
    rows = list(found[: PAGE + 1])
    return {
        "rows": [_row(place) for place in rows[:PAGE]],
        "next": rows[PAGE - 1].code if len(rows) > PAGE else None,
        "sought": sought,
        "level": level,
        "levels": [(each, pack.place_labels[each]) for each in pack.place_levels],
        "outcome": outcome,
        "refused_rows": outcome.refused[:LISTED] if outcome else (),
    }


def _row(place: Place) -> dict[str, Any]:
    return {
        "place": place,
        "name": _name(place),
        "level": the_pack().place_labels.get(place.level),
        "parent": _name(place.parent) if place.parent else None,
    }


def place_page(actor: Actor, code: str) -> dict[str, Any]:
    place = place_visible_to(actor, ACT, code)
    return {
        "crumbs": [
            {"address": reverse("place_administration"), "label": PLACES},
            {"address": None, "label": _name(place)},
        ],
        **_row(place),
        "former": place.former_names.order_by("-ends_before"),
        "became": [(KINDS[each.kind], each, _name(each.new)) for each in _changes(place.became)],
        "came_from": [(KINDS[each.kind], each, _name(each.old)) for each in _changes(place.came_from)],
        "standing": place.valid_until is None,
        "holds_places": Place.objects.filter(parent=place, valid_until=None).exists(),
    }


def _changes(found: Any) -> Any:
    return found.select_related("old", "new").order_by("on", "pk")


def _name(place: Place) -> Text:
    return Text(place.name_zh, place.name_en)
