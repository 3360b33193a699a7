"""Who was taken in for monitoring from 2021 on, for what risk, and when it was cleared: one history a household."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tuopin.standards.cn.codes import CAUSE, MONITORED_GROUP, RISK
from tuopin.synthetic import figures
from tuopin.synthetic.columns import day_number, number_of, numbers_of
from tuopin.synthetic.draws import Draws, Flags, Real, Whole
from tuopin.synthetic.lives import NEVER

HALF_A_YEAR = 183
_YEARS = tuple(figures.MONITORED)
_GROUPS = numbers_of(MONITORED_GROUP, tuple(figures.MONITORED_GROUPS))
UNSTABLE, MARGINAL, SUDDEN = _GROUPS.tolist()
AT_RISK = number_of(MONITORED_GROUP, "at_risk")
_RISKS = numbers_of(RISK, tuple(figures.FIRST_RISKS))
CAUSE_OF_RISK = np.zeros(1 + max(RISK.by_number), dtype=np.int64)
"""The cause of poverty that goes with a risk, 0 for none, by code numbers."""
for _code in ("illness", "disability"):
    CAUSE_OF_RISK[number_of(RISK, _code)] = number_of(CAUSE, _code)
ONE_CLASS = day_number(figures.ONE_CLASS_FROM)


@dataclass(frozen=True)
class Watch:
    """The whole of it, whatever the day; a day that never comes is NEVER. `group` and `risk` are code numbers.

    `group` is the one of the day the household was taken in; a household still watched in 2026, or taken in since,
    belongs to the one class then.
    """

    taken_in_on: Whole
    group: Whole
    risk: Whole
    second_risk: Whole
    """Another one, 0 for none."""
    cleared_on: Whole
    renewed_on: Whole

    def group_on(self, day: int) -> Whole:
        """As recorded on that day: whoever was cleared before 2026 keeps the old word."""
        open_then = (self.cleared_on >= ONE_CLASS) | (self.renewed_on <= day)
        late = (day >= ONE_CLASS) & open_then
        return np.where(late | (self.taken_in_on >= ONE_CLASS), AT_RISK, self.group)

    def watched_on(self, day: int) -> Flags:
        """Taken in, and the risk not cleared."""
        open_ = (self.cleared_on > day) | (self.renewed_on <= day)
        return np.asarray((self.taken_in_on <= day) & open_)


def watch_of(draws: Draws, *, exited: Flags, hands: Flags, students: Flags) -> Watch:
    """`exited`: on the list and off it by the end of 2020; `hands`: somebody of working age lives there.

    A household without hands is not cleared: nothing there could be called stable.
    """
    total = figures.MONITORED[_YEARS[-1]] / 100
    unstable, marginal, sudden = (
        figures.MONITORED_GROUPS[group] * total for group in figures.MONITORED_GROUPS
    )
    of_exited = unstable / figures.EXITED_SHARE
    of_others = marginal / (1 - figures.EXITED_SHARE)
    first = draws.chance("monitored", np.where(exited, of_exited, of_others))
    suddenly = ~first & draws.chance("suddenly in difficulty", sudden)
    group = np.where(suddenly, SUDDEN, np.where(exited, UNSTABLE, MARGINAL))
    taken_in_on = np.where(first | suddenly, _days(draws), NEVER)
    risk = _RISKS[draws.pick("risk", np.where(students[:, None], *_weights()))]
    other = _RISKS[draws.pick("second risk", (30, 12, 26, 22, 0, 2, 2, 6, 0, 0, 0))]
    second = np.where(draws.chance("has a second risk", 0.30) & (other != risk), other, 0)
    cleared_on = _cleared(draws, taken_in_on, hands)
    return Watch(taken_in_on, group, risk, second, cleared_on, _renewed(draws, cleared_on))


def _weights() -> tuple[Real, Real]:
    """Of first risks where somebody studies, and where nobody does and schooling is none."""
    overall = np.array([float(share) for share in figures.FIRST_RISKS.values()])
    schooling = list(figures.FIRST_RISKS).index("schooling")
    of_students = overall[schooling] / figures.STUDENTS_OF_MONITORED
    both = []
    for share in (of_students, 0.0):
        weights = overall * (100 - share) / (100 - overall[schooling])
        weights[schooling] = share
        both.append(weights)
    return both[0], both[1]


def _days(draws: Draws) -> Whole:
    """Evenly over the year in which the household is taken in."""
    by_end = np.array([figures.MONITORED[year] for year in _YEARS])
    year = np.array(_YEARS)[draws.pick("year of monitoring", np.diff(by_end, prepend=0.0))]
    first = np.array([day_number(date(int(each), 1, 4)) for each in _YEARS])[year - _YEARS[0]]
    return draws.between("day of monitoring", first, first + 350)


def _cleared(draws: Draws, taken_in_on: Whole, hands: Flags) -> Whole:
    cleared_on = np.full(len(taken_in_on), NEVER)
    for year, likely in figures.CLEARED_OF_READY.items():
        begins, ends = day_number(date(year, 1, 10)), day_number(date(year, 12, 25))
        ready = hands & (cleared_on == NEVER) & (taken_in_on + HALF_A_YEAR <= ends)
        here = ready & draws.chance(f"cleared in {year}", likely)
        earliest = np.minimum(np.maximum(taken_in_on + HALF_A_YEAR, begins), ends)
        cleared_on = np.where(
            here, draws.between(f"day of {year}", earliest, np.full(len(earliest), ends)), cleared_on
        )
    return cleared_on


def _renewed(draws: Draws, cleared_on: Whole) -> Whole:
    renewed_on = np.full(len(cleared_on), NEVER)
    for year in _YEARS[1:]:
        begins = day_number(date(year, 1, 10))
        here = (
            (cleared_on < begins)
            & (renewed_on == NEVER)
            & draws.chance(f"renewed in {year}", figures.RENEWED)
        )
        renewed_on = np.where(
            here, draws.between(f"renewed on a day of {year}", begins, begins + 340), renewed_on
        )
    return renewed_on
