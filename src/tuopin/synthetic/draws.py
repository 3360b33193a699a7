"""Random numbers without a sequence: each depends on the seed, on whom it is about and on what it decides.

Nothing is drawn in an order, so a village comes out the same alone, in a small city and in a large one, and
all rows of a chunk are drawn at once.
"""

import hashlib
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]
Real: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Keys: TypeAlias = NDArray[np.uint64]

_GRID = 1 << 13
_PARTS = (np.arange(_GRID + 1) / _GRID).clip(2e-5, 1 - 2e-5)
_NORMAL = np.array([NormalDist().inv_cdf(float(part)) for part in _PARTS])


def salt(what: str) -> np.uint64:
    """64 bits that stand for a word, the same in every run and on every machine."""
    return np.uint64(int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "little"))


def mixed(keys: Keys) -> Keys:
    """The finaliser of SplitMix64: neighbouring keys come out unrelated. Wraps around on purpose."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def root_of(seed: int, what: str) -> Keys:
    """Where the keys of one kind of thing begin. Any whole number is a seed."""
    return mixed(np.array([seed % 2**64], dtype=np.uint64) + salt(what))


def keys_of(above: Keys, numbers: NDArray[Any]) -> Keys:
    """Keys of things that are numbered inside something that has a key: villages, households, members."""
    return mixed(above + mixed(numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(1)))


def normal_quantile(part: Real) -> Real:
    """The standard normal value below which that part lies; within ±4.1."""
    return np.asarray(np.interp(part, _PARTS, _NORMAL))


def normal_part(value: Real) -> Real:
    """The part of a standard normal below the value; the inverse of `normal_quantile` on its grid."""
    return np.asarray(np.interp(value, _NORMAL, _PARTS))


class Draws:
    """Draws for rows with these keys; `what` names the decision, so that two decisions are unrelated."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys

    def among(self, rows: NDArray[Any]) -> "Draws":
        return Draws(self.keys[rows])

    def part(self, what: str) -> Real:
        """Evenly in [0, 1)."""
        return np.asarray((mixed(self.keys + salt(what)) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)

    def chance(self, what: str, likely: float | Real) -> Flags:
        return self.part(what) < likely

    def pick(self, what: str, weights: Sequence[float] | Real) -> Whole:
        """A position, as likely as its weight; `weights` for all rows, or a row of weights each."""
        part = self.part(what)
        limits = np.cumsum(np.asarray(weights, dtype=np.float64), axis=-1)
        if limits.ndim == 1:
            return np.asarray(np.searchsorted(limits[:-1], part * limits[-1], side="right"), dtype=np.int64)
        above = part[:, None] * limits[:, -1:] >= limits[:, :-1]
        return np.asarray(above.sum(axis=1), dtype=np.int64)

    def between(self, what: str, low: int | Whole, high: int | Whole) -> Whole:
        """A whole number, both ends included."""
        width = np.asarray(high) - np.asarray(low) + 1
        return np.asarray(low + np.floor(self.part(what) * width), dtype=np.int64)

    def normal(self, what: str) -> Real:
        return normal_quantile(self.part(what))
