"""What may stand as a number, and the ranges that prove that nothing leaves 64 bits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from tests.unit.engine.both_engines import answer
from tests.unit.engine.world import H, a_household, a_person, household, members, person

from tuopin.engine.expressions import Expression, Literal, literal
from tuopin.engine.kinds import Elapsed, Number, Ratio, RuleError
from tuopin.engine.language import number, on
from tuopin.engine.units import ONE, Unit

USD = Unit.parse("USD")
WIDE = number(H, "wide", "", "", unit="1", low=0, high=3_037_000_500)
EIGHTEEN_DIGITS = number(H, "eighteen", "", "", unit="1", low=-(10**18), high=10**18)


@pytest.mark.parametrize(
    ("value", "steps", "decimals"),
    [
        (0, 0, 0),
        (7, 7, 0),
        (-3, -3, 0),
        (Decimal("0.5"), 5, 1),
        (Decimal("-0.25"), -25, 2),
        (Decimal("2.50"), 25, 1),
        (Decimal("1000"), 1000, 0),
        (Decimal("1E+3"), 1000, 0),
        (Decimal("0.0001"), 1, 4),
    ],
)
def test_a_literal_is_a_whole_number_of_small_steps(value: int | Decimal, steps: int, decimals: int) -> None:
    written = literal(value, USD)

    assert isinstance(written, Literal)
    assert written.kind == Number(USD, decimals, steps, steps)
    assert written.value == steps


@pytest.mark.parametrize(
    "value",
    [0.5, 1.0, True, False, None, "3", Decimal("NaN"), Decimal("Infinity"), [1], 3 + 0j],
    ids=repr,
)
def test_anything_else_is_refused_where_it_is_written(value: object) -> None:
    with pytest.raises(
        RuleError, match=r"cannot stand in a rule\. Write a whole number or Decimal\('0\.5'\)"
    ):
        literal(value, ONE)


@pytest.mark.parametrize(
    ("made", "unit", "decimals", "low", "high"),
    [
        (lambda: household.income + household.debt, "USD/household/year", 2, -100_000, 10_500_000),
        (lambda: household.income - household.debt, "USD/household/year", 2, -600_000, 10_000_000),
        (lambda: household.debt - household.income, "USD/household/year", 2, -10_000_000, 600_000),
        (lambda: household.debt - 10, "USD/household/year", 0, -10, 4990),
        (lambda: 10 - household.debt, "USD/household/year", 0, -4990, 10),
        (lambda: household.debt * 2, "USD/household/year", 0, 0, 10_000),
        (lambda: household.debt * Decimal("-0.5"), "USD/household/year", 1, -25_000, 0),
        (lambda: household.income * household.size, "USD*person/household/household/year", 2, -2_000_000, 200_000_000),
        (lambda: members.sum(person.wage), "USD/household/year", 2, -200_000, 20_000_000),
        (lambda: members.sum(person.wage, where=person.ill), "USD/household/year", 2, -200_000, 20_000_000),
        (lambda: members.max(person.wage), "USD/person/year", 2, -10_000, 1_000_000),
        (lambda: members.count(person.ill), "person/household", 0, 0, 20),
    ],
    ids=["sum", "difference", "other way round", "minus a literal", "a literal minus", "double", "negative half",
         "product", "group sum", "group sum where", "group max", "group count"],
)  # fmt: skip
def test_unit_decimals_and_range_follow_from_the_parts(
    made: Callable[[], Expression], unit: str, decimals: int, low: int, high: int
) -> None:
    assert made().kind == Number(Unit.parse(unit), decimals, low, high)


def test_a_quotient_is_a_ratio_and_an_age_is_a_span() -> None:
    assert (household.income / household.size).kind == Ratio(Unit.parse("USD/person/year"))
    assert person.born.age(on).kind == Elapsed(Unit.parse("year"))
    assert person.born.days_since(on).kind == Elapsed(Unit.parse("day"))


@pytest.mark.parametrize(
    "made",
    [
        lambda: WIDE * WIDE,
        lambda: EIGHTEEN_DIGITS * 10,
        lambda: EIGHTEEN_DIGITS + Decimal("0.01"),
        lambda: EIGHTEEN_DIGITS * EIGHTEEN_DIGITS,
        lambda: Decimal("0.01") < EIGHTEEN_DIGITS,
        lambda: EIGHTEEN_DIGITS / (household.size * household.size) > Decimal("0.01"),
        lambda: members.sum(number(person.wage.level, "w", "", "", unit="1", low=0, high=10**18)),
        lambda: members.share_below(person.ill, Decimal("0.00000000000000001"), weight=person.weight, strictly=True),
        lambda: number(H, "n", "", "", unit="1", low=0, high=10**19),
        lambda: number(H, "n", "", "", unit="1", low=0, high=1, decimals=19),
        lambda: household.size > 10**19,
    ],
    ids=["square", "times ten", "aligned for a sum", "36 digits", "aligned for a comparison", "aligned for a ratio",
         "sum over a group", "steps of a share", "declared too wide", "declared too fine", "literal"],
)  # fmt: skip
def test_what_cannot_be_proved_to_fit_64_bits_is_refused(made: Callable[[], object]) -> None:
    with pytest.raises(
        RuleError, match=r"do not fit 64 bits\. Declare narrower ranges .*, or fewer decimals\."
    ):
        made()


def test_the_largest_square_that_fits_is_allowed() -> None:
    fits = number(H, "fits", "", "", unit="1", low=0, high=3_037_000_499)

    assert isinstance((fits * fits).kind, Number)


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(RuleError, match=r"The range 5\.\.4 is empty\. Give the lower limit first\."):
        number(H, "n", "", "", unit="1", low=5, high=4)


def test_products_of_narrow_columns_do_not_overflow() -> None:
    """The columns are 16 and 32 bits wide; both engines must widen them before they multiply."""
    rich = a_household(income="100000", debt=5000, size=20)

    assert answer(household.income * household.size * 10, rich) == 2_000_000_000
    assert answer(household.debt * household.debt, rich) == 25_000_000
    assert (
        answer(members.sum(person.wage * 10_000), a_household(a_person(wage=10_000), size=1))
        == 10_000_000_000
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (household.income + household.debt > 100, True),
        (household.income + household.debt > Decimal("100.50"), False),
        (household.income + household.debt >= Decimal("100.5"), True),
        (household.income * Decimal("0.5") == Decimal("45.25"), True),
        (household.income - household.debt == Decimal("80.5"), True),
        (10 - household.debt == 0, True),
        (household.debt - household.income < 0, True),
    ],
    ids=repr,
)
def test_different_decimals_are_aligned_not_rounded(rule: Expression, expected: bool) -> None:
    assert answer(rule, a_household(income="90.50", debt=10)) is expected
