"""Cities that several tests look at, made once: what comes out depends on the arguments alone."""

from __future__ import annotations

from datetime import date
from functools import cache

from tuopin.synthetic.city import City, make_city

ON = date(2020, 6, 30)


@cache
def city(households: int = 20_000, *, seed: int = 1, on: date = ON) -> City:
    return make_city(households=households, seed=seed, on=on)
