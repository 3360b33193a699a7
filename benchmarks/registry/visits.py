"""What officers do, as requests: which page, how often, with what."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

Officer = Mapping[str, Any]


@dataclass(frozen=True)
class Visit:
    """One request. `form` None is a GET."""

    address: str
    form: Mapping[str, str] | None = None
    fragment: bool = field(default=False)


def _list(officer: Officer, draw: random.Random) -> Visit:
    return Visit("/households/")


def _filtered(officer: Officer, draw: random.Random) -> Visit:
    asked = {"standard": "household_status", "verdict": draw.choice(("2", "3"))}
    if draw.random() < 0.5:
        asked["place"] = draw.choice(officer["places"] + officer["villages"])
    return Visit(f"/households/?{urlencode(asked)}")


def _code(officer: Officer, draw: random.Random) -> Visit:
    return Visit(f"/households/?{urlencode({'code': draw.choice(officer['households'])})}")


def _name(officer: Officer, draw: random.Random) -> Visit:
    return Visit("/households/", {"q": draw.choice(officer["names"])}, fragment=True)


def _number(officer: Officer, draw: random.Random) -> Visit:
    return Visit("/households/", {"q": draw.choice(officer["numbers"])}, fragment=True)


def _household(officer: Officer, draw: random.Random) -> Visit:
    return Visit(f"/households/{draw.choice(officer['households'])}/")


def _judged_again(officer: Officer, draw: random.Random) -> Visit:
    household = draw.choice(officer["households"])
    typed = {
        "net_income": str(draw.randrange(3_000, 30_000)), "size": "3", "collected_on": "2020-06-20", "seen": "1",
        "preview": "1",
    }  # fmt: skip
    return Visit(f"/households/{household}/household_status/income/", typed, fragment=True)


def _dashboard(officer: Officer, draw: random.Random) -> Visit:
    return Visit("/dashboard/")


def _place(officer: Officer, draw: random.Random) -> Visit:
    return Visit(f"/places/{draw.choice(officer['places'])}/")


def _village(officer: Officer, draw: random.Random) -> Visit:
    return Visit(f"/villages/{draw.choice(officer['villages'])}/")


@dataclass(frozen=True)
class Kind:
    """`weight`: how often among a hundred; `roles` None is everybody."""

    name: str
    weight: int
    make: Callable[[Officer, random.Random], Visit]
    roles: tuple[str, ...] | None = None

    def open_to(self, officer: Officer) -> bool:
        return self.roles is None or officer["role"] in self.roles


SEES = ("village_team", "township_clerk", "township_reviewer", "county_office", "sector")
EDITS = ("village_team", "township_clerk", "county_office", "sector")
ABOVE = ("township_clerk", "township_reviewer", "county_office", "sector", "city_leader")
"""Whoever is posted to more than one village."""
KINDS = (
    Kind("list", 12, _list, SEES),
    Kind("list, filtered", 12, _filtered, SEES),
    Kind("search by code", 4, _code, SEES),
    Kind("search by name", 5, _name, SEES),
    Kind("search by number", 3, _number, SEES),
    Kind("household", 24, _household, SEES),
    Kind("re-judge", 15, _judged_again, EDITS),
    Kind("dashboard", 10, _dashboard),
    Kind("place page", 10, _place, ABOVE),
    Kind("village page", 5, _village),
)


def next_visit(officer: Officer, draw: random.Random) -> tuple[str, Visit]:
    kinds = [kind for kind in KINDS if kind.open_to(officer)]
    (kind,) = draw.choices(kinds, [kind.weight for kind in kinds])
    return kind.name, kind.make(officer, draw)
