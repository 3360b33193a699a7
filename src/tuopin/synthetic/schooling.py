"""Who goes to which grade: six by 31 August is grade 1; grade 9 ends compulsory education."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tuopin.standards.cn.codes import EDUCATION, SCHOOL
from tuopin.synthetic.columns import number_of, numbers_of
from tuopin.synthetic.draws import Draws, Flags, Real, Whole

_NOT_AT_SCHOOL = number_of(SCHOOL, "none")
_PRESCHOOL = number_of(SCHOOL, "preschool")
_COLLEGE = number_of(SCHOOL, "college")
_GRADES = numbers_of(SCHOOL, ["primary"] * 6 + ["grade_7", "grade_8", "grade_9"])
_SENIOR = numbers_of(SCHOOL, ["senior_1", "senior_2", "senior_3"])
_VOCATIONAL = numbers_of(SCHOOL, ["vocational_1", "vocational_2", "vocational_3"])
_HIGHER_VOCATIONAL = numbers_of(SCHOOL, ["higher_vocational_1", "higher_vocational_2", "higher_vocational_3"])
_ORDER = ("none", "primary", "junior", "senior", "college", "preschool")
_NONE, _PRIMARY, _JUNIOR, _SENIOR_SCHOOL, _COLLEGE_DONE, _BELOW_SCHOOL = numbers_of(EDUCATION, _ORDER)
_ADULTS = np.array(
    [[1, 5, 48, 28, 18], [2, 14, 60, 15, 9], [6, 34, 48, 11, 1], [24, 50, 21, 5, 0], [50, 42, 7, 1, 0]]
)
"""Education of those of 18, 30, 45, 60 and 75 and more, in %: none, primary, junior, senior, college."""


@dataclass(frozen=True)
class Schooling:
    """`school_age`: completed years on the last 31 August; it decides the grade."""

    school_age: Whole
    grade: Whole
    """The grade this would be, had it gone on for ever: 1 is the first, below 1 before school."""
    school: Whole
    education: Whole
    finished: Flags
    student: Flags
    taught_at_home: Flags
    unfit: Flags
    grown: Whole
    """`school_age` in one year for all, whatever the day."""

    @property
    def of_age(self) -> Flags:
        """Of the age of compulsory education."""
        return np.asarray((self.school_age >= 6) & (self.school_age <= 15))

    @property
    def could_drop_out(self) -> Flags:
        """At school now, below grade 9 and not just enrolled."""
        return np.asarray(
            (self.school_age >= 7) & (self.school_age <= 14) & self.student & ~self.taught_at_home
        )


def school_ages(births: Whole, on: date) -> Whole:
    """Years completed on the last 31 August, from days since 1970."""
    months = births.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    year = on.year if (on.month, on.day) >= (8, 31) else on.year - 1
    return np.asarray(year - (1970 + months // 12) - (months % 12 >= 8), dtype=np.int64)


def schooling_of(draws: Draws, school_age: Whole, registered: Flags, *, grown: Whole) -> Schooling:
    """`registered` people have a little less of it. `grown`: the age in one year for all, which decides what those
    who have left school had of it, so that nobody forgets what was learnt."""
    behind = (school_age >= 8) & draws.chance("repeated a grade", 0.04)
    grade = school_age - 5 - behind
    track = draws.part("track") + np.where(registered, 0.07, 0.0)
    # One in three hundred is taught at home or cannot learn for reasons of health.
    special = (school_age >= 6) & (school_age <= 15) & draws.chance("special", 0.004)
    taught_at_home = special & draws.chance("taught at home", 0.7)
    unfit = special & ~taught_at_home
    school = np.where(
        special & (unfit | draws.chance("no place at school", 0.5)),
        _NOT_AT_SCHOOL,
        _school_codes(draws, school_age, grade, track),
    )
    finished = (grade >= 10) & ~special
    education = _education(draws, school_age, grade, school, registered, grown)
    finished = np.where(
        school_age >= 18, np.isin(education, [_JUNIOR, _SENIOR_SCHOOL, _COLLEGE_DONE]), finished
    )
    student = (school != _NOT_AT_SCHOOL) & (grade >= 1)
    return Schooling(school_age, grade, school, education, finished, student, taught_at_home, unfit, grown)


def _school_codes(draws: Draws, school_age: Whole, grade: Whole, track: Real) -> Whole:
    senior, vocational = track < 0.55, (track >= 0.55) & (track < 0.87)
    year = (grade - 10).clip(0, 2)
    after = (grade - 13).clip(0, 2)
    onward = draws.part("after school")
    to_college = senior & (onward < 0.60) & (grade <= 16)
    higher = ((senior & (onward >= 0.60) & (onward < 0.75)) | (vocational & (onward < 0.35))) & (grade <= 15)
    preschool = (school_age >= 3) & draws.chance("preschool", 0.82)
    return np.select(
        [
            grade < 1,
            grade <= 9,
            (grade <= 12) & senior,
            (grade <= 12) & vocational,
            (grade >= 13) & to_college,
            (grade >= 13) & higher,
        ],
        [
            np.where(preschool, _PRESCHOOL, _NOT_AT_SCHOOL),
            _GRADES[(grade - 1).clip(0, 8)],
            _SENIOR[year],
            _VOCATIONAL[year],
            np.full(len(grade), _COLLEGE),
            _HIGHER_VOCATIONAL[after],
        ],
        _NOT_AT_SCHOOL,
    )


def _education(
    draws: Draws, school_age: Whole, grade: Whole, school: Whole, registered: Flags, grown: Whole
) -> Whole:
    """What has been reached; for pupils the school they are at."""
    cohort = np.searchsorted([30, 45, 60, 75], grown, side="right")
    level = draws.pick("education", _ADULTS[cohort])
    lower = registered & (level > 0) & draws.chance("less education", 0.25)
    adult = np.array([_NONE, _PRIMARY, _JUNIOR, _SENIOR_SCHOOL, _COLLEGE_DONE])[level - lower]
    in_senior = (school >= _SENIOR[0]) & (school < _COLLEGE) & (school_age < 18)
    studying = school >= _SENIOR[0]
    return np.select(
        [
            grade < 1,
            grade <= 6,
            grade <= 9,
            in_senior,
            school_age < 18,
            studying & (school == _COLLEGE),
            studying,
        ],
        [_BELOW_SCHOOL, _PRIMARY, _JUNIOR, _SENIOR_SCHOOL, _JUNIOR, _COLLEGE_DONE, _SENIOR_SCHOOL],
        adult,
    )
