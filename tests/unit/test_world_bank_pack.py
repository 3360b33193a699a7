"""The World Bank's lines as a pack: what a line comes to, where there is none, and what has been verified."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tuopin import standards
from tuopin.engine.explain import Explainer
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.engine.wording import Words
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.places import PlaceTree
from tuopin.standards.pcodes import places_of

PACK = standards.load("world_bank")
LINE = PACK.parameter_by_code["line_extreme"]


def terms(on: str, country: str) -> tuple[Terms, int]:
    places = places_of(f"{country}/1/1/1", {})
    return Terms(date.fromisoformat(on), PlaceTree.of(places)), places[-1].id


def line(on: str, country: str) -> Decimal | None:
    there, village = terms(on, country)
    return there.value(LINE, village).value


def test_a_line_is_dollars_times_parity_times_prices_times_days_rounded_once() -> None:
    # 3.00 x 42.427967 x 1.001028458 x 365 = 46506.404...
    assert line("2021-12-31", "KE") == Decimal("46506.40")
    assert line("2020-06-30", "CN") == Decimal("3724.16")
    assert line("2021-06-30", "BD") == Decimal("31990.29")


@pytest.mark.parametrize(
    ("on", "country"),
    [("2023-06-30", "CN"), ("2018-06-30", "KE"), ("2022-06-30", "BD"), ("2021-06-30", "FR")],
)
def test_where_prices_or_parities_are_missing_there_is_no_line(on: str, country: str) -> None:
    with pytest.raises(RefusedByRule) as refused:
        line(on, country)

    assert refused.value.code == "parameter_not_in_force"


def test_an_explanation_names_every_part_with_its_source() -> None:
    there, village = terms("2021-06-30", "KE")
    home = Record(Level.HOUSEHOLD, "H1", village, {"size": 4, "welfare": 18_000_000})

    found = Explainer(Reference(there), Words(PACK.unit_words)).finding(PACK.by_code["extreme"], home)

    (criterion,) = found.criteria
    assert [each.parameter.code for each in criterion.parameters] == [
        "line_extreme", "dollars_extreme", "ppp", "cpi", "days_per_year",
    ]  # fmt: skip
    assert criterion.parameters[0].shown.en == "46,506.40 local currency/person/year"
    assert criterion.parameters[2].value.source.startswith("ICP 2021")
    assert criterion.reasons[-1].en == "6,025.60 local currency/household/year short of the line"


def test_every_number_that_was_read_says_where_and_the_rest_says_general_knowledge() -> None:
    for parameter in PACK.parameters:
        for value in parameter.values:
            assert value.verified or value.value is None or "general knowledge" in value.source


def test_poor_is_bad_and_counted_for_every_line() -> None:
    assert [each.reads.value for each in PACK.standards] == ["deprivation"] * 3
    assert [each.code for each in PACK.overview.counters] == [
        f"{each.code}_households" for each in PACK.standards
    ]
