"""Runs the compiled standards over a data set: in one piece, or part by part on all cores."""

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.engine.native import Loops
from tuopin.engine.native_source import write_loops
from tuopin.engine.sql import Queries, compile_standards, results_table
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import Damaged
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.schema import level_schema
from tuopin.warehouse import native_code, native_judging
from tuopin.warehouse.connection import connect, refusals
from tuopin.warehouse.crew import MEMORY_MB, NATIVE_WORKER, SQL_WORKER, found_by_crew, processes_for
from tuopin.warehouse.exchange import Job, Task
from tuopin.warehouse.judged import Judged, Progress, ancestors_table
from tuopin.warehouse.native_exchange import save_loops
from tuopin.warehouse.part import BY_VILLAGE, PartFound, PartQueries, judge_tables
from tuopin.warehouse.part_queries import IN_PARTS, part_queries
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import Scope, day_of, overrides_of, scope_of

ABOVE = (Level.VILLAGE, Level.COUNTY)
ENGINES = ("auto", "sql", "native")
NATIVE_FROM = 2_000_000
"""Households from which compiled loops are worth the second that loading a compiler takes (measured, ADR 0011)."""


def judge(
    dataset: Dataset,
    *,
    on: date | str,
    standard: str | Sequence[str] | None = None,
    overrides: Mapping[str, Decimal | str] | None = None,
    engine: str = "auto",
    command: Sequence[str] = (),
    keep: bool = True,
    progress: Progress | None = None,
) -> Run:
    """Judges every household, village and county by the standards in force on a day.

    `standard` is the pack's code, or one or several standards as `pack/code`; None is the whole pack. `overrides`
    replace parameters everywhere, for a what-if. `engine` is one of ENGINES: `native` judges persons and households
    in compiled loops, with the same results, and `auto` does where there are many and numba is installed. `command`
    is kept in the manifest. Without `keep` only figures are worked out and no findings of households, which is
    faster. Raises RefusedByRule when a standard or parameter is not in force on that day, NotFound and BadInput for
    what is not there or cannot be read.
    """
    day = day_of(on)
    scope = scope_of(dataset.pack, on=day, standard=standard, absent=dataset.absent)
    if not _has_weights(dataset, scope):
        scope = replace(scope, overview=replace(scope.overview, weight=None))
    terms = Terms(day, dataset.places, overrides_of(dataset.pack, overrides))
    return Run(judged(dataset, scope, terms, progress, engine=engine, keep=keep), tuple(command))


def judged(
    dataset: Dataset,
    scope: Scope,
    terms: Terms,
    progress: Progress | None = None,
    *,
    engine: str = "auto",
    keep: bool = True,
) -> Judged:
    """Every subject of the data set judged by the standards of a scope, with what its overview needs."""
    tell = progress or (lambda what, done, total: None)
    queries = compile_standards(
        scope.standards, terms, values=scope.values, kept=(Level.VILLAGE,), summed=(Level.HOUSEHOLD,)
    )
    of_part = part_queries(scope, queries)
    with refusals():
        loops = (
            write_loops(scope.standards, terms, values=scope.values) if _is_native(dataset, engine) else None
        )
        run = _started(dataset, scope, terms, keep=keep)
        try:
            _load(run, of_part)
            if dataset.parts:
                run = _in_parts(run, of_part, loops, tell)
            else:
                _in_one_piece(run, of_part, loops, tell)
            _above(run, queries, tell)
            _check_places(run.connection)
        except BaseException:
            run.close()
            raise
    return run


def _has_weights(dataset: Dataset, scope: Scope) -> bool:
    """Whether anybody has a survey weight: in a register of everybody nobody does, and each household counts once."""
    weight = scope.overview.weight
    if weight is None or weight.key in dataset.absent:
        return False
    return dataset.knows_any(Level.HOUSEHOLD.plural, weight.code)


def _started(dataset: Dataset, scope: Scope, terms: Terms, *, keep: bool) -> Judged:
    scratch = Path(tempfile.mkdtemp(prefix="tuopin-"))
    connection = connect(_files(dataset), spill=scratch / "spill")
    weakref.finalize(connection, shutil.rmtree, scratch, ignore_errors=True)
    levels = tuple(level for level in Level if level is Level.HOUSEHOLD or scope.at(level))
    return Judged(dataset, scope, terms, connection, levels, scratch, keep)


