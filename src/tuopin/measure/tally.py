"""People counted, and shares of them whose exact value may be open."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Exact = int | Fraction


@dataclass(frozen=True, slots=True)
class Tally:
    """`sized` adds up weight × people over households that say how many they are, `unsized` the weights of the rest.

    Of a score it is the same sum, with each household counted by its score.
    """

    sized: Exact = 0
    unsized: Exact = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.sized + other.sized, self.unsized + other.unsized)

    def __sub__(self, other: Tally) -> Tally:
        return Tally(self.sized - other.sized, self.unsized - other.unsized)

    def times(self, factor: Exact) -> Tally:
        return Tally(self.sized * factor, self.unsized * factor)

    def people(self, size: int) -> Exact:
        """How many people these are, if every household of unknown size had so many."""
        return self.sized + size * self.unsized


NOBODY = Tally()


@dataclass(frozen=True, slots=True)
class Sizes:
    """The fewest and the most people a household may have."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and the highest a share can be; the same where nothing is open."""

    low: Fraction
    high: Fraction

    @property
    def settled(self) -> Fraction | None:
        return self.low if self.low == self.high else None


def share(least: Tally, most: Tally, of: Tally, sizes: Sizes) -> Bounds | None:
    """The bounds of a part of `of` that is `least` for certain and `most` at most; None of nobody.

    Exact where every household says its size. For the lower bound the part counts the fewest people a household of
    unknown size may have and the rest the most, for the upper bound the other way round.
    """
    if not of.people(max(sizes.high, 1)):
        return None
    low = _part(least.people(sizes.low), (of - least).people(sizes.high))
    high = _part(most.people(sizes.high), (of - most).people(sizes.low))
    return Bounds(Fraction(0) if low is None else low, Fraction(1) if high is None else high)


def _part(part: Exact, rest: Exact) -> Fraction | None:
    return Fraction(part) / (part + rest) if part + rest else None
