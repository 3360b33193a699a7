"""What is written now equals the reviewed files; and the reviewed SQL runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
import pytest
import sqlglot

from tests.golden import pack_sql
from tests.golden.write import FOLDER, kept, texts
from tests.support.compiled import Database, DuckDB, Postgres, Rows
from tuopin.engine.kinds import Level
from tuopin.engine.language import Fact
from tuopin.standards.cn import PACK

FACTS: Mapping[Level, tuple[Fact, ...]] = {
    level: tuple(facts.values()) for level, facts in PACK.by_level.items()
}


@pytest.fixture(scope="module")
def written() -> Mapping[str, str]:
    return texts()


@pytest.mark.parametrize(
    "name",
    [
        *(f"{query}.{dialect}.sql" for query in pack_sql.QUERIES for dialect in pack_sql.DIALECTS),
        *(f"{query}.place_terms.txt" for query in pack_sql.QUERIES),
        "household.loop.txt",
        "explained.zh.txt",
        "explained.en.txt",
    ],
)
def test_the_text_is_the_reviewed_one(written: Mapping[str, str], name: str) -> None:
    """If the change is meant: `python -m tests.golden.write`, and read the difference."""
    assert written[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_every_golden_file_is_compared(written: Mapping[str, str]) -> None:
    assert kept() == set(written)


@pytest.mark.parametrize("query", pack_sql.QUERIES)
@pytest.mark.parametrize("dialect", pack_sql.DIALECTS)
def test_every_dialect_can_be_parsed_back(query: str, dialect: str) -> None:
    text = (FOLDER / f"{query}.{dialect}.sql").read_text(encoding="utf-8")

    assert len(sqlglot.parse(text, dialect=dialect)) == 1


@pytest.mark.parametrize("query", pack_sql.QUERIES)
def test_the_reviewed_sql_runs_on_duckdb(query: str) -> None:
    assert rows_of(query, DuckDB()) == []


@pytest.mark.postgres
@pytest.mark.parametrize("query", pack_sql.QUERIES)
def test_the_reviewed_sql_runs_on_postgres(query: str, postgres_dsn: str) -> None:
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        assert rows_of(query, Postgres(connection)) == []


def rows_of(query: str, database: Any) -> list[dict[str, Any]]:
    """The rows of the reviewed text over empty tables of the pack's facts."""
    store: Database = database
    Rows([], {}).fill(store, FACTS)
    for terms in pack_sql.queries(query).place_terms:
        store.fill(terms.name, ((terms.key, "BIGINT"), *terms.columns), terms.rows)
    return store.rows((FOLDER / f"{query}.{store.dialect}.sql").read_text(encoding="utf-8"))
