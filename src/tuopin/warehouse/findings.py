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
from tuopin.engine.standard import Method, Standard
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.connection import refusals
from tuopin.warehouse.judged import BY_VILLAGE, Judged
from tuopin.warehouse.kept import ROWS_A_GROUP, Kept, copy_of, keep
from tuopin.warehouse.measure_columns import PEOPLE
from tuopin.warehouse.part import counts_of
from tuopin.warehouse.register import STANDING, standing_sql
from tuopin.warehouse.scope import COUNTER, Scope

ORDER = ("county", "village", "household", "person")


def columns_of(standard: Standard) -> list[str]:
    """The columns a standard leaves in its level's table."""
    return [f"{standard.code}__{what}" for what in columns_of_standard(standard)]


def verdict_column(standard: Standard, verdict: Verdict) -> str:
    """How many households of a village have this overall verdict, in BY_VILLAGE."""
    return f"{standard.code}__is_{verdict.name.lower()}"


def batches(judged: Judged, level: Level) -> Iterator[pa.RecordBatch]:
    """Rows in order of place and key, so that the same findings are the same bytes.

    Raises RefusedByRule (`findings_not_kept`) when the run was only asked for figures.
    """
    _require(judged, level)
    if level in judged.files:
        for kept in judged.files[level]:
            with pq.ParquetFile(kept.path) as file:
                yield from file.iter_batches(ROWS_A_GROUP)
        return
    with refusals():
        yield from judged.connection.sql(in_order(judged.scope, level)).to_arrow_reader(ROWS_A_GROUP)


def table(judged: Judged, level: Level) -> pa.Table:
    _require(judged, level)
    if level in judged.files:
        return pa.concat_tables([pq.read_table(kept.path) for kept in judged.files[level]])
    with refusals():
        return judged.connection.sql(in_order(judged.scope, level)).to_arrow_table()


def write(judged: Judged, level: Level, folder: Path) -> list[Kept]:
    """Writes one level's findings as Parquet, a file for each part of the data set; says what was written."""
    _require(judged, level)
    name = f"findings_{level.plural}"
    if level in judged.files:
        return [
            copy_of(kept, folder / f"{name}-{number:04d}.parquet")
            for number, kept in enumerate(judged.files[level], start=1)
        ]
    with refusals():
        return [keep(judged.connection, in_order(judged.scope, level), folder / f"{name}.parquet")]


def counts(judged: Judged, level: Level) -> dict[str, dict[str, int]]:
    """How many subjects of a level have each overall verdict, by standard and number of the verdict."""
    with refusals():
        if level is Level.HOUSEHOLD:
            return _household_counts(judged)
        if level in judged.counts:
            return {standard: dict(found) for standard, found in judged.counts[level].items()}
        return counts_of(judged.connection, count_queries(judged.scope, level))


def count_queries(scope: Scope, level: Level) -> dict[str, str]:
    """By standard, the query that counts the subjects of a level by overall verdict."""
    queries = {}
    for standard in scope.at(level):
        overall = exp.column(f"{standard.code}__overall")
        query = exp.select(overall, exp.Count(this=exp.Star())).from_(results_table(level))
        queries[standard.code] = query.group_by(overall).order_by(overall).sql("duckdb")
    return queries


def _counted(scope: Scope) -> list[exp.Expr]:
    """What the overview counts, household by household, so that two runs can be compared from their files alone."""
    source = results_table(Level.HOUSEHOLD)
    columns: list[exp.Expr] = [exp.alias_(exp.column(PEOPLE, source), "people")]
    if scope.overview.register is not None:
        columns.append(exp.alias_(standing_sql(source), STANDING))
    names = [f"{COUNTER}{counter.code}" for counter in scope.overview.counters]
    return [*columns, *(exp.column(name, source) for name in names)]


def in_order(scope: Scope, level: Level) -> str:
    """The query for the rows of a level's table of results."""
    source = results_table(level)
    keys = KEYS[level]
    columns: list[exp.Expr] = [exp.column(key, source) for key in keys]
    if level is Level.HOUSEHOLD:
        columns.append(exp.column("code", "households"))
        columns += _counted(scope)
    columns += [exp.column(name, source) for each in scope.at(level) for name in columns_of(each)]
    query = exp.select(*columns).from_(source)
    if level is Level.HOUSEHOLD:
        same = exp.EQ(this=exp.column("household", source), expression=exp.column("household", "households"))
        query = query.join("households", on=same)
    return query.order_by(*(exp.column(key, source) for key in ORDER if key in keys)).sql("duckdb")


def _household_counts(judged: Judged) -> dict[str, dict[str, int]]:
    """Added up from the villages, where every household is counted once."""
    found: dict[str, dict[str, int]] = {}
    for standard in judged.scope.at(Level.HOUSEHOLD):
        if standard.method is Method.EACH:
            names = {"0": "listed__households"}
        else:
            names = {str(verdict.value): verdict_column(standard, verdict) for verdict in Verdict}
        sums = [exp.cast(exp.Sum(this=exp.column(name)), "BIGINT") for name in names.values()]
        (row,) = judged.connection.execute(exp.select(*sums).from_(BY_VILLAGE).sql("duckdb")).fetchall()
        found[standard.code] = {key: number for key, number in zip(names, row, strict=True) if number}
    return found


def _require(judged: Judged, level: Level) -> None:
    if not judged.kept and level in (Level.PERSON, Level.HOUSEHOLD):
        raise RefusedByRule(
            "findings_not_kept",
            zh="这次判定只要了汇总数字，没有保留逐户结果。请重新判定，并保留逐户结果（judge 的 keep=True）。",
            en="This run was asked for figures only and kept no findings of households. Judge again with keep=True.",
        )
