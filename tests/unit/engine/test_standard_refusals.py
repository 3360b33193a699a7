"""What a standard refuses when it is written."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from tests.unit.engine.refusing import message
from tests.unit.engine.test_standards import a_criterion, a_standard
from tests.unit.engine.world import TERMS, V, household, members, person, village

from tuopin.engine.kinds import Level, RuleError
from tuopin.engine.language import Criterion, Cutoff, Method, Reads, Standard
from tuopin.engine.sql import compile_standards
from tuopin.engine.standard import MOST_CRITERIA
from tuopin.kernel.text import Text

ONE = a_criterion("c1", household.poor)
TWO = a_criterion("c2", household.away)
HALF = Fraction(1, 2)


def many(count: int) -> list[Criterion]:
    return [a_criterion(f"c{number}", household.poor) for number in range(count)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        pytest.param(
            lambda: a_standard(*many(63)),
            "Standard 's' has 63 criteria; 1 to 62 fit. Split it.",
            id="63 criteria",
        ),
        pytest.param(
            lambda: a_standard(), "Standard 's' has 0 criteria; 1 to 62 fit. Split it.", id="no criterion"
        ),
        pytest.param(
            lambda: a_standard(ONE, ONE), "Standard 's' names a criterion twice.", id="the same code twice"
        ),
        pytest.param(
            lambda: a_standard(a_criterion("c1", village.road)),
            "Criterion 'c1' of 's' must answer yes or no about one household, but it answers about one village. "
            "Bring it up with members.any(...) or the like.",
            id="about the level above",
        ),
        pytest.param(
            lambda: a_standard(a_criterion("c1", person.ill)),
            "must answer yes or no about one household, but it answers about one person.",
            id="about the level below",
        ),
        pytest.param(
            lambda: a_standard(a_criterion("c1", household.poor, person.ill)),
            "must answer yes or no about one household, but it answers about one person.",
            id="applies_when about another level",
        ),
        pytest.param(
            lambda: a_standard(a_criterion("c1", household.size)),
            "met_when of s.c1 needs a yes/no answer, but household.size is a number in person/household. "
            "Compare it with something.",
            id="a number for an answer",
        ),
        pytest.param(
            lambda: a_standard(a_criterion("c1", None)),
            "met_when of s.c1 needs a yes/no expression, but this is None.",
            id="no rule at all",
        ),
        pytest.param(
            lambda: a_standard(a_criterion("c1", household.poor, household.size)),
            "applies_when of s.c1 needs a yes/no answer",
            id="applies_when a number",
        ),
        pytest.param(
            lambda: a_standard(a_criterion("c1", household.roof.is_known())),
            "Criterion 'c1' of 's' uses is_known. Learning a fact could overturn it, so only data checks may. "
            "Leave unknown to the engine.",
            id="is_known in a requirement",
        ),
        pytest.param(
            lambda: a_standard(a_criterion("c1", ~members.all(person.trade.is_known() | person.ill))),
            "uses is_known.",
            id="is_known deep inside",
        ),
        pytest.param(
            lambda: a_standard(a_criterion("c1", household.poor, household.roof.is_known())),
            "uses is_known.",
            id="is_known in applies_when",
        ),
        *(
            pytest.param(
                lambda reads=reads: a_standard(a_criterion("c1", household.roof.is_known(), reads=reads)),
                "so only data checks may.",
                id=f"is_known in a {reads.value}",
            )
            for reads in Reads
            if reads is not Reads.CHECK
        ),
        pytest.param(
            lambda: a_standard(ONE, method=Method.WEIGHTED_CUTOFF),
            "Standard 's': a cutoff belongs to weighted_cutoff. Give both or neither.",
            id="weighted_cutoff without a cutoff",
        ),
        pytest.param(
            lambda: a_standard(ONE, cutoff=Cutoff({"c1": HALF}, HALF)),
            "Standard 's': a cutoff belongs to weighted_cutoff. Give both or neither.",
            id="a cutoff without weighted_cutoff",
        ),
        pytest.param(
            lambda: a_standard(ONE, TWO, method=Method.WEIGHTED_CUTOFF, cutoff=Cutoff({"c1": HALF}, HALF)),
            "Standard 's': every criterion needs one weight, and every weight a criterion.",
            id="a criterion without weight",
        ),
        pytest.param(
            lambda: a_standard(
                ONE, method=Method.WEIGHTED_CUTOFF, cutoff=Cutoff({"c1": HALF, "c9": HALF}, HALF)
            ),
            "every criterion needs one weight, and every weight a criterion.",
            id="a weight without criterion",
        ),
        pytest.param(
            lambda: Cutoff({"c1": HALF}, Fraction(0)),
            "A cutoff lies above 0 and weights are not negative. Correct k or the weights.",
            id="a cutoff of nought, which everybody reaches",
        ),
        pytest.param(
            lambda: Cutoff({"c1": HALF, "c2": Fraction(-1, 6)}, HALF),
            "A cutoff lies above 0 and weights are not negative. Correct k or the weights.",
            id="a negative weight",
        ),
        pytest.param(
            lambda: a_standard(ONE, TWO, method=Method.LINE),
            "Standard 's': line compares one number with one line. Keep one criterion.",
            id="two criteria on a line",
        ),
        pytest.param(
            lambda: a_standard(ONE, TWO, method=Method.LINEAR_SCORE),
            "Standard 's': linear_score compares one number with one line. Keep one criterion.",
            id="two criteria of a linear score",
        ),
        pytest.param(
            lambda: a_standard(ONE).criterion_met("c9"),
            "Standard 's' has no criterion 'c9'. It has: c1.",
            id="asked about a criterion it has not",
        ),
        pytest.param(
            lambda: a_standard(ONE, method=Method.EACH).met,
            "Standard 's' gives no overall verdict. Ask for one of its criteria.",
            id="asked for an overall verdict it does not give",
        ),
    ],
)
def test_a_standard_that_is_written_wrong_is_refused(wrong: Callable[[], object], sentence: str) -> None:
    assert sentence in message(wrong)


def test_62_criteria_fit_and_the_last_bit_is_still_positive() -> None:
    full = a_standard(*many(MOST_CRITERIA))

    assert full.bits["c61"] == 1 << 61
    assert full.all_bits == 2**62 - 1 < 2**63


def test_two_standards_with_one_code_cannot_be_judged_together() -> None:
    with pytest.raises(RuleError, match=r"Two standards share the code 's'\. Rename one\."):
        compile_standards((a_standard(ONE), a_standard(TWO)), TERMS)


def test_a_standard_knows_its_parameters_and_expressions_through_others() -> None:
    inner = a_standard(a_criterion("c1", household.poor), code="inner")
    outer = Standard("outer", Text("", ""), V, "Act", (a_criterion("c1", village.road),))

    assert [node.key for node in inner.expressions()] == ["household.poor"]
    assert outer.parameters() == {}
    assert outer.level is Level.VILLAGE
