"""The measures of Alkire and Foster (2011): headcount H, intensity A, adjusted headcount M0, and what they are made of.

H is the share of people in poor households, A the mean score of the poor, M0 = H × A. Weights, scores and the cut-off
are whole numbers in units of 1/`denominator`, so that a score exactly on the cut-off is poor in every run.

Sabina Alkire and James Foster: Counting and multidimensional poverty measurement. Journal of Public Economics 95
(2011), 476-487.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tuopin.measure.tally import NOBODY, Bounds, Exact, Sizes, Tally, share


@dataclass(frozen=True)
class Index:
    """Weights by indicator and the cut-off, all in units of 1/denominator."""

    weights: Mapping[str, int]
    cutoff: int
    denominator: int


@dataclass(frozen=True)
class IndicatorCounts:
    """`raw` are all who are deprived in it, `censored` the poor among them, `known` those of complete cases; what
    is unknown is counted apart, as `raw_open` and `censored_most` (censored, or perhaps so)."""

    raw: Tally = NOBODY
    raw_open: Tally = NOBODY
    censored: Tally = NOBODY
    censored_most: Tally = NOBODY
    known: Tally = NOBODY

    def __add__(self, other: IndicatorCounts) -> IndicatorCounts:
        return IndicatorCounts(
            self.raw + other.raw,
            self.raw_open + other.raw_open,
            self.censored + other.censored,
            self.censored_most + other.censored_most,
            self.known + other.known,
        )


@dataclass(frozen=True)
class Counts:
    """Sums over households that an index concerns. They add up, over parts and over places.

    `poor_score` sums the lowest score of the poor, `most_score` the highest of all who may be poor. `known` are the
    complete cases, whose score is one number; `known_poor` and `known_score` the poor among them and their scores.
    """

    everybody: Tally = NOBODY
    poor: Tally = NOBODY
    open: Tally = NOBODY
    poor_score: Tally = NOBODY
    most_score: Tally = NOBODY
    known: Tally = NOBODY
    known_poor: Tally = NOBODY
    known_score: Tally = NOBODY
    indicators: Mapping[str, IndicatorCounts] = field(default_factory=dict)

    def __add__(self, other: Counts) -> Counts:
        codes = dict.fromkeys([*self.indicators, *other.indicators])
        nothing = IndicatorCounts()
        return Counts(
            self.everybody + other.everybody,
            self.poor + other.poor,
            self.open + other.open,
            self.poor_score + other.poor_score,
            self.most_score + other.most_score,
            self.known + other.known,
            self.known_poor + other.known_poor,
            self.known_score + other.known_score,
            {
                code: self.indicators.get(code, nothing) + other.indicators.get(code, nothing)
                for code in codes
            },
        )


@dataclass(frozen=True)
class IndicatorFigures:
    """`contribution` is the part of M0 that comes from it, of complete cases; the contributions add up to 1."""

    uncensored: Bounds
    censored: Bounds
    contribution: Fraction | None


@dataclass(frozen=True)
class Figures:
    """`intensity` and contributions are of complete cases only; `complete` is how many those are."""

    headcount: Bounds
    adjusted: Bounds
    intensity: Fraction | None
    complete: Bounds
    indicators: Mapping[str, IndicatorFigures]


def figures(index: Index, counts: Counts, sizes: Sizes) -> Figures | None:
    """None where the index concerns nobody."""
    everybody, per = counts.everybody, Fraction(1, index.denominator)
    headcount = share(counts.poor, counts.poor + counts.open, everybody, sizes)
    adjusted = share(counts.poor_score.times(per), counts.most_score.times(per), everybody, sizes)
    complete = share(counts.known, counts.known, everybody, sizes)
    if headcount is None or adjusted is None or complete is None:
        return None
    return Figures(
        headcount,
        adjusted,
        _mean(counts.known_score.sized, counts.known_poor.sized * index.denominator),
        complete,
        {code: _indicator(index, counts, code, sizes) for code in index.weights},
    )


def _indicator(index: Index, counts: Counts, code: str, sizes: Sizes) -> IndicatorFigures:
    own = counts.indicators.get(code, IndicatorCounts())
    uncensored = share(own.raw, own.raw + own.raw_open, counts.everybody, sizes)
    censored = share(own.censored, own.censored_most, counts.everybody, sizes)
    assert uncensored is not None and censored is not None
    contribution = _mean(index.weights[code] * own.known.sized, counts.known_score.sized)
    return IndicatorFigures(uncensored, censored, contribution)


def _mean(above: Exact, below: Exact) -> Fraction | None:
    """Of the households that say their size; the rest cannot weigh in a mean."""
    return Fraction(above) / below if below else None


# ---- counting, household by household ----


@dataclass(frozen=True)
class Household:
    """What an index knows of one household: yes, no or None (unknown) by indicator; what does not concern it is left
    out. `people` None is a household that does not say its size; `weight` is its whole-number weight."""

    deprived: Mapping[str, bool | None]
    people: int | None = 1
    weight: int = 1


def count(index: Index, households: Iterable[Household]) -> Counts:
    """The sums, in plain Python: what a database adds up must agree with it."""
    total = Counts(indicators={code: IndicatorCounts() for code in index.weights})
    for household in households:
        total = total + _count_one(index, household)
    return total


def _count_one(index: Index, household: Household) -> Counts:
    if not household.deprived:
        return Counts()
    low = sum(index.weights[code] for code, answer in household.deprived.items() if answer)
    high = low + sum(index.weights[code] for code, answer in household.deprived.items() if answer is None)
    # While nothing is settled, everything may still turn out not to concern the household.
    asked = any(answer is not None for answer in household.deprived.values())
    poor, may_be = low >= index.cutoff, high >= index.cutoff or not asked
    one, none = _weighed(household), NOBODY
    complete = low == high

    def where(holds: bool, factor: int = 1) -> Tally:
        return one.times(factor) if holds else none

    return Counts(
        one,
        where(poor),
        where(may_be and not poor),
        where(poor, low),
        where(may_be, high),
        where(complete),
        where(complete and poor),
        where(complete and poor, low),
        {
            code: IndicatorCounts(
                where(answer is True),
                where(answer is None),
                where(poor and answer is True),
                where(may_be and answer is not False),
                where(complete and poor and answer is True),
            )
            for code, answer in household.deprived.items()
        },
    )


def _weighed(household: Household) -> Tally:
    if household.people is None:
        return Tally(0, household.weight)
    return Tally(household.weight * household.people, 0)