def _files(dataset: Dataset) -> list[Path]:
    return [path for source in dataset.tables.values() if not isinstance(source, pa.Table) for path in source]


def _load(run: Judged, queries: PartQueries) -> None:
    """Facts stay where they are, in memory or in files; small tables of places come beside them. Of a data set in
    parts the tables of persons and households are not opened here."""
    connection, dataset = run.connection, run.dataset
    for level in ABOVE if dataset.parts else Level:
        source = dataset.tables.get(level.plural, ())
        if isinstance(source, pa.Table):
            connection.register(level.plural, source)
        elif source:
            connection.read_parquet([str(path) for path in source]).create_view(level.plural)
        else:
            connection.register(level.plural, level_schema(dataset.pack, level).empty_table())
    for name, table in queries.terms.items():
        connection.register(name, table)


# ---- households and persons ----


def _is_native(dataset: Dataset, engine: str) -> bool:
    if engine == "native":
        native_code.require_installed()
    if engine != "auto":
        return engine == "native"
    return dataset.count(Level.HOUSEHOLD.plural) >= NATIVE_FROM and native_code.is_installed()


def _in_one_piece(run: Judged, queries: PartQueries, loops: Loops | None, tell: Progress) -> None:
    tell(Text("判定各户", "judging households"), 0, 0)
    if loops is None:
        judge_tables(run.connection, queries, kept=run.kept)
    else:
        native_judging.judge_tables(run.connection, queries, run.dataset.tables, loops)


def _in_parts(run: Judged, queries: PartQueries, loops: Loops | None, tell: Progress) -> Judged:
    """Each part in one of several processes; what they found by village is put together in the database."""
    parts, scratch = run.dataset.parts, run.scratch
    jobs = [Job.of(part) for part in parts]
    task = Task(queries, tuple(_files(run.dataset)), MEMORY_MB, scratch if run.kept else None)
    judging = Text("逐部分判定", "judging part by part")
    tell(judging, 0, len(parts))
    if loops is not None:
        save_loops(scratch, loops)
    worker = SQL_WORKER if loops is None else NATIVE_WORKER
    found: dict[int, PartFound] = {}
    for number, each in found_by_crew(scratch, task, jobs, processes_for(len(parts)), worker):
        found[number] = each
        tell(judging, len(found), len(parts))
    in_order = [found[job.number] for job in jobs]
    by_village = pa.concat_tables([each.by_village for each in in_order])
    run.connection.register(BY_VILLAGE, by_village)
    kept = [level for level in IN_PARTS if run.kept and run.scope.at(level)]
    files = {level: tuple(each.kept[results_table(level)] for each in in_order) for level in kept}
    return replace(run, files=files, counts=_added_up([each.counts for each in in_order]))


def _added_up(
    counts: Iterable[Mapping[str, Mapping[str, Mapping[str, int]]]],
) -> dict[Level, dict[str, dict[str, int]]]:
    total: dict[Level, dict[str, dict[str, int]]] = {}
    levels = {results_table(level): level for level in IN_PARTS}
    for part in counts:
        for name, by_standard in part.items():
            for standard, found in by_standard.items():
                sums = total.setdefault(levels[name], {}).setdefault(standard, {})
                for verdict, number in found.items():
                    sums[verdict] = sums.get(verdict, 0) + number
    return total


# ---- villages, counties, places ----


def _above(run: Judged, queries: Queries, tell: Progress) -> None:
    for level in ABOVE:
        if run.scope.at(level):
            tell(Text(f"判定{level.label.zh}", f"judging {level.plural}"), 0, 0)
            run.connection.execute(f"CREATE TABLE {results_table(level)} AS {queries.text(level, 'duckdb')}")
    levels = run.scope.pack.place_levels
    run.connection.register("ancestors", ancestors_table(run.dataset.places, levels))


def _check_places(connection: duckdb.DuckDBPyConnection) -> None:
    """A household in a village that no list of places knows would vanish from every figure above it."""
    rows = connection.table(BY_VILLAGE).join(connection.table("ancestors"), "village", how="anti")
    found = rows.project("village").order("village").limit(1).fetchall()
    if found:
        raise Damaged(
            "place_unlisted",
            zh=f"有户登记在村 {found[0][0]}，地区表中没有这个村。请重新生成这份数据。",
            en=f"Households are recorded in village {found[0][0]}, which the list of places does not hold. "
            "Make these data again.",
        )
