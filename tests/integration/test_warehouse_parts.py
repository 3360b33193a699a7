"""A run part by part gives what the run in one piece gives, byte for byte, and leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.support.cities import ON, city
from tests.support.small_county import PACK, invented

from tuopin.engine.kinds import Level
from tuopin.engine.language import Criterion, Standard
from tuopin.kernel.errors import CannotWrite, Damaged, RefusedByRule
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot, write_parts
from tuopin.snapshot.parts import cut
from tuopin.standards.cn import facts as f
from tuopin.warehouse import crew
from tuopin.warehouse.judging import judge
from tuopin.warehouse.kept import ROWS_A_GROUP
from tuopin.warehouse.rerunning import rerun
from tuopin.warehouse.run import Run

SMALL = city(1_500).dataset


def in_parts(dataset: Dataset, folder: Path, households: int = 1) -> Dataset:
    write_parts(cut(dataset, households), folder)
    return open_snapshot(folder, verify="by part")


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return in_parts(SMALL, tmp_path_factory.mktemp("parts") / "city")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return judge(SMALL, on=ON).write(tmp_path_factory.mktemp("whole") / "out")


def digests(folder: Path) -> dict[str, str]:
    """Of every file but the manifest; findings of several parts are one table."""
    found = {
        path.name: hashlib.sha256(said_by(path)).hexdigest()
        for path in folder.iterdir()
        if path.name != "manifest.json" and "-" not in path.name
    }
    pieces = sorted(folder.glob("findings_households-*.parquet"))
    if pieces:
        joined = folder.parent / "joined.parquet"
        with pq.ParquetWriter(joined, pq.read_schema(pieces[0]), compression="zstd", version="2.6") as writer:
            for batch in pq.ParquetDataset(pieces).read().combine_chunks().to_batches():
                writer.write_batch(batch, row_group_size=ROWS_A_GROUP)
        found["findings_households.parquet"] = hashlib.sha256(joined.read_bytes()).hexdigest()
        joined.unlink()
    return found


def said_by(path: Path) -> bytes:
    """The bytes; of a workbook those of its pages, because its cover tells when it was made."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return b"".join(book.read(name) for name in sorted(book.namelist()) if name != "docProps/core.xml")


