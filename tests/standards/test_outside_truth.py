"""Figures that others published, from both engines: Alkire and Foster's example, and the sample of mpindex.

H is the share of the poor, A their mean score, M0 = H x A, all as fractions. Eight households of the sample sit exactly
on a third and ten exactly on a half, where a score that was rounded may fall on either side.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.counting import VILLAGE, Measures, counting, judged, least, measures
from tuopin.engine.language import Level, Number, Standard, number, yes_no
from tuopin.engine.records import Record
from tuopin.kernel.verdict import Verdict
from tuopin.standards.global_mpi.criteria import WEIGHTS

MPINDEX = Path(__file__).resolve().parents[1] / "data" / "mpindex" / "deprivation_matrix_uncensored.csv"
# ---- Alkire and Foster 2011: four people, four dimensions, cut-offs z, poor when deprived in two ----

DIMENSIONS = tuple(
    number(Level.PERSON, code, code, code, unit="1", low=0, high=99, decimals=1) for code in "abcd"
)
Z = (13, 12, 3, 1)
PEOPLE = (("13.1", 14, 4, 1), ("15.2", 7, 5, 0), ("12.5", 10, 1, 0), ("20", 11, 3, 1))


def person(code: str, *values: object) -> Record:
    facts: dict[str, int | None] = {}
    for dimension, value in zip(DIMENSIONS, values, strict=True):
        assert isinstance(dimension.kind, Number)
        facts[dimension.code] = None if value is None else int(Decimal(str(value)) * 10)
    return Record(Level.PERSON, code, VILLAGE, facts)


def people(*rows: tuple[object, ...]) -> list[Record]:
    return [person(str(at), *row) for at, row in enumerate(rows, start=1)]


def two_of_four() -> Standard:
    deprived = {fact.code: fact < z for fact, z in zip(DIMENSIONS, Z, strict=True)}
    return counting(Level.PERSON, deprived, dict.fromkeys(deprived, Fraction(1, 4)), Fraction(2, 4))


def test_the_example_of_alkire_and_foster() -> None:
    findings = judged(two_of_four(), people(*PEOPLE), DIMENSIONS)

    assert [least(finding) * 4 for finding in findings] == [0, 2, 4, 1]
    assert measures(findings) == Measures(Fraction(1, 2), Fraction(3, 4), Fraction(3, 8), Fraction(1, 2))


def test_what_nobody_asked_widens_the_headcount_and_never_counts_as_sound() -> None:
    *others, last = PEOPLE
    findings = judged(two_of_four(), people(*others, (None, *last[1:])), DIMENSIONS)

    # The fourth is deprived in b; whether in a as well is open, and two would be enough.
    assert [finding.score for finding in findings] == [(0, 0), (2, 2), (4, 4), (1, 2)]
    assert measures(findings) == Measures(Fraction(1, 2), Fraction(3, 4), Fraction(3, 8), Fraction(3, 4))


# ---- the sample of mpindex: 198 households, unweighted, with the weights of the global MPI ----

COLUMNS = {
    "nutrition": "nutrition",
    "child_mortality": "child_mortality",
    "years_of_schooling": "year_schooling",
    "school_attendance": "school_attendance",
    "cooking_fuel": "cooking_fuel",
    "sanitation": "sanitation",
    "drinking_water": "drinking_water",
    "electricity": "electricity",
    "housing": "housing",
    "assets": "assets",
}
DEPRIVATIONS = tuple(yes_no(Level.HOUSEHOLD, code, code, code) for code in COLUMNS)
ANSWERS = {"0": False, "1": True}


def sample() -> list[Record]:
    with MPINDEX.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Record(
            Level.HOUSEHOLD,
            str(at),
            VILLAGE,
            {code: ANSWERS[row[column]] for code, column in COLUMNS.items()},
        )
        for at, row in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize(
    ("k", "headcount", "adjusted"),
    [
        (Fraction(1, 3), Fraction(25, 66), Fraction(29, 162)),
        (Fraction(1, 2), Fraction(29, 198), Fraction(17, 198)),
    ],
    ids=["a third", "a half"],
)
def test_the_sample_of_mpindex(k: Fraction, headcount: Fraction, adjusted: Fraction) -> None:
    standard = counting(Level.HOUSEHOLD, {fact.code: fact for fact in DEPRIVATIONS}, dict(WEIGHTS), k)
    households = sample()

    found = measures(judged(standard, households, DEPRIVATIONS))

    assert len(households) == 198
    assert (found.headcount, found.adjusted, found.most_poor) == (headcount, adjusted, headcount)
    assert found.intensity * found.headcount == found.adjusted


@pytest.mark.parametrize(
    ("k", "exactly"), [(Fraction(1, 3), 8), (Fraction(1, 2), 10)], ids=["a third", "a half"]
)
def test_households_exactly_on_the_cut_off_are_poor(k: Fraction, exactly: int) -> None:
    standard = counting(Level.HOUSEHOLD, {fact.code: fact for fact in DEPRIVATIONS}, dict(WEIGHTS), k)

    answers = [each.overall for each in judged(standard, sample(), DEPRIVATIONS) if least(each) == k]

    assert answers == [Verdict.MET] * exactly
