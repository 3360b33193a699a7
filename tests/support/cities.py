"""Cities that several tests look at, made once: what comes out depends on the arguments alone."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from tuopin.synthetic.city import City, make_city

ON = date(2020, 6, 30)


@cache
def city(households: int = 20_000, *, seed: int = 1, on: date = ON, faults: bool = True) -> City:
    return make_city(households=households, seed=seed, on=on, faults=faults)


def ask(made: City, sql: str, **more: pa.Table) -> list[tuple[Any, ...]]:
    """SQL over the tables of a city, the table `planted`, the plan of its villages as `plan`, and others given."""
    plan = pa.table(
        {name: pa.array(getattr(made.villages, name)) for name in ("id", "county", "poor", "slack")}
    )
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, table in {
            **made.dataset.tables,
            "planted": made.truth.planted,
            "faults": made.truth.faults,
            "plan": plan,
            **more,
        }.items():
            connection.register(name, table)
        return connection.execute(sql).fetchall()


def ask_one(made: City, sql: str, **more: pa.Table) -> float:
    """A single number."""
    return float(ask(made, sql, **more)[0][0])
