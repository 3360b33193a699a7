"""The figures of one place: exact whole numbers, and rates that say what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tuopin.kernel.places import Place
from tuopin.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """Households and the people in them; `unsized` households do not say how many they are."""

    households: int
    people: int
    unsized: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Those of whom it is true, and, apart, those of whom nobody can say."""

    yes: Tally
    unknown: Tally


@dataclass(frozen=True, slots=True)
class Gap:
    """Households with the gap, and those where nobody knows."""

    households: int
    unknown: int


@dataclass(frozen=True, slots=True)
class RateFigures:
    """People counted, out of a declared figure of the place, with what the unknown could make of it.

    `denominator` is None when `undeclared` villages below give no figure. `most` is the numerator if every
    unknown turned out a yes; `judged` are the people who could be judged on known facts.
    """

    numerator: int
    most: int
    judged: int
    denominator: int | None
    undeclared: int

    def _of(self, people: int) -> Fraction | None:
        return Fraction(people, self.denominator) if self.denominator else None

    @property
    def rate(self) -> Fraction | None:
        """Counts only those proved; it is therefore also the lower bound."""
        return self._of(self.numerator)

    @property
    def upper(self) -> Fraction | None:
        return self._of(self.most)

    @property
    def coverage(self) -> Fraction | None:
        return self._of(self.judged)


@dataclass(frozen=True, slots=True)
class Cost:
    """What lifts those below a line exactly to it, a year, in the smallest unit of money.

    `below` are those it lifts; `unknown` are households of which nobody can say, or whose amount nobody knows.
    """

    amount: int
    below: Tally
    unknown: Tally


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """One row of the overview. `declared_households` is None when `undeclared` villages do not declare any."""

    place: Place
    villages: int
    listed: Tally
    declared_households: int | None
    undeclared: int
    counters: Mapping[str, Counted]
    gaps: Mapping[str, Gap]
    rates: Mapping[str, RateFigures]
    verdicts: Mapping[str, Mapping[Verdict, int]]
    """Villages by verdict, for every village standard."""
    counties: Mapping[str, Mapping[Verdict, int]]
    """Counties by verdict, for every county standard; empty below a county."""
    costs: Mapping[str, Cost]

    def as_dict(self) -> dict[str, object]:
        """For machines: whole numbers only, so that every rate can be worked out again."""
        place = self.place
        return {
            "place": {"code": place.code, "level": place.level, "zh": place.name.zh, "en": place.name.en},
            "villages": self.villages,
            "listed": _tally(self.listed),
            "declared_households": self.declared_households,
            "villages_not_declaring_households": self.undeclared,
            "counters": {
                code: {"yes": _tally(each.yes), "unknown": _tally(each.unknown)}
                for code, each in self.counters.items()
            },
            "gaps": {
                code: {"households": gap.households, "unknown": gap.unknown}
                for code, gap in self.gaps.items()
            },
            "rates": {code: _rate(rate) for code, rate in self.rates.items()},
            "villages_by_verdict": _by_verdict(self.verdicts),
            **({"counties_by_verdict": _by_verdict(self.counties)} if self.counties else {}),
            **(
                {"costs": {code: cost_as_dict(cost) for code, cost in self.costs.items()}}
                if self.costs
                else {}
            ),
        }


def _by_verdict(verdicts: Mapping[str, Mapping[Verdict, int]]) -> dict[str, dict[str, int]]:
    return {
        code: {verdict.name.lower(): number for verdict, number in found.items()}
        for code, found in verdicts.items()
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {"households": tally.households, "people": tally.people, "of_unknown_size": tally.unsized}


def cost_as_dict(cost: Cost) -> dict[str, object]:
    return {"amount": cost.amount, "below": _tally(cost.below), "unknown": _tally(cost.unknown)}


def rate_of(told: Mapping[str, Any]) -> RateFigures:
    """A rate as `as_dict` told it."""
    return RateFigures(
        numerator=told["numerator"],
        most=told["upper_numerator"],
        judged=told["judged_people"],
        denominator=told["denominator"],
        undeclared=told["villages_not_declaring"],
    )


def _rate(rate: RateFigures) -> dict[str, object]:
    return {
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "upper_numerator": rate.most,
        "judged_people": rate.judged,
        "villages_not_declaring": rate.undeclared,
    }
