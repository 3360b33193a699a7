"""More income never un-meets a criterion of income, and never makes anybody poor: nobody gains by hiding it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.anybody import Anybody
from tuopin import standards
from tuopin.engine.kinds import Number
from tuopin.engine.reference import Reference
from tuopin.kernel.verdict import Verdict

INCOME: Mapping[str, tuple[str, tuple[tuple[str, str, Verdict], ...]]] = {
    "cn": (
        "net_income",
        (
            ("household_status", "income", Verdict.MET),
            ("household_exit", "income", Verdict.MET),
        ),
    ),
}
"""Pack -> its fact of income, and criteria with the verdict that more income must not take away."""


@pytest.mark.parametrize("code", INCOME)
@settings(max_examples=max(10, settings.default.max_examples // 4))
@given(seed=st.integers(0, 2**32), more=st.integers(1, 10**9))
def test_more_income_takes_no_good_verdict_away(code: str, seed: int, more: int) -> None:
    random, anybody = Random(seed), ANYBODY[code]
    at = anybody.at(random.choice(anybody.days))
    fact, criteria = INCOME[code]
    kind = anybody.pack.by_level[anybody.pack.standard(criteria[0][0]).level][fact].kind
    assert isinstance(kind, Number)
    poorer = [
        household
        for county in at.counties(random)
        for village in county.children
        for household in village.children
    ]

    for before in poorer:
        income = before.facts.get(fact)
        if isinstance(income, int) and income + more <= kind.high:
            after = replace(before, facts={**before.facts, fact: income + more})
            for standard, criterion, good in criteria:
                if anybody.pack.standard(standard) in at.scope.standards:
                    found, then = (
                        Reference(at.terms).judge(anybody.pack.standard(standard), each).verdicts[criterion]
                        for each in (before, after)
                    )
                    assert found is not good or then is good


ANYBODY = {code: Anybody(standards.load(code)) for code in INCOME}
