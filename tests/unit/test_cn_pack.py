"""The national pack as a whole: what every criterion, indicator and parameter of it must say."""

from __future__ import annotations

from datetime import date

import pytest

from tuopin import standards
from tuopin.engine.parameters import Parameter
from tuopin.engine.standard import Criterion, deep_walk
from tuopin.kernel.errors import RefusedByRule
from tuopin.standards.cn.places import places_of
from tuopin.standards.wording import indicators
from tuopin.warehouse.scope import scope_of

PACK = standards.load("cn")
CRITERIA = [
    pytest.param(criterion, id=f"{standard.code}-{criterion.code}")
    for standard in PACK.standards
    for criterion in standard.criteria
]
HONEST = ("一般知识", "未核对", "未查到")


def chain(village: str) -> tuple[object, ...]:
    return tuple(reversed(places_of(village, {})))


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_criterion_says_who_closes_the_gap_and_what_it_rests_on(criterion: Criterion) -> None:
    gap = criterion.gap
    assert gap is not None
    for text in (criterion.label, criterion.owner, gap):
        assert text.zh
        assert text.en
    assert criterion.source


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_rule_nobody_found_whole_in_its_text_says_what_is_only_known(criterion: Criterion) -> None:
    assert criterion.verified or any(word in criterion.source for word in HONEST)


def test_one_indicator_code_means_one_rule() -> None:
    everything = [node for standard in PACK.standards for node in standard.expressions()]
    everything += [node for counter in PACK.overview.counters for node in deep_walk(counter.when)]

    rules = {(node.code, node.key) for node in everything if hasattr(node, "of") and hasattr(node, "code")}
    codes = {node.code for node in indicators(everything)}

    assert len(rules) == len(codes)


def test_codes_of_counters_and_rates_fit_together() -> None:
    counters = [counter.code for counter in PACK.overview.counters]

    assert len(set(counters)) == len(counters)
    assert {rate.counter for rate in PACK.overview.rates} <= set(counters)


@pytest.mark.parametrize("parameter", PACK.parameters, ids=lambda parameter: parameter.code)
def test_a_value_nobody_compared_says_so_in_its_own_words(parameter: Parameter) -> None:
    doubtful = [entry for entry in parameter.values if not entry.verified]

    assert [entry for entry in doubtful if not any(word in entry.source for word in HONEST)] == []


def used_on(day: date) -> set[str]:
    """The parameters of the standards in force on a day."""
    in_force = [
        standard
        for standard in PACK.standards
        if standard.in_force_from <= day <= (standard.in_force_until or date.max)
    ]
    return {code for standard in in_force for code in standard.parameters()}


@pytest.mark.parametrize("year", range(2014, 2027))
@pytest.mark.parametrize(
    "village",
    ["990101001001", "980101001001", "619901001001", "509901001001"],
    ids=["central", "western", "61", "50"],
)
def test_every_parameter_a_rule_uses_has_a_value_in_every_year(year: int, village: str) -> None:
    for day in (date(year, 1, 1), date(year, 6, 30), date(year, 12, 31)):
        for code in used_on(day):
            value = PACK.parameter_by_code[code].in_force(on=day, chain=chain(village)).value  # type: ignore[arg-type]
            assert value is not None


def test_no_parameter_answers_for_a_day_before_its_history() -> None:
    for standard in PACK.standards:
        for parameter in standard.parameters().values():
            with pytest.raises(RefusedByRule):
                parameter.in_force(on=date(2013, 12, 31))


def test_the_statistical_line_ends_where_no_value_was_found() -> None:
    line = PACK.parameter_by_code["statistical_line"]

    assert line.in_force(on=date(2019, 12, 31)).value == 3218
    with pytest.raises(RefusedByRule):
        line.in_force(on=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("village", "day", "value"),
    [
        ("990101001001", "2020-06-30", 4000),
        ("619901001001", "2015-12-31", 2855),
        ("619901001001", "2016-06-30", 3070),
        ("619901001001", "2017-06-30", 3335),
        ("990101001001", "2016-06-30", 2952),
    ],
)
def test_the_income_line_of_a_province_counts_in_its_own_year_only(
    village: str, day: str, value: int
) -> None:
    line = PACK.parameter_by_code["income_line"]

    assert line.in_force(on=date.fromisoformat(day), chain=chain(village)).value == value  # type: ignore[arg-type]


STATUS = {"household_status"}
UNTIL_2020 = STATUS | {"exclusion_flags_2014"}
HOUSEHOLDS_AND_VILLAGES = {"household_exit", "village_exit", "village_exit_services"}
WATCHING = {"monitoring_risk", "risk_elimination", "exclusion_flags"}


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2014-01-01", UNTIL_2020),
        ("2016-03-31", UNTIL_2020),
        ("2016-04-01", UNTIL_2020 | HOUSEHOLDS_AND_VILLAGES | {"county_exit_2016"}),
        ("2017-12-31", UNTIL_2020 | HOUSEHOLDS_AND_VILLAGES | {"county_exit_2016"}),
        ("2018-01-01", UNTIL_2020 | HOUSEHOLDS_AND_VILLAGES | {"county_exit"}),
        ("2020-12-31", UNTIL_2020 | HOUSEHOLDS_AND_VILLAGES | {"county_exit"}),
        ("2021-01-01", STATUS | WATCHING | {"monitoring"}),
        ("2025-12-31", STATUS | WATCHING | {"monitoring"}),
        ("2026-01-01", STATUS | WATCHING | {"prevention"}),
    ],
)
def test_every_day_has_the_standards_of_its_era(day: str, codes: set[str]) -> None:
    scope = scope_of(PACK, on=date.fromisoformat(day))

    assert {standard.code for standard in PACK.by_default} - {each.code for each in scope.left_out} == codes
