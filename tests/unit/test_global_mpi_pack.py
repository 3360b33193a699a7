"""The global MPI pack as a whole: weights, three cut-offs in order, who is counted once, and places by P-code."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.language import Reads
from tuopin.engine.records import Record, Value
from tuopin.engine.reference import evaluate
from tuopin.engine.standard import Criterion
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import PlaceTree
from tuopin.standards.global_mpi.criteria import CRITERIA, DIMENSIONS, WEIGHTS
from tuopin.standards.pcodes import LEVELS, places_of

PACK = standards.load("global_mpi")
PLACES = places_of("KE/KE047/KE04701/A12", {})
TERMS = Terms(date(2024, 6, 30), PlaceTree.of(PLACES))
COUNTERS = {counter.code: counter.when for counter in PACK.overview.counters}
ADULT: dict[str, Value] = {
    "age": 40, "anthropometry": True, "undernourished": False, "years_of_schooling": 8, "attending_school": False,
}  # fmt: skip
SOUND: dict[str, Value] = {
    "size": 1, "birth_history": True, "child_died": False, "fuel": 1, "sanitation": 1, "sanitation_shared": False,
    "water_source": 1, "water_minutes": 0, "electricity": True, "floor_adequate": True, "roof_adequate": True,
    "walls_adequate": True, "radio": True, "television": True, "car_or_truck": False,
}  # fmt: skip


def counted(**changed: Value) -> tuple[object, ...]:
    """Whether the household is counted as poor, as severely poor, as vulnerable."""
    facts = {code: value for code, value in changed.items() if code in SOUND}
    adult = ADULT | {code: value for code, value in changed.items() if code in ADULT}
    village = PLACES[-1].id
    inside = (Record(Level.PERSON, "1", village, adult),)
    household = Record(Level.HOUSEHOLD, "H1", village, SOUND | facts, inside)
    codes = ("poor_households", "severe_households", "vulnerable_households")
    return tuple(evaluate(COUNTERS[code], household, TERMS) for code in codes)


def test_dimensions_weigh_a_third_each_and_indicators_what_the_index_says() -> None:
    assert [sum(WEIGHTS[each.code] for each in dimension) for dimension in DIMENSIONS] == [Fraction(1, 3)] * 3
    assert sorted(WEIGHTS.values()) == [Fraction(1, 18)] * 6 + [Fraction(1, 6)] * 4


def test_three_standards_ask_the_same_questions_at_three_cut_offs() -> None:
    cutoffs = {each.code: each.cutoff.k for each in PACK.standards if each.cutoff is not None}

    assert cutoffs == {"vulnerable": Fraction(1, 5), "poor": Fraction(1, 3), "severe": Fraction(1, 2)}
    assert {each.criteria for each in PACK.standards} == {CRITERIA}


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.code)
def test_met_is_bad_everywhere_and_doubt_says_so(criterion: Criterion) -> None:
    assert criterion.reads is Reads.DEPRIVATION
    assert criterion.gap is not None
    assert criterion.verified or "general knowledge" in criterion.source


@pytest.mark.parametrize(
    ("changed", "poor", "severe", "vulnerable"),
    [
        ({}, False, False, False),
        ({"undernourished": True}, False, False, False),
        ({"undernourished": True, "electricity": False}, False, False, True),
        ({"undernourished": True, "child_died": True}, True, False, False),
        ({"undernourished": True, "child_died": True, "years_of_schooling": 0}, True, True, False),
        ({"undernourished": True, "child_died": None}, None, False, None),
        ({"undernourished": True, "electricity": False, "child_died": None}, None, False, None),
    ],
    ids=["sound", "a sixth", "four eighteenths", "a third", "a half", "one unknown", "vulnerable or poor"],
)
def test_nobody_is_counted_as_vulnerable_and_poor(
    changed: dict[str, Value], poor: object, severe: object, vulnerable: object
) -> None:
    assert counted(**changed) == (poor, severe, vulnerable)


def test_every_rate_is_of_a_declared_population() -> None:
    assert {rate.denominator.key for rate in PACK.overview.rates} == {"village.population"}
    assert {rate.counter for rate in PACK.overview.rates} == set(COUNTERS)


def test_every_parameter_a_rule_uses_has_a_value_since_the_first_surveys() -> None:
    for standard in PACK.standards:
        for parameter in standard.parameters().values():
            assert parameter.in_force(on=standard.in_force_from, chain=PLACES[::-1]).value is not None


def test_a_place_knows_all_above_it_under_numbers_that_never_change() -> None:
    assert [place.level for place in PLACES] == list(LEVELS)
    assert [place.code for place in PLACES] == ["KE", "KE/KE047", "KE/KE047/KE04701", "KE/KE047/KE04701/A12"]
    assert [place.name.en for place in PLACES] == ["KE", "KE047", "KE04701", "A12"]
    assert [place.parent for place in PLACES] == [None, *(place.id for place in PLACES[:-1])]
    assert places_of(PLACES[-1].code, {"region": "Nairobi"})[1].name.en == "Nairobi"
    # Data files of earlier years hold these numbers.
    assert PLACES[0].id == 3716739453323020943


def test_the_same_short_code_in_two_districts_is_two_places() -> None:
    one, other = places_of("KE/1/1/A", {}), places_of("KE/1/2/A", {})

    assert one[:2] == other[:2]
    assert one[-1].id != other[-1].id
    assert all(0 <= place.id < 2**63 for place in (*one, *other))
    PlaceTree.of({place.id: place for place in (*one, *other)}.values())


@pytest.mark.parametrize("code", ["", "KE", "KE/1/1", "KE/1/1/A/B", "KE//1/A", "KE/1/ 1/A", "KE/1/1/"])
def test_a_code_that_is_not_four_parts_is_refused(code: str) -> None:
    with pytest.raises(BadInput) as refused:
        places_of(code, {})

    assert refused.value.code == "village_code"
    assert repr(code) in refused.value.text.en
