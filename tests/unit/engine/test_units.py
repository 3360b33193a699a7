"""Unit algebra: what cancels, how it prints, what is no unit."""

from __future__ import annotations

import pytest

from tuopin.engine.units import ONE, Unit


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("USD/person/year", "USD/person/year"),
        ("USD / person / year", "USD/person/year"),
        ("person*day", "day*person"),
        ("1", "1"),
        ("", "1"),
        ("1/day", "1/day"),
        ("m2/household", "m2/household"),
        ("person/person", "1"),
        ("a*a/b/b", "a*a/b/b"),
        ("%", None),
        ("2", None),
        ("USD per year", "USDperyear"),  # spaces only separate; a name without them is one word
        ("USD//year", "USD/year"),
        ("元/年", None),
        ("-day", None),
    ],
)
def test_a_unit_is_read_and_printed(text: str, printed: str | None) -> None:
    if printed is None:
        with pytest.raises(ValueError, match=r"is not a unit\. Write units like USD/person/year, or 1\."):
            Unit.parse(text)
    else:
        assert str(Unit.parse(text)) == printed


@pytest.mark.parametrize(
    ("left", "right", "product", "quotient"),
    [
        ("USD/person/year", "person/household", "USD/household/year", "USD*household/person/person/year"),
        ("USD/household/year", "person/household", "USD*person/household/household/year", "USD/person/year"),
        ("person/village", "person/village", "person*person/village/village", "1"),
        ("1", "day", "day", "1/day"),
        ("USD", "1", "USD", "USD"),
    ],
)
def test_products_and_quotients_cancel(left: str, right: str, product: str, quotient: str) -> None:
    a, b = Unit.parse(left), Unit.parse(right)

    assert str(a * b) == product
    assert str(a / b) == quotient


@pytest.mark.parametrize(
    ("one", "other"),
    [("person*day", "day*person"), ("USD/person/year", "USD/year/person"), ("a/b*c", "a*c/b")],
)
def test_the_order_of_writing_does_not_matter(one: str, other: str) -> None:
    assert Unit.parse(one) == Unit.parse(other)


def test_what_cancels_altogether_is_a_pure_number() -> None:
    assert Unit.parse("person/household") / Unit.parse("person/household") == ONE


def test_a_printed_unit_reads_back_as_itself() -> None:
    for text in ("USD/person/year", "1/day", "a*a*b/c/c", "1"):
        assert str(Unit.parse(str(Unit.parse(text)))) == str(Unit.parse(text))
