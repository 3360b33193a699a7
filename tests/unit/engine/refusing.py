"""Tables of rules that are written wrong, and the message each gets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tuopin.engine.kinds import RuleError

Wrong = Callable[[], object]


def refusals(*cases: tuple[str, Wrong, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("wrong", "sentence"),
        [(wrong, sentence) for _, wrong, sentence in cases],
        ids=[name for name, *_ in cases],
    )


def message(wrong: Wrong) -> str:
    with pytest.raises(RuleError) as refused:
        wrong()
    return str(refused.value)
