"""Year by year, how many stood on the list and how many had exited: decisions, counted as reports count them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow.compute as pc

from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.decisions import decisions_of
from tuopin.warehouse.decided import decided_by_place
from tuopin.warehouse.figures import Tally

KEYS = {"poor": "poor.net", "exited": "exited.net"}


def trend_by_place(dataset: Dataset, on: date) -> Mapping[int, list[dict[str, Any]]]:
    """At the end of every year since the first decision, and on the day: households and people. Nothing recorded,
    nothing told. The decisions must be possible ones (check_decisions)."""
    decisions = decisions_of(dataset)
    if decisions is None or not decisions.num_rows:
        return {}
    found: dict[int, list[dict[str, Any]]] = {place: [] for place in dataset.places.places}
    for day in _days(pc.min(decisions["decided_on"]).as_py(), on):
        by_place = decided_by_place(decisions, day, dataset.places, {})
        for place, told in found.items():
            inside = by_place.get(place, {})
            told.append(
                {"on": day.isoformat(), **{name: _pair(inside.get(key)) for name, key in KEYS.items()}}
            )
    return found


def _days(first: date, on: date) -> Iterator[date]:
    yield from (date(year, 12, 31) for year in range(first.year, on.year))
    yield on


def _pair(tally: Tally | None) -> list[int]:
    return [0, 0] if tally is None else [tally.households, tally.people]
