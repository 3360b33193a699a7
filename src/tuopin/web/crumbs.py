"""Where a page about a household stands: the places above it, the household, and what the page is about."""

from django.urls import reverse

from tuopin.kernel.text import Text
from tuopin.registry.models import Household


def crumbs_of(household: Household, *, last: Text | None = None) -> list[dict[str, object]]:
    place = household.village
    found: list[dict[str, object]] = []
    while place is not None:
        found.insert(0, {"address": None, "label": Text(place.name_zh, place.name_en)})
        place = place.parent
    address = reverse("household", args=[household.code]) if last else None
    found.append({"address": address, "label": Text(f"户 {household.code}", f"household {household.code}")})
    return [*found, {"address": None, "label": last}] if last else found
