"""Points, sums of points against a cut-off, amounts against a line: values, bounds and verdicts on both engines."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from tests.unit.engine.both_engines import answer, finding
from tests.unit.engine.refusing import message
from tests.unit.engine.test_standards import a_criterion, a_standard
from tests.unit.engine.world import (
    DRY,
    TERMS,
    WET,
    a_household,
    a_parameter,
    a_person,
    household,
    members,
    person,
)

from tuopin.engine.explain import Explainer
from tuopin.engine.expressions import Expression
from tuopin.engine.language import Method, Standard, indicator, parameter_ref, points
from tuopin.engine.parameters import Parameter
from tuopin.engine.reference import Reference
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict

MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = Verdict
FOR_TIN = a_parameter(
    ("2014-01-01", "12.50", ""), ("2014-01-01", "-3", "12"), low="-50", high="50", code="for_tin"
)
PER_PERSON = a_parameter(
    ("2014-01-01", "-4.00", ""), low="-9", high="9", unit="household/person", code="per_person"
)
TIN, FED = indicator("tin", "铁皮屋顶", "tin roof", household.roof == "tin"), ~household.poor
ANYBODY = indicator("anybody", "有人", "anybody", household.size >= 0)


def scored(rule: Expression, method: Method = Method.LINEAR_SCORE) -> Standard:
    return a_standard(a_criterion("c1", rule), method=method)


def score(*more: Expression) -> Expression:
    """30 to begin with, points for a tin roof by place, 5 for not being poor."""
    total = points(30, where=ANYBODY) + points(parameter_ref(FOR_TIN), where=TIN) + points(5, where=FED)
    for term in more:
        total = total + term
    return total


@pytest.mark.parametrize(
    ("facts", "place", "value"),
    [
        ({"roof": "tin"}, DRY, 1250),
        ({"roof": "tile"}, DRY, 0),
        ({}, DRY, None),
        ({"roof": "tin"}, WET, -300),
        ({"roof": "tile"}, WET, 0),
    ],
)
def test_points_count_where_the_rule_holds(facts: dict[str, object], place: int, value: int | None) -> None:
    rule = points(parameter_ref(FOR_TIN), where=TIN)

    assert answer(rule, a_household(place=place, **facts)) == value


def test_an_amount_nobody_knows_does_not_matter_where_the_rule_does_not_hold() -> None:
    rule = points(household.debt, where=household.poor)

    assert answer(rule, a_household(poor=False)) == 0
    assert answer(rule, a_household(poor=True)) is None


def test_points_for_a_member_are_summed_over_the_household() -> None:
    rule = members.sum(points(3, where=person.ill))

    assert answer(rule, a_household(a_person(ill=True), a_person(ill=False), size=2)) == 3


@pytest.mark.parametrize(
    ("facts", "bounds", "verdict"),
    [
        pytest.param(
            {"size": 1, "roof": "tin", "poor": True}, (4250, 4250), MET, id="exactly on the cut-off"
        ),
        pytest.param({"size": 1, "roof": "tile", "poor": False}, (3500, 3500), NOT_MET, id="below"),
        pytest.param({"size": 1, "roof": "tin", "poor": False}, (4750, 4750), MET, id="above"),
        pytest.param({"size": 1, "roof": "tin"}, (4250, 4750), MET, id="above whatever the unknown one is"),
        pytest.param({"size": 1, "poor": False}, (3500, 4750), UNKNOWN, id="the roof decides"),
        pytest.param({"size": 1, "roof": "tile"}, (3000, 3500), NOT_MET, id="below whatever it is"),
        pytest.param({}, (0, 4750), UNKNOWN, id="nobody asked"),
    ],
)
def test_a_linear_score_is_settled_by_its_bounds(
    facts: dict[str, object], bounds: tuple[int, int], verdict: Verdict
) -> None:
    found = finding(scored(score() >= Decimal("42.5")), a_household(**facts))

    assert found.score == bounds
    assert found.overall is verdict
    assert found.verdicts == {"c1": verdict}


@pytest.mark.parametrize(
    ("rule", "facts", "bounds"),
    [
        (household.debt - household.debt, {}, (-5000, 5000)),
        (parameter_ref(PER_PERSON) * household.size, {"size": 3}, (-1200, -1200)),
        (parameter_ref(PER_PERSON) * household.size, {}, (-8000, 0)),
        (household.size * (household.size - 10), {}, (-200, 200)),
        (points(household.debt, where=household.poor), {"poor": True}, (0, 5000)),
        (points(-7, where=household.poor), {}, (-7, 0)),
        (points(household.size, where=household.poor) * Decimal("0.5"), {"poor": True, "size": 3}, (15, 15)),
        (members.sum(person.weight), {"size": 2}, (0, 100)),
        (indicator("named", "", "", household.size - 1), {}, (-1, 19)),
    ],
)
def test_what_is_unknown_spans_its_declared_range(
    rule: Expression, facts: dict[str, object], bounds: tuple[int, int]
) -> None:
    found = finding(scored(rule > -1_000_000), a_household(**facts))

    assert found.score == bounds


def test_not_applicable_goes_before_the_score() -> None:
    standard = a_standard(a_criterion("c1", score() < 40, household.listed), method=Method.LINEAR_SCORE)

    assert finding(standard, a_household(listed=False, roof="tin")).overall is NOT_APPLICABLE
    assert finding(standard, a_household(roof="tile", poor=True, size=1)).overall is UNKNOWN
    assert finding(standard, a_household(roof="tile", poor=True, size=1, listed=True)).overall is MET


LINE = a_parameter(("2014-01-01", "2300.50", ""), unit="USD/person/year", low="0", high="9000", code="line")
PEOPLE = household.size + 1  # never 0
per_head = household.income / PEOPLE
BELOW = per_head < parameter_ref(LINE)


@pytest.mark.parametrize(
    ("facts", "lacking", "below", "at_most", "above"),
    [
        ({"income": 6901, "size": 2}, 50, MET, MET, NOT_MET),
        ({"income": "6901.50", "size": 2}, 0, NOT_MET, MET, NOT_MET),
        ({"income": 7000, "size": 2}, -9850, NOT_MET, NOT_MET, MET),
        ({"income": "-1000", "size": 0}, 330050, MET, MET, NOT_MET),
    ],
)
def test_the_score_of_a_line_is_what_a_household_lacks_to_it(
    facts: dict[str, object], lacking: int, below: Verdict, at_most: Verdict, above: Verdict
) -> None:
    line = parameter_ref(LINE)
    for rule, verdict in ((BELOW, below), (per_head <= line, at_most), (per_head > line, above)):
        found = finding(scored(rule, Method.LINE), a_household(**facts))

        assert (found.score, found.overall) == ((lacking, lacking), verdict)


def test_an_unknown_income_lacks_anything_it_may_lack() -> None:
    found = finding(scored(BELOW, Method.LINE), a_household(size=1))

    assert found.score == (2 * 230050 - 10_000_000, 2 * 230050 + 100_000)
    assert found.overall is UNKNOWN


def test_a_line_may_be_settled_before_everything_is_known() -> None:
    beyond = a_parameter(
        ("2014-01-01", "9000", ""), unit="USD/household/year", low="0", high="9000", code="beyond"
    )
    rule = household.debt < parameter_ref(beyond)

    found = finding(scored(rule, Method.LINE), a_household())

    assert (found.score, found.overall) == ((400_000, 900_000), MET)


def line(rule: Callable[[], Expression], method: Method = Method.LINE) -> Callable[[], Standard]:
    return lambda: scored(rule(), method)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        pytest.param(
            lambda: points(household.roof, where=household.poor),
            "Points are a number, but household.roof is a code of roof. Use a number or a parameter.",
            id="points that are no number",
        ),
        pytest.param(
            lambda: points(3, where=household.size),
            "points needs a yes/no answer, but household.size is a number in person/household.",
            id="points without a rule",
        ),
        pytest.param(
            lambda: points(person.wage, where=household.poor),
            "Cannot combine a person with a household: first bring them to one level",
            id="points of another level",
        ),
        pytest.param(
            line(lambda: household.poor),
            "Standard 's' compares one number with one line. Write the number about the subject, then < <= > or >=, "
            "then a line that is the same for everybody in a place.",
            id="no comparison",
        ),
        pytest.param(line(lambda: household.size == 3), "compares one number with one line", id="equality"),
        pytest.param(
            line(lambda: household.debt < household.income),
            "compares one number with one line",
            id="two facts",
        ),
        pytest.param(
            line(lambda: parameter_ref(LINE).__gt__(per_head)),
            "compares one number with one line",
            id="the line first",
        ),
        pytest.param(
            line(lambda: BELOW, Method.LINEAR_SCORE),
            "The score of standard 's' is a quotient. Compare a sum of points, or use the method line.",
            id="a quotient as a score",
        ),
        pytest.param(
            line(lambda: household.income / household.size < parameter_ref(LINE)),
            "The line of standard 's' divides by household.size, which may be 0 by its declared range. "
            "Declare its low limit as 1.",
            id="a line over what may be 0",
        ),
    ],
)
def test_what_cannot_be_a_score_is_refused_where_it_is_written(
    wrong: Callable[[], object], sentence: str
) -> None:
    assert sentence in message(wrong)


def told(standard: Standard, **facts: object) -> list[str]:
    found = Explainer(Reference(TERMS)).finding(standard, a_household(**facts))
    return [reason.en for reason in found.criteria[0].reasons]


def test_a_score_is_explained_term_by_term() -> None:
    standard = scored(
        indicator("welfare", "福利分", "welfare score", score(parameter_ref(PER_PERSON) * household.size))
        < 40
    )

    assert told(standard, size=2, roof="tin", poor=True) == [
        "welfare score 34.50 below the cut-off 40.00",
        "+30  anybody: yes",
        "+12.50  tin roof: yes",
        "+0  poor: yes",
        "-8.00  limit -4.00 × people 2 person",
    ]
    assert told(standard, size=2, poor=False)[:3] == [
        "welfare score 27.00 to 39.50 below the cut-off 40.00",
        "+30  anybody: yes",
        "+0.00 to 12.50  tin roof: unknown",
    ]


def test_an_open_score_says_its_range_and_what_to_find() -> None:
    found = Explainer(Reference(TERMS)).finding(scored(score() < 40), a_household(size=1, poor=True))

    assert found.criteria[0].reasons[0] == Text(
        "得分 30.00 至 42.50，分数线 40.00", "score 30.00 to 42.50, cut-off 40.00"
    )
    assert [each.label.en for each in found.criteria[0].to_find] == ["roof"]


def test_a_line_says_what_is_lacking() -> None:
    standard = scored(BELOW, Method.LINE)

    assert told(standard, income=6901, size=2)[1] == "0.50 USD/household/year short of the line"
    assert told(standard, income=7000, size=2)[1] == "98.50 USD/household/year above the line"
    assert told(standard, income="6901.50", size=2)[1] == "exactly on the line"
    assert told(standard, size=2) == []


def test_a_score_that_does_not_fit_is_refused() -> None:
    wide = Parameter(
        "wide", Text("", ""), household.size.kind.unit, 0, Decimal(0), Decimal(10) ** 18, FOR_TIN.values
    )  # type: ignore[union-attr]

    assert "do not fit 64 bits" in message(
        lambda: scored(household.size * 100 < parameter_ref(wide) * 10, Method.LINE)
    )
