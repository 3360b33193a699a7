"""The people of the tests: one officer per role, and one of the same role in the county next door."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tuopin.accounts.rules import CHARTERS, Role
from tuopin.kernel.actor import SYSTEM, Actor, Duty
from tuopin.kernel.places import PlaceTree
from tuopin.places import services as places
from tuopin.standards.cn.places import places_of

AT = datetime(2020, 6, 30, 9, 0, tzinfo=UTC)
TODAY = date(2020, 6, 30)
HERE, NEXT_VILLAGE, ELSEWHERE = "990101101001", "990101101002", "990102101001"
"""Two villages of one township, and one in another county."""


def make_places() -> None:
    """The three villages with everything above them."""
    chains = [places_of(village, {}) for village in (HERE, NEXT_VILLAGE, ELSEWHERE)]
    areas = {area.id: area for chain in chains for area in chain}
    places.import_tree(actor=SYSTEM, tree=PlaceTree.of(areas.values()), valid_from=date(2010, 1, 1), at=AT)


def officer(role: Role, path: str, *, code: str | None = None, department: str | None = None) -> Actor:
    acts = frozenset(act.value for act in CHARTERS[role].acts)
    return Actor(code or f"{role.value}", (Duty(role.value, path, acts, department),), 1)


COUNTY_PATH, NEXT_COUNTY_PATH = "/99/9901/990101/", "/99/9901/990102/"
CLERK = officer(Role.TOWNSHIP_CLERK, f"{COUNTY_PATH}990101101/")
REVIEWER = officer(Role.TOWNSHIP_REVIEWER, f"{COUNTY_PATH}990101101/")
COUNTY = officer(Role.COUNTY_OFFICE, COUNTY_PATH)
NEXT_COUNTY = officer(Role.COUNTY_OFFICE, NEXT_COUNTY_PATH, code="county_office_next")
