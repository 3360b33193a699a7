"""Learning more never overturns a settled verdict: filling blanks only closes open questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.properties import rules
from tests.properties.world import FACTS, JUDGING_DAYS, PLACES, counties, values_of
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms
from tuopin.kernel.verdict import Verdict


def fill_in(draw: st.DrawFn, record: Record) -> Record:
    """The same subject with every blank filled somehow. Nobody is added: a new member may change the answer."""
    facts = dict(record.facts)
    for fact in FACTS[record.level]:
        if facts.get(fact.code) is None:
            facts[fact.code] = draw(values_of(fact))
    return replace(record, facts=facts, children=tuple(fill_in(draw, child) for child in record.children))


@st.composite
def before_and_after(draw: st.DrawFn) -> tuple[Sequence[Record], Sequence[Record]]:
    people = draw(counties)
    return people, tuple(fill_in(draw, county) for county in people)


@given(people=before_and_after(), pack=rules.packs(), day=st.sampled_from(JUDGING_DAYS))
def test_filling_a_blank_never_overturns_a_settled_verdict(
    people: tuple[Sequence[Record], Sequence[Record]], pack: Sequence[Standard], day: date
) -> None:
    before, after = Reference(Terms(day, PLACES)), Reference(Terms(day, PLACES))
    for poor, rich in zip(subjects_of(people[0]), subjects_of(people[1]), strict=True):
        for standard in pack:
            if standard.level is poor.level:
                first, then = before.judge(standard, poor), after.judge(standard, rich)
                answers = {**first.verdicts, "overall": first.overall}
                later = {**then.verdicts, "overall": then.overall}
                settled = {code: found for code, found in answers.items() if found is not Verdict.UNKNOWN}
                assert {code: later[code] for code in settled} == settled, (standard.code, poor.code)
                assert narrower(first.score, then.score), (standard.code, poor.code)


def narrower(before: tuple[int, int] | None, after: tuple[int, int] | None) -> bool:
    """Whether a score's bounds stayed within those of before; with every blank filled they need not be equal."""
    return before is None or (after is not None and before[0] <= after[0] <= after[1] <= before[1])


def subjects_of(people: Sequence[Record]) -> list[Record]:
    found: list[Record] = []
    for record in people:
        found += [record, *subjects_of(record.children)]
    return found


def test_the_walk_over_subjects_reaches_persons() -> None:
    person = Record(Level.PERSON, "1", 990101, {})
    household = Record(Level.HOUSEHOLD, "1", 990101, {}, (person,))

    assert subjects_of([household]) == [household, person]
