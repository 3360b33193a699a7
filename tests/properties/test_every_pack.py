"""Random subjects of every pack, judged by all its standards: the engines agree, learning overturns nothing, and
counties judged apart are the counties of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from random import Random
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.agreement import Law, compiled_finding
from tests.support.anybody import Anybody, At
from tests.support.compiled import Database, DuckDB, Postgres, Rows, run_queries
from tests.support.loops import plain, run_loops
from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.native import Loops
from tuopin.engine.native_source import write_loops
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.sql import Queries, compile_standards
from tuopin.kernel.verdict import Verdict

FEW = settings(max_examples=max(5, settings.default.max_examples // 10))
SEEDS = st.integers(0, 2**32)
PACKS = pytest.mark.parametrize("code", standards.codes())


@cache
def anybody(code: str) -> Anybody:
    return Anybody(standards.load(code))


@cache
def queries(code: str, day: date) -> Queries:
    at = anybody(code).at(day)
    return compile_standards(at.scope.standards, at.terms, values=at.scope.values)


@cache
def loops(code: str, day: date) -> Loops:
    at = anybody(code).at(day)
    return write_loops(at.scope.standards, at.terms, values=at.scope.values)


@pytest.fixture(scope="module")
def duck() -> DuckDB:
    return DuckDB()


@pytest.fixture(scope="module")
def postgres_for_module(postgres_dsn: str) -> Iterator[Any]:
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        yield connection


def drawn(code: str, seed: int) -> tuple[At, Random]:
    random = Random(seed)
    return anybody(code).at(random.choice(anybody(code).days)), random


@PACKS
@FEW
@given(seed=SEEDS)
def test_duckdb_and_the_loops_agree_with_the_reference(duck: DuckDB, code: str, seed: int) -> None:
    at, random = drawn(code, seed)
    rows = Rows(at.counties(random), anybody(code).county_of)
    law = Law(rows, at.scope.standards, at.terms, at.scope.values)

    assert list(law.differences(asked(duck, rows, at))) == []
    written = loops(code, at.terms.on)
    assert list(law.differences(run_loops(written, plain(written), rows, at.facts))) == []


@pytest.mark.postgres
@PACKS
@settings(max_examples=5)
@given(seed=SEEDS)
def test_postgres_agrees_with_the_reference(postgres_for_module: Any, code: str, seed: int) -> None:
    at, random = drawn(code, seed)
    rows = Rows(at.counties(random), anybody(code).county_of)

    found = asked(Postgres(postgres_for_module), rows, at)

    assert list(Law(rows, at.scope.standards, at.terms, at.scope.values).differences(found)) == []


@PACKS
@FEW
@given(seed=SEEDS)
def test_filling_a_blank_never_overturns_a_settled_verdict(code: str, seed: int) -> None:
    at, random = drawn(code, seed)
    people = at.counties(random)
    before, after = Reference(at.terms), Reference(at.terms)
    monotone = [each for each in at.scope.standards if all(c.met_when.kind.monotone for c in each.criteria)]

    for poor in people:
        for first, then in zip(everybody(poor), everybody(at.filled(random, poor)), strict=True):
            for standard in monotone:
                if standard.level is first.level:
                    found, later = before.judge(standard, first), after.judge(standard, then)
                    settled = {c: v for c, v in found.verdicts.items() if v is not Verdict.UNKNOWN}
                    assert {c: later.verdicts[c] for c in settled} == settled, standard.code
                    assert found.overall in (Verdict.UNKNOWN, later.overall), standard.code


@PACKS
@settings(max_examples=3)
@given(seed=SEEDS)
def test_counties_judged_apart_are_the_counties_of_the_whole(duck: DuckDB, code: str, seed: int) -> None:
    at, random = drawn(code, seed)
    people = at.counties(random)

    whole = findings(duck, people, at)

    assert whole == sorted(row for county in people for row in findings(duck, [county], at))


def asked(database: Database, rows: Rows, at: At) -> Any:
    rows.fill(database, {level: at.facts.get(level, ()) for level in Level})
    return run_queries(database, queries(at.anybody.pack.code, at.terms.on))


def findings(duck: DuckDB, people: Sequence[Record], at: At) -> list[str]:
    """Without the numbers of households, which start anew in each half."""
    found = asked(duck, Rows(people, at.anybody.county_of), at)
    return sorted(
        f"{standard.code} {keys if standard.level not in (Level.PERSON, Level.HOUSEHOLD) else keys[1:]} "
        f"{compiled_finding(standard, row)}"
        for standard in at.scope.standards
        for keys, row in found[standard.level].items()
    )


def everybody(record: Record) -> Iterator[Record]:
    yield record
    for child in record.children:
        yield from everybody(child)
