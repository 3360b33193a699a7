"""The measures of Foster, Greer and Thorbecke (1984): how many are poor, how far below the line, and how unequally.

P0 is the share of people strictly below the line z, P1 the mean of (z - y)/z over everybody (0 for those not poor),
P2 the mean of its square. A household of n people with welfare Y lacks n·z - Y, which is n times the gap of one, so
that the sums are of whole numbers: P1 = Σ w (n·z - Y) / (z · Σ w n), P2 = Σ w (n·z - Y)² / n / (z² · Σ w n).

James Foster, Joel Greer and Erik Thorbecke: A class of decomposable poverty measures. Econometrica 52 (1984), 761-766.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tuopin.measure.tally import NOBODY, Bounds, Sizes, Tally, share


@dataclass(frozen=True)
class GapSums:
    """Of the poor below one line: `gap` sums weight × what each household lacks, `squares` weight × its square by the
    number of people in the household. All households are of known size and welfare."""

    gap: int = 0
    squares: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: GapSums) -> GapSums:
        sizes = dict.fromkeys([*self.squares, *other.squares])
        return GapSums(
            self.gap + other.gap,
            {size: self.squares.get(size, 0) + other.squares.get(size, 0) for size in sizes},
        )


@dataclass(frozen=True)
class Counts:
    """`everybody`, the `poor`, and those of whom it is `open`; the sums of gaps by line, in small steps of welfare.

    Lines differ from place to place, so what lies below each is kept apart until it is divided by it. `ungauged`
    are poor for certain while how poor is unknown.
    """

    everybody: Tally = NOBODY
    poor: Tally = NOBODY
    open: Tally = NOBODY
    ungauged: Tally = NOBODY
    below: Mapping[int, GapSums] = field(default_factory=dict)

    def __add__(self, other: Counts) -> Counts:
        lines = dict.fromkeys([*self.below, *other.below])
        return Counts(
            self.everybody + other.everybody,
            self.poor + other.poor,
            self.open + other.open,
            self.ungauged + other.ungauged,
            {line: self.below.get(line, GapSums()) + other.below.get(line, GapSums()) for line in lines},
        )


@dataclass(frozen=True)
class Figures:
    """P0, P1, P2. Whoever cannot be judged may lack nothing or everything; welfare is never below 0."""

    headcount: Bounds
    gap: Bounds
    severity: Bounds


def figures(counts: Counts, sizes: Sizes) -> Figures | None:
    """None of nobody."""
    headcount = share(counts.poor, counts.poor + counts.open, counts.everybody, sizes)
    if headcount is None:
        return None
    gap = sum((Fraction(sums.gap, line) for line, sums in counts.below.items()), Fraction())
    severity = sum(
        (
            Fraction(square, size * line * line)
            for line, sums in counts.below.items()
            for size, square in sums.squares.items()
        ),
        Fraction(),
    )
    bounds = [_bounds(known, counts, sizes) for known in (gap, severity)]
    return Figures(headcount, *bounds)


def _bounds(known: Fraction, counts: Counts, sizes: Sizes) -> Bounds:
    """What the gauged lack for certain, and with it at most all that the others are."""
    others, gauged = counts.open + counts.ungauged, Tally(known)
    found = share(gauged, gauged + others, counts.everybody, sizes)
    assert found is not None
    return found


# ---- counting, household by household ----


@dataclass(frozen=True)
class Household:
    """Welfare of the household and the line per person, in the same small steps; None is unknown."""

    welfare: int | None
    people: int | None
    line: int
    weight: int = 1


def count(households: Iterable[Household], sizes: Sizes) -> Counts:
    """The sums, in plain Python: what a database adds up must agree with it."""
    total = Counts()
    for household in households:
        total = total + _count_one(household, sizes)
    return total


def _count_one(household: Household, sizes: Sizes) -> Counts:
    welfare, people, weight = household.welfare, household.people, household.weight
    one = Tally(0, weight) if people is None else Tally(weight * people, 0)
    if welfare is None:
        return Counts(everybody=one, open=one)
    if people is None:
        least, most = (household.line * size - welfare for size in (sizes.low, sizes.high))
        open_ = one if least <= 0 < most else NOBODY
        certain = one if least > 0 else NOBODY
        return Counts(everybody=one, poor=certain, open=open_, ungauged=certain)
    lacking = household.line * people - welfare
    if lacking <= 0:
        return Counts(everybody=one)
    sums = GapSums(weight * lacking, {people: weight * lacking * lacking})
    return Counts(everybody=one, poor=one, below={household.line: sums})
