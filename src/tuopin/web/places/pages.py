"""What the pages of places show. The place is found within the actor's scope first; everything else follows from it."""

from typing import Any

from django.db.models import Q

from tuopin.accounts.rules import Act
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place
from tuopin.places.selectors import place_visible_to, places_visible_to
from tuopin.registry.columns import the_pack
from tuopin.standards.pack import Pack
from tuopin.warehouse.models import StoredRun
from tuopin.warehouse.place_counts import Rated, counts_inside, counts_of, counts_of_all, rated
from tuopin.warehouse.registry_runs import current_run
from tuopin.web.places import figures, maps
from tuopin.web.templatetags.tuopin import said

SEE = Act.SEE_FIGURES.value
FURTHEST_BEHIND = 5


def name_of(place: Place) -> Text:
    return Text(place.name_zh, place.name_en)


def tops(actor: Actor) -> list[Place]:
    """The places of the actor's own postings, widest first. Raises NotFound where none shows figures."""
    found = list(Place.objects.filter(path__in=actor.paths(SEE)).order_by("path"))
    if not found:
        raise NotFound(
            "no_place_in_scope",
            zh="您的岗位没有可查看数字的地区。如有需要，请联系安全管理员设置岗位。",
            en="None of your postings shows figures of a place. If you need them, ask the security administrator.",
        )
    return found


def place_page(actor: Actor, code: str) -> dict[str, Any]:
    """One place: rates, exits, gaps, and the places inside it."""
    place = place_visible_to(actor, SEE, code)
    pack, run, counts = the_pack(), current_run(), counts_of(place)
    return {
        "place": place,
        "name": name_of(place),
        "level": pack.place_labels.get(place.level),
        "became": [each.new for each in place.became.select_related("new").order_by("on", "pk")],
        "crumbs": _crumbs(actor, place),
        "run": run,
        "counts": counts,
        "listed": counts.figures["listed"] if counts else None,
        "declared": counts.figures["declared_households"] if counts else None,
        **(_figures(pack, run, counts) if run and counts else {}),
        "children": _children(pack, place) if run else [],
        "compared_by": figures.judged_rate(pack),
        "unknown": Verdict.UNKNOWN,
    }


def dashboard(actor: Actor, code: str | None) -> dict[str, Any]:
    """How many, where, why, who is late, what changed: of one place the actor is posted to, or one inside it."""
    own = tops(actor)
    page = place_page(actor, code or own[0].code)
    pack, place, run, counts = the_pack(), page["place"], page["run"], page["counts"]
    if run is None or counts is None:
        return {**page, "own": own}
    villages = _villages(pack, place)
    return {
        **page,
        "own": own,
        "behind": _behind(pack, run, villages),
        "unrated": sum(each.rate is None or each.rate.rate is None for each in villages),
        "changes": figures.changes(pack, counts, run.on),
        "before": run.follows,
        "has_map": bool(villages) and maps.there_is_one(),
        "legend": maps.legend(villages),
    }


def map_of(actor: Actor, code: str) -> dict[str, Any]:
    """The villages of a place as shapes with their figures (GeoJSON)."""
    place, pack = place_visible_to(actor, SEE, code), the_pack()
    return maps.features(_villages(pack, place))


def _figures(pack: Pack, run: StoredRun, counts: Any) -> dict[str, Any]:
    gaps = figures.gaps(pack, counts.figures, run.on)
    return {
        "rates": figures.rates(pack, counts),
        "reported": figures.reported(pack, counts),
        "trend": figures.trend(counts, said),
        "gaps": gaps,
        "chart": figures.chart_of(gaps, said),
    }


def _villages(pack: Pack, place: Place) -> list[Rated]:
    rate, lowest = figures.judged_rate(pack), pack.place_levels[-1]
    if rate is None or place.level == lowest:
        return []
    return list(rated(place, level=lowest, rate=rate.code))


def _children(pack: Pack, place: Place) -> list[dict[str, Any]]:
    """The places directly inside, in order of code, whether or not the run reached them."""
    inside = Place.objects.filter(Q(valid_until=None), parent=place).order_by("code")
    counts, rate = counts_inside(place), figures.judged_rate(pack)
    rows = []
    for each in inside:
        found = counts.get(each.pk)
        words = figures.rate_words(figures.told_rate(found.figures, rate.code) if found and rate else None)
        listed = found.figures["listed"]["households"] if found else None
        rows.append({"place": each, "name": name_of(each), "households": listed, **words})
    return rows


def _behind(pack: Pack, run: StoredRun, villages: list[Rated]) -> list[dict[str, Any]]:
    """The villages with the highest proved rate, then the highest possible one, and what they lack."""
    ranked = sorted(
        (each for each in villages if each.rate and each.rate.rate is not None and each.rate.most),
        key=lambda each: (each.rate.rate, each.rate.upper),  # type: ignore[union-attr]
        reverse=True,
    )[:FURTHEST_BEHIND]
    counts = counts_of_all(each.place for each in ranked)
    return [
        {
            "place": each.place,
            "name": name_of(each.place),
            "inside": each.inside,
            **figures.rate_words(each.rate),
            "reasons": figures.reasons(pack, counts[each.place.pk].figures, run.on),
        }
        for each in ranked
    ]


def _crumbs(actor: Actor, place: Place) -> list[dict[str, Any]]:
    """From the top of the actor's scope down to the place; what lies above is not shown."""
    codes = [code for code in place.path.split("/") if code]
    chain = places_visible_to(actor, SEE).filter(code__in=codes).order_by("path")
    return [{"code": each.code if each.pk != place.pk else None, "label": name_of(each)} for each in chain]
