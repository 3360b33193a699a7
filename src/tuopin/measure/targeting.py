"""Whom a way of choosing misses and whom it takes in by mistake: the errors to publish with every proxy means test.

Exclusion error: of those who are poor, the share not chosen. Inclusion error: of those chosen, the share not poor.
Coady, Grosh and Hoddinott: Targeting of transfers in developing countries (World Bank, 2004) uses the same words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Chosen:
    """One household: whether it is poor by its known welfare, whether it was chosen, and how many people it weighs.
    None is unknown."""

    poor: bool | None
    chosen: bool | None
    people: int = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """People by both answers (times survey weights where there are any); `left_out` are the households of whom one
    answer, or the number of people, is unknown."""

    poor_chosen: int = 0
    poor_missed: int = 0
    others_chosen: int = 0
    others_left: int = 0
    left_out: int = 0

    @property
    def judged(self) -> int:
        return self.poor_chosen + self.poor_missed + self.others_chosen + self.others_left

    @property
    def exclusion_error(self) -> Fraction | None:
        return _share(self.poor_missed, self.poor_chosen + self.poor_missed)

    @property
    def inclusion_error(self) -> Fraction | None:
        return _share(self.others_chosen, self.poor_chosen + self.others_chosen)

    @property
    def chosen(self) -> Fraction | None:
        """The share of people chosen, right or wrong: errors fall as it grows, so it belongs beside them."""
        return _share(self.poor_chosen + self.others_chosen, self.judged)

    @property
    def poor(self) -> Fraction | None:
        return _share(self.poor_chosen + self.poor_missed, self.judged)


def count(households: Iterable[Chosen]) -> Counts:
    """The people of every household under its two answers."""
    names = {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}
    found = [0, 0, 0, 0, 0]
    for household in households:
        if household.poor is None or household.chosen is None:
            found[4] += 1
        else:
            found[names[household.poor, household.chosen]] += household.people
    return Counts(*found)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
