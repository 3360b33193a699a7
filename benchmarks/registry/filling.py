"""Fills an office: the history of most villages, a run, officers; the other villages are the workbook to import."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.registry.offices import ON
from tuopin.accounts import services
from tuopin.accounts.rules import Role
from tuopin.intake.history_loading import load_history
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.registry.models import Household
from tuopin.registry.services.identity import Papers
from tuopin.synthetic.city import City, make_city
from tuopin.synthetic.papers import Papers as Made
from tuopin.synthetic.workbook import write_workbook
from tuopin.warehouse.registry_runs import judge_registry

DAY = date.fromisoformat(ON)
AT = datetime(2020, 6, 30, 9, tzinfo=UTC)
NEWCOMERS = 0.072
"""The share of households kept for the import: with their members about 100,000 rows out of 1.08 million people."""
OFFICERS = (
    ("village_team", "village", 20), ("township_clerk", "township", 12), ("township_reviewer", "township", 6),
    ("county_office", "county", 8), ("sector", "county", 2), ("city_leader", "city", 2),
)  # fmt: skip
"""Role, level of the posting, how many: fifty."""


def main(households: str, workbook: str) -> None:
    city = make_city(households=int(households), seed=1, on=DAY)
    _, newcomers = parted(city)
    write_workbook(newcomers, Path(workbook))
    del newcomers
    settled, _ = parted(city)
    del city
    load_history(actor=SYSTEM, dataset=settled.dataset, papers=_papers(settled), at=AT)
    del settled
    judge_registry(actor=SYSTEM, on=DAY, at=AT)
    _officers()


def parted(city: City) -> tuple[City, City]:
    """Those who are registered, in all villages; and those of the first villages, who come with the workbook."""
    reached = np.cumsum(city.villages.listed) / city.villages.listed.sum()
    first = reached <= max(NEWCOMERS, reached[0])
    homes = ("households", "persons", "decisions")
    settled = _only(city, ~first, dict.fromkeys(homes, "village"))
    newcomers = _only(city, first, dict.fromkeys((*homes, "villages"), "village") | {"counties": "county"})
    return replace(settled, villages=city.villages), newcomers


def _only(city: City, chosen: np.ndarray, tables: dict[str, str]) -> City:
    """The city with these villages; of the tables named only what lies in them."""
    villages = city.villages.among(chosen)
    inside = {"village": pa.array(villages.id.tolist()), "county": pa.array(villages.county_id.tolist())}
    kept = {name: city.dataset.table(name) for name in city.dataset.tables}
    for name, place in tables.items():
        kept[name] = kept[name].filter(pc.is_in(kept[name][place], inside[place]))
    return replace(city, villages=villages, dataset=replace(city.dataset, tables=kept))


def _papers(city: City) -> dict[tuple[int, int], object]:

    persons = city.dataset.table("persons")
    made = Made(city.villages, persons)
    pairs = zip(*(persons[name].to_pylist() for name in ("household", "person")), strict=True)
    return {
        pair: Papers(name=name, id_kind="citizen", id_number=number)
        for pair, name, number in zip(pairs, made.names(), made.numbers(), strict=True)
    }


def _officers() -> None:

    draw = random.Random(1)
    lived_in = set(Household.objects.values_list("village__path", flat=True).distinct())
    for role, level, number in OFFICERS:
        places = [
            place
            for place in Place.objects.filter(level=level).order_by("code")
            if any(path.startswith(place.path) for path in lived_in)
        ]
        for each in range(number):
            user = services.add_user(
                actor=SYSTEM, code=f"{role}.{each}", name=f"{role} {each}", password=None, at=AT
            )
            services.post(
                actor=SYSTEM, user=user, role=Role(role), place=draw.choice(places), starts_on=date(2014, 1, 1),
                at=AT, department="education" if role == "sector" else "",
            )  # fmt: skip
