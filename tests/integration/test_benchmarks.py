"""The rivals answer the same questions as tuopin, and the report has the promised shape. Nothing is timed here."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from benchmarks import national
from benchmarks.__main__ import Bench, agree, report
from benchmarks.cases import CASES
from benchmarks.measuring import Measured
from benchmarks.rivals.rules import Days

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
        agree({"tuopin": "7 a", "pandas": "b"})
    with pytest.raises(SystemExit, match="differ"):
        agree({"tuopin": "7 a", "hand_sql": "8 a"})
    agree({"tuopin": "7 a", "hand_sql": "7 a", "pandas": "a"})


def test_a_nation_is_judged_alike_in_sql_and_in_loops_and_its_floor_reads_what_it_reads(
    tmp_path: Path,
) -> None:
    national.make_nation(tmp_path / "nation", 1_500)

    by_sql, natively = (
        CASES[f"nation_{name}"](tmp_path / "nation", 0) for name in ("tuopin", "tuopin_native")
    )
    read = national.columns_read(tmp_path / "nation")

    assert by_sql.proof == natively.proof != ""
    assert {"household", "birth", "school"} <= set(read["persons"])
    assert {"village", "net_income", "registered"} <= set(read["households"])
    assert CASES["nation_scan_floor"](tmp_path / "nation", 0).wall_s > 0


def test_one_household_and_one_village_are_found_in_a_nation(tmp_path: Path) -> None:
    national.make_nation(tmp_path / "nation", 3_000)

    assert CASES["nation_household"](tmp_path / "nation", 0).wall_s > 0
    assert CASES["nation_village"](tmp_path / "nation", 0).wall_s > 0


@pytest.mark.parametrize("on", [date(2020, 6, 30), date(2021, 9, 1)])
def test_the_days_of_the_rivals_are_those_of_the_rules(on: date) -> None:
    days = Days.of(on)

    assert days.school_until.year - days.school_from.year == 10
    assert (on - days.grace_from).days == 90
    assert days.school_until <= on.replace(year=on.year - 5)


@pytest.mark.parametrize(
    ("scale", "name", "seen"),
    [("national", "pandas", 10_000_000), ("national", "polars", 29_000_000), ("national", "hand_sql", 1_000_000),
     ("1m", "pandas", 1_000_000), ("national", "tuopin", 29_000_000)],
)  # fmt: skip
def test_a_rival_sees_what_it_can_hold(scale: str, name: str, seen: int, tmp_path: Path) -> None:
    assert Bench(scale, tmp_path, 100_000).seen(name) == seen


def test_the_report_has_the_promised_shape() -> None:
    told = json.loads(json.dumps(report("100k", {"row_loop": Measured(2, 1, 30, "x", 0.5)})))

    assert told["scale"] == "100k"
    (row,) = told["results"]
    assert {name: row[name] for name in ("name", "wall_s", "cpu_s", "peak_mb")} == {
        "name": "row_loop", "wall_s": 4.0, "cpu_s": 2.0, "peak_mb": 30,
    }  # fmt: skip
    assert row["extrapolated_from_share"] == 0.5