def told(folder: Path) -> dict[str, Any]:
    """The manifest without the names and digests of the files of findings."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {name: value for name, value in manifest.items() if name != "findings"}


@settings(max_examples=3, phases=[Phase.generate])  # each is slow, so a failure is not made smaller
@given(households=st.integers(1, 1_500))
def test_any_cut_gives_the_same_bytes_as_one_piece(
    tmp_path_factory: pytest.TempPathFactory, whole: Path, households: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")

    out = judge(in_parts(SMALL, folder / "city", households), on=ON).write(folder / "out")

    assert digests(out) == digests(whole)
    assert told(out) == told(whole)


def test_findings_of_each_part_lie_in_a_file_of_their_own(parted: Dataset, tmp_path: Path) -> None:
    out = judge(parted, on=ON).write(tmp_path / "out")

    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    rows = [manifest["findings"][f"findings_households-{part:04d}.parquet"]["rows"] for part in (1, 2, 3, 4)]
    assert sum(rows) == 1_500
    assert manifest["findings"].keys() == {path.name for path in out.glob("*.parquet")}


def test_running_a_manifest_again_gives_the_same_files(parted: Dataset, tmp_path: Path) -> None:
    first = judge(parted, on=ON, standard=("cn/household_exit", "cn/village_exit")).write(tmp_path / "first")

    second = rerun(first / "manifest.json", parted).write(tmp_path / "second")

    assert {path.name: path.read_bytes() for path in first.glob("*[!x]")} == {
        path.name: path.read_bytes() for path in second.glob("*[!x]")
    }


def test_figures_alone_are_the_same_figures(parted: Dataset) -> None:
    kept = judge(SMALL, on=ON)

    for dataset in (SMALL, parted):
        run = judge(dataset, on=ON, keep=False)

        assert run.overview() == kept.overview()
        assert run.manifest() == kept.manifest()
        assert run.findings_of(Level.VILLAGE).equals(kept.findings_of(Level.VILLAGE))
        with pytest.raises(RefusedByRule, match="figures only"):
            run.findings_of(Level.HOUSEHOLD)


BORN = Standard(
    "mini_born", Text("出生日期", "date of birth"), Level.PERSON, "EXAMPLE",
    (Criterion("insured", Text("参保", "insured"), f.person.resident_insurance, "EXAMPLE", Text("局", "office")),),
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_standards_of_persons_and_counties_come_out_the_same(tmp_path: Path, seed: int) -> None:
    pack = replace(PACK, standards=(BORN, *PACK.standards))
    rows = replace(invented(seed=seed).dataset(), pack_code="cn")
    parts = in_parts(rows, tmp_path / "parts")
    rows.__dict__["pack"] = parts.__dict__["pack"] = pack

    runs = [judge(dataset, on=ON, overrides={"income_line": "5000"}) for dataset in (rows, parts)]

    one, several = (run_told(run) for run in runs)
    assert len(parts.parts) == 3
    assert set(one["findings"]) == {
        Level.PERSON,
        Level.HOUSEHOLD,
        Level.VILLAGE,
        Level.COUNTY,
    }
    assert several == one


def run_told(run: Run) -> dict[str, Any]:
    return {
        "findings": {level: table.to_pylist() for level, table in run.findings.items()},
        "overview": run.overview(),
        "counts": run.manifest()["counts"],
    }


def test_several_standards_are_judged_once_each_in_the_order_of_the_pack() -> None:
    run = judge(SMALL, on=ON, standard=("cn/household_exit", "cn/household_status", "cn/household_exit"))

    assert [each.code for each in run.judged.scope.at(Level.HOUSEHOLD)] == [
        "household_status",
        "household_exit",
    ]
    assert run.manifest()["asked"] == ["cn/household_exit", "cn/household_status", "cn/household_exit"]


# ---- what goes wrong ---------------------------------------------------------------------------------


class Watched:
    """The worker processes and scratch folders of a run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
        self.processes: list[subprocess.Popen[str]] = []
        self.scratch = scratch
        started = subprocess.Popen

        def start(*args: Any, **more: Any) -> subprocess.Popen[str]:
            self.processes.append(started(*args, **more))
            return self.processes[-1]

        monkeypatch.setattr(crew.subprocess, "Popen", start)
        monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    @property
    def left(self) -> list[object]:
        return [*(each for each in self.processes if each.poll() is None), *self.scratch.iterdir()]


def test_an_interruption_ends_the_workers_and_leaves_nothing(
    parted: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch, tmp_path)

    def interrupt(what: Text, done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(parted, on=ON, progress=interrupt)

    assert len(watched.processes) >= 1
    assert watched.left == []


def test_a_run_that_is_let_go_leaves_nothing(
    parted: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch, tmp_path)

    with judge(parted, on=ON) as run:
        assert run.findings[Level.HOUSEHOLD].num_rows == 1_500

    assert watched.left == []


def test_a_worker_that_dies_is_a_sentence(
    parted: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch, tmp_path)
    monkeypatch.setattr(
        "tuopin.warehouse.judging.SQL_WORKER", "tuopin.warehouse.kept"
    )  # a module that does nothing and ends

    with pytest.raises(CannotWrite) as died:
        judge(parted, on=ON)

    assert died.value.code == "worker_died"
    assert watched.left == []


def test_a_changed_byte_is_met_by_whoever_reads_the_part(tmp_path: Path) -> None:
    dataset = in_parts(SMALL, tmp_path / "city")
    path = tmp_path / "city" / "persons-0003.parquet"
    changed = path.read_bytes()
    path.write_bytes(changed[:60] + bytes([changed[60] ^ 1]) + changed[61:])

    with pytest.raises(Damaged) as damage:
        judge(dataset, on=ON)

    assert damage.value.code == "snapshot_damaged"
    assert "persons-0003" in damage.value.text.en


def test_progress_counts_the_parts(parted: Dataset) -> None:
    heard: list[tuple[str, int, int]] = []

    judge(parted, on=ON, keep=False, progress=lambda what, done, total: heard.append((what.en, done, total)))

    assert [(done, total) for what, done, total in heard if what == "judging part by part"] == [
        (done, 4) for done in range(5)
    ]
