"""The answers of a run as tables: who, where, and for every standard its masks and its overall verdict."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlglot import exp

from tuopin.engine.kinds import Level
from tuopin.engine.plan import KEYS
from tuopin.engine.sql import results_table
from tuopin.engine.sql_verdicts import columns_of as columns_of_standard
from tuopin.engine.standard import Standard
from tuopin.warehouse.connection import refusals
from tuopin.warehouse.judged import Judged
from tuopin.warehouse.register import STANDING, standing_sql
from tuopin.warehouse.scope import COUNTER, PEOPLE, Scope

ROWS_A_GROUP = 122_880
ORDER = ("county", "village", "household", "person")


def columns_of(standard: Standard) -> list[str]:
    """The columns a standard leaves in its level's table."""
    return [f"{standard.code}__{what}" for what in columns_of_standard(standard)]


def batches(judged: Judged, level: Level) -> Iterator[pa.RecordBatch]:
    """Rows in order of place and key, so that the same findings are the same bytes."""
    with refusals():
        yield from judged.connection.sql(_query(judged, level)).to_arrow_reader(ROWS_A_GROUP)


def table(judged: Judged, level: Level) -> pa.Table:
    with refusals():
        return judged.connection.sql(_query(judged, level)).to_arrow_table()


def write(judged: Judged, level: Level, path: Path) -> int:
    """Writes one level's findings as Parquet; returns how many rows. Nothing in the file tells when or where."""
    rows, writer = 0, None
    try:
        for batch in batches(judged, level):
            writer = writer or pq.ParquetWriter(path, batch.schema, compression="zstd", version="2.6")
            writer.write_batch(batch, row_group_size=ROWS_A_GROUP)
            rows += batch.num_rows
        if writer is None:
            pq.write_table(table(judged, level), path, compression="zstd", version="2.6")
    finally:
        if writer is not None:
            writer.close()
    return rows


def counts(judged: Judged, level: Level) -> dict[str, dict[str, int]]:
    """How many subjects of a level have each overall verdict, by standard and number of the verdict."""
    found: dict[str, dict[str, int]] = {}
    for standard in judged.scope.at(level):
        overall = exp.column(f"{standard.code}__overall")
        query = (
            exp.select(overall, exp.Count(this=exp.Star()))
            .from_(results_table(level))
            .group_by(overall)
            .order_by(overall)
        )
        with refusals():
            rows = judged.connection.execute(query.sql("duckdb")).fetchall()
        found[standard.code] = {str(verdict): number for verdict, number in rows}
    return found


def _counted(scope: Scope) -> list[exp.Expr]:
    """What the overview counts, household by household, so that two runs can be compared from their files alone."""
    source = results_table(Level.HOUSEHOLD)
    columns: list[exp.Expr] = [exp.alias_(exp.column(PEOPLE, source), "people")]
    if scope.overview.register is not None:
        columns.append(exp.alias_(standing_sql(source), STANDING))
    names = [f"{COUNTER}{counter.code}" for counter in scope.overview.counters]
    return [*columns, *(exp.column(name, source) for name in names)]


def _query(judged: Judged, level: Level) -> str:
    source = results_table(level)
    keys = KEYS[level]
    columns: list[exp.Expr] = [exp.column(key, source) for key in keys]
    if level is Level.HOUSEHOLD:
        columns.append(exp.column("code", "households"))
        columns += _counted(judged.scope)
    columns += [exp.column(name, source) for each in judged.scope.at(level) for name in columns_of(each)]
    query = exp.select(*columns).from_(source)
    if level is Level.HOUSEHOLD:
        same = exp.EQ(this=exp.column("household", source), expression=exp.column("household", "households"))
        query = query.join("households", on=same)
    return query.order_by(*(exp.column(key, source) for key in ORDER if key in keys)).sql("duckdb")
