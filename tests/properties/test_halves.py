"""Splitting the data and judging the halves gives the same rows: a run may go file by file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties import rules
from tests.properties.test_engines_agree import COUNTY_OF
from tests.properties.world import FACTS, JUDGING_DAYS, PLACES, counties
from tests.support.agreement import compiled_finding
from tests.support.compiled import DuckDB, Rows, judge_compiled
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms

Findings = dict[tuple[str, Level, tuple[int, ...]], tuple[object, ...]]


@pytest.fixture(scope="module")
def duck() -> DuckDB:
    return DuckDB()


@settings(max_examples=max(1, settings.default.max_examples // 5))  # each example is three runs
@given(people=counties, pack=rules.packs(depth=1), day=st.sampled_from(JUDGING_DAYS))
def test_judging_the_counties_apart_gives_the_same_findings(
    duck: DuckDB, people: Sequence[Record], pack: Sequence[Standard], day: date
) -> None:
    whole = findings(duck, people, pack, day)

    apart = [findings(duck, [county], pack, day) for county in people]

    assert sorted(values_by_place(whole)) == sorted(row for half in apart for row in values_by_place(half))


def findings(duck: DuckDB, people: Sequence[Record], pack: Sequence[Standard], day: date) -> Findings:
    Rows(people, COUNTY_OF).fill(duck, FACTS)
    found = judge_compiled(duck, pack, Terms(day, PLACES))
    return {
        (standard.code, standard.level, keys): compiled_finding(standard, row)
        for standard in pack
        for keys, row in found[standard.level].items()
    }


def values_by_place(found: Findings) -> list[str]:
    """Findings without the household numbers, which start anew in each half."""
    return [
        f"{code} {level.value} {keys[1:] if level in (Level.PERSON, Level.HOUSEHOLD) else keys} {row}"
        for (code, level, keys), row in found.items()
    ]
