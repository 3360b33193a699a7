"""Decisions as history: in order, and only in an order in which they can have been taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from tests.support.cities import city

from tuopin.kernel.errors import BadInput
from tuopin.snapshot.decisions import ORDER, Decision, check_decisions, decisions_of, impossible, in_order
from tuopin.snapshot.files import open_snapshot, write_snapshot

REGISTERED, STRUCK_OFF, EXITED, RETURNED, MONITORED, CLEARED, RENEWED, GONE = Decision


def table(*rows: tuple[int, Decision, str]) -> pa.Table:
    """(household, decision, day), in the order given; everybody lives in one village."""
    return pa.table(
        {
            "household": [household for household, _, _ in rows],
            "village": [980101001001] * len(rows),
            "county": [980101] * len(rows),
            "decision": [decision.value for _, decision, _ in rows],
            "decided_on": [date.fromisoformat(day) for _, _, day in rows],
        }
    )


def of_one(*decisions: Decision) -> pa.Table:
    """A decision a year about one household."""
    return table(*((7, decision, f"{2014 + at}-12-31") for at, decision in enumerate(decisions)))


POSSIBLE = [
    (REGISTERED,),
    (REGISTERED, EXITED, RETURNED, EXITED),
    (REGISTERED, STRUCK_OFF, REGISTERED, EXITED, STRUCK_OFF),
    (REGISTERED, EXITED, MONITORED, CLEARED, RENEWED, CLEARED),
    (MONITORED, CLEARED),
    (REGISTERED, EXITED, MONITORED, RETURNED, CLEARED, GONE),
    (GONE,),
]
IMPOSSIBLE = [
    ((EXITED,), EXITED),
    ((REGISTERED, REGISTERED), REGISTERED),
    ((REGISTERED, EXITED, EXITED), EXITED),
    ((REGISTERED, RETURNED), RETURNED),
    ((STRUCK_OFF,), STRUCK_OFF),
    ((REGISTERED, STRUCK_OFF, EXITED), EXITED),
    ((CLEARED,), CLEARED),
    ((MONITORED, MONITORED), MONITORED),
    ((MONITORED, RENEWED), RENEWED),
    ((REGISTERED, MONITORED), MONITORED),
    ((REGISTERED, EXITED, RETURNED, MONITORED), MONITORED),
    ((REGISTERED, GONE, EXITED), EXITED),
    ((GONE, MONITORED), MONITORED),
]


@pytest.mark.parametrize("decisions", POSSIBLE)
def test_what_can_have_happened_passes(decisions: Sequence[Decision]) -> None:
    check_decisions(of_one(*decisions))


@pytest.mark.parametrize(("decisions", "wrong"), IMPOSSIBLE)
def test_what_cannot_have_happened_is_named(decisions: Sequence[Decision], wrong: Decision) -> None:
    found = list(impossible(of_one(*decisions)))

    assert [(each.household, each.decision) for each in found] == [(7, wrong)]
    with pytest.raises(BadInput, match="household 7") as refused:
        check_decisions(of_one(*decisions))
    assert refused.value.code == "decisions_impossible"


def test_each_household_has_a_history_of_its_own() -> None:
    check_decisions(
        table((1, REGISTERED, "2014-01-01"), (2, REGISTERED, "2014-01-01"), (1, EXITED, "2016-12-31"))
    )


def test_the_order_of_the_rows_given_does_not_count() -> None:
    check_decisions(table((1, EXITED, "2016-12-31"), (1, REGISTERED, "2014-01-01")))


def test_a_household_that_moved_keeps_its_history() -> None:
    rows = table((1, REGISTERED, "2014-01-01"), (1, EXITED, "2016-12-31"))
    moved = rows.set_column(1, "village", pa.array([980101001002, 980101001001]))

    check_decisions(moved)


def test_two_decisions_of_one_chain_on_one_day_are_refused() -> None:
    found = list(impossible(table((1, REGISTERED, "2014-01-01"), (1, EXITED, "2014-01-01"))))

    assert [each.why.en for each in found] == ["there is another one of that day"]


def test_an_exit_and_monitoring_may_begin_on_one_day() -> None:
    check_decisions(
        table((1, REGISTERED, "2014-01-01"), (1, MONITORED, "2020-12-31"), (1, EXITED, "2020-12-31"))
    )


def test_a_number_that_is_no_decision_is_refused() -> None:
    rows = of_one(REGISTERED).set_column(3, "decision", pa.array([9]))

    with pytest.raises(BadInput, match="number 9"):
        check_decisions(rows)


def test_a_table_without_days_is_refused() -> None:
    with pytest.raises(BadInput, match="decided_on"):
        in_order(of_one(REGISTERED).drop_columns("decided_on"))


def test_a_data_set_without_decisions_has_none() -> None:
    small = city(150).dataset
    without = {name: table for name, table in small.tables.items() if name != "decisions"}

    assert decisions_of(replace(small, tables=without)) is None


def test_decisions_come_back_from_a_snapshot_in_order(tmp_path: Path) -> None:
    small = city(150).dataset
    rows = table((2, REGISTERED, "2014-01-01"), (1, EXITED, "2016-12-31"), (1, REGISTERED, "2014-01-01"))
    write_snapshot(replace(small, tables={**small.tables, "decisions": rows}), tmp_path / "snapshot")

    found = decisions_of(open_snapshot(tmp_path / "snapshot"))

    assert found is not None
    keys = list(zip(*(found[name].to_pylist() for name in ORDER), strict=True))
    assert keys == sorted(keys)
    assert found["people"].to_pylist() == [None, None, None]
