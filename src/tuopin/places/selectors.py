"""Reading places, within what the actor may see."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.kernel.places import Place as Area
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.text import Text
from tuopin.places.models import Place


def within(paths: Iterable[str], field: str = "path") -> Q:
    """The condition that something lies inside one of these places. No place at all: nothing is inside."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


def places_visible_to(actor: Actor, act: str) -> QuerySet[Place]:
    return Place.objects.filter(within(actor.paths(act)))


def place_visible_to(actor: Actor, act: str, code: str) -> Place:
    """Raises NotFound (`no_such_place`), the same for a place that is absent and one that is out of reach."""
    found = places_visible_to(actor, act).filter(code=code).first()
    if found is None:
        raise NotFound(
            "no_such_place",
            zh=f"没有找到地区 {code}。请核对代码；不在您负责范围内的地区也不显示。",
            en=f"There is no place {code}. Check the code; places outside your posting are not shown either.",
        )
    return found


def tree_above(place: Place) -> PlaceTree:
    """The place and what lies above it: enough to judge one subject there."""
    codes = [code for code in place.path.split("/") if code]
    return _tree(Place.objects.filter(code__in=codes))


def tree_on(day: date) -> PlaceTree:
    """The tree as it stood on a day, for judging."""
    standing = Place.objects.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gt=day))
    return _tree(standing)


def _tree(rows: QuerySet[Place]) -> PlaceTree:
    return PlaceTree.of(
        Area(
            each.id, each.code, each.level, Text(each.name_zh, each.name_en), each.parent_id, frozenset(each.groups)
        )
        for each in rows.order_by("path")
    )  # fmt: skip
