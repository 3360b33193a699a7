"""How an answer reads: the word, and whether it looks well, for each kind of criterion."""

from __future__ import annotations

import pytest
from tests.unit.engine.test_standards import a_criterion, a_standard
from tests.unit.engine.world import household

from tuopin.engine.language import Criterion, Reads
from tuopin.engine.reading import gap_of, gaps, met_when, told
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict

MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = Verdict


@pytest.mark.parametrize(
    ("reads", "met", "not_met", "bad"),
    [
        (Reads.REQUIREMENT, "met", "not met", NOT_MET),
        (Reads.DEPRIVATION, "deprived", "not deprived", MET),
        (Reads.SIGNAL, "raised", "not raised", MET),
        (Reads.FLAG, "flagged", "not flagged", MET),
        (Reads.CHECK, "passed", "failed", NOT_MET),
    ],
)
def test_what_is_bad_looks_bad_whatever_it_is_called(
    reads: Reads, met: str, not_met: str, bad: Verdict
) -> None:
    good = NOT_MET if bad is MET else MET

    assert gap_of(reads) is bad
    assert (told(MET, reads).label.en, told(NOT_MET, reads).label.en) == (met, not_met)
    assert told(bad, reads).looks is NOT_MET
    assert told(good, reads).looks is MET
    assert told(bad, reads, overall=True).looks is NOT_MET


@pytest.mark.parametrize("reads", Reads)
@pytest.mark.parametrize("verdict", [UNKNOWN, NOT_APPLICABLE])
def test_what_is_not_settled_reads_the_same_everywhere(verdict: Verdict, reads: Reads) -> None:
    assert told(verdict, reads).looks is verdict
    assert told(verdict, reads).label == told(verdict, reads, overall=True).label == verdict.label


def test_an_index_of_poverty_answers_yes_or_no() -> None:
    assert told(MET, Reads.DEPRIVATION, overall=True).in_("en") == "△ yes"
    assert told(NOT_MET, Reads.DEPRIVATION, overall=True).in_("zh") == "✔ 否"


@pytest.mark.parametrize("reads", Reads)
def test_every_reading_has_its_words(reads: Reads) -> None:
    assert met_when(reads).en.endswith("when")
    assert gaps(reads).zh


def reading(code: str, reads: Reads) -> Criterion:
    return Criterion(code, Text("", ""), household.poor, "Act", Text("", ""), reads)


def test_a_standard_reads_as_all_its_criteria_do() -> None:
    deprived, flagged = reading("a", Reads.DEPRIVATION), reading("b", Reads.FLAG)

    assert a_standard(deprived).reads is Reads.DEPRIVATION
    assert a_standard(a_criterion("c", household.poor)).reads is Reads.REQUIREMENT
    assert a_standard(deprived, flagged).reads is Reads.REQUIREMENT
