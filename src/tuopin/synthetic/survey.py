"""The survey module of a household: bodies, schooling, what the house is made of, what is owned.

Deprivations keep company, as they do in life: one hidden standard of living moves them all, so that a few percent of
the households are deprived in several things at once and most in one or none.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from tuopin.engine.kinds import CodeList
from tuopin.standards.cn.codes import EDUCATION
from tuopin.standards.cn.codes_of_details import FUEL
from tuopin.standards.cn.codes_of_survey import FLOOR, ROOF, TOILET, WALLS, WATER_SOURCE
from tuopin.synthetic import figures
from tuopin.synthetic.columns import Columns, numbers_of
from tuopin.synthetic.draws import Draws, Flags, Real, Whole, normal_quantile
from tuopin.synthetic.families import Members
from tuopin.synthetic.homes import RELOCATED
from tuopin.synthetic.planted import Lack, by_year
from tuopin.synthetic.schooling import Schooling

_TOGETHER = 0.65
"""How far the hidden standard of living decides a deprivation; the rest is its own."""
_YEARS_BY_EDUCATION = {"none": 0, "primary": 6, "junior": 9, "senior": 12, "college": 15, "preschool": 0}
_YEARS = np.zeros(1 + max(EDUCATION.by_number), dtype=np.int64)
for _code, _years in _YEARS_BY_EDUCATION.items():
    _YEARS[EDUCATION.by_code[_code].number] = _years
_ASSETS: Mapping[str, Mapping[int, float]] = {
    "radio": {2014: 0.22, 2020: 0.12}, "television": {2014: 0.93, 2020: 0.96}, "telephone": {2014: 0.88, 2020: 0.96},
    "computer": {2014: 0.16, 2020: 0.28}, "animal_cart": {2014: 0.08, 2020: 0.03}, "bicycle": {2014: 0.45, 2020: 0.30},
    "motorbike": {2014: 0.52, 2020: 0.66}, "refrigerator": {2014: 0.68, 2020: 0.90},
    "car_or_truck": {2014: 0.09, 2020: 0.24},
}  # fmt: skip
"""What part of all households owns it, by year."""
_CARS_OF_REGISTERED = 0.08


def put_person_survey(
    persons: Columns,
    draws: Draws,
    of_household: Draws,
    members: Members,
    schooling: Schooling,
    *,
    year: float,
) -> None:
    """Measured is who is under 70 and at home: whoever works beyond the county is not there to be measured."""
    away = (persons["work_months"] >= 6) & (persons["work_place"] >= 3)
    measured = (members.age < 70) & ~away
    likely = np.select([members.age < 5, members.age < 18, members.age >= 60], [0.08, 0.05, 0.06], 0.035)
    likely = likely * by_year({2014: 1.6, 2020: 1.0, 2026: 0.8}, year)
    thin = _deprived(draws, "undernourished", likely, _living(of_household)[members.household])
    persons.put("anthropometry", measured)
    persons.put("undernourished", thin, where=measured & ~draws.chance("not measured after all", 0.02))
    reached = _YEARS[schooling.education]
    # Of the oldest many left primary school before it was finished.
    unfinished = (reached == 6) & (schooling.grown >= 45) & draws.chance("left primary school", 0.30)
    reached = np.where(unfinished, draws.between("years of primary school", 2, 5), reached)
    pupil = schooling.school_age < 18
    behind = np.clip(schooling.grade - 1, 0, 9)
    persons.put(
        "years_of_schooling", np.where(pupil, np.minimum(behind, np.maximum(reached, behind)), reached)
    )


def put_household_survey(
    households: Columns,
    draws: Draws,
    *,
    mothers: Flags,
    lack: Whole,
    registered: Flags,
    elders: Flags,
    year: float,
) -> None:
    """`mothers`: somebody of an age to be asked about births is at home. What is unknown is left to gaps.py."""
    living = _living(draws) + np.where(registered, 0.45, 0.0) + np.where(elders, 0.35, 0.0)
    households.put("birth_history", mothers)
    died = draws.chance("a child died", by_year({2014: 0.006, 2020: 0.003}, year))
    households.put("child_died", mothers & died, where=mothers)
    _put_materials(households, draws, living, lack, year)
    households.put(
        "power_at_home", ~draws.chance("no electricity", by_year({2014: 0.004, 2020: 0.0005}, year))
    )
    _put_water_and_toilet(households, draws, living, year)
    for asset, share in _ASSETS.items():
        times = (
            np.where(registered, _CARS_OF_REGISTERED, 1.0)
            if asset == "car_or_truck"
            else np.ones(len(living))
        )
        households.put(asset, ~_deprived(draws, asset, 1 - times * by_year(share, year), living))
    households.blank(["toilet", "toilet_type"], draws.chance("toilet not asked", figures.SURVEY_GAP))
    households.blank(["fuel"], draws.chance("fuel not asked", figures.SURVEY_GAP))


def _living(draws: Draws) -> Real:
    """A standard normal; the higher, the worse off."""
    return draws.normal("standard of living")


def _deprived(draws: Draws, what: str, likely: Real, living: Real) -> Flags:
    own = draws.normal(f"{what}, living")
    mixed = _TOGETHER * living + math.sqrt(1 - _TOGETHER**2) * own
    return np.asarray(mixed > normal_quantile(1 - likely))


def _one_of(draws: Draws, what: str, codes: CodeList, weights: Mapping[str, int]) -> Whole:
    order: Sequence[str] = tuple(weights)
    return np.asarray(numbers_of(codes, order)[draws.pick(what, list(weights.values()))])


def _put_materials(households: Columns, draws: Draws, living: Real, lack: Whole, year: float) -> None:
    new = households["dwelling"] == RELOCATED
    worse = living + np.where(lack == Lack.HOUSING, 1.2, 0.0) - np.where(new, 9.0, 0.0)
    for name, codes, share, poor_ones, others in (
        ("floor", FLOOR, {2014: 0.16, 2020: 0.05, 2026: 0.03}, {"earth": 1},
         {"cement": 62, "tile": 24, "brick": 10, "planks": 4}),
        ("roof", ROOF, {2014: 0.03, 2020: 0.008}, {"thatch": 70, "plastic": 30},
         {"tile": 62, "concrete": 28, "metal": 10}),
        ("walls", WALLS, {2014: 0.19, 2020: 0.06, 2026: 0.04}, {"earth": 92, "bamboo": 8},
         {"brick": 76, "concrete": 12, "stone": 7, "planks": 5}),
    ):  # fmt: skip
        poor = _deprived(draws, name, np.full(len(living), by_year(share, year)), worse)
        of_poor = _one_of(draws, f"poor {name}", codes, poor_ones)
        households.put(name, np.where(poor, of_poor, _one_of(draws, name, codes, others)))


def _put_water_and_toilet(households: Columns, draws: Draws, living: Real, year: float) -> None:
    """The source fits the tap and the test of the water; a bad source is only where the water was found unclean."""
    fine = {"protected_well": 34, "borehole": 24, "protected_spring": 22, "rainwater": 12, "public_tap": 8}
    bad = {"unprotected_well": 50, "unprotected_spring": 35, "surface": 15}
    source = np.where(
        households["water_clean"],
        _one_of(draws, "source", WATER_SOURCE, fine),
        _one_of(draws, "bad source", WATER_SOURCE, bad),
    )
    (piped,) = numbers_of(WATER_SOURCE, ("piped_home",))
    households.put("water_source", np.where(households["tap_at_home"], piped, source))
    count = len(living)
    solid = _deprived(
        draws, "fuel", np.full(count, by_year({2014: 0.62, 2020: 0.36, 2026: 0.22}, year)), living
    )
    clean = _one_of(draws, "clean fuel", FUEL, {"clean": 98, "other": 2})
    solid_one = _one_of(draws, "solid fuel", FUEL, {"wood": 78, "coal": 20, "dung": 2})
    households.put("fuel", np.where(solid, solid_one, clean))
    poor = _deprived(
        draws, "toilet", np.full(count, by_year({2014: 0.55, 2020: 0.26, 2026: 0.12}, year)), living
    )
    improved = {"septic": 52, "sewer": 12, "biogas": 10, "ventilated_pit": 12, "slab_pit": 14}
    unimproved = {"open_pit": 88, "bucket": 5, "none": 7}
    households.put("toilet_type", np.where(poor, _one_of(draws, "poor toilet", TOILET, unimproved),
                                      _one_of(draws, "good toilet", TOILET, improved)))  # fmt: skip
    households.put("toilet", ~poor)
    households.put("toilet_shared", draws.chance("shared", 0.02))
