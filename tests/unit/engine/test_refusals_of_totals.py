"""Ratios, time spans, groups and shares that are written wrong, and the remedy each refusal names."""

from __future__ import annotations

from decimal import Decimal

from tests.unit.engine.refusing import Wrong, message, refusals
from tests.unit.engine.world import (
    C,
    H,
    P,
    V,
    a_parameter,
    county,
    household,
    members,
    on_list,
    person,
    village,
)
from tests.unit.engine.world import households as group

from tuopin.engine.expressions import compare
from tuopin.engine.language import Group, number, on, parameter_ref

LINE = parameter_ref(a_parameter(("2010-01-01", "0.5", ""), low="0", high="1"))
WIDE_LINE = parameter_ref(a_parameter(("2010-01-01", "0.5", ""), low="0", high="2"))
COUNT = parameter_ref(
    a_parameter(("2010-01-01", "3", ""), unit="household/village", decimals=0, low="0", high="9")
)
PER_PERSON = household.income / household.size


@refusals(
    (
        "a sum of ratios",
        lambda: PER_PERSON + PER_PERSON,
        "Cannot add up ratios. Divide after the sum: (a + b) / c instead of a / c + b / c.",
    ),
    ("a difference with a ratio", lambda: PER_PERSON - 1, "Divide after the sum"),
    (
        "a group sum of ratios",
        lambda: members.sum(person.wage / person.weight),
        "Cannot add up ratios. Sum the numerator and the denominator, then divide.",
    ),
    (
        "a denominator that may be negative",
        lambda: household.size / household.income,
        "The denominator household.income may be negative by its declared range. Declare its low limit as 0.",
    ),
    (
        "division by a ratio",
        lambda: household.income / PER_PERSON,
        "Cannot divide by a ratio. Write the division once, with one numerator and one denominator.",
    ),
    ("the largest of ratios", lambda: members.max(person.wage / person.weight), "max compares numbers"),
    (
        "a share of a ratio limit",
        lambda: group.share_below(household.poor, PER_PERSON, strictly=True),
        "a pure number",
    ),
)
def test_ratios_are_divided_once_and_last(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)


@refusals(
    (
        "an age plus one",
        lambda: person.born.age(on) + 1,
        "Cannot add a time span. Compare it with a number, or record the span as a fact.",
    ),
    ("an age minus one", lambda: person.born.age(on) - 1, "Cannot subtract a time span."),
    ("an age times two", lambda: person.born.age(on) * 2, "Cannot multiply a time span."),
    ("an age divided", lambda: person.born.age(on) / 2, "Cannot divide a time span."),
    ("an age in a sum", lambda: household.size * 0 + person.born.age(on), "Cannot add a time span."),
    (
        "an age with a fact",
        lambda: person.born.age(on) < number(P, "grade", "", "", unit="year", low=0, high=9),
        "An age or a time span is compared with a number or a parameter only, so that it becomes a date. "
        "For other arithmetic record the span as a fact of its own.",
    ),
    (
        "a fact with an age",
        lambda: number(P, "grade", "", "", unit="year", low=0, high=9) < person.born.age(on),
        "only",
    ),
    (
        "half a year",
        lambda: person.born.age(on) < Decimal("0.5"),
        "A time span counts whole years or days. Compare it with a whole number.",
    ),
    (
        "an age of a number",
        lambda: household.size.age(on),
        "age and days_since run from a date to a date, but household.size is none.",
    ),
    ("an age until a number", lambda: person.born.age(2020), "run from a date to a date, but 2020 is none."),
    (
        "an age until a day of one's own",
        lambda: household.moved_on.age(household.visited_on),
        "A time span ends on a day that is the same for all: on, or on.latest(8, 31).",
    ),
    (
        "the latest 29 February",
        lambda: on.latest(2, 29),
        "29 February does not exist every year. Use 28 February or 1 March.",
    ),
)
def test_time_spans_are_only_compared(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)


@refusals(
    (
        "is_known of a rule",
        lambda: (household.size > 2).is_known(),
        "is_known asks about one recorded fact. Ask it of each fact and combine the answers with &.",
    ),
    ("is_known of a total", lambda: members.sum(person.wage).is_known(), "asks about one recorded fact."),
)
def test_only_facts_can_be_asked_whether_they_are_known(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)


