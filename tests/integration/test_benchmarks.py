"""The rivals answer the same questions as tuopin, and the report has the promised shape. Nothing is timed here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.__main__ import agree, report
from benchmarks.cases import CASES
from benchmarks.measuring import Measured

from tuopin.snapshot.files import write_snapshot
from tuopin.synthetic.city import make_city

EVERYBODY = 10**9


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "city"
    write_snapshot(make_city(households=2_000, seed=3).dataset, folder)
    return folder


def test_hand_sql_and_the_row_loop_work_out_what_tuopin_does(snapshot: Path) -> None:
    proofs = {name: CASES[name](snapshot, EVERYBODY).proof for name in ("tuopin", "hand_sql", "row_loop")}

    assert len(set(proofs.values())) == 1, proofs


def test_a_row_loop_that_saw_less_proves_something_else(snapshot: Path) -> None:
    part, whole = CASES["row_loop"](snapshot, 100), CASES["row_loop"](snapshot, EVERYBODY)

    assert (part.share, whole.share) == (0.05, 1.0)
    assert part.proof != whole.proof


def test_rivals_that_differ_are_not_reported() -> None:
    with pytest.raises(SystemExit, match="differ"):
        agree({"tuopin": Measured(1, 1, 1, "a"), "hand_sql": Measured(1, 1, 1, "b")})


def test_the_report_has_the_promised_shape() -> None:
    told = json.loads(json.dumps(report("100k", {"row_loop": Measured(2, 1, 30, "x", 0.5)})))

    assert told["scale"] == "100k"
    (row,) = told["results"]
    assert {name: row[name] for name in ("name", "wall_s", "cpu_s", "peak_mb")} == {
        "name": "row_loop", "wall_s": 4.0, "cpu_s": 2.0, "peak_mb": 30,
    }  # fmt: skip
    assert row["extrapolated_from_share"] == 0.5
