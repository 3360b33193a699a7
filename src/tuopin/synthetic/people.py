"""Health, ability to work, work, and insurance of each member; they hang together, and with the cause of poverty."""

from dataclasses import dataclass

import numpy as np

from tuopin.standards.cn.codes import CAUSE, HEALTH, LABOUR, WORK_PLACE
from tuopin.synthetic.columns import number_of, numbers_of
from tuopin.synthetic.draws import Draws, Flags, Whole
from tuopin.synthetic.families import Members
from tuopin.synthetic.schooling import Schooling

_AGES = [16, 45, 60, 75]
_CHRONIC = np.array([0.004, 0.025, 0.12, 0.30, 0.45])
_SERIOUS = np.array([0.001, 0.004, 0.015, 0.03, 0.04])
_DISABLED = np.array([0.008, 0.015, 0.03, 0.06, 0.09])
"""Of those under 16, 16 to 44, 45 to 59, 60 to 74, and older."""
_REGISTERED_TIMES = 1.5
_ILLNESS, _DISABILITY = number_of(CAUSE, "illness"), number_of(CAUSE, "disability")
_HEALTHY_BIT, _CHRONIC_BIT, _SERIOUS_BIT, _DISABLED_BIT = (
    HEALTH.mask([code]) for code in ("healthy", "chronic", "serious", "disabled")
)
ORDINARY, SKILLED, LOST, NO_LABOUR, WEAK = numbers_of(LABOUR, ("ordinary", "skilled", "lost", "none", "weak"))
_WORK_PLACES = numbers_of(WORK_PLACE, ("township", "county", "province", "beyond"))
_LARGE = 4
"""Households of so many and more are short of labour when no more than half can work; smaller ones when nobody can."""
_FAR = _WORK_PLACES[2]


@dataclass(frozen=True)
class Health:
    mask: Whole
    ill: Flags
    """Seriously ill or disabled."""
    chronic: Flags


def health_of(
    draws: Draws, members: Members, registered: Flags, causes: tuple[Whole, Whole], schooling: Schooling
) -> Health:
    """`causes` by household, 0 for none: a household poor, or at risk, through illness has somebody who is ill."""
    band = np.searchsorted(_AGES, members.age, side="right")
    times = np.where(registered, _REGISTERED_TIMES, 1.0)
    affected = affected_of(draws, members)
    ill, unfit = (
        np.asarray((causes[0] == kind) | (causes[1] == kind))[members.household]
        for kind in (_ILLNESS, _DISABILITY)
    )
    grave = draws.chance("how ill", 0.35)
    serious = draws.chance("serious", _SERIOUS[band] * times) | (affected & ill & grave)
    chronic = draws.chance("chronic", _CHRONIC[band] * times) | (affected & ill & ~grave)
    disabled = draws.chance("disabled", _DISABLED[band] * times) | (affected & unfit)
    disabled |= schooling.taught_at_home | schooling.unfit
    mask = chronic * _CHRONIC_BIT + serious * _SERIOUS_BIT + disabled * _DISABLED_BIT
    return Health(np.where(mask == 0, _HEALTHY_BIT, mask), serious | disabled, chronic)


def affected_of(draws: Draws, members: Members) -> Flags:
    """One member of each household, the same for as long as he or she lives there: the head, or any."""
    lot = draws.part("affected")
    lot = np.where((members.number == 1) & draws.chance("the head is affected", 0.4), 1 + lot, lot)
    return np.asarray(lot == np.maximum.reduceat(lot, members.starts)[members.household])


@dataclass(frozen=True)
class Work:
    labour: Whole
    working: Flags
    place: Whole
    months: Whole


def work_of(
    draws: Draws, members: Members, schooling: Schooling, health: Health, short_of_labour: Flags
) -> Work:
    """`short_of_labour`, by household: few can work there, as its cause of poverty says."""
    age, part = members.age, draws.part("labour")
    able = np.where(part < 0.14, SKILLED, ORDINARY)
    of_ill = np.where(part < 0.45, LOST, np.where(part < 0.85, WEAK, ORDINARY))
    of_chronic = np.where(part < 0.35, WEAK, ORDINARY)
    of_sixties = np.where(part < 0.42, ORDINARY, np.where(part < 0.85, WEAK, NO_LABOUR))
    of_older = np.where(part < 0.25, WEAK, np.where(part < 0.93, NO_LABOUR, LOST))
    labour = np.select(
        [(age < 16) | schooling.student, age >= 70, health.ill, age >= 60, health.chronic],
        [NO_LABOUR, of_older, of_ill, of_sixties, of_chronic],
        able,
    )
    able_one = np.isin(labour, (ORDINARY, SKILLED))
    sizes = members.per_household(np.ones(len(age), dtype=np.int64))
    few = np.where(sizes >= _LARGE, sizes // 2, 0)[members.household]
    labour = np.where(
        able_one & short_of_labour[members.household] & (_rank(able_one, members) > few), WEAK, labour
    )
    likely = np.select(
        [
            labour == SKILLED,
            (labour == ORDINARY) & (age < 50),
            labour == ORDINARY,
            (labour == WEAK) & (age < 70),
        ],
        [0.85, 0.76, 0.48, 0.24],
        0.0,
    )
    working = draws.chance("works", likely)
    place = _WORK_PLACES[draws.pick("work place", (18, 27, 20, 35))]
    months = np.where(working, np.minimum(draws.between("months", 3, 14), 12), 0)
    return Work(labour, working, place, months)


def _rank(flags: Flags, members: Members) -> Whole:
    """1 for the first flagged member of a household, 2 for the second."""
    total = np.cumsum(flags)
    return np.asarray(total - (total - flags)[members.starts][members.household])


@dataclass(frozen=True)
class Insurance:
    resident: Flags
    employee: Flags
    elsewhere: Flags
    soldier: Flags
    prisoner: Flags
    serious_illness: Flags


def insurance_of(
    draws: Draws, members: Members, schooling: Schooling, work: Work, age_in_days: Whole
) -> Insurance:
    """Everybody who must be is insured, once; who is not, was planted (planted.py)."""
    age = members.age
    young_man = members.male & (age >= 18) & (age <= 23) & ~schooling.student
    soldier = young_man & ~work.working & draws.chance("soldier", 0.03)
    prisoner = (
        members.male & (age >= 20) & (age <= 55) & ~soldier & ~work.working & draws.chance("prisoner", 0.002)
    )
    far = work.working & (work.place >= _FAR)
    elsewhere = far & draws.chance("insured elsewhere", 0.02) & ~soldier & ~prisoner
    employee = far & draws.chance("employee insurance", 0.07) & ~soldier & ~prisoner & ~elsewhere
    newborn = (age_in_days < 80) & draws.chance("not yet insured", 0.4)
    resident = ~(soldier | prisoner | elsewhere | employee | newborn)
    return Insurance(resident, employee, elsewhere, soldier, prisoner, serious_illness=resident)