@refusals(
    (
        "a count of the wrong level",
        lambda: Group(P, village.people),
        "village.people must be a fact of the household to count a person.",
    ),
    (
        "a count with decimals",
        lambda: Group(P, household.income),
        "household.income must be a whole number from 0 up",
    ),
    (
        "a count that may be negative",
        lambda: Group(P, number(H, "n", "", "", unit="1", low=-1, high=9)),
        "household.n must be a whole number from 0 up to count a group.",
    ),
    (
        "a count that is yes/no",
        lambda: Group(P, household.poor),
        "must be a whole number from 0 up to count a group.",
    ),
    ("a group of counties", lambda: Group(C, county.villages), "A county lies in no group."),
    (
        "a sum of answers",
        lambda: members.sum(person.ill),
        "persons.sum adds numbers, but person.ill is yes/no.",
    ),
    (
        "the largest answer",
        lambda: members.max(person.ill),
        "persons.max compares numbers, but person.ill is yes/no.",
    ),
    (
        "a sum of a bare number",
        lambda: members.sum(1),
        "1 is not about a person. Use a fact of the person, or count.",
    ),
    (
        "the largest bare number",
        lambda: members.max(1),
        "1 is not about a person. Use a fact of the person, or count.",
    ),
)
def test_groups_are_counted_by_a_fact_of_their_parent(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)


@refusals(
    (
        "a limit above one",
        lambda: group.share_below(household.poor, 2, strictly=True),
        "The limit of a share lies between 0 and 1. Declare its range as 0 to 1.",
    ),
    ("a limit declared wider", lambda: group.share_below(household.poor, WIDE_LINE, strictly=True), "as 0 to 1."),
    ("a limit below zero", lambda: group.share_below(household.poor, -1, strictly=True), "lies between 0 and 1."),
    ("a float limit", lambda: group.share_below(household.poor, 0.02, strictly=True), "never a float."),
    (
        "a limit with a unit",
        lambda: group.share_below(household.poor, COUNT, strictly=True),
        "The limit of a share is a pure number, the same for everybody in a place. Use a parameter without unit.",
    ),
    (
        "a limit of the village's own",
        lambda: group.share_below(household.poor, village.people, strictly=True),
        "The limit of a share is a pure number, the same for everybody in a place. Use a parameter without unit.",
    ),
    (
        "a weight that may be negative",
        lambda: group.share_below(household.poor, LINE, weight=household.income, strictly=True),
        "A weight is a number from 0 up; household.income is a number in USD/household/year. "
        "Declare its low limit as 0.",
    ),
    (
        "a weight that is yes/no",
        lambda: group.share_below(household.poor, LINE, weight=household.away, strictly=True),
        "A weight is a number from 0 up; household.away is yes/no.",
    ),
    (
        "a bare number as weight",
        lambda: group.share_below(household.poor, LINE, weight=2, strictly=True),
        "2 is not about a household. Use a fact of the household, or leave the weight out.",
    ),
    (
        "a total of one household",
        lambda: on_list.share_below(household.poor, LINE, weight=household.size, of=household.size, strictly=True),
        "The total of a share is a number about one village, not household.size.",
    ),
    (
        "a total that may be negative",
        lambda: group.share_below(
            household.poor, LINE, strictly=True, of=number(V, "n", "", "", unit="household/village", low=-1, high=9)
        ),
        "The total village.n may be negative by its declared range. Declare its low limit as 0.",
    ),
    (
        "a total in other steps",
        lambda: group.share_below(
            household.poor, LINE, strictly=True,
            of=number(V, "n", "", "", unit="household/village", low=0, high=9, decimals=1),
        ),
        "The total and the weight of a share count the same steps. Declare equal decimals.",
    ),
)  # fmt: skip
def test_shares_have_a_limit_a_weight_and_a_total_that_fit(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)


def test_a_comparison_is_between_expressions_of_the_language() -> None:
    """`compare` is what the signs call; the signs cannot be told apart from Python's own by the reader."""
    assert message(lambda: compare("<", household.size, None)).startswith("None cannot stand in a rule.")
