"""The cases by name. Each prepares, then returns the work to be timed; the work returns what proves it."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
from sqlglot import Dialect

from benchmarks import national, proof, row_loop
from benchmarks.measuring import Measured, measured
from tuopin.engine.kinds import Level
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.intake import read_workbook
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot, write_snapshot
from tuopin.snapshot.records import household_record
from tuopin.synthetic.city import make_city
from tuopin.synthetic.workbook import write_workbook
from tuopin.warehouse.connection import connect
from tuopin.warehouse.difference import difference
from tuopin.warehouse.judged import ancestors_table
from tuopin.warehouse.judging import judge
from tuopin.warehouse.sides import side_of_folder
from tuopin.warehouse.whatif import whatif

ON = date(2020, 6, 30)
BY_HAND = ("household_status", "household_exit", "village_exit", "village_exit_services")
"""The standards that hand.sql and the row loop hold."""
HAND = Path(__file__).with_name("hand.sql")
COUNTS = national.COUNTS
HAND_COUNTS = ["households", "people", *COUNTS[2:]]
USED = {
    "households": ["village", "county", *row_loop.HOUSEHOLD[1:]],
    "persons": ["household", *row_loop.PERSON],
}


def opened(snapshot: Path) -> tuple[Dataset, duckdb.DuckDBPyConnection]:
    dataset = open_snapshot(snapshot, verify=False)
    files = [path for source in dataset.tables.values() if isinstance(source, tuple) for path in source]
    connection = connect(files)
    for level in Level:
        source = dataset.tables[level.plural]
        assert isinstance(source, tuple)
        connection.read_parquet([str(path) for path in source]).create_view(level.plural)
    connection.register("ancestors", ancestors_table(dataset.places, dataset.pack.place_levels))
    return dataset, connection


def scan_floor(snapshot: Path, most: int) -> Measured:
    """The least anybody can do: the smallest value of every column the rules use."""
    _, connection = opened(snapshot)

    def work() -> Callable[[], str]:
        for table, columns in USED.items():
            smallest = ", ".join(f"MIN({column})" for column in columns)
            connection.execute(f"SELECT {smallest} FROM {table}").fetchall()  # noqa: S608 - our own names
        return lambda: ""

    return measured(work)


def tuopin(snapshot: Path, most: int) -> Measured:
    """Open, compile, judge the standards that are also written by hand, roll up to five levels. Nothing is written."""

    Dialect.get_or_raise("duckdb")  # an import, like the others before the clock starts

    def work() -> Callable[[], str]:
        asked = [f"cn/{code}" for code in BY_HAND]
        run = judge(open_snapshot(snapshot, verify=False), on=ON, standard=asked)
        counts = run.counts_by_place
        rows = zip(*(counts[name].to_pylist() for name in ("place", *COUNTS)), strict=True)
        return lambda: f"{proof.of_results(run.judged.connection)} {proof.of_counts(rows)}"

    return measured(work)


def hand_sql(snapshot: Path, most: int) -> Measured:
    """The same by hand. Opening and the table of places are part of it, as they are of tuopin's."""

    def work() -> Callable[[], str]:
        _, connection = opened(snapshot)
        connection.execute(HAND.read_text(encoding="utf-8"))
        rows = connection.execute(f"SELECT place, {', '.join(HAND_COUNTS)} FROM counts").fetchall()  # noqa: S608
        return lambda: f"{proof.of_results(connection)} {proof.of_counts(rows)}"

    return measured(work)


