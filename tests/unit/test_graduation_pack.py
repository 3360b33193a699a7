"""The graduation approach as a pack: ten criteria, a programme that ends, and who is counted where."""

from __future__ import annotations

from datetime import date

import pytest

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record, Value
from tuopin.engine.reference import evaluate
from tuopin.engine.terms import Terms
from tuopin.kernel.places import PlaceTree
from tuopin.standards.pcodes import places_of

PACK = standards.load("graduation")
PLACES = places_of("BD/BD55/BD5501/C03", {})
TERMS = Terms(date(2024, 6, 30), PlaceTree.of(PLACES))
READY: dict[str, Value] = {
    "size": 1, "in_programme": True, "joined_on": date(2022, 1, 10), "food_short_months": 0, "income_sources": 2,
    "livestock": True, "kitchen_garden": True, "cash_savings": True, "latrine": True, "clean_water": True,
    "solid_roof": True, "couple_of_age": False,
}  # fmt: skip
ALONE: dict[str, Value] = {"age": 40, "married": True, "attending_school": False}
LATE, EARLY = date(2022, 1, 10), date(2023, 9, 1)


def counted(**changed: Value) -> list[str]:
    """The counters a household is counted under."""
    village = PLACES[-1].id
    member = Record(Level.PERSON, "1", village, ALONE)
    home = Record(Level.HOUSEHOLD, "H1", village, READY | changed, (member,))
    return [each.code for each in PACK.overview.counters if evaluate(each.when, home, TERMS)]


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"joined_on": LATE}, ["participants", "through", "graduated"]),
        ({"joined_on": LATE, "cash_savings": False}, ["participants", "through", "not_graduated"]),
        ({"joined_on": LATE, "cash_savings": None}, ["participants", "through"]),
        ({"joined_on": EARLY}, ["participants", "running", "on_track", "ready_early"]),
        ({"joined_on": EARLY, "cash_savings": False}, ["participants", "running", "on_track"]),
        ({"joined_on": None}, ["participants"]),
        ({"in_programme": False, "joined_on": None}, []),
    ],
)
def test_who_is_counted_where(changed: dict[str, Value], codes: list[str]) -> None:
    assert counted(**changed) == codes


def test_there_are_ten_criteria_and_the_checkpoint_asks_for_half() -> None:
    assert len(PACK.by_code["graduated"].criteria) == 10
    assert PACK.parameter_by_code["on_track_criteria"].values[0].value == 5


def test_nothing_here_claims_to_have_been_compared_with_its_text() -> None:
    for standard in PACK.standards:
        for criterion in standard.criteria:
            assert not criterion.verified
            assert "general knowledge" in criterion.source
    for parameter in PACK.parameters:
        assert all("general knowledge" in value.source for value in parameter.values)
