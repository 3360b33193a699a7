"""Texts in two languages, the four verdicts, and refusals."""

from __future__ import annotations

import pytest

from tuopin.kernel.errors import BadInput, Damaged, NotFound, RefusedByRule, TuopinError
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict, kleene


def test_a_text_speaks_both_languages() -> None:
    text = Text("户", "household")

    assert (text.in_("zh"), text.in_("en")) == ("户", "household")


@pytest.mark.parametrize(
    ("answer", "verdict"), [(True, Verdict.MET), (False, Verdict.NOT_MET), (None, Verdict.UNKNOWN)]
)
def test_an_answer_becomes_a_verdict(answer: bool | None, verdict: Verdict) -> None:
    assert kleene(answer) is verdict


def test_the_numbers_in_files_of_findings_stay_what_they_are() -> None:
    """They are stored; 0 is kept for standards that give no overall verdict."""
    assert {verdict.name: verdict.value for verdict in Verdict} == {
        "MET": 1, "NOT_MET": 2, "UNKNOWN": 3, "NOT_APPLICABLE": 4,
    }  # fmt: skip


def test_verdicts_differ_in_word_and_shape() -> None:
    """Black-and-white printers and colour-blind readers must not lose meaning."""
    assert len({verdict.shape for verdict in Verdict}) == 4
    assert [verdict.label.zh for verdict in Verdict] == ["达标", "不达标", "待核实", "不适用"]
    assert [verdict.label.en for verdict in Verdict] == ["met", "not met", "unknown", "not applicable"]


@pytest.mark.parametrize("kind", [BadInput, NotFound, RefusedByRule, Damaged])
def test_a_refusal_has_a_code_and_a_sentence_in_each_language(kind: type[TuopinError]) -> None:
    refusal = kind("some_code", zh="出了什么事，怎么办。", en="What happened, what to do.")

    assert refusal.code == "some_code"
    assert refusal.in_("zh") == "出了什么事，怎么办。"
    assert refusal.in_("en") == str(refusal) == "What happened, what to do."
    assert isinstance(refusal, TuopinError)
