"""The compiled engine answers what the reference engine answers: every mask, verdict, score and value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import psycopg
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests.properties import rules
from tests.properties.world import FACTS, JUDGING_DAYS, PLACES, UNITS_OF_VALUES, VILLAGE_IDS, counties
from tests.support.compiled import Database, DuckDB, Postgres, Row, Rows, judge_compiled
from tests.support.loops import judge_in_loops
from tuopin.engine.expressions import Expression
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.reference import Finding, Reference
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
    compare(judge_in_loops(rows, FACTS, pack, terms, values=values), rows, pack, values, terms)


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
    compare(found, rows, pack, values, terms)


def compare(
    found: Mapping[Level, Mapping[tuple[int, ...], Row]],
    rows: Rows,
    pack: Sequence[Standard],
    values: Mapping[Level, Mapping[str, Expression]],
    terms: Terms,
) -> None:
    reference = Reference(terms)
    for standard in pack:
        note(
            f"{standard.code} {standard.method}: {[(c.met_when, c.applies_when) for c in standard.criteria]}"
        )
        for keys, record in rows.keyed(standard.level):
            finding = reference.judge(standard, record)
            assert compiled_finding(standard, found[standard.level][keys]) == law(finding), (
                standard.code,
                keys,
            )
    for level, named in values.items():
        for name, expression in named.items():
            for keys, record in rows.keyed(level):
                wanted = plain(reference, expression, record)
                assert found[level][keys][name] == wanted, (expression, keys)


def plain(reference: Reference, expression: Expression, record: Record) -> Any:
    value = reference.value(expression, record)
    assert not isinstance(value, Fraction)
    return value


def compiled_finding(standard: Standard, row: Row) -> tuple[Any, ...]:
    masks = tuple(
        row[f"{standard.code}__{state}"] for state in ("met", "not_met", "unknown", "not_applicable")
    )
    score = (
        (row[f"{standard.code}__score_low"], row[f"{standard.code}__score_high"])
        if standard.is_scored
        else None
    )
    return (*masks, row[f"{standard.code}__overall"], score)


def law(finding: Finding) -> tuple[Any, ...]:
    masks = finding.masks
    four = (masks.met, masks.not_met, masks.unknown, masks.not_applicable)
    assert sum(four) == finding.standard.all_bits
    return (*four, finding.overall.value if finding.overall else 0, finding.score)
