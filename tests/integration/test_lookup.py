"""One household or one place out of a snapshot in parts: the same answer, without reading the others."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.support.cities import ON, city

from tuopin.engine.kinds import Level
from tuopin.kernel.errors import NotFound
from tuopin.snapshot import parquet
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot, write_parts
from tuopin.snapshot.lookup import rows_where
from tuopin.snapshot.parts import cut
from tuopin.snapshot.records import record_of
from tuopin.warehouse.explaining import explain

SMALL = city(1_500).dataset


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """With many small row groups, as large files have."""
    folder = tmp_path_factory.mktemp("parts") / "city"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "ROW_GROUP_OF_PART", 64)
        write_parts(cut(SMALL, 1), folder)
    return open_snapshot(folder, verify=False)


def some(column: str, table: str = "households", number: int = 12) -> list[object]:
    values = SMALL.table(table)[column].to_pylist()
    return random.Random(3).sample(sorted(set(values)), min(number, len(set(values))))


@contextmanager
def opened_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Names of the Parquet files that are opened inside."""
    names: set[str] = set()
    opens, reads = pq.ParquetFile.__init__, pq.read_table

    def opened(self: pq.ParquetFile, source: object, *args: object, **more: object) -> None:
        names.update({source.name} if isinstance(source, Path) else ())
        opens(self, source, *args, **more)

    def read(source: Path, *args: object, **more: object) -> pa.Table:
        names.add(source.name)
        return reads(source, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(pq.ParquetFile, "__init__", opened)
        patch.setattr(pq, "read_table", read)
        yield names


@pytest.mark.parametrize("day", ["2020-06-30", "2021-06-30"])
def test_a_household_is_explained_as_in_one_piece(parted: Dataset, day: str) -> None:
    for code in some("code"):
        assert explain(parted, on=day, household=str(code)) == explain(SMALL, on=day, household=str(code))


def test_a_village_is_explained_as_in_one_piece(parted: Dataset) -> None:
    for village in some("village", "villages", 4):
        one, other = (explain(each, on=ON, village=str(village)) for each in (parted, SMALL))

        assert one.as_dict() == other.as_dict()
        assert one.text("zh") == other.text("zh")


def test_a_record_with_the_facts_that_count_answers_like_the_whole_record(parted: Dataset) -> None:
    for code in some("code", number=4):
        whole, _ = record_of(parted, Level.HOUSEHOLD, str(code))
        fewer, _ = record_of(parted, Level.HOUSEHOLD, str(code), {"household.size", "person.birth"})

        assert whole == record_of(SMALL, Level.HOUSEHOLD, str(code))[0]
        assert set(fewer.facts) <= {"size"}
        assert len(fewer.children) == len(whole.children)
        assert all(set(member.facts) <= {"birth"} for member in fewer.children)


def test_only_the_files_of_one_part_are_opened(parted: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    code = SMALL.table("households")["code"][-1].as_py()
    village = str(SMALL.table("households")["village"][-1].as_py())

    with opened_files(monkeypatch) as of_household:
        explain(parted, on=ON, household=code)
    with opened_files(monkeypatch) as of_village:
        explain(parted, on=ON, village=village)

    assert of_household == {"households-0004.parquet", "persons-0004.parquet", "places-0004.parquet"}
    assert of_village == of_household | {"villages-0004.parquet"}


def test_rows_are_found_wherever_they_lie(parted: Dataset) -> None:
    wanted = some("household", number=40)

    found = rows_where(parted.tables["households"], "household", wanted, ["household", "size"])

    assert found.sort_by("household").equals(
        rows_where(SMALL.table("households").combine_chunks(), "household", wanted, ["household", "size"])
        .combine_chunks()
        .sort_by("household")
    )
    assert rows_where(parted.tables["households"], "code", ["nobody"]).num_rows == 0
    assert rows_where(parted.tables["households"], "code", []).num_rows == 0


def test_a_file_without_statistics_is_looked_through(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"key": [1, 2, 3]}), tmp_path / "a.parquet", write_statistics=False, row_group_size=1
    )

    assert rows_where((tmp_path / "a.parquet",), "key", [3]).to_pylist() == [{"key": 3}]


@pytest.mark.parametrize("asked", [{"household": "9" * 16}, {"village": "990124999999"}, {"county": "x"}])
def test_what_is_not_there_is_said(parted: Dataset, asked: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        explain(parted, on=ON, **asked)  # type: ignore[arg-type]
