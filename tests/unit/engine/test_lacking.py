"""Indicators that a whole source lacks: which those are, and where their weights go."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.unit.engine.both_engines import finding
from tests.unit.engine.refusing import message
from tests.unit.engine.test_standards import a_criterion, a_standard
from tests.unit.engine.world import a_household, household, members, person

from tuopin.engine.expressions import Expression
from tuopin.engine.lacking import lacking, without
from tuopin.engine.language import Cutoff, Dimension, Method, Standard, indicator
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict

SIXTH, THIRD = Fraction(1, 6), Fraction(1, 3)
HEALTH = Dimension(Text("健康", "health"), ("ill", "away"))
LIVING = Dimension(Text("生活", "living"), ("poor", "roof", "debt"))


def index(k: Fraction = Fraction(1, 2)) -> Standard:
    criteria = (
        a_criterion("ill", members.any(person.ill)),
        a_criterion("away", household.away, household.listed),
        a_criterion("poor", household.poor),
        a_criterion("roof", household.roof == "thatch"),
        a_criterion("debt", household.debt > 100),
    )
    weights = {"ill": SIXTH, "away": THIRD, "poor": SIXTH, "roof": SIXTH, "debt": SIXTH}
    return a_standard(*criteria, method=Method.WEIGHTED_CUTOFF, cutoff=Cutoff(weights, k, (HEALTH, LIVING)))


def gone(standard: Standard, *absent: str) -> list[str]:
    return [criterion.code for criterion in lacking(standard, frozenset(absent))]


@pytest.mark.parametrize(
    ("absent", "codes"),
    [
        ((), []),
        (("household.roof",), ["roof"]),
        (("household.debt", "household.poor"), ["poor", "debt"]),
        (("person.ill",), ["ill"]),
        (("household.size",), ["ill"]),  # nobody knows whether all members are listed
        (("household.listed",), ["away"]),  # nobody knows whom it concerns
        (("person.wage", "household.income"), []),
    ],
)
def test_an_indicator_lacks_what_it_needs(absent: tuple[str, ...], codes: list[str]) -> None:
    assert gone(index(), *absent) == codes


@pytest.mark.parametrize(
    ("rule", "absent", "answerable"),
    [
        (household.poor | household.away, "household.away", False),  # yes can be proved, no never
        (household.poor & household.away, "household.away", False),
        ((household.poor & household.away) | (household.poor & household.listed), "household.away", True),
        (members.any(person.ill & person.treated), "person.treated", False),
        (members.all(person.ill), "person.ill", False),
        (members.count(person.ill) > 1, "person.ill", False),
        (household.income / household.size > 100, "household.size", False),
        (indicator("named", "", "", ~household.poor), "household.poor", False),
        (indicator("named", "", "", ~household.poor), "household.away", True),
        (members.all(person.ill), "household.size", False),
        (
            # any two of three: without one of them two others can still prove it, and their absence disprove it
            (household.poor & household.away)
            | (household.poor & household.listed)
            | (household.away & household.listed),
            "household.listed",
            True,
        ),
    ],
)
def test_a_rule_is_answerable_when_both_answers_can_be_proved(
    rule: Expression, absent: str, answerable: bool
) -> None:
    standard = a_standard(
        a_criterion("c1", rule),
        a_criterion("c2", household.poor),
        method=Method.WEIGHTED_CUTOFF,
        cutoff=Cutoff({"c1": THIRD, "c2": THIRD}, THIRD, (Dimension(Text("", ""), ("c1",)),)),
    )

    assert (gone(standard, absent) == []) is answerable


def test_weights_pass_within_the_dimension_and_k_stays() -> None:
    left = without(index(), frozenset({"household.roof"}))

    assert left.cutoff is not None
    assert left.cutoff.weights == {
        "ill": SIXTH,
        "away": THIRD,
        "poor": Fraction(1, 4),
        "debt": Fraction(1, 4),
    }
    assert left.cutoff.k == Fraction(1, 2)
    assert [each.criteria for each in left.cutoff.dimensions] == [("ill", "away"), ("poor", "debt")]
    assert list(left.by_code) == ["ill", "away", "poor", "debt"]


def test_shares_inside_a_dimension_keep_their_proportion() -> None:
    cutoff = Cutoff(
        {"ill": SIXTH, "away": THIRD, "poor": THIRD, "roof": Fraction(1, 12), "debt": Fraction(1, 12)},
        Fraction(1, 2),
        (Dimension(Text("", ""), ("ill", "away", "poor", "roof", "debt")),),
    )
    standard = a_standard(*index().criteria, method=Method.WEIGHTED_CUTOFF, cutoff=cutoff)

    left = without(standard, frozenset({"person.ill", "household.debt"}))

    assert left.cutoff is not None
    assert left.cutoff.weights == {"away": Fraction(4, 9), "poor": Fraction(4, 9), "roof": Fraction(1, 9)}
    assert sum(left.cutoff.weights.values()) == 1


def test_what_lacks_nothing_is_the_same_standard() -> None:
    standard = index()

    assert without(standard, frozenset({"person.wage"})) is standard


def test_a_blank_for_one_household_stays_unknown_while_a_lacking_indicator_is_gone() -> None:
    poor = {"away": True, "listed": True, "poor": True, "debt": 0, "size": 1}
    home = a_household(**poor)

    whole, left = finding(index(), home), finding(without(index(), frozenset({"person.ill"})), home)

    assert whole.verdicts["ill"] is Verdict.UNKNOWN
    assert whole.overall is Verdict.MET  # a third and a sixth reach a half
    assert "ill" not in left.verdicts
    # away takes over the sixth: a half by itself
    assert left.score == (4, 5)


def test_a_dimension_that_is_wholly_lacking_is_refused() -> None:
    with pytest.raises(RefusedByRule) as refused:
        without(index(), frozenset({"person.ill", "household.away"}))

    assert refused.value.code == "dimension_lacking"
    assert "'health'" in refused.value.text.en
    assert "健康维度" in refused.value.text.zh


def test_dimensions_that_do_not_divide_the_criteria_are_refused() -> None:
    def twice() -> object:
        return Cutoff({"a": THIRD}, THIRD, (Dimension(Text("", ""), ("a",)), Dimension(Text("", ""), ("a",))))

    def unknown() -> object:
        return Cutoff({"a": THIRD}, THIRD, (Dimension(Text("", ""), ("b",)),))

    for wrong in (twice, unknown):
        assert "Dimensions divide the criteria" in message(wrong)
