"""The measures of Foster, Greer and Thorbecke: exact, strictly below the line, with bounds for what is open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tuopin.measure.gaps import Figures, Household, count, figures
from tuopin.measure.tally import Bounds, Sizes

F = Fraction
SIZES = Sizes(1, 6)
LINE = 10_000


def found(*households: Household) -> Figures:
    made = figures(count(households, SIZES), SIZES)
    assert made is not None
    return made


def home(welfare: int | None, people: int | None = 1, weight: int = 1, line: int = LINE) -> Household:
    return Household(welfare, people, line, weight)


def slow(*rows: tuple[int, int, int]) -> tuple[F, F, F]:
    """P0, P1, P2 from (welfare, people, weight), person by person."""
    total = sum(people * weight for _, people, weight in rows)
    gaps = [
        (max(F(LINE) - F(welfare, people), F(0)) / LINE, people * weight) for welfare, people, weight in rows
    ]
    return (
        F(sum(weight for gap, weight in gaps if gap > 0), total),
        sum((gap * weight for gap, weight in gaps), F(0)) / total,
        sum((gap * gap * weight for gap, weight in gaps), F(0)) / total,
    )


def test_every_figure_equals_a_slow_count() -> None:
    rows = (
        (25_000, 3, 1),
        (29_999, 3, 2),
        (30_000, 3, 1),
        (0, 1, 7),
        (90_000, 2, 5),
        (13_333, 2, 1),
        (41_999, 6, 3),
    )

    made = found(*(home(*row) for row in rows))

    assert (made.headcount.settled, made.gap.settled, made.severity.settled) == slow(*rows)


def test_exactly_on_the_line_is_not_poor() -> None:
    made = found(home(20_000, 2), home(19_999, 2))

    assert made.headcount.settled == F(1, 2)
    assert made.gap.settled == F(1, 2 * 20_000)


def test_lines_of_two_places_are_each_divided_by_their_own() -> None:
    made = found(home(5_000), home(5_000, line=20_000))

    assert made.gap.settled == (F(1, 2) + F(3, 4)) / 2
    assert made.severity.settled == (F(1, 4) + F(9, 16)) / 2


def test_whose_welfare_nobody_knows_may_lack_nothing_or_everything() -> None:
    made = found(home(5_000), home(None), home(20_000))

    assert made.headcount == Bounds(F(1, 3), F(2, 3))
    assert made.gap == Bounds(F(1, 6), F(1, 2))
    assert made.severity == Bounds(F(1, 12), F(5, 12))


@pytest.mark.parametrize(
    ("welfare", "headcount"),
    [
        (0, Bounds(F(1, 2), F(6, 7))),  # poor whatever its size
        (9_999, Bounds(F(1, 2), F(6, 7))),
        (10_000, Bounds(F(0), F(6, 7))),  # poor unless it is one person
        (59_999, Bounds(F(0), F(6, 7))),
        (60_000, Bounds(F(0), F(0))),  # not poor whatever its size
    ],
)
def test_a_household_that_does_not_say_its_size(welfare: int, headcount: Bounds) -> None:
    made = found(home(welfare, None), home(20_000, 1))

    assert made.headcount == headcount
    for people in range(1, 7):
        settled = found(home(welfare, people), home(20_000, 1))
        for bounds, value in ((made.gap, settled.gap), (made.severity, settled.severity)):
            assert value.settled is not None
            assert bounds.low <= value.settled <= bounds.high


def test_parts_add_up_and_nobody_has_no_figure() -> None:
    rows = [home(5_000, 2), home(None, None), home(0, 3, line=7), home(9, 1)]

    assert count(rows[:2], SIZES) + count(rows[2:], SIZES) == count(rows, SIZES)
    assert figures(count([], SIZES), SIZES) is None
