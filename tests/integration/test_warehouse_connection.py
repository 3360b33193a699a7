"""DuckDB can do nothing here but judge: no other files, no network, no extensions, no changed settings."""

from __future__ import annotations

import ast
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tuopin.warehouse.connection import connect

SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def allowed(tmp_path: Path) -> Path:
    path = tmp_path / "allowed.parquet"
    pq.write_table(pa.table({"a": [1, 2]}), path)
    pq.write_table(pa.table({"a": [3]}), tmp_path / "other.parquet")
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="utf-8")
    return path


def test_the_files_of_the_data_set_can_be_read(allowed: Path) -> None:
    assert connect([allowed]).read_parquet(str(allowed)).fetchall() == [(1,), (2,)]


@pytest.mark.parametrize(
    "probe",
    [
        "SELECT * FROM read_parquet('{here}/other.parquet')",
        "SELECT * FROM '{here}/other.parquet'",
        "SELECT * FROM read_csv('{here}/other.csv')",
        "SELECT * FROM sniff_csv('{here}/other.csv')",
        "SELECT * FROM read_text('{here}/other.csv')",
        "SELECT * FROM read_blob('{here}/other.csv')",
        "SELECT * FROM read_json('{here}/other.csv')",
        "SELECT * FROM glob('{here}/*')",
        "COPY (SELECT 1) TO '{here}/new.csv'",
        "COPY (SELECT 1) TO '{here}/allowed.parquet'",
        "ATTACH '{here}/new.db'",
        "EXPORT DATABASE '{here}/new'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_parquet('https://example.invalid/a.parquet')",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/']",
        "SET allowed_directories = ['/']",
        "SET memory_limit = '1TB'",
        "SET autoload_known_extensions = true",
        "RESET lock_configuration",
        "SELECT * FROM python_table",
    ],
)
def test_everything_else_is_refused(allowed: Path, probe: str) -> None:
    python_table = pa.table({"a": [1]})
    connection = connect([allowed])
    before = sorted(path.name for path in allowed.parent.iterdir())

    with pytest.raises(duckdb.Error):
        connection.execute(probe.format(here=allowed.parent)).fetchall()

    assert python_table.num_rows == 1
    assert sorted(path.name for path in allowed.parent.iterdir()) == before
    assert pq.read_table(allowed).num_rows == 2


def test_work_that_does_not_fit_in_memory_goes_to_a_folder_that_is_removed() -> None:
    connection = connect(memory_mb=200, threads=1)
    spill = Path(connection.execute("SELECT current_setting('temp_directory')").fetchall()[0][0])

    many = "SELECT hash(i) AS h, repeat('x', 40) || i AS s FROM range(3000000) t(i)"
    counted = connection.execute(f"SELECT count(*) FROM (SELECT * FROM ({many}) ORDER BY h)").fetchall()
    spilled = spill.exists()
    connection.close()
    del connection

    assert counted == [(3_000_000,)]
    assert spilled
    assert not spill.exists()


def test_duckdb_is_opened_in_one_place_only() -> None:
    opened = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "duckdb.connect"
    ]

    assert [where.split(":")[0] for where in opened] == ["tuopin/warehouse/connection.py"]
