"""The compiled engine answers what the reference engine answers: every mask, verdict, score and value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests.properties import rules
from tests.properties.world import FACTS, JUDGING_DAYS, PLACES, UNITS_OF_VALUES, VILLAGE_IDS, counties
from tests.support.agreement import Difference, Found, Law
from tests.support.compiled import Database, DuckDB, Postgres, Rows, judge_compiled
from tests.support.loops import judge_in_loops
from tuopin.engine.expressions import Expression
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms
from tuopin.engine.units import Unit

COUNTY_OF = {village: county for county, villages in VILLAGE_IDS.items() for village in villages}


@st.composite
def wanted_values(draw: st.DrawFn) -> Mapping[Level, Mapping[str, Expression]]:
    """Number-valued expressions are compared too: a sum that skips unknowns hides behind a comparison."""
    return {
        level: {f"wanted{i}": draw(rules.numbers(level, Unit.parse(unit), 2)) for i, unit in enumerate(units)}
        for level, units in UNITS_OF_VALUES.items()
    }


@pytest.fixture(scope="module")
def duck() -> DuckDB:
    return DuckDB()


@given(
    people=counties,
    pack=rules.packs(checks=True),
    values=wanted_values(),
    day=st.sampled_from(JUDGING_DAYS),
    kept=st.booleans(),
)
def test_duckdb_agrees_with_the_reference(
    duck: DuckDB,
    people: Sequence[Record],
    pack: Sequence[Standard],
    values: Mapping[Level, Mapping[str, Expression]],
    day: Any,
    kept: bool,
) -> None:
    duck.clear()

    compare_engines(duck, people, pack, values, Terms(day, PLACES), kept=kept)


@pytest.mark.postgres
@given(
    people=counties, pack=rules.packs(checks=True), values=wanted_values(), day=st.sampled_from(JUDGING_DAYS)
)
def test_postgres_agrees_with_the_reference(
    postgres_for_module: Any,
    people: Sequence[Record],
    pack: Sequence[Standard],
    values: Mapping[Level, Mapping[str, Expression]],
    day: Any,
) -> None:
    compare_engines(Postgres(postgres_for_module), people, pack, values, Terms(day, PLACES))


@given(
    people=counties, pack=rules.packs(checks=True), values=wanted_values(), day=st.sampled_from(JUDGING_DAYS)
)
def test_the_loops_agree_with_the_reference(
    people: Sequence[Record],
    pack: Sequence[Standard],
    values: Mapping[Level, Mapping[str, Expression]],
    day: Any,
) -> None:
    """As plain Python: what a compiler makes of the same text is asked of the packs' own standards."""
    rows, terms = Rows(people, COUNTY_OF), Terms(day, PLACES)
    found = judge_in_loops(rows, FACTS, pack, terms, values=values)
    assert differences(found, rows, pack, values, terms) == []


@pytest.fixture(scope="module")
def postgres_for_module(postgres_dsn: str) -> Any:

    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        yield connection


def compare_engines(
    database: Database,
    people: Sequence[Record],
    pack: Sequence[Standard],
    values: Mapping[Level, Mapping[str, Expression]],
    terms: Terms,
    *,
    kept: bool = False,
) -> None:
    rows = Rows(people, COUNTY_OF)
    rows.fill(database, FACTS)
    found = judge_compiled(database, pack, terms, values=values, kept=kept)
    assert differences(found, rows, pack, values, terms) == []


def differences(
    found: Found,
    rows: Rows,
    pack: Sequence[Standard],
    values: Mapping[Level, Mapping[str, Expression]],
    terms: Terms,
) -> list[Difference]:
    for each in pack:
        note(f"{each.code} {each.method}: {[(c.met_when, c.applies_when) for c in each.criteria]}")
    return list(Law(rows, pack, terms, values).differences(found))
