"""Who was put on the list, when, why, and when they left it: one history a household, seen from any day."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tuopin.standards.cn.codes import POVERTY_STATUS
from tuopin.synthetic import figures
from tuopin.synthetic.columns import day_number, number_of
from tuopin.synthetic.draws import Draws, Flags, Real, Whole

_PROPOSED_DAYS = 45
_MEAN_SIZE = 3.40
_MEAN_SIZE_REGISTERED = 3.06
_STRUCK_OFF, _EXITED, _PROPOSED, _RETURNED, _IN_POVERTY = (
    number_of(POVERTY_STATUS, code)
    for code in ("struck_off", "exited", "exit_proposed", "returned", "in_poverty")
)


@dataclass(frozen=True)
class Registration:
    """`ever`: on the list at some time until 2020, whatever the day. The rest is as of the day."""

    ever: Flags
    left_last: Flags
    """Still on the list at the end of 2019."""
    listed: Flags
    """Was put on the list by that day, even if struck off since."""
    registered: Flags
    poor: Flags
    """Registered and not yet exited."""
    exited: Flags
    status: Whole
    identified_on: Whole
    exited_on: Whole


def registration_of(draws: Draws, ever_rate: Real, on: date) -> Registration:
    """`ever_rate`: the share of people of the household's village."""
    today = day_number(on)
    ever = draws.chance("ever registered", _of_households(ever_rate))
    added = draws.chance("added at re-check", figures.ADDED_AT_RECHECK)
    struck_off = ever & ~added & draws.chance("struck off", figures.STRUCK_OFF_AT_RECHECK)
    recheck_on = draws.between("re-check day", *(day_number(day) for day in figures.RECHECK))
    identified_on = np.where(added, recheck_on, day_number(figures.FIRST_LIST))
    exited_on = _exit_days(draws, added)
    listed = ever & (identified_on <= today)
    gone = struck_off & (recheck_on <= today)
    registered = listed & ~gone
    exited = registered & (exited_on <= today)
    poor = registered & ~exited
    proposed = poor & (exited_on <= today + _PROPOSED_DAYS)
    returned = poor & draws.chance("returned", figures.RETURNED_AMONG_POOR)
    status = np.select(
        [gone, exited, proposed, returned], [_STRUCK_OFF, _EXITED, _PROPOSED, _RETURNED], _IN_POVERTY
    )
    left_last = exited_on > day_number(date(2019, 12, 31))
    return Registration(ever, left_last, listed, registered, poor, exited, status, identified_on, exited_on)


def _of_households(rate: Real) -> Real:
    """Registered households are smaller, so their share of households is above their share of people."""
    share = figures.REGISTERED_HOUSEHOLD_SHARE
    others = (_MEAN_SIZE - share * _MEAN_SIZE_REGISTERED) / (1 - share)
    return rate * others / (_MEAN_SIZE_REGISTERED * (1 - rate) + others * rate)


def _exit_days(draws: Draws, added: Flags) -> Whole:
    """Exits are confirmed in the last quarter of a year; those of 2020 from March to November."""
    years = np.where(
        added, draws.pick("exit year", figures.EXITS_ADDED), draws.pick("exit year", figures.EXITS_FIRST)
    )
    begin = [date(year, 10, 15) for year in figures.EXIT_YEARS[:-1]] + [date(2020, 3, 1)]
    end = [date(year, 12, 31) for year in figures.EXIT_YEARS[:-1]] + [date(2020, 11, 20)]
    first, last = (np.array([day_number(day) for day in days]) for days in (begin, end))
    return draws.between("exit day", first[years], last[years])
