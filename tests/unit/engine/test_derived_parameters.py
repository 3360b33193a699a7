"""Numbers worked out from others: exact, rounded once, by day and place, and changed by a what-if of their parts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.unit.engine.both_engines import answer
from tests.unit.engine.world import DRY, PLACES, WET, a_household, household

from tuopin.engine.explain import Explainer
from tuopin.engine.language import Criterion, Level, Standard, parameter_ref
from tuopin.engine.parameters import Parameter, read_parameter
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.kernel.text import Text

ABROAD = """code: abroad
label: {zh: 国际线, en: line abroad}
unit: INT/person/day
decimals: 2
high: 100
values: [{from: 2014-01-01, value: 3.00, source: Act 1, verified: true}]
"""
RATE = """code: rate
label: {zh: 比价, en: rate}
unit: USD/INT
decimals: 4
low: 0.0001
high: 100
values:
  - {from: 2014-01-01, value: 1.0137, source: Act 2, verified: true}
  - {from: 2016-01-01, value: 2, place: "12", source: Act 3}
"""
PRICES = """code: prices
label: {zh: 物价, en: prices}
unit: "1"
decimals: 1
high: 1000
values:
  - {from: 2014-01-01, value: 100.0, source: Act 4, verified: true}
  - {from: 2020-01-01, value: 107.3, source: Act 5, verified: true}
"""
BASE = """code: base
label: {zh: 基期物价, en: prices of the base}
unit: "1"
decimals: 1
high: 1000
values: [{from: 2014-01-01, value: 100.1, source: Act 4, verified: true}]
"""
DAYS = """code: days
label: {zh: 天数, en: days}
unit: day/year
high: 366
values: [{from: 2014-01-01, value: 365, source: the calendar, verified: true}]
"""
FORMULA = """code: line
label: {zh: 当地线, en: line here}
unit: USD/person/year
decimals: 2
high: 100000
formula: {times: [abroad, rate, prices, days], over: [base], round: half up}
"""
PARTS = {
    name: read_parameter(text, name=name)
    for name, text in (("abroad", ABROAD), ("rate", RATE), ("prices", PRICES), ("base", BASE), ("days", DAYS))
}


def derived(text: str = FORMULA) -> Parameter:
    return read_parameter(text, name="line", parts=PARTS)


def value(on: str, place: int | None = DRY, **overrides: str) -> Decimal | None:
    changed = {code: Decimal(number) for code, number in overrides.items()}
    return Terms(date.fromisoformat(on), PLACES, changed).value(derived(), place).value


def test_it_is_worked_out_exactly_and_rounded_once() -> None:
    # 3 x 1.0137 x 107.3 x 365 / 100.1 = 1189.8417..; with the ratio of prices rounded to 1.0719 it would be 1189.81.
    assert value("2020-06-30") == Decimal("1189.84")
    assert value("2019-06-30") == Decimal("1108.89")


@pytest.mark.parametrize(
    ("abroad", "rounded"),
    [("0.01", "0.01"), ("0.02", "0.01"), ("0.03", "0.02"), ("0.04", "0.02"), ("0", "0.00")],
)
def test_half_a_step_goes_up(abroad: str, rounded: str) -> None:
    formula = FORMULA.replace("[abroad, rate, prices, days], over: [base]", "[abroad, rate], over: []")
    line = derived(formula.replace("USD/person/year", "USD/person/day"))
    overrides = {"abroad": Decimal(abroad), "rate": Decimal("0.5")}

    found = Terms(date(2020, 6, 30), PLACES, overrides).value(line, DRY)

    assert found.value == Decimal(rounded)


def test_parts_count_by_day_and_place() -> None:
    assert value("2019-06-30", WET) == Decimal("2187.81")
    assert value("2015-06-30", WET) == Decimal("1108.89")


def test_a_what_if_of_a_part_flows_through_and_one_of_the_whole_goes_first() -> None:
    assert value("2020-06-30", abroad="3.01") == Decimal("1193.81")
    assert value("2020-06-30", abroad="3.01", line="7.00") == Decimal("7.00")


def test_it_begins_with_its_youngest_part_and_is_verified_when_all_are() -> None:
    terms = Terms(date(2020, 6, 30), PLACES)

    here, there = terms.value(derived(), DRY), terms.value(derived(), WET)

    assert (here.from_, here.verified, here.place) == (date(2020, 1, 1), True, None)
    assert (there.from_, there.verified, there.place) == (date(2020, 1, 1), False, "12")
    assert here.source == "abroad × rate × prices × days ÷ base"


def test_outside_the_history_of_a_part_it_is_refused() -> None:
    with pytest.raises(RefusedByRule, match=r"'abroad'.*is not in force"):
        value("2013-12-31")


def test_outside_its_own_range_it_is_refused() -> None:
    small = derived(FORMULA.replace("high: 100000", "high: 1000"))

    with pytest.raises(
        RefusedByRule, match=r"'line' .*abroad = 3.00.* would be 1189.84, outside 0 to 1000"
    ) as refused:
        Terms(date(2020, 6, 30), PLACES).value(small, DRY)
    assert refused.value.code == "parameter_out_of_range"
    with pytest.raises(RefusedByRule, match="would be None"):
        value("2020-06-30", base="0")


def test_both_engines_compare_with_it_place_by_place() -> None:
    line = parameter_ref(derived())
    rule = household.income / household.size < line

    assert answer(rule, a_household(income="1189.83", size=1, place=DRY)) is True
    assert answer(rule, a_household(income="1189.84", size=1, place=DRY)) is False
    assert answer(rule, a_household(income="2347.51", size=1, place=WET)) is True
    assert answer(rule, a_household(income="2347.52", size=1, place=WET)) is False


def test_a_standard_names_its_parts_and_an_explanation_shows_them() -> None:
    poor = Criterion(
        "poor",
        Text("", ""),
        household.income / household.size < parameter_ref(derived()),
        "Act",
        Text("", ""),
    )
    standard = Standard("s", Text("", ""), Level.HOUSEHOLD, "Act", (poor,))

    found = Explainer(Reference(Terms(date(2020, 6, 30), PLACES))).finding(
        standard, a_household(income=1, size=1)
    )

    assert list(standard.parameters()) == ["line", "abroad", "rate", "prices", "days", "base"]
    assert [each.shown.en for each in found.criteria[0].parameters] == [
        "1,189.84 USD/person/year", "3.00 INT/person/day", "1.0137 USD/INT", "107.3", "365 day/year", "100.1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "round: half up",
            "round: down",
            "round is 'down'; the one way to round is 'half up', and it is stated",
        ),
        (", round: half up", "", "missing 'round'"),
        ("[abroad, rate,", "[abroad, tare,", "'tare' is no parameter with values of its own"),
        ("over: [base]", "over: [line]", "'line' is no parameter with values of its own"),
        (
            "times: [abroad, rate, prices, days]",
            "times: abroad",
            "a formula lists the parameters to multiply",
        ),
        ("over: [base]", "under: [base]", r"unknown keys \['under'\]"),
        (
            "unit: USD/person/year",
            "unit: USD/person/day",
            "the formula gives USD/person/year, but the unit is USD/day/person",
        ),
        ("high: 100000\n", "", "missing 'high'"),
        ("code: line", "code: lines", "code 'lines' differs from the file name"),
        ("high: 100000", "high: 100000\nvalues: []", r"unknown keys \['values'\]"),
    ],
)
def test_a_formula_written_wrong_is_refused(old: str, new: str, sentence: str) -> None:
    assert old in FORMULA

    with pytest.raises(BadInput, match=sentence):
        derived(FORMULA.replace(old, new, 1))
