"""Reading the figures of places in the current run. Whoever asks has found the place within the actor's scope."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tuopin.kernel.text import Text
from tuopin.places.models import Place
from tuopin.warehouse.figures import RateFigures, rate_of
from tuopin.warehouse.models import PlaceCounts


@dataclass(frozen=True, slots=True)
class Rated:
    """A place with one of its rates; `rate` None: the run did not reach it, or its standard was not in force.

    `inside` names the two places around it: villages of different towns, and towns of different counties, share names.
    """

    place: Place
    inside: Text
    rate: RateFigures | None


def counts_of(place: Place) -> PlaceCounts | None:
    return PlaceCounts.objects.filter(place=place).first()


def counts_inside(place: Place) -> dict[int, PlaceCounts]:
    """The places directly inside, by id."""
    return {each.place_id: each for each in PlaceCounts.objects.filter(place__parent=place)}


def counts_of_all(places: Iterable[Place]) -> dict[int, PlaceCounts]:
    wanted = [place.pk for place in places]
    return {each.place_id: each for each in PlaceCounts.objects.filter(place__in=wanted)}


def rated(inside: Place, *, level: str, rate: str) -> Iterator[Rated]:
    """Every place of a level in a place that stands today, in order of code; only the one rate is fetched."""
    rows = (
        Place.objects.filter(path__startswith=inside.path, level=level, valid_until=None)
        .order_by("code")
        .values_list(
            "pk",
            "code",
            "name_zh",
            "name_en",
            "parent__name_zh",
            "parent__name_en",
            "parent__parent__name_zh",
            "parent__parent__name_en",
            f"counts__figures__rates__{rate}",
        )
    )
    for key, code, zh, en, in_zh, in_en, around_zh, around_en, told in rows:
        yield Rated(
            Place(id=key, code=code, name_zh=zh, name_en=en, level=level),
            Text(_both(around_zh, in_zh), _both(around_en, in_en)),
            told and rate_of(told),
        )


def _both(wider: str | None, nearer: str) -> str:
    return f"{wider} · {nearer}" if wider else nearer
