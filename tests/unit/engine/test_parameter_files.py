"""A parameter file is read exactly, or refused with the name of the file and the reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tuopin.engine.parameters import DatedValue, Parameter, read_parameter
from tuopin.engine.units import Unit
from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text

GOOD = """\
# where it comes from
code: rate
label: {zh: 比率, en: rate}
unit: USD/person
decimals: 2
low: 0
high: 9
values:
  - {from: 2014-01-01, value: 0.10, source: "Act 1"}
  - {from: 2015-01-01, value: 0.3, source: "Act 2, article 5", verified: true, place: 0101}
  - {from: 2016-01-01, value: null, source: "Act 3", place: 0101}
  - {from: 2016-01-01, value: 0.4, source: "Act 3", group: dry}
"""


def test_every_part_of_the_file_is_read() -> None:
    assert read_parameter(GOOD, name="rate") == Parameter(
        "rate",
        Text("比率", "rate"),
        Unit.parse("USD/person"),
        2,
        Decimal(0),
        Decimal(9),
        (
            DatedValue(date(2014, 1, 1), Decimal("0.10"), "Act 1", verified=False),
            DatedValue(date(2015, 1, 1), Decimal("0.3"), "Act 2, article 5", verified=True, place="0101"),
            DatedValue(date(2016, 1, 1), None, "Act 3", verified=False, place="0101"),
            DatedValue(date(2016, 1, 1), Decimal("0.4"), "Act 3", verified=False, group="dry"),
        ),
    )


def test_a_tenth_stays_a_tenth() -> None:
    """As a float, 0.1 would be 0.1000000000000000055511151231257827 and never equal the line."""
    value = read_parameter(GOOD, name="rate").values[0].value

    assert value == Decimal(1) / Decimal(10)
    assert str(value) == "0.10"


def test_a_place_code_keeps_its_leading_nought() -> None:
    assert read_parameter(GOOD, name="rate").place_codes() == {"0101"}


def test_low_decimals_and_high_have_defaults() -> None:
    bare = (
        "code: n\nlabel: {zh: 数, en: n}\nunit: day\n"
        "values: [{from: 2014-01-01, value: 5, source: Act}, {from: 2015-01-01, value: 7, source: Act}]"
    )

    parameter = read_parameter(bare, name="n")

    assert (parameter.decimals, parameter.low, parameter.high) == (0, 0, 70)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param("code: rate", "code: other", "code 'other' differs from the file name", id="file name differs"),
        pytest.param("decimals:", "decimal:", "unknown keys ['decimal']; known are", id="unknown key"),
        pytest.param("group: dry", "grp: dry", "unknown keys ['grp']; known are", id="unknown key of a value"),
        pytest.param("code: rate\n", "", "missing 'code'", id="no code"),
        pytest.param(", en: rate", "", "missing 'en'", id="no English label"),
        pytest.param("unit: USD/person\n", "", "missing 'unit'", id="no unit"),
        pytest.param("USD/person", "USD/2", "'2' is not a unit", id="no such unit"),
        pytest.param("from: 2014-01-01, ", "", "missing 'from'", id="no first day"),
        pytest.param("2014-01-01", "2014-02-30", "day is out of range for month", id="no such day"),
        pytest.param("2014-01-01", "2014", "Invalid isoformat string: '2014'", id="a year is no day"),
        pytest.param("value: 0.10, ", "", "missing 'value'", id="no value"),
        pytest.param('source: "Act 1"', "source: ", "a value needs its source", id="empty source"),
        pytest.param(', source: "Act 1"', "", "missing 'source'", id="no source"),
        pytest.param("0.10", "0.105", "0.105 has more than 2 decimals", id="more decimals than declared"),
        pytest.param("0.10", "9.01", "9.01 is outside 0..9", id="above its range"),
        pytest.param("0.10", "-0.1", "-0.1 is outside 0..9", id="below its range"),
        pytest.param("0.10", "about 3", "'about 3' is not a number", id="words for a value"),
        pytest.param("0.10", "nan", "'nan' is not a number", id="not a number"),
        pytest.param("0.10", ".inf", "'.inf' is not a number", id="infinity as YAML writes it"),
        pytest.param("0.10", "inf", "'inf' is not a number", id="infinity"),
        pytest.param("high: 9", "high: nine", "'nine' is not a number", id="words for a limit"),
        pytest.param("low: 0", "low: 9", "0.10 is outside 9..9", id="range beside the values"),
        pytest.param("decimals: 2", "decimals: two", "'two'", id="decimals in words"),
        pytest.param("decimals: 2", "decimals: 19", "do not fit 64 bits", id="too fine for 64 bits"),
        pytest.param("verified: true", "verified: yes", "verified is true or false, not 'yes'", id="verified: yes"),
        pytest.param("group: dry", "group: dry, place: 02", "not in both; write it twice", id="both place and group"),
        pytest.param(
            "{from: 2016-01-01, value: null", "{from: 2015-01-01, value: null",
            "two values start on the same day in the same place", id="two values on one day in one place",
        ),
        pytest.param("values:\n", "values: []\nmore:\n", "unknown keys ['more']", id="values elsewhere"),
        pytest.param("label: {zh: 比率, en: rate}", "label: rate", "", id="a label in one language"),
        pytest.param("code: rate", "code: [rate", "expected ',' or ']'", id="broken YAML"),
    ],
)  # fmt: skip
def test_a_file_with_a_mistake_is_refused_with_its_reason(old: str, new: str, reason: str) -> None:
    assert GOOD.count(old) >= 1
    with pytest.raises(BadInput) as refused:
        read_parameter(GOOD.replace(old, new, 1), name="rate")

    assert refused.value.code == "parameter_file"
    assert "rate.yaml" in str(refused.value)
    assert reason in str(refused.value)
    assert reason in refused.value.in_("zh")
    assert "docs/howto/add-a-parameter.md" in refused.value.in_("zh")


@pytest.mark.parametrize(
    "text", ["", "[]", "rate", "code: rate", "code: rate\nvalues: 5", "code: rate\nvalues: {a: b}"]
)
def test_a_file_that_is_something_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="it needs the keys code, label, unit and values"):
        read_parameter(text, name="rate")


@pytest.mark.parametrize("written", ["null", "~", "''"])
def test_a_repeal_may_be_written_three_ways(written: str) -> None:
    parameter = read_parameter(GOOD.replace("null", written), name="rate")

    assert parameter.values[2].value is None


def test_a_history_of_repeals_only_is_refused() -> None:
    only = (
        "code: n\nlabel: {zh: 数, en: n}\nunit: day\nvalues: [{from: 2014-01-01, value: null, source: Act}]"
    )

    with pytest.raises(BadInput, match="the history holds no value"):
        read_parameter(only, name="n")
