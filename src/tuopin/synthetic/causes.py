"""The main cause of poverty of a registered household, fitting who lives in it."""

import numpy as np

from tuopin.standards.cn.codes import CAUSE
from tuopin.synthetic import figures
from tuopin.synthetic.columns import numbers_of
from tuopin.synthetic.draws import Draws, Flags, Real, Whole

_ORDER = tuple(figures.CAUSES)
_NUMBERS = numbers_of(CAUSE, _ORDER)
_OVERALL = np.array([figures.CAUSES[cause] for cause in _ORDER])
_ELDERS = np.array(
    [
        {"illness": 42.0, "labour": 33.0, "disability": 14.0, "schooling": 0.0}.get(cause, 11 / 7)
        for cause in _ORDER
    ]
)
"""Where nobody is between 16 and 59, nobody lacks skills or schooling so much as hands."""


def _scaled(weights: Real, total: float = 100.0) -> Real:
    return np.asarray(weights * (total / weights.sum()))


def _students() -> Real:
    schooling = _ORDER.index("schooling")
    share = figures.CAUSES["schooling"] / figures.STUDENT_HOUSEHOLDS
    weights = _OVERALL.copy()
    weights[schooling] = 0
    weights = _scaled(weights, 100 - share)
    weights[schooling] = share
    return weights


def _left_last() -> Real:
    """Of those left at the end of 2019, whoever lives there."""
    named = np.array([figures.CAUSES_LEFT_IN_2019.get(cause, 0.0) for cause in _ORDER])
    rest = np.where(named == 0, _OVERALL, 0.0)
    return named + _scaled(rest, figures.CAUSES_LEFT_IN_2019["rest"])


def _others() -> Real:
    """What is left so that all together have the overall shares."""
    elders, students, last = figures.ELDER_HOUSEHOLDS, figures.STUDENT_HOUSEHOLDS, figures.LEFT_IN_2019
    earlier = (_OVERALL - last * _left_last()) / (1 - last)
    rest = (earlier - elders * _ELDERS - students * _students()).clip(0)
    rest[_ORDER.index("schooling")] = 0  # where nobody studies
    return _scaled(rest)


def causes_of(draws: Draws, left_last: Flags, elders: Flags, students: Flags) -> Whole:
    """Code numbers; for every household, though only the registered have one."""
    drawn = [draws.pick("cause", weights) for weights in (_left_last(), _ELDERS, _students(), _others())]
    # Schooling cannot be the cause where nobody studies, not even among the last.
    schooling = _ORDER.index("schooling")
    drawn[0] = np.where((drawn[0] == schooling) & ~students, _ORDER.index("illness"), drawn[0])
    step = np.select([left_last, elders, students], drawn[:3], drawn[3])
    return _NUMBERS[step]
