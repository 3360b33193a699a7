"""Writes what is asked of one part of a data set.

A part answers with one row a village: what the overview counts, how many households have each verdict, and what
the standards of villages need of their households. Everything above is worked out of those rows.
"""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from sqlglot import exp

from tuopin.engine.kinds import Level
from tuopin.engine.sql import Queries, results_table
from tuopin.engine.sql_terms import PlaceTerms
from tuopin.engine.standard import Method
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse import findings
from tuopin.warehouse.measure_columns import measure_columns
from tuopin.warehouse.part import PartQueries
from tuopin.warehouse.rollup import counted_columns
from tuopin.warehouse.scope import Scope

IN_PARTS = (Level.PERSON, Level.HOUSEHOLD)
"""The levels that are judged inside a part; villages and counties come after, from its rows by village."""
Named = tuple[str, exp.Expr]
HOUSEHOLD_RESULTS = results_table(Level.HOUSEHOLD)


def part_queries(scope: Scope, queries: Queries) -> PartQueries:
    columns = [("village", exp.column("village")), *_by_village(scope, queries)]
    asked = [level for level in IN_PARTS if scope.at(level)]
    return PartQueries(
        terms={table.name: terms_table(table) for table in queries.place_terms},
        results={
            results_table(level): queries.text(level, "duckdb")
            for level in IN_PARTS
            if level is Level.HOUSEHOLD or scope.at(level)
        },
        by_village=_summed(columns).sql("duckdb"),
        only_by_village=_in_one_go(columns, queries.selects[Level.HOUSEHOLD]).sql("duckdb"),
        findings={results_table(level): findings.in_order(scope, level) for level in asked},
        counts={
            results_table(level): findings.count_queries(scope, level)
            for level in asked
            if level is not Level.HOUSEHOLD
        },
    )


def _by_village(scope: Scope, queries: Queries) -> Iterator[tuple[str, Any]]:
    yield from counted_columns(scope)
    yield from measure_columns(scope.at(Level.HOUSEHOLD), scope.overview)
    for standard in scope.at(Level.HOUSEHOLD):
        if standard.method is not Method.EACH:
            overall = exp.column(f"{standard.code}__overall")
            for verdict in Verdict:
                is_it = exp.EQ(this=overall.copy(), expression=exp.Literal.number(verdict.value))
                yield findings.verdict_column(standard, verdict), exp.CountIf(this=is_it)
    yield from queries.totals[Level.HOUSEHOLD]


def _summed(columns: list[Named]) -> exp.Select:
    named = (exp.Alias(this=sql.copy(), alias=exp.to_identifier(name)) for name, sql in columns)
    query = exp.select(*named, copy=False).from_(HOUSEHOLD_RESULTS, copy=False)
    return query.group_by(exp.column("village"), copy=False)


def _in_one_go(columns: list[Named], judged: exp.Select) -> exp.Select:
    """The query of households without what no sum asks for, and the sums over it."""
    wanted = {column.name for _, sql in columns for column in sql.find_all(exp.Column)}
    lean = judged.copy()
    lean.set("expressions", [each for each in lean.expressions if each.alias_or_name in wanted])
    return _summed(columns).with_(HOUSEHOLD_RESULTS, as_=lean, copy=False)


def terms_table(terms: PlaceTerms) -> pa.Table:
    types = {"BIGINT": pa.int64(), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}
    columns = [(terms.key, pa.int64()), *((name, types[kind]) for name, kind in terms.columns)]
    values = zip(*terms.rows, strict=True) if terms.rows else [()] * len(columns)
    arrays = [pa.array(column, kind) for column, (_, kind) in zip(values, columns, strict=True)]
    return pa.table(arrays, names=[name for name, _ in columns])
