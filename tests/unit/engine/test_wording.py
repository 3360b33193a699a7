"""How values, units and relations read in Chinese and in English."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.unit.engine.world import household, person

from tuopin.engine.kinds import YES_NO, Kind, Number
from tuopin.engine.language import on
from tuopin.engine.units import ONE, Unit
from tuopin.engine.wording import Words, decimals_apart, relation
from tuopin.kernel.text import Text

WORDS = Words({"USD": Text("元", "USD")})
ROOF, ASSETS, DAY = household.roof.kind, household.assets.kind, household.moved_on.kind
AREA = Number(Unit.parse("m2/household"), 2, 0, 9999)
PER_PERSON = (household.income / household.size).kind


@pytest.mark.parametrize(
    ("kind", "value", "zh", "en"),
    [
        pytest.param(YES_NO, True, "是", "yes", id="yes"),
        pytest.param(YES_NO, False, "否", "no", id="no"),
        pytest.param(YES_NO, None, "待核实", "unknown", id="unknown"),
        pytest.param(household.size.kind, None, "待核实", "unknown", id="an unknown number is no nought"),
        pytest.param(household.size.kind, 0, "0 人", "0 person", id="nobody"),
        pytest.param(household.size.kind, 3, "3 人", "3 person", id="heads are counted, not divided"),
        pytest.param(household.income.kind, 1234567, "12,345.67 元/户·年", "12,345.67 USD/household/year", id="cents"),
        pytest.param(household.income.kind, -5, "-0.05 元/户·年", "-0.05 USD/household/year", id="a small loss"),
        pytest.param(household.debt.kind, 5000, "5,000 元/户·年", "5,000 USD/household/year", id="thousands"),
        pytest.param(Number(ONE, 4, 0, 10_000), 200, "0.0200", "0.0200", id="a pure number keeps its decimals"),
        pytest.param(Number(Unit.parse("mile"), 0, 0, 9), 3, "3 mile", "3 mile", id="a unit nobody named"),
        pytest.param(AREA, 4050, "40.50 平方米/户", "40.50 m²/household", id="area"),
        pytest.param(PER_PERSON, Fraction(10, 3), "3.33 元/人·年", "3.33 USD/person/year", id="a quotient"),
        pytest.param(PER_PERSON, Fraction(4000), "4,000.00 元/人·年", "4,000.00 USD/person/year", id="a whole one"),
        pytest.param(person.born.age(on).kind, 17, "17 年", "17 year", id="an age"),
        pytest.param(DAY, date(2020, 6, 3), "2020年6月3日", "3 Jun 2020", id="a day"),
        pytest.param(ROOF, 2, "茅草", "thatch", id="a code is its label"),
        pytest.param(ASSETS, 0b10001, "自行车、收音机", "bike, radio", id="a set is its labels"),
        pytest.param(ASSETS, 0, "无", "none", id="an empty set is none"),
        pytest.param(ASSETS, None, "待核实", "unknown", id="an unknown set is not none"),
    ],
)  # fmt: skip
def test_values(kind: Kind, value: object, zh: str, en: str) -> None:
    assert WORDS.value(kind, value) == Text(zh, en)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("1", "", ""),
        ("person", "人", "person"),
        ("person/village", "人", "person"),
        ("household/village", "户", "household"),
        ("litre/person/day", "升/人·天", "litre/person/day"),
        ("person*day", "人天", "person·day"),
        ("day/year", "天/年", "day/year"),
        ("person/village/year", "人/村·年", "person/village/year"),
    ],
)
def test_units(unit: str, zh: str, en: str) -> None:
    assert WORDS.unit(Unit.parse(unit)) == Text(zh, en)


@pytest.mark.parametrize(
    ("op", "yes", "no"),
    [
        ("<", "低于 below", "不低于 at least"),
        ("<=", "不高于 at most", "高于 above"),
        ("=", "等于 equal to", "不等于 other than"),
        (">=", "不低于 at least", "低于 below"),
        (">", "高于 above", "不高于 at most"),
    ],
)
def test_the_relation_that_holds_is_told(op: str, yes: str, no: str) -> None:
    told = [f"{relation(op, answer).zh} {relation(op, answer).en}" for answer in (True, False)]

    assert told == [yes, no]


@pytest.mark.parametrize(
    ("op", "yes", "no"),
    [
        ("<", "早于 before", "不早于 not before"),
        ("<=", "不晚于 not after", "晚于 after"),
        ("=", "就是 on", "不是 not on"),
        (">=", "不早于 not before", "早于 before"),
        (">", "晚于 after", "不晚于 not after"),
    ],
)
def test_days_come_before_and_after_not_below_and_above(op: str, yes: str, no: str) -> None:
    told = [relation(op, answer, of_days=True) for answer in (True, False)]

    assert [f"{each.zh} {each.en}" for each in told] == [yes, no]


@pytest.mark.parametrize(
    ("one", "other", "decimals"),
    [
        (Fraction(1, 2), Fraction(1, 3), 2),
        (Fraction(1, 2), Fraction(1, 2), 2),
        (Fraction("99.997"), Fraction(100), 3),
        (Fraction("99.9951"), Fraction(100), 3),
        (Fraction("99.994"), Fraction(100), 2),
        (Fraction("99.99999999999999"), Fraction(100), 12),
    ],
)
def test_different_values_get_as_many_decimals_as_tell_them_apart(
    one: Fraction, other: Fraction, decimals: int
) -> None:
    assert decimals_apart(one, other, 2) == decimals
