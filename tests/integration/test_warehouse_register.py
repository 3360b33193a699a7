"""Findings say where each household stands on the list, how many people it has, and what the overview counts of it."""

from __future__ import annotations

import pytest
from tests.support.cities import city
from tests.support.small_county import ON, VILLAGES, Rows

from tuopin.engine.kinds import Level
from tuopin.warehouse.judging import judge
from tuopin.warehouse.register import Standing

IN_POVERTY, PROPOSED, EXITED, RETURNED, STRUCK_OFF = range(1, 6)


@pytest.mark.parametrize(
    ("registered", "status", "stands"),
    [
        (True, IN_POVERTY, Standing.POOR), (True, PROPOSED, Standing.POOR), (True, EXITED, Standing.EXITED),
        (True, RETURNED, Standing.RETURNED), (True, STRUCK_OFF, Standing.STRUCK_OFF), (True, None, None),
        (False, None, Standing.OUTSIDE), (False, EXITED, Standing.OUTSIDE), (False, STRUCK_OFF, Standing.STRUCK_OFF),
        (None, EXITED, None), (None, None, None), (None, STRUCK_OFF, Standing.STRUCK_OFF),
    ],
)  # fmt: skip
def test_where_a_household_stands(
    registered: bool | None, status: int | None, stands: Standing | None
) -> None:
    rows = Rows()
    rows.household(VILLAGES[0], size=3, registered=registered, poverty_status=status)

    found = judge(rows.dataset(), on=ON).findings[Level.HOUSEHOLD]

    assert found["standing"].to_pylist() == [stands]
    assert found["people"].to_pylist() == [3]


def test_the_counters_of_the_overview_stand_in_the_findings() -> None:
    run = judge(city(3_000).dataset, on=ON)
    found = run.findings[Level.HOUSEHOLD]
    whole = run.overview("province")[0].counters

    for code, counted in whole.items():
        answers = found[f"counter_{code}"].to_pylist()

        assert answers.count(True) == counted.yes.households
        assert answers.count(None) == counted.unknown.households
