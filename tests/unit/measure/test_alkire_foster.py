"""Alkire and Foster's figures from counts: their own example, ties, unknowns, sizes, weights, parts that add up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tuopin.measure.alkire_foster import Counts, Figures, Household, Index, count, figures
from tuopin.measure.tally import Bounds, Sizes

F = Fraction
SIZES = Sizes(1, 10)
# Alkire and Foster 2011: four people, four dimensions of equal weight, poor when deprived in two.
TWO_OF_FOUR = Index(dict.fromkeys("abcd", 1), cutoff=2, denominator=4)
PEOPLE = ("0000", "0101", "1111", "0100")


def row(text: str, people: int | None = 1, weight: int = 1) -> Household:
    """`1` deprived, `0` not, `?` unknown, `-` does not concern it."""
    answers = {"1": True, "0": False, "?": None}
    return Household(
        {code: answers[sign] for code, sign in zip("abcd", text, strict=True) if sign != "-"}, people, weight
    )


def found(*rows: Household, index: Index = TWO_OF_FOUR) -> Figures:
    made = figures(index, count(index, rows), SIZES)
    assert made is not None
    return made


def exactly(value: F) -> Bounds:
    return Bounds(value, value)


def test_the_example_of_alkire_and_foster() -> None:
    made = found(*map(row, PEOPLE))

    assert made.headcount == exactly(F(1, 2))
    assert made.intensity == F(3, 4)
    assert made.adjusted == exactly(F(3, 8))
    assert made.complete == exactly(F(1))
    censored = [each.censored for each in made.indicators.values()]
    assert censored == [exactly(F(1, 4)), exactly(F(1, 2)), exactly(F(1, 4)), exactly(F(1, 2))]
    contributions = [each.contribution for each in made.indicators.values()]
    assert contributions == [F(1, 6), F(1, 3), F(1, 6), F(1, 3)]
    assert made.indicators["b"].uncensored == exactly(F(3, 4))


@pytest.mark.parametrize(
    ("k", "headcount", "intensity", "adjusted"),
    [(1, F(3, 4), F(7, 12), F(7, 16)), (3, F(1, 4), F(1), F(1, 4)), (4, F(1, 4), F(1), F(1, 4))],
)
def test_other_cut_offs_of_the_example(k: int, headcount: F, intensity: F, adjusted: F) -> None:
    made = found(*map(row, PEOPLE), index=Index(TWO_OF_FOUR.weights, k, 4))

    assert (made.headcount.settled, made.intensity, made.adjusted.settled) == (headcount, intensity, adjusted)


def test_exactly_on_the_cut_off_is_poor() -> None:
    nested = Index({"a": 3, "b": 1, "c": 1, "d": 1}, cutoff=6, denominator=18)

    assert found(row("1111"), row("1110"), index=nested).headcount.settled == F(1, 2)


def test_an_unknown_indicator_spans_poor_and_not_poor() -> None:
    made = found(row("0000"), row("0101"), row("1111"), row("?100"))

    assert made.headcount == Bounds(F(1, 2), F(3, 4))
    assert made.adjusted == Bounds(F(3, 8), F(1, 2))
    assert made.intensity == F(3, 4)  # of the three complete cases
    assert made.complete == exactly(F(3, 4))
    assert made.indicators["a"].uncensored == Bounds(F(1, 4), F(1, 2))
    assert made.indicators["a"].censored == Bounds(F(1, 4), F(1, 2))
    assert made.indicators["b"].censored == Bounds(F(1, 2), F(3, 4))


def test_an_unknown_that_cannot_matter_leaves_the_headcount_alone() -> None:
    made = found(row("11?0"), row("?000"))

    assert made.headcount == exactly(F(1, 2))
    assert made.adjusted == Bounds(F(1, 4), F(3, 8))
    assert made.intensity is None  # no complete case is poor


def test_nobody_asked_about_anything_may_be_poor() -> None:
    assert found(row("????"), row("0000")).headcount == Bounds(F(0), F(1, 2))
    assert found(row("?---"), row("0000")).headcount == Bounds(F(0), F(1, 2))


def test_what_does_not_concern_a_household_counts_as_not_deprived() -> None:
    made = found(row("11--"), row("1---"))

    assert made.headcount.settled == F(1, 2)
    assert made.indicators["c"].uncensored == exactly(F(0))


def test_a_household_the_index_does_not_concern_is_in_no_figure() -> None:
    assert figures(TWO_OF_FOUR, count(TWO_OF_FOUR, [row("----")]), SIZES) is None
    assert found(row("1100"), row("----")).headcount.settled == F(1)


def test_people_and_survey_weights_weigh() -> None:
    made = found(row("1100", people=6, weight=2), row("0000", people=4, weight=3), row("0000", people=1))

    assert made.headcount.settled == F(12, 25)
    assert made.adjusted.settled == F(6, 25)


def test_a_household_that_does_not_say_its_size_widens_the_bounds() -> None:
    made = found(row("1100", people=None), row("0000", people=10))

    assert made.headcount == Bounds(F(1, 11), F(1, 2))
    # every size it may have gives a share inside
    for people in range(1, 11):
        settled = found(row("1100", people=people), row("0000", people=10)).headcount.settled
        assert settled is not None
        assert made.headcount.low <= settled <= made.headcount.high


def test_counts_of_parts_add_up_to_the_counts_of_the_whole() -> None:
    rows = [
        row(text, people)
        for text, people in (("1?00", 3), ("0101", None), ("----", 2), ("1111", 1), ("????", 5))
    ]
    parts = count(TWO_OF_FOUR, rows[:2]) + count(TWO_OF_FOUR, rows[2:])

    assert parts == count(TWO_OF_FOUR, rows)
    assert Counts() + parts == parts


def test_contributions_add_up_to_one() -> None:
    made = found(row("1101", people=3), row("0111", people=2), row("1111"), row("?111"), row("0001"))

    assert sum(each.contribution or F(0) for each in made.indicators.values()) == 1
