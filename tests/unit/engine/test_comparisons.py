"""Comparisons with unknowns and exactly on the line; ratios, codes, sets and dates. Both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.unit.engine.both_engines import answer, answers, answers_of_all
from tests.unit.engine.world import DRY, WET, a_household, a_parameter, a_person, household, members, person

from tuopin.engine.expressions import Expression
from tuopin.engine.language import indicator, parameter_ref

PER_PERSON = indicator("per_person", "人均收入", "income per person", household.income / household.size)
LINE = parameter_ref(
    a_parameter(
        ("2014-01-01", "100", ""), ("2014-01-01", "150.5", "12"), unit="USD/person/year", low="0", high="9999"
    )
)


@pytest.mark.parametrize(
    ("rule", "below", "on_it", "above"),
    [
        (household.income < 100, True, False, False),
        (household.income <= 100, True, True, False),
        (household.income == 100, False, True, False),
        (household.income != 100, True, False, True),
        (household.income >= 100, False, True, True),
        (household.income > 100, False, False, True),
        (100 > household.income, True, False, False),  # noqa: SIM300 - written the other way round
        (100 >= household.income, True, True, False),  # noqa: SIM300
        (~(household.income < 100), False, True, True),
    ],
    ids=repr,
)
def test_just_below_on_and_just_above_a_number(
    rule: Expression, below: bool, on_it: bool, above: bool
) -> None:
    homes = [a_household(income=income) for income in ("99.99", "100", "100.01", None)]

    assert answers_of_all(rule, homes) == [below, on_it, above, None]


@pytest.mark.parametrize(
    ("rule", "below", "on_it", "above"),
    [
        (PER_PERSON < LINE, True, False, False),
        (PER_PERSON <= LINE, True, True, False),
        (PER_PERSON == LINE, False, True, False),
        (PER_PERSON >= LINE, False, True, True),
        (PER_PERSON > LINE, False, False, True),
        (LINE < PER_PERSON, False, False, True),
    ],
    ids=repr,
)
def test_a_ratio_is_compared_without_rounding(
    rule: Expression, below: bool, on_it: bool, above: bool
) -> None:
    """One cent among three people is a third of a cent each; no engine may lose it."""
    homes = [a_household(income=income, size=3) for income in ("299.99", "300", "300.01")]

    assert answers_of_all(rule, homes) == [below, on_it, above]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"income": "90", "size": 1}, True, id="below"),
        pytest.param({"income": "-90", "size": 1}, True, id="a loss is below"),
        pytest.param({"size": 1}, None, id="unknown above"),
        pytest.param({"income": "90"}, None, id="unknown below"),
        pytest.param({}, None, id="nothing known"),
        pytest.param({"income": "90", "size": 0}, None, id="nobody to divide by"),
        pytest.param({"income": "0", "size": 0}, None, id="nothing by nobody"),
        pytest.param({"income": "0", "size": 5}, True, id="nothing by five"),
    ],
)
def test_a_ratio_is_unknown_unless_both_are_known_and_the_lower_is_above_nought(
    facts: dict[str, object], expected: bool | None
) -> None:
    opposite = None if expected is None else not expected

    assert answers(a_household(**facts), PER_PERSON < LINE, ~(PER_PERSON < LINE)) == [expected, opposite]


@pytest.mark.parametrize(("place", "expected"), [(DRY, False), (WET, True)], ids=["line 100", "line 150.50"])
def test_a_ratio_is_compared_with_the_line_of_its_place(place: int, expected: bool) -> None:
    assert answer(PER_PERSON < LINE, a_household(place=place, income="150.49", size=1)) is expected


@pytest.mark.parametrize(
    "rule",
    [
        household.income / household.size > household.debt / household.size,
        (household.income + household.debt) / household.size == Decimal("50.25"),
        (household.income - household.debt) / household.size == Decimal("0.25"),
        household.income / household.size * Decimal("0.5") == Decimal("12.625"),
        Decimal("0.5") * (household.income / household.size) == Decimal("12.625"),
        household.income / household.size / 4 == Decimal("6.3125"),
        household.income / (household.size * household.size) == Decimal("12.625"),
        household.income / household.size == household.income / household.size,
        members.sum(person.wage) / household.size == Decimal("10.01"),
    ],
    ids=repr,
)
def test_ratios_of_sums_and_products(rule: Expression) -> None:
    subject = a_household(a_person(wage="10.01"), a_person(wage="10.01"), income="50.50", debt=50, size=2)

    assert answers(subject, rule, ~rule) == [True, False]


@pytest.mark.parametrize(
    ("rule", "tile", "thatch", "tin", "unknown"),
    [
        (household.roof == "tile", True, False, False, None),
        (household.roof != "tile", False, True, True, None),
        (household.roof.is_one_of("tile"), True, False, False, None),
        (household.roof.is_one_of("tile", "tin"), True, False, True, None),
        (~household.roof.is_one_of("tile", "tin"), False, True, False, None),
        (household.roof.is_one_of("tile", "thatch", "tin"), True, True, True, None),
    ],
    ids=repr,
)
def test_codes(rule: Expression, tile: bool, thatch: bool, tin: bool, unknown: None) -> None:
    """Even a rule that names every code is unknown for an unknown one: nobody has looked."""
    homes = [a_household(roof=roof) for roof in ("tile", "thatch", "tin", None)]

    assert answers_of_all(rule, homes) == [tile, thatch, tin, unknown]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("bike", True),
        ("radio", True),
        ("bike radio", True),
        ("bike phone radio", True),
        ("phone", False),
        ("", False),
        (None, None),
    ],
)
def test_sets_of_codes(held: str | None, expected: bool | None) -> None:
    """The empty set has none of them; an unknown set is unknown. Bits are shared with nobody: radio is bit 5."""
    rule = household.assets.has_any_of("bike", "radio")

    opposite = None if expected is None else not expected

    assert answers(a_household(assets=held), rule, ~rule) == [expected, opposite]


@pytest.mark.parametrize(
    ("moved", "visited", "expected"),
    [
        (date(2019, 5, 1), date(2019, 5, 2), True),
        (date(2019, 5, 1), date(2019, 5, 1), False),
        (date(2019, 5, 2), date(2019, 5, 1), False),
        (None, date(2019, 5, 1), None),
        (date(2019, 5, 1), None, None),
        (None, None, None),
    ],
)
def test_dates_of_one_subject(moved: date | None, visited: date | None, expected: bool | None) -> None:
    assert (
        answer(household.moved_on < household.visited_on, a_household(moved_on=moved, visited_on=visited))
        is expected
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (household.income + household.debt, None),
        (household.income - household.debt, None),
        (household.income * household.size, None),
        (household.size * 0, None),
        (household.debt * 3, 150),
        (household.debt - 20, 30),
        (20 - household.debt, -30),
    ],
    ids=repr,
)
def test_arithmetic_with_an_unknown_part_is_unknown(rule: Expression, expected: int | None) -> None:
    """Nought times an unknown too: the rules stay simple, and asking for the fact is simpler still."""
    assert answer(rule, a_household(debt=50)) == expected


def test_a_rule_about_nobody_in_particular_is_the_same_for_all() -> None:
    assert answer(LINE > 99, a_household(place=DRY)) is True
    assert answer(LINE > 120, a_household(place=DRY)) is False
    assert answer(LINE > 120, a_household(place=WET)) is True
