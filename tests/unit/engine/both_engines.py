"""One subject, both engines: what the reference says, after seeing that DuckDB says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

from tests.support.compiled import DuckDB, Rows, judge_compiled
from tests.unit.engine.world import FACTS, TERMS

from tuopin.engine.expressions import Expression, Fact
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.reference import Answer, Finding, Reference
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms
from tuopin.kernel.places import PlaceTree

Facts = Mapping[Level, Sequence[Fact]]


@cache
def database() -> DuckDB:
    return DuckDB()


def answer(expression: Expression, subject: Record, terms: Terms = TERMS, facts: Facts = FACTS) -> Answer:
    """The value of an expression about a subject, on both engines."""
    return _answers([expression], [subject], terms, facts)[0][0]


def answers(subject: Record, *expressions: Expression, terms: Terms = TERMS) -> list[Answer]:
    """The values of several expressions about one subject."""
    return _answers(expressions, [subject], terms, FACTS)[0]


def answers_of_all(expression: Expression, subjects: Sequence[Record], terms: Terms = TERMS) -> list[Answer]:
    """The values of one expression about several persons or households of one village."""
    return [row[0] for row in _answers([expression], subjects, terms, FACTS)]


def _answers(
    expressions: Sequence[Expression], subjects: Sequence[Record], terms: Terms, facts: Facts
) -> list[list[Answer]]:
    level = subjects[0].level
    reference = Reference(terms)
    asked = {f"asked{number}": expression for number, expression in enumerate(expressions)}
    rows = laid_out(subjects, terms.places, facts)
    found = judge_compiled(database(), (), terms, values={level: asked})[level]
    compiled = {id(record): found[keys] for keys, record in rows.keyed(level)}
    law = []
    for subject in subjects:
        law.append([reference.value(expression, subject) for expression in expressions])
        for name, value in zip(asked, law[-1], strict=True):
            assert not isinstance(value, Fraction), "a ratio has no value of its own; compare it"
            duck = compiled[id(subject)][name]
            assert (duck, type(duck)) == (value, type(value)), f"DuckDB says {duck!r}, the law {value!r}"
    return law


def finding(
    standard: Standard, subject: Record, terms: Terms = TERMS, *used: Standard, facts: Facts = FACTS
) -> Finding:
    """The finding of a standard about a subject, on both engines; `used` are judged in the same run."""
    law = Reference(terms).judge(standard, subject)
    rows = laid_out([subject], terms.places, facts)
    found = judge_compiled(database(), (*used, standard), terms)[subject.level]
    (row,) = [found[keys] for keys, record in rows.keyed(subject.level) if record is subject]
    states = ("met", "not_met", "unknown", "not_applicable")
    assert tuple(row[f"{standard.code}__{state}"] for state in states) == masks_of(law)
    assert row[f"{standard.code}__overall"] == (law.overall.value if law.overall else 0)
    if law.score is not None:
        assert (row[f"{standard.code}__score_low"], row[f"{standard.code}__score_high"]) == law.score
    return law


def masks_of(found: Finding) -> tuple[int, int, int, int]:
    masks = found.masks
    return masks.met, masks.not_met, masks.unknown, masks.not_applicable


def laid_out(subjects: Sequence[Record], places: PlaceTree, facts: Facts) -> Rows:
    """Tables that hold the subjects, inside whatever they must lie in."""
    counties = {
        village.id: above.id
        for village in places.at_level("village")
        for above in places.chain(village.id)
        if above.level == "county"
    }
    inside = tuple(subjects)
    place = inside[0].place
    if inside[0].level is Level.PERSON:
        inside = tuple(Record(Level.HOUSEHOLD, "", place, {}, (one,)) for one in inside)
    if inside[0].level is Level.HOUSEHOLD:
        inside = (Record(Level.VILLAGE, "", place, {}, inside),)
    if inside[0].level is Level.VILLAGE:
        inside = (Record(Level.COUNTY, "", counties[place], {}, inside),)
    rows = Rows(inside, counties)
    rows.fill(database(), facts)
    return rows
