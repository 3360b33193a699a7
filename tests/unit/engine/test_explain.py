"""Why a settled criterion is what it is: the parts that settle it, their values, the parameter in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.unit.engine.test_explain_unknown import LINE, PER_PERSON, explained
from tests.unit.engine.test_standards import a_criterion, a_standard
from tests.unit.engine.world import (
    DRY,
    PLACES,
    WET,
    a_household,
    a_parameter,
    a_person,
    a_village,
    household,
    households,
    members,
    person,
    village,
)

from tuopin.engine.explain import MOST_SUBJECTS, Explainer
from tuopin.engine.expressions import Expression
from tuopin.engine.language import indicator, on, parameter_ref
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict

POOR, AWAY, LISTED = household.poor, household.away, household.listed
EASY = indicator("easy", "轻松", "at ease", ~POOR & ~AWAY)


@pytest.mark.parametrize(
    ("rule", "facts", "reasons"),
    [
        pytest.param(POOR, {"poor": True}, ["poor yes"], id="a fact"),
        pytest.param(~POOR, {"poor": True}, ["poor yes"], id="its negation says the fact"),
        pytest.param(POOR & AWAY, {"poor": True, "away": True}, ["poor yes", "away yes"], id="both of and"),
        pytest.param(POOR & AWAY, {"poor": False, "away": True}, ["poor no"], id="the one that fails"),
        pytest.param(POOR & AWAY, {"poor": False, "away": False}, ["poor no"], id="one that fails is enough"),
        pytest.param(POOR & AWAY, {"away": False}, ["away no"], id="not the one nobody knows"),
        pytest.param(POOR | AWAY, {"poor": True, "away": True}, ["poor yes"], id="one that holds is enough"),
        pytest.param(POOR | AWAY, {"away": True}, ["away yes"], id="the one that holds"),
        pytest.param(POOR | AWAY, {"poor": False, "away": False}, ["poor no", "away no"], id="neither holds"),
        pytest.param(EASY, {"poor": False, "away": True}, ["away yes"], id="inside an indicator"),
        pytest.param(~EASY & POOR, {"poor": True, "away": False}, ["poor yes"], id="one value, one reason"),
    ],
)
def test_the_parts_that_settle_it(rule: Expression, facts: dict[str, object], reasons: list[str]) -> None:
    assert [reason.en for reason in explained(rule, a_household(**facts)).reasons] == reasons


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        pytest.param(
            PER_PERSON < LINE,
            "50.25 USD/人·年（收入 100.50 USD/户·年 ÷ 人口 2 人） 低于 界限 100.00 USD/人·年",
            "50.25 USD/person/year (income 100.50 USD/household/year ÷ people 2 person) "
            "below limit 100.00 USD/person/year",
            id="a quotient with both its parts",
        ),
        pytest.param(
            household.income >= 200,
            "收入 100.50 USD/户·年 低于 200 USD/户·年",
            "income 100.50 USD/household/year below 200 USD/household/year",
            id="the opposite, when it does not hold",
        ),
        pytest.param(
            household.income + household.debt > 0,
            "110.50 USD/户·年（收入 100.50 USD/户·年 + 债务 10.00 USD/户·年） 高于 0 USD/户·年",
            "110.50 USD/household/year (income 100.50 USD/household/year + debt 10.00 USD/household/year) "
            "above 0 USD/household/year",
            id="a sum with its parts",
        ),
        pytest.param(household.roof == "tin", "屋顶 瓦", "roof tile", id="a code"),
        pytest.param(
            household.assets.has_any_of("bike"), "资产 自行车、收音机", "assets bike, radio", id="a set"
        ),
        pytest.param(
            household.moved_on.age(on) >= 5,
            "迁入日期 2015年6月30日，至2020年6月30日满 5 年 不低于 5 年",
            "moved in on 30 Jun 2015, 5 year by 30 Jun 2020 at least 5 year",
            id="an age",
        ),
        pytest.param(
            household.moved_on < on,
            "迁入日期 2015年6月30日 早于 2020年6月30日",
            "moved in on 30 Jun 2015 before 30 Jun 2020",
            id="two days",
        ),
    ],
)
def test_values_with_label_and_unit(rule: Expression, zh: str, en: str) -> None:
    home = a_household(
        income="100.50", debt=10, size=2, roof="tile", assets="bike radio", moved_on=date(2015, 6, 30)
    )

    assert explained(rule, home).reasons == (Text(zh, en),)


def test_a_value_says_when_it_was_collected() -> None:
    home = replace(a_household(poor=True), collected_on=date(2020, 5, 20))

    assert explained(POOR, home).reasons == (
        Text("贫困 是（2020-05-20 采集）", "poor yes (collected 2020-05-20)"),
    )


@pytest.mark.parametrize(
    ("income", "shown"),
    [
        (
            "299.99",
            "99.997 USD/person/year (income 299.99 USD/household/year ÷ people 3 person) below limit 100.00",
        ),
        (
            "300",
            "100.00 USD/person/year (income 300.00 USD/household/year ÷ people 3 person) at least limit 100.00",
        ),
        (
            "300.01",
            "100.003 USD/person/year (income 300.01 USD/household/year ÷ people 3 person) at least limit 100.00",
        ),
        (
            "450",
            "150.00 USD/person/year (income 450.00 USD/household/year ÷ people 3 person) at least limit 100.00",
        ),
    ],
)
def test_a_quotient_beside_its_limit_never_looks_equal_to_it_unless_it_is(income: str, shown: str) -> None:
    (reason,) = explained(PER_PERSON >= LINE, a_household(income=income, size=3)).reasons

    assert reason.en == f"{shown} USD/person/year"


@pytest.mark.parametrize(
    ("rule", "people", "zh", "en"),
    [
        pytest.param(
            members.any(person.ill), [True, False], ["第1：生病 是"], ["number 1: ill yes"], id="the member it is about"
        ),
        pytest.param(
            members.any(person.ill), [False, False], ["2 人中没有：生病"], ["none of 2 persons: ill"], id="nobody"
        ),
        pytest.param(
            members.all(person.ill), [True, True], ["2 人全部：生病"], ["all of 2 persons: ill"], id="everybody"
        ),
        pytest.param(
            members.all(~person.ill), [False, False], ["2 人中没有：生病"], ["none of 2 persons: ill"], id="all are not"
        ),
        pytest.param(
            members.all(~person.ill), [True, None, True], ["第1：生病 是", "第3：生病 是"],
            ["number 1: ill yes", "number 3: ill yes"], id="each who breaks it, not those nobody knows",
        ),
        pytest.param(members.all(person.ill), [], ["0 人全部：生病"], ["all of 0 persons: ill"], id="no members"),
    ],
)  # fmt: skip
def test_members(rule: Expression, people: list[bool | None], zh: list[str], en: list[str]) -> None:
    found = explained(rule, a_household(*(a_person(ill=ill) for ill in people), size=len(people)))

    assert [reason.zh for reason in found.reasons] == zh
    assert [reason.en for reason in found.reasons] == en


def test_long_lists_are_cut_and_counted() -> None:
    place = a_village(*(a_household(poor=True) for _ in range(35)), households=35)

    reasons = explained(households.all(~POOR), place).reasons

    assert len(reasons) == MOST_SUBJECTS + 1
    assert reasons[-1] == Text("……另有 5 条", "… and 5 more")


def test_what_does_not_apply_says_why() -> None:
    found = explained(POOR, a_household(poor=True, listed=False), LISTED)

    assert found.verdict is Verdict.NOT_APPLICABLE
    assert found.reasons == (Text("在册 否", "listed no"),)


def test_a_verdict_of_another_standard_names_it() -> None:
    inner = a_standard(a_criterion("own", POOR), code="inner")
    home = a_household(poor=True)

    assert explained(inner.met, home).reasons == (Text("inner：达标", "inner: met"),)
    assert explained(~inner.criterion_met("own"), home).reasons == (Text("own：达标", "own: met"),)


# ---- parameters ----

PLACED = a_parameter(
    ("2014-01-01", "0.5", ""), ("2018-01-01", "0.7", "group:dry"), ("2019-01-01", "0.9", "12"), high="9", code="placed"
)  # fmt: skip


@pytest.mark.parametrize(
    ("place", "source", "shown"), [(DRY, "Act of 2018-01-01", "0.70"), (WET, "Act of 2019-01-01", "0.90")]
)
def test_the_parameter_in_force_in_the_place_with_its_source(place: int, source: str, shown: str) -> None:
    rule = (household.size * parameter_ref(PLACED) > 0) & (household.size * parameter_ref(PLACED) < 99)

    (used,) = explained(rule, a_household(place=place, size=1)).parameters

    assert (used.parameter.code, used.value.source, used.shown) == ("placed", source, Text(shown, shown))


def test_a_what_if_says_that_it_is_one() -> None:
    terms = Terms(date(2020, 6, 30), PLACES, {"placed": Decimal("1.25")})
    standard = a_standard(a_criterion("c1", household.size > parameter_ref(PLACED) * household.size))

    (found,) = Explainer(Reference(terms)).finding(standard, a_household(size=1)).criteria

    assert [(used.value.source, used.value.value) for used in found.parameters] == [
        ("what-if", Decimal("1.25"))
    ]


# ---- shares ----


@pytest.mark.parametrize(
    ("people", "poor_size", "zh", "en"),
    [
        (100, 2, "2 ÷ 100 人 = 2.000%，界限 2.00%（须低于）", "2 ÷ 100 person = 2.000%, limit 2.00% (strictly below)"),
        (101, 2, "2 ÷ 101 人 = 1.980%，界限 2.00%（须低于）", "2 ÷ 101 person = 1.980%, limit 2.00% (strictly below)"),
        (
            500, None,
            "0–20 ÷ 500 人 = 0.000%–4.000%，界限 2.00%（须低于）",
            "0–20 ÷ 500 person = 0.000%–4.000%, limit 2.00% (strictly below)",
        ),
        (None, 2, "分子 2，分母待核实，界限 2.00%", "numerator 2, denominator unknown, limit 2.00%"),
    ],
)  # fmt: skip
def test_a_share_shows_numerator_denominator_bounds_and_limit(
    people: int | None, poor_size: int | None, zh: str, en: str
) -> None:
    """Also while it is unknown: how far it is from being settled."""
    place = a_village(a_household(poor=True, size=poor_size), households=1, people=people)
    share = households.share_below(
        POOR, Decimal("0.02"), weight=household.size, of=village.people, strictly=True
    )

    assert explained(share, place).reasons == (Text(zh, en),)


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        ("0.333333", "33.33333%, limit 33.3333% (strictly below)"),
        ("0.3334", "33.333%, limit 33.34% (strictly below)"),
        ("0.5", "33.333%, limit 50.00% (strictly below)"),
    ],
)
def test_a_share_beside_its_limit_never_looks_equal_to_it_unless_it_is(limit: str, shown: str) -> None:
    homes = [a_household(poor=poor) for poor in (True, False, False)]
    share = households.share_below(POOR, Decimal(limit), strictly=True)

    (reason,) = explained(share, a_village(*homes, households=3)).reasons

    assert reason.en == f"1 ÷ 3 = {shown}"


def test_at_most_is_said_as_such() -> None:
    share = households.share_below(POOR, Decimal("0.5"), strictly=False)

    (reason,) = explained(share, a_village(a_household(poor=False), households=1)).reasons

    assert reason == Text("0 ÷ 1 = 0.000%，界限 50.00%（不得高于）", "0 ÷ 1 = 0.000%, limit 50.00% (at most)")


def test_a_share_of_a_whole_and_its_limit_are_per_cent() -> None:
    rule = village.on_list / village.households < Decimal("0.2")

    (told,) = explained(rule, a_village(on_list=9, households=50)).reasons

    assert told == Text(
        "18.000%（在册户数 9 户 ÷ 户数 50 户） 低于 20.000%",
        "18.000% (households on the list 9 household ÷ households 50 household) below 20.000%",
    )


def test_a_share_close_to_its_limit_does_not_read_like_the_limit() -> None:
    rule = village.on_list / village.households >= Decimal("0.999999")

    (told,) = explained(rule, a_village(on_list=50, households=50)).reasons

    assert told.en.endswith(
        "100.0000% (households on the list 50 household ÷ households 50 household) at least 99.9999%"
    )


def test_products_are_spelled_out_without_a_total_that_means_nothing() -> None:
    rule = (household.size * household.size + household.size * 3 * household.size) / (
        household.size * household.size
    ) > 3

    (told,) = explained(rule, a_household(size=2)).reasons

    assert told.en == (
        "400.000% ((people 2 person × people 2 person + people 2 person × 3 × people 2 person) "
        "÷ (people 2 person × people 2 person)) above 300.000%"
    )


def test_what_a_village_or_county_has_to_say_is_reported_not_visited() -> None:
    told = explained(village.road, a_village())

    assert [each.sentence.zh for each in told.to_find] == ["通路待核实：请核实补报（责任：某部门）"]
