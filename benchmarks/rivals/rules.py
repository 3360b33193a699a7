"""Household status and exit of the cn pack, written once over columns that know yes, no and unknown.

A rival brings columns whose `& | ~` are Kleene's and whose comparisons are unknown where the number is; what else
differs between them is told by `Columns`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

Column = Any
COUNTERS = (
    "registered_households", "registered_poor", "poor_by_income", "lacks_guarantee", "exit_ready", "meets_all",
)  # fmt: skip
AT_SCHOOL = range(3, 17)
POOR, HOMES, EMPTY_NEST = (1, 2, 4), (3, 4, 5), 2
LINE = 400_000


@dataclass(frozen=True)
class Days:
    """Ages as days of birth: at school from 6 on 31 August, for ten years; insured within 90 days of birth."""

    school_from: date
    school_until: date
    grace_from: date

    @staticmethod
    def of(on: date) -> Days:
        year = on.year if on >= date(on.year, 8, 31) else on.year - 1
        return Days(date(year - 16, 9, 1), date(year - 6, 9, 1), on - timedelta(days=90))


class Columns(Protocol):
    """What a rival must say for itself."""

    def is_in(self, column: Column, values: Any) -> Column: ...
    def lowest(self, answers: Mapping[str, Column]) -> Mapping[str, Column]:
        """Of the members of each household: 0 if one is no, 1 if one is unknown, else 2."""
        ...

    def highest(self, answers: Mapping[str, Column]) -> Mapping[str, Column]:
        """Of the members of each household: 2 if one is yes, 1 if one is unknown, else 0."""
        ...

    def settled(self, yes: Column, no: Column) -> Column:
        """Yes where the first is, no where the second is, otherwise unknown."""
        ...


def of_persons(p: Mapping[str, Column], days: Any, k: Columns) -> tuple[dict[str, Column], dict[str, Column]]:
    """What is asked of all members, and what of any."""
    of_age = (p["birth"] >= days.school_from) & (p["birth"] < days.school_until)
    at_school = k.is_in(p["school"], AT_SCHOOL) | p["taught_at_home"]
    out = of_age & ~at_school & ~p["finished_compulsory"] & ~p["unfit_for_school"]
    insured = p["employee_insurance"] | (p["resident_insurance"] & p["serious_illness_insurance"])
    newborn = p["birth"] >= days.grace_from
    exempt = p["insured_elsewhere"] | p["soldier"] | p["prisoner"] | newborn
    return {"schooling": ~out, "medical": insured | exempt}, {"child": of_age, "to_insure": insured | ~exempt}


def of_households(
    h: Mapping[str, Column],
    complete: Column,
    alls: Mapping[str, Column],
    anys: Mapping[str, Column],
    k: Columns,
) -> dict[str, Column]:
    """The six counters. `complete`: as many members are listed as declared, known and true."""
    schooling, medical = (
        k.settled((alls[name] == 2) & complete, alls[name] == 0) for name in ("schooling", "medical")
    )
    child, to_insure = (
        k.settled(anys[name] == 2, (anys[name] == 0) & complete) for name in ("child", "to_insure")
    )
    margin = h["net_income"] - LINE * h["size"]
    food = h["staple_enough"] & h["protein_monthly"]
    clothing, registered = h["clothes_four_seasons"], h["registered"]
    housing = (
        (h["housing_grade"] <= 2) | h["repair_accepted"] | k.is_in(h["dwelling"], HOMES)
        | ((h["dwelling"] == EMPTY_NEST) & h["moved_in"])
    )  # fmt: skip
    water = safe_water(h)
    # An answer that does not concern the household counts as kept; whether it does may be unknown.
    taught = (child & schooling) | ~child
    covered = (to_insure & medical) | ~to_insure
    rest = food & clothing & taught & covered & housing & water
    poor = registered & k.is_in(h["poverty_status"], POOR)
    # Where nobody knows whether it is registered, nothing about its exit is settled.
    leaves = (registered & (margin > 0) & rest) | (registered & ~registered)
    return {
        "registered_households": registered,
        "registered_poor": poor,
        "poor_by_income": margin < 0,
        "lacks_guarantee": ~food | ~clothing | ~schooling | ~medical | ~housing | ~water,
        "exit_ready": poor & leaves,
        "meets_all": (margin >= 0) & rest,
    }


def safe_water(h: Mapping[str, Column]) -> Column:
    enough = (h["water_litres"] >= 35) | (h["water_short"] & (h["water_litres"] >= 20))
    near = (
        h["tap_at_home"] | (h["water_minutes"] <= 20) | (h["water_distance"] <= 800) | (h["water_climb"] <= 80)
    )  # fmt: skip
    return enough & h["water_clean"] & near & (h["dry_days"] <= 36)
