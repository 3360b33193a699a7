"""Places within the caller's postings, and the figures of each in the current run or on a day."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from tuopin.accounts.rules import Act
from tuopin.api.auth import caller
from tuopin.api.shapes import Asked, Both, Page, RunRef, Word
from tuopin.places.models import Place
from tuopin.places.selectors import place_visible_to, places_visible_to
from tuopin.warehouse.place_counts import counts_of
from tuopin.warehouse.registry_figures import figures_on
from tuopin.warehouse.registry_runs import current_run

router = Router(tags=["places"])
SEE = Act.SEE_FIGURES.value


class PlaceOut(Schema):
    """`valid_until` is the first day on which it was no more; `inside` the code of the place around it."""

    code: str
    level: str
    name: Both
    inside: str | None
    valid_from: date
    valid_until: date | None


class FiguresOut(Schema):
    """Whole numbers of the current run, so that every rate can be worked out again. All null before the first run.

    `figures` are counts judged on facts; `reported` what a report quotes, by key; `trend` the register year by year.
    """

    place: str
    run: RunRef | None
    figures: dict[str, Any] | None
    reported: dict[str, Any] | None
    trend: list[dict[str, Any]] | None


class ReportedOut(Schema):
    """What a report quotes about a place on a day, each figure by its stable key, and what all of them rest on."""

    place: str
    on: date
    figures: dict[str, dict[str, Any]]
    certificate: dict[str, Any]


@router.get("/places", response=Page[PlaceOut], summary="Places in reach, in order of code")
def list_places(
    request: HttpRequest, paging: Asked, level: Query[Word | None] = None, inside: Query[Word | None] = None
) -> dict[str, Any]:
    """`inside` is the code of the place directly around."""
    found = places_visible_to(caller(request), SEE).select_related("parent").order_by("code")
    if level is not None:
        found = found.filter(level=level)
    if inside is not None:
        found = found.filter(parent=place_visible_to(caller(request), SEE, inside))
    if paging.after is not None:
        found = found.filter(code__gt=paging.after)
    rows = list(found[: paging.limit + 1])
    shown = rows[: paging.limit]
    return {
        "items": [_place(row) for row in shown],
        "next": shown[-1].code if len(rows) > len(shown) else None,
    }


@router.get("/places/{code}", response=PlaceOut, summary="One place")
def one_place(request: HttpRequest, code: Path[Word]) -> dict[str, Any]:
    return _place(place_visible_to(caller(request), SEE, code))


@router.get("/places/{code}/figures", response=FiguresOut, summary="Figures of a place in the current run")
def place_figures(request: HttpRequest, code: Path[Word]) -> dict[str, Any]:
    place = place_visible_to(caller(request), SEE, code)
    run, counts = current_run(), counts_of(place)
    return {
        "place": place.code,
        "run": {"id": run.pk, "on": run.on} if run else None,
        "figures": counts.figures if counts else None,
        "reported": counts.reported if counts else None,
        "trend": counts.trend if counts else None,
    }


@router.get("/places/{code}/figures/{on}", response=ReportedOut, summary="What a report quotes, on a day")
def reported_figures(request: HttpRequest, code: Path[Word], on: Path[date]) -> dict[str, Any]:
    """From the data of the current run; a later day is refused. As `tuopin figures` counts."""
    place = place_visible_to(caller(request), SEE, code)
    report, figures = figures_on(place, on)
    return {
        "place": place.code,
        "on": on,
        "figures": {key: {**figure.as_dict(), "query": figure.query} for key, figure in figures.items()},
        "certificate": report.certificate,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "code": place.code, "level": place.level, "name": {"zh": place.name_zh, "en": place.name_en},
        "inside": place.parent.code if place.parent else None, "valid_from": place.valid_from,
        "valid_until": place.valid_until,
    }  # fmt: skip
