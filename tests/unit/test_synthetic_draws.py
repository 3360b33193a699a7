"""Draws depend on the key and the word, and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuopin.synthetic.draws import Draws, keys_of, mixed, normal_part, normal_quantile

KEYS = keys_of(mixed(np.array([1], dtype=np.uint64)), np.arange(50_000))
DRAWS = Draws(KEYS)


def test_a_row_draws_the_same_alone_and_among_others() -> None:
    some = np.array([49_999, 3, 7])

    assert DRAWS.among(some).part("water").tolist() == DRAWS.part("water")[some].tolist()


def test_parts_are_spread_evenly() -> None:
    counted = np.histogram(DRAWS.part("even"), 20, (0, 1))[0]

    assert counted.sum() == 50_000
    assert abs(counted - 2_500).max() < 250  # five standard deviations


@pytest.mark.parametrize(("one", "other"), [("water", "housing"), ("gap 1", "gap 2"), ("a", "b")])
def test_two_decisions_are_unrelated(one: str, other: str) -> None:
    assert abs(np.corrcoef(DRAWS.part(one), DRAWS.part(other))[0, 1]) < 0.02


def test_neighbours_are_unrelated() -> None:
    part = DRAWS.part("neighbours")

    assert abs(np.corrcoef(part[1:], part[:-1])[0, 1]) < 0.02


def test_positions_come_as_often_as_their_weights() -> None:
    share = np.bincount(DRAWS.pick("cause", (42, 16, 0, 14, 28)), minlength=5) / 50_000

    assert share == pytest.approx([0.42, 0.16, 0, 0.14, 0.28], abs=0.01)


def test_weights_may_differ_by_row() -> None:
    weights = np.where(np.arange(50_000)[:, None] < 25_000, [[1.0, 0.0, 0.0]], [[0.0, 0.25, 0.75]])

    picked = DRAWS.pick("by row", weights)

    assert (picked[:25_000] == 0).all()
    assert (picked[25_000:] == 2).mean() == pytest.approx(0.75, abs=0.02)


@given(st.integers(-5, 5), st.integers(0, 6))
def test_both_ends_can_be_drawn_and_nothing_beyond(low: int, width: int) -> None:
    drawn = DRAWS.among(np.arange(2_000)).between("between", low, low + width)

    assert set(drawn.tolist()) == set(range(low, low + width + 1))


def test_normal_values_have_mean_0_and_spread_1() -> None:
    drawn = DRAWS.normal("normal")

    assert drawn.mean() == pytest.approx(0, abs=0.02)
    assert drawn.std() == pytest.approx(1, abs=0.02)


@given(st.floats(-3.9, 3.9))
def test_part_and_quantile_are_inverse(value: float) -> None:
    assert normal_quantile(normal_part(np.array([value])))[0] == pytest.approx(value, abs=1e-6)
