"""Tables of rules that are written wrong, and the message each gets."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tuopin.engine.kinds import RuleError

Wrong = Callable[[], object]
REMEDY = re.compile(
    r"\. (Use|Write|Convert|Declare|Divide|Sum|Name|Give|Rename|Renumber|Split|Bring|Compare|Ask|Keep|Correct|"
    r"For other|It has:|Each must|Leave)|first bring them|must be a fact of|on\.latest|every criterion needs one weight"
)


def refusals(*cases: tuple[str, Wrong, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("wrong", "sentence"),
        [(wrong, sentence) for _, wrong, sentence in cases],
        ids=[name for name, *_ in cases],
    )


def message(wrong: Wrong) -> str:
    """The sentence of the refusal, which must say what to do next, not only what is wrong."""
    with pytest.raises(RuleError) as refused:
        wrong()
    sentence = str(refused.value)
    assert REMEDY.search(sentence), f"no remedy in {sentence!r}"
    return sentence
