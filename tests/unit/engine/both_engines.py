"""One subject, both engines: what the reference says, after seeing that DuckDB says the same."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from tests.support.compiled import DuckDB, Rows, judge_compiled
from tests.unit.engine.world import COUNTY_OF, FACTS, TERMS
from tuopin.engine.expressions import Expression, Fact
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.reference import Answer, Finding, Reference
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms
from tuopin.kernel.places import PlaceTree


@cache
def database() -> DuckDB:
    return DuckDB()


def answer(
    expression: Expression,
    subject: Record,
    terms: Terms = TERMS,
    facts: Mapping[Level, tuple[Fact, ...]] = FACTS,
) -> Answer:
    """The value of an expression about a subject, on both engines."""
    law = Reference(terms).value(expression, subject)
    assert not isinstance(law, Fraction), "a ratio has no value of its own; compare it"
    rows = laid_out(subject, terms.places, facts)
    found = judge_compiled(database(), (), terms, values={subject.level: {"asked": expression}})
    (row,) = [found[subject.level][keys] for keys, record in rows.keyed(subject.level) if record is subject]
    compiled = row["asked"]
    assert (compiled, type(compiled)) == (law, type(law)), f"DuckDB says {compiled!r}, the law {law!r}"
    return law


def finding(
    standard: Standard,
    subject: Record,
    terms: Terms = TERMS,
    *used: Standard,
    facts: Mapping[Level, tuple[Fact, ...]] = FACTS,
) -> Finding:
    """The finding of a standard about a subject, on both engines; `used` are judged in the same run."""
    law = Reference(terms).judge(standard, subject)
    rows = laid_out(subject, terms.places, facts)
    found = judge_compiled(database(), (*used, standard), terms)
    (row,) = [found[subject.level][keys] for keys, record in rows.keyed(subject.level) if record is subject]
    states = ("met", "not_met", "unknown", "not_applicable")
    assert tuple(row[f"{standard.code}__{state}"] for state in states) == masks_of(law)
    assert row[f"{standard.code}__overall"] == (law.overall.value if law.overall else 0)
    if law.score is not None:
        assert (row[f"{standard.code}__score_low"], row[f"{standard.code}__score_high"]) == law.score
    return law


def masks_of(found: Finding) -> tuple[int, int, int, int]:
    masks = found.masks
    return masks.met, masks.not_met, masks.unknown, masks.not_applicable


def laid_out(subject: Record, places: PlaceTree, facts: Mapping[Level, tuple[Fact, ...]]) -> Rows:
    """Tables that hold the subject, inside whatever it must lie in."""
    counties = {
        village.id: next((above.id for above in places.chain(village.id) if above.level == "county"), 0)
        for village in places.at_level("village")
    } or COUNTY_OF
    inside = subject
    if inside.level is Level.PERSON:
        inside = Record(Level.HOUSEHOLD, "1", subject.place, {}, (subject,))
    if inside.level is Level.HOUSEHOLD:
        inside = Record(Level.VILLAGE, "1", subject.place, {}, (inside,))
    if inside.level is Level.VILLAGE:
        inside = Record(Level.COUNTY, "1", counties[subject.place], {}, (inside,))
    rows = Rows([inside], counties)
    rows.fill(database(), facts)
    return rows
