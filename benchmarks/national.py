"""The load of a nation: status, exit and monitoring of every household, villages above them, five levels of places.

On the day of the data exit is no longer in force; the benchmark judges it all the same, because it is a load and not
the national roster.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks import proof
from benchmarks.measuring import Measured, measured, peak_mb
from tuopin.engine.kinds import Level
from tuopin.engine.sql import compile_standards
from tuopin.engine.terms import Terms
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot, write_parts
from tuopin.standards.pack import Pack
from tuopin.synthetic.counties import city_in_parts
from tuopin.warehouse.connection import connect
from tuopin.warehouse.explaining import explain
from tuopin.warehouse.judging import judged
from tuopin.warehouse.part_queries import part_queries
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import Scope, scope_of, with_those_used

ON = date(2021, 6, 30)
LOAD = (
    "household_status",
    "household_exit",
    "village_exit",
    "village_exit_services",
    "monitoring",
    "monitoring_risk",
)
COUNTED = (
    *proof.COUNTERS, "monitored", "being_monitored", "risk_cleared", "to_be_taken_in", "signal_not_monitored",
)  # fmt: skip
COUNTS = ["listed__households", "listed__people"] + [
    f"{name}__{answer}__{of}"
    for name in proof.COUNTERS
    for answer in ("yes", "unknown")
    for of in ("households", "people")
]


def load(pack: Pack) -> Scope:
    """The overview with the counters of registration, status, exit and monitoring."""
    chosen = tuple(pack.standard(code) for code in LOAD)
    counters = tuple(each for each in pack.overview.counters if each.code in COUNTED)
    scope = scope_of(pack, on=ON)
    used = with_those_used(chosen, counters, pack.overview.gaps_of)
    return replace(scope, standards=used, overview=replace(scope.overview, counters=counters), has_gaps=True)


def run_of(dataset: Dataset, engine: str, *, keep: bool = False) -> Run:
    scope = load(dataset.pack)
    return Run(judged(dataset, scope, Terms(ON, dataset.places), engine=engine, keep=keep))


def judge_all(snapshot: Path, engine: str) -> Measured:
    """Open, compile, judge, roll up; nothing is written. The proof is taken of the counts by place."""

    def work() -> Callable[[], str]:
        run = run_of(open_snapshot(snapshot, verify=False), engine)
        counts = run.counts_by_place

        def prove() -> str:
            rows = zip(*(counts[name].to_pylist() for name in ("place", *COUNTS)), strict=True)
            return proof.of_counts(rows)

        return prove

    return measured(work)


def tuopin(snapshot: Path, most: int) -> Measured:
    return judge_all(snapshot, "sql")


def tuopin_native(snapshot: Path, most: int) -> Measured:
    return judge_all(snapshot, "native")


def scan_floor(snapshot: Path, most: int) -> Measured:
    """The smallest value of every column that the load reads, from the same files, on all cores."""
    dataset = open_snapshot(snapshot, verify=False)
    columns = columns_read(snapshot)
    files = [path for source in dataset.tables.values() if isinstance(source, tuple) for path in source]
    connection = connect(files)

    def work() -> Callable[[], str]:
        for table, names in columns.items():
            smallest = ", ".join(f"MIN({name})" for name in names)
            paths = [str(path) for path in dataset.tables[table]]
            connection.read_parquet(paths).create_view(table, replace=True)
            connection.execute(f"SELECT {smallest} FROM {table}").fetchall()  # noqa: S608 - our own names
        return lambda: ""

    return measured(work)


def columns_read(snapshot: Path) -> dict[str, list[str]]:
    """Of households and persons, what the plan of the load's own query scans, so that the floor is not too high."""
    dataset = open_snapshot(snapshot, verify=False)
    first = dataset.only(dataset.parts[0]) if dataset.parts else dataset
    scope, terms = load(first.pack), Terms(ON, first.places)
    queries = compile_standards(
        scope.standards, terms, values=scope.values, kept=(Level.VILLAGE,), summed=(Level.HOUSEHOLD,)
    )
    asked = part_queries(scope, queries)
    connection = connect([path for table in ("households", "persons") for path in first.tables[table]])
    for table in ("households", "persons"):
        connection.read_parquet([str(path) for path in first.tables[table]]).create_view(table)
    for name, small in asked.terms.items():
        connection.register(name, small)
    ((_, plan),) = connection.execute(f"EXPLAIN (FORMAT json) {asked.only_by_village}").fetchall()
    of_persons = set(first.pack.by_level[Level.PERSON])
    found = {}
    for scan in scans_in(json.loads(plan)):
        found["persons" if of_persons & set(scan) else "households"] = scan
    return found


def scans_in(nodes: list[dict[str, Any]]) -> Iterator[list[str]]:
    for node in nodes:
        if "PARQUET" in node["name"].upper():
            names = node["extra_info"]["Projections"]
            yield [names] if isinstance(names, str) else names
        yield from scans_in(node["children"])


def one_by_one(snapshot: Path, what: str, pick: Callable[[Dataset, random.Random], str]) -> Measured:
    """One subject after another out of the whole, explained in full; the median. Opening is not part of it."""
    dataset = open_snapshot(snapshot, verify=False)
    draw = random.Random(1)
    codes = [pick(dataset, draw) for _ in range(31)]
    walls: list[float] = []
    processor = time.process_time()
    for code in codes:
        started = time.perf_counter()
        explain(dataset, on=ON, **{what: code})  # type: ignore[arg-type]
        walls.append(time.perf_counter() - started)
    processor = time.process_time() - processor
    return Measured(statistics.median(walls[1:]), processor / len(codes), peak_mb())


def household(snapshot: Path, most: int) -> Measured:
    return one_by_one(snapshot, "household", lambda dataset, draw: some(dataset, draw, "households", "code"))


def village(snapshot: Path, most: int) -> Measured:
    return one_by_one(snapshot, "village", lambda dataset, draw: some(dataset, draw, "villages", "village"))


def some(dataset: Dataset, draw: random.Random, table: str, column: str) -> str:
    files = dataset.tables[table]
    assert isinstance(files, tuple)
    values = pq.read_table(draw.choice(files), columns=[column]).column(0)
    return str(values[draw.randrange(len(values))].as_py())


def make_nation(folder: Path, households: int) -> Measured:
    write_parts(city_in_parts(households=households, seed=1, on=ON), folder)
    return Measured(0, 0, peak_mb())
