"""What is truly wrong, planted one household at a time, so that tests can ask whether it is found.

Whoever has exited or was never registered has everything the standards ask for, but for these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa

from tuopin.synthetic import figures
from tuopin.synthetic.draws import Draws, Flags, Whole
from tuopin.synthetic.registration import Registration


class Lack(IntEnum):
    """What a household lacks, if anything. The words are the criteria's codes."""

    NOTHING = 0
    INCOME = 1
    HOUSING = 2
    WATER = 3
    MEDICAL_CARE = 4
    EDUCATION = 5
    FOOD = 6


_WEIGHTS = np.array([[0, 35, 25, 18, 12, 10, 0], [0, 50, 25, 15, 10, 0, 0]], dtype=np.float64)
"""What is lacking in %: after a wrong exit, and when left out."""
_EARLY, _LATE = np.array([0.0, 92, 3, 2, 1, 1, 1]), np.array([0.0, 60, 15, 10, 5, 5, 5])
"""What is lacking in % among those rightly still on the list: at the end of 2014 and in 2020."""
_STILL_LACKING = {2014: 0.95, 2018: 0.75, 2020: 0.45}
"""Of those not yet exited; the others are ready to."""


@dataclass(frozen=True)
class Planted:
    wrong_exit: Flags
    omission: Flags
    lack: Whole


def planted_in(
    draws: Draws, registration: Registration, *, county: Whole, at_school_age: Flags, year: float
) -> Planted:
    """`at_school_age`: the household has a pupil who could drop out."""
    wrong_exit = registration.exited & draws.chance("wrong exit", np.array(figures.WRONG_EXITS)[county])
    omission = ~registration.registered & draws.chance("omission", figures.OMISSIONS)
    lacking = registration.poor & draws.chance("lacking", by_year(_STILL_LACKING, year))
    kind = np.select([wrong_exit, omission], [0, 1], 2)
    late = by_year({2015: 0.0, 2020: 1.0}, year)
    weights = np.vstack([_WEIGHTS, _EARLY + late * (_LATE - _EARLY)])
    lack = np.where(wrong_exit | omission | lacking, draws.pick("lack", weights[kind]), Lack.NOTHING)
    lack = np.where((lack == Lack.EDUCATION) & ~at_school_age, Lack.INCOME, lack)
    return Planted(wrong_exit, omission, lack)


def by_year(figures_by_year: Mapping[Any, float] | Mapping[Any, int], year: float) -> float:
    """Between the years given along a straight line; outside them the nearest."""
    return float(np.interp(year, list(figures_by_year), list(figures_by_year.values())))


def planted_table(
    planted: Planted,
    *,
    household: Whole,
    people: Whole,
    incomplete: Flags,
    heaped: Flags,
    unwatched: Flags,
    unvisited: Flags,
) -> pa.Table:
    """Only the households with something planted: see synthetic.part.Part."""
    what = np.select(
        [planted.wrong_exit, planted.omission, planted.lack != Lack.NOTHING, incomplete, heaped, unwatched],
        [1, 2, 3, 4, 5, 6],
        0,
    )
    rows = np.flatnonzero(what)
    names = pa.array(["", "wrong_exit", "omission", "lacking", "incomplete", "heaped", "unwatched"])
    lacks = pa.array([None, *(lack.name.lower() for lack in list(Lack)[1:])], pa.string())
    return pa.table(
        {
            "household": pa.array(household[rows]),
            "what": names.take(pa.array(what[rows])),
            "lack": lacks.take(pa.array(planted.lack[rows])),
            "people": pa.array(people[rows]),
            "hidden": pa.array(unvisited[rows]),
        }
    )
