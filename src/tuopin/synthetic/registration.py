"""Who was put on the list, when, why, and when they left it: one history a household, seen from any day."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tuopin.standards.cn.codes import POVERTY_STATUS
from tuopin.synthetic import figures
from tuopin.synthetic.columns import day_number, number_of
from tuopin.synthetic.draws import Draws, Flags, Real, Whole
from tuopin.synthetic.lives import NEVER

_PROPOSED_DAYS = 45
_MEAN_SIZE = 3.40
_MEAN_SIZE_REGISTERED = 3.06
_STRUCK_OFF, _EXITED, _PROPOSED, _RETURNED, _IN_POVERTY = (
    number_of(POVERTY_STATUS, code)
    for code in ("struck_off", "exited", "exit_proposed", "returned", "in_poverty")
)


@dataclass(frozen=True)
class History:
    """The whole of it, whatever the day; a day that never comes is NEVER.

    Whoever returned to poverty exited twice: `first_exit_on`, `returned_on`, `exited_on`. Of all others the first
    two are NEVER. Whoever was struck off may have been let go before.
    """

    ever: Flags
    left_last: Flags
    """Still on the list at the end of 2019."""
    identified_on: Whole
    struck_off_on: Whole
    first_exit_on: Whole
    returned_on: Whole
    exited_on: Whole

    def on(self, today: int) -> "Registration":
        listed = self.identified_on <= today
        gone = self.struck_off_on <= today
        registered = listed & ~gone
        once = (self.first_exit_on <= today) & (self.returned_on > today)
        finally_ = self.exited_on <= today
        exited = registered & (once | finally_)
        poor = registered & ~exited
        status = np.select(
            [
                gone,
                exited,
                poor & (self.exited_on <= today + _PROPOSED_DAYS),
                poor & (self.returned_on <= today),
            ],
            [_STRUCK_OFF, _EXITED, _PROPOSED, _RETURNED],
            _IN_POVERTY,
        )
        latest = np.where(finally_, self.exited_on, self.first_exit_on)
        return Registration(listed, registered, poor, exited, status, self.identified_on, latest)


@dataclass(frozen=True)
class Registration:
    """As of the day."""

    listed: Flags
    """Was put on the list by that day, even if struck off since."""
    registered: Flags
    poor: Flags
    """Registered and not exited, or no longer."""
    exited: Flags
    status: Whole
    identified_on: Whole
    exited_on: Whole


def history_of(draws: Draws, ever_rate: Real) -> History:
    """`ever_rate`: the share of people of the household's village."""
    ever = draws.chance("ever registered", _of_households(ever_rate))
    added = draws.chance("added at re-check", figures.ADDED_AT_RECHECK)
    struck_off = ever & ~added & draws.chance("struck off", figures.STRUCK_OFF_AT_RECHECK)
    recheck_on = draws.between("re-check day", *(day_number(day) for day in figures.RECHECK))
    identified_on = np.where(added, recheck_on, day_number(figures.FIRST_LIST))
    years, exited_on = _exit_days(draws, added)
    stays = ever & ~struck_off
    first_exit_on, returned_on = _returns(draws, stays & ~added, years)
    return History(
        ever,
        exited_on > day_number(date(2019, 12, 31)),
        np.where(ever, identified_on, NEVER),
        np.where(struck_off, recheck_on, NEVER),
        first_exit_on,
        returned_on,
        np.where(ever & ~(struck_off & (exited_on >= recheck_on)), exited_on, NEVER),
    )


def _of_households(rate: Real) -> Real:
    """Registered households are smaller, so their share of households is above their share of people."""
    share = figures.REGISTERED_HOUSEHOLD_SHARE
    others = (_MEAN_SIZE - share * _MEAN_SIZE_REGISTERED) / (1 - share)
    return rate * others / (_MEAN_SIZE_REGISTERED * (1 - rate) + others * rate)


def _exit_days(draws: Draws, added: Flags) -> tuple[Whole, Whole]:
    """Year and day. Exits are confirmed in the last quarter of a year; those of 2020 from March to November."""
    years = np.where(
        added, draws.pick("exit year", figures.EXITS_ADDED), draws.pick("exit year", figures.EXITS_FIRST)
    )
    begin = [date(year, 10, 15) for year in figures.EXIT_YEARS[:-1]] + [date(2020, 3, 1)]
    end = [date(year, 12, 31) for year in figures.EXIT_YEARS[:-1]] + [date(2020, 11, 20)]
    first, last = (np.array([day_number(day) for day in days]) for days in (begin, end))
    return np.array(figures.EXIT_YEARS)[years], draws.between("exit day", first[years], last[years])


def _returns(draws: Draws, could: Flags, years: Whole) -> tuple[Whole, Whole]:
    """Of those who left for good in a year, a few had left two years before and returned in between."""
    first_exit_on, returned_on = np.full(len(years), NEVER), np.full(len(years), NEVER)
    for year, likely in figures.RETURNED_BEFORE.items():
        here = could & (years == year) & draws.chance("returned to poverty", likely)
        first = draws.between(
            "first exit", day_number(date(year - 2, 10, 15)), day_number(date(year - 2, 12, 31))
        )
        again = draws.between("return", day_number(date(year - 1, 2, 1)), day_number(date(year - 1, 9, 30)))
        first_exit_on = np.where(here, first, first_exit_on)
        returned_on = np.where(here, again, returned_on)
    return first_exit_on, returned_on
