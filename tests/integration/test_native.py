"""The native engine in the warehouse: the same findings to the byte, and machine code kept where only we may write."""

from __future__ import annotations

import hashlib
import stat
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from tests.integration.test_warehouse_judging import answers, answers_by_law
from tests.support.cities import ON, city
from tests.support.small_county import ON as MINI_ON
from tests.support.small_county import invented

from tuopin.engine.kinds import Level
from tuopin.engine.native import Loops
from tuopin.engine.native_source import write_loops
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import BadInput
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot, write_parts, write_snapshot
from tuopin.snapshot.parts import cut
from tuopin.warehouse import native_code, native_judging
from tuopin.warehouse.judging import judge
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import scope_of


@pytest.mark.usefixtures("compiler")
def test_findings_and_overview_are_the_same_to_the_byte(tmp_path: Path) -> None:
    write_snapshot(city(2_000).dataset, tmp_path / "snapshot")
    dataset = open_snapshot(tmp_path / "snapshot")

    written = {}
    for engine in ("sql", "native"):
        with judge(dataset, on=ON, engine=engine) as run:
            written[engine] = run.write(tmp_path / engine, workbook=False)

    assert digests(written["native"]) == digests(written["sql"])


@pytest.mark.usefixtures("compiler")
@pytest.mark.parametrize("keep", [True, False])
def test_parts_judged_in_loops_by_several_processes_are_the_same_to_the_byte(
    tmp_path: Path, keep: bool
) -> None:
    write_parts(cut(city(2_000).dataset, 1), tmp_path / "parts")
    dataset = open_snapshot(tmp_path / "parts")

    written, counts = {}, {}
    for engine in ("sql", "native"):
        with judge(dataset, on=ON, engine=engine, keep=keep) as run:
            counts[engine] = run.counts_by_place.sort_by("place")
            if keep:
                written[engine] = digests(run.write(tmp_path / engine, workbook=False))

    assert counts["native"] == counts["sql"]
    assert written.get("native") == written.get("sql")


@pytest.mark.usefixtures("compiler")
def test_another_day_and_another_line_need_no_new_machine_code() -> None:
    dataset = city(2_000).dataset

    texts = set()
    for on, line in ((date(2018, 12, 31), None), (ON, None), (ON, {"income_line": "4400"})):
        runs = [judge(dataset, on=on, overrides=line, engine=engine) for engine in ("native", "sql")]
        texts.add(loops_of(runs[0]).text)
        assert runs[0].counts_by_place.sort_by("place") == runs[1].counts_by_place.sort_by("place")

    assert len(texts) == 1


@pytest.mark.usefixtures("compiler")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_subject_gets_the_verdicts_of_the_reference_engine(seed: int) -> None:
    rows = invented(seed=seed)

    assert answers(judge(rows.dataset(), on=MINI_ON, engine="native")) == answers_by_law(rows)


@pytest.mark.usefixtures("compiler")
def test_rows_in_disorder_and_in_slices_give_the_same() -> None:
    dataset = city(2_000).dataset
    mixed = {
        level.plural: dataset.table(level.plural).sort_by([(key, "descending")])
        for level, key in ((Level.HOUSEHOLD, "net_income"), (Level.PERSON, "birth"))
    }
    shuffled = Dataset(
        dataset.pack_code, dataset.as_of, {**dataset.tables, **mixed}, dataset.places, dataset.content
    )

    found = judge(shuffled, on=ON, engine="native").findings[Level.HOUSEHOLD]

    assert found == judge(dataset, on=ON, engine="sql").findings[Level.HOUSEHOLD]


def test_a_column_that_starts_inside_its_memory_is_read_from_its_first_row() -> None:
    numbers = pa.chunked_array([pa.array([7, None, 3, 4], pa.int16()).slice(1)])
    answers = pa.chunked_array([pa.array([True, None, False, True]).slice(1)])

    column, yes_no = native_judging.column_of(numbers), native_judging.column_of(answers)

    assert native_judging.array_of(column, 3).to_pylist() == [None, 3, 4]
    assert native_judging.array_of(yes_no, 3).to_pylist() == [None, False, True]


def test_without_numba_the_native_engine_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native_code, "is_installed", lambda: False)

    with pytest.raises(BadInput) as refused:
        judge(city(2_000).dataset, on=ON, engine="native")

    assert refused.value.code == "native_not_installed"


def test_without_numba_a_large_data_set_is_judged_by_sql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native_code, "is_installed", lambda: False)
    monkeypatch.setattr("tuopin.warehouse.judging.NATIVE_FROM", 0)

    assert judge(city(2_000).dataset, on=ON).findings[Level.HOUSEHOLD].num_rows > 0


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_machine_code_is_never_kept_where_others_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    open_to_all = tmp_path / "tuopin" / "loops"
    open_to_all.mkdir(parents=True)
    open_to_all.chmod(0o777)
    native_code.folder.cache_clear()

    chosen = native_code.folder()
    native_code.folder.cache_clear()

    assert chosen != open_to_all
    assert not chosen.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def digests(folder: Path) -> dict[str, str]:
    """Of everything but the workbook, which is a zip file with times in it, and without what was asked for."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.suffix != ".xlsx"
    }


def loops_of(run: Run) -> Loops:
    judged = run.judged
    scope = scope_of(judged.scope.pack, on=judged.scope.on)
    return write_loops(scope.standards, Terms(scope.on, judged.dataset.places), values=scope.values)
