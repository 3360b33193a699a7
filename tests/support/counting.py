"""Counting deprivations as Alkire and Foster do, on both engines: H, A and M0 as fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.support.compiled import DuckDB, Rows, judge_compiled
from tuopin.engine.language import Criterion, Cutoff, Expression, Fact, Level, Method, Reads, Standard
from tuopin.engine.records import Record
from tuopin.engine.reference import Finding, Reference
from tuopin.engine.terms import Terms
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict

NOWHERE = Text("", "")
COUNTY, VILLAGE = 1, 2
TERMS = Terms(
    date(2024, 6, 30),
    PlaceTree.of(
        [
            Place(COUNTY, "1", "county", NOWHERE),
            Place(VILLAGE, "2", "village", NOWHERE, COUNTY),
        ]
    ),
)


@dataclass(frozen=True)
class Measures:
    """`headcount` is H, `intensity` A (of complete cases), `adjusted` M0; `most_poor` counts what may be poor too."""

    headcount: Fraction
    intensity: Fraction
    adjusted: Fraction
    most_poor: Fraction


def measures(findings: Sequence[Finding]) -> Measures:
    poor = [each for each in findings if each.overall is Verdict.MET]
    open_ = [each for each in findings if each.overall is Verdict.UNKNOWN]
    total = sum((least(each) for each in poor), Fraction())
    return Measures(
        Fraction(len(poor), len(findings)),
        total / len(poor),
        total / len(findings),
        Fraction(len(poor) + len(open_), len(findings)),
    )


def least(finding: Finding) -> Fraction:
    """The score as far as it is proved, out of 1."""
    assert finding.score is not None
    assert finding.standard.cutoff is not None
    return Fraction(finding.score[0], finding.standard.cutoff.denominator)


def counting(
    level: Level, deprived: dict[str, Expression], weights: dict[str, Fraction], k: Fraction
) -> Standard:
    criteria = tuple(
        Criterion(code, Text(code, code), rule, "test", NOWHERE, Reads.DEPRIVATION)
        for code, rule in deprived.items()
    )
    return Standard(
        "counted", NOWHERE, level, "test", criteria, Method.WEIGHTED_CUTOFF, cutoff=Cutoff(weights, k)
    )


def judged(standard: Standard, subjects: Sequence[Record], facts: Sequence[Fact]) -> list[Finding]:
    """The findings of the reference engine, after seeing that the compiled SQL gives the same scores and answers."""
    reference = Reference(TERMS)
    law = [reference.judge(standard, subject) for subject in subjects]
    inside = subjects
    if standard.level is Level.PERSON:
        inside = [Record(Level.HOUSEHOLD, "1", VILLAGE, {}, tuple(subjects))]
    village = Record(Level.VILLAGE, "2", VILLAGE, {}, tuple(inside))
    rows = Rows([Record(Level.COUNTY, "1", COUNTY, {}, (village,))], {VILLAGE: COUNTY})
    database = DuckDB()
    rows.fill(database, {level: [fact for fact in facts if fact.level is level] for level in Level})
    found = judge_compiled(database, (standard,), TERMS)[standard.level]
    compiled = {id(record): found[keys] for keys, record in rows.keyed(standard.level)}
    assert len(compiled) == len(law)
    for finding in law:
        row = compiled[id(finding.subject)]
        assert finding.overall is not None
        assert row["counted__overall"] == finding.overall.value
        assert (row["counted__score_low"], row["counted__score_high"]) == finding.score
    return law