def row_by_row(snapshot: Path, most: int) -> Measured:
    """SQLite and plain Python, `most` households at most; filling the database is not timed."""
    dataset = open_snapshot(snapshot, verify=False)
    above = {
        place.id: [each.id for each in dataset.places.chain(place.id)]
        for place in dataset.places.at_level("village")
    }
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "county.sqlite"
        row_loop.fill(database, dataset.table("households"), dataset.table("persons"))

        def work() -> Callable[[], str]:
            kept, by_place = row_loop.rolled_up(row_loop.judged(database, most), above)
            rows = [(place, *(int(value) for value in added)) for place, added in by_place.items()]
            return lambda: f"{proof.of_rows(kept)} {proof.of_counts(rows)}"

        found = measured(work)
    share = min(1.0, most / dataset.count("households"))
    return Measured(found.wall_s, found.cpu_s, found.peak_mb, found.proof, share)


def household_reference(snapshot: Path, most: int) -> Measured:
    """One household judged by every household standard in plain Python: the median of 500."""
    dataset = open_snapshot(snapshot, verify=False)
    codes = random.Random(1).sample(dataset.table("households", ["code"])["code"].to_pylist(), 500)
    one_by_one = household_table(dataset, codes)
    standards = [dataset.pack.standard(code) for code in BY_HAND[:2]]
    terms = Terms(ON, dataset.places)
    walls: list[float] = []

    def work() -> Callable[[], str]:
        for record in one_by_one:
            started = time.perf_counter()
            reference = Reference(terms)
            for standard in standards:
                reference.judge(standard, record)
            walls.append(time.perf_counter() - started)
        return lambda: ""

    found = measured(work)
    return Measured(statistics.median(walls), found.cpu_s / len(codes), found.peak_mb)


def household_table(dataset: Dataset, codes: list[str]) -> list[object]:
    return [household_record(dataset, code) for code in codes]


def what_if(snapshot: Path, most: int) -> Measured:
    """The income line of exit 10 % higher: both worlds judged, who enters and who leaves by place."""
    dataset = open_snapshot(snapshot, verify=False)

    def work() -> Callable[[], str]:
        with whatif(dataset, on=ON, values={"income_line": "4400"}) as found:
            changes = found.changes
        assert changes
        return lambda: ""

    return measured(work)


def differences(snapshot: Path, most: int) -> Measured:
    """Who is answered otherwise half a year later, from two folders of results; writing those is not timed."""
    asked = [f"cn/{code}" for code in BY_HAND[:2]]
    folders = []
    for on in (ON, date(2020, 12, 31)):
        folder = snapshot.with_name(f"{snapshot.name}-judged-{on}")
        if not folder.exists():
            dataset = open_snapshot(snapshot, verify=False)
            judge(dataset, on=on, standard=asked).write(folder, workbook=False)
        folders.append(folder)

    def work() -> Callable[[], str]:
        found = difference(*(side_of_folder(folder) for folder in folders))
        assert found.changes
        return lambda: ""

    return measured(work)


def workbook(path: Path, most: int) -> Measured:
    """A county workbook of about 100,000 rows read and checked, the reading process included."""

    def work() -> Callable[[], str]:
        reading = read_workbook(path)
        return lambda: reading.dataset.content

    return measured(work)


def make_city_snapshot(folder: Path, households: int) -> Measured:
    """In a process of its own, because a child starts with the peak memory of the process that made it."""
    write_snapshot(make_city(households=households, seed=1, on=ON).dataset, folder)
    return Measured(0, 0, 0)


def make_workbook(path: Path, households: int) -> Measured:
    write_workbook(make_city(households=households, seed=1, on=ON), path)
    return Measured(0, 0, 0)


CASES: dict[str, Callable[[Path, int], Measured]] = {
    "scan_floor": scan_floor,
    "tuopin": tuopin,
    "hand_sql": hand_sql,
    "row_loop": row_by_row,
    "household_reference": household_reference,
    "workbook": workbook,
    "whatif": what_if,
    "difference": differences,
    "nation_scan_floor": national.scan_floor,
    "nation_tuopin": national.tuopin,
    "nation_tuopin_native": national.tuopin_native,
    "nation_village": national.village,
    "nation_household": national.household,
    "make_nation": national.make_nation,
    "make_city": make_city_snapshot,
    "make_workbook": make_workbook,
}
