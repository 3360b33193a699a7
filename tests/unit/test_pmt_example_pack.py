"""The worked linear score: coefficients by region, explained term by term, and no claim to be anybody's formula."""

from __future__ import annotations

from datetime import date

import pytest

from tuopin import standards
from tuopin.engine.explain import Explainer
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record, Value
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.engine.wording import Words
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.places import PlaceTree
from tuopin.standards.pcodes import places_of

PACK = standards.load("pmt_example")
HOME: dict[str, Value] = {
    "size": 4, "rooms": 0, "cattle": 0, "schooling": 6, "metal_roof": True, "electricity": False, "telephone": False,
}  # fmt: skip


def explained(code: str, facts: dict[str, Value], standard: str = "chosen") -> list[str]:
    places = places_of(code, {})
    terms = Terms(date(2024, 6, 30), PlaceTree.of(places))
    home = Record(Level.HOUSEHOLD, "H1", places[-1].id, facts)
    found = Explainer(Reference(terms), Words(PACK.unit_words)).finding(PACK.by_code[standard], home)
    return [reason.en for reason in found.criteria[0].reasons]


def test_every_term_is_explained_with_the_coefficients_of_the_region() -> None:
    assert explained("XX/N/1/1", HOME) == [
        "welfare score 49.9 below the cut-off 50.0",
        "+52.0  points to begin with",
        "-14.0  points a person -3.5 × people in the household 4 person",
        "+0.0  points a room 2.4 × rooms 0 rooms/household",
        "+0.0  points a head of cattle 1.2 × head of cattle 0 head/household",
        "+5.4  points a year of schooling of the head 0.9 × years of schooling of the head 6 year/household",
        "+6.5  metal roof: yes",
        "+0.0  electricity: no",
        "+0.0  telephone: no",
    ]
    assert explained("XX/S/1/1", HOME)[0] == "welfare score 47.1 at least the cut-off 46.0"


def test_a_region_without_coefficients_is_refused() -> None:
    with pytest.raises(RefusedByRule, match="not in force"):
        explained("XX/E/1/1", HOME)


def test_everything_in_it_says_that_it_is_invented() -> None:
    for parameter in PACK.parameters:
        for value in parameter.values:
            assert "invented" in value.source
            assert not value.verified
    for standard in PACK.standards:
        assert "nobody's formula" in standard.source
        assert not any(criterion.verified for criterion in standard.criteria)
    assert "invented" in PACK.note.en
