"""The rival most offices have: rows fetched from SQLite in one ordered pass, one household after another in
plain Python. Written as directly as the rules allow, without any engine."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

Row = dict[str, Any]
LINE, SCHOOL_FROM, SCHOOL_UNTIL, GRACE_FROM = 400_000, "2003-09-01", "2013-09-01", "2020-04-01"
PERSON = [
    "birth", "school", "taught_at_home", "finished_compulsory", "unfit_for_school", "employee_insurance",
    "resident_insurance", "serious_illness_insurance", "insured_elsewhere", "soldier", "prisoner",
]  # fmt: skip
HOUSEHOLD = [
    "village", "size", "registered", "poverty_status", "net_income", "staple_enough", "protein_monthly",
    "clothes_four_seasons", "housing_grade", "repair_accepted", "dwelling", "moved_in", "water_litres",
    "water_short", "water_clean", "tap_at_home", "water_minutes", "water_distance", "water_climb",
    "dry_days",
]  # fmt: skip


def fill(database: Path, households: pa.Table, persons: pa.Table) -> None:
    """The registry of a small office: two tables with their keys."""
    with sqlite3.connect(database) as connection:
        for name, table, columns in (("households", households, HOUSEHOLD), ("persons", persons, PERSON)):
            wanted = table.select(["household", *columns])
            key = "household INTEGER PRIMARY KEY" if name == "households" else "household INTEGER"
            connection.execute(f"CREATE TABLE {name} ({key}, {', '.join(columns)})")
            for batch in wanted.to_batches(max_chunksize=50_000):
                rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
                marks = ", ".join("?" for _ in wanted.column_names)
                connection.executemany(
                    f"INSERT INTO {name} VALUES ({marks})",  # noqa: S608
                    (
                        [value.isoformat() if hasattr(value, "isoformat") else value for value in row]
                        for row in rows
                    ),
                )
        connection.execute("CREATE INDEX members ON persons (household)")
    connection.close()


def judged(database: Path, most: int) -> Iterator[tuple[int, list[int], list[bool | None], Row]]:
    """Household, answers, counters and the row, in order of households."""
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    members = connection.execute("SELECT * FROM persons ORDER BY household")
    person = members.fetchone()
    for row in connection.execute("SELECT * FROM households ORDER BY household LIMIT ?", (most,)):
        inside = []
        while person is not None and person["household"] <= row["household"]:
            if person["household"] == row["household"]:
                inside.append(person)
            person = members.fetchone()
        answers, counters = judge(row, inside)
        yield row["household"], answers, counters, row
    connection.close()


def both(*answers: Any) -> bool | None:
    """Kleene's and: a no settles it, otherwise an unknown leaves it open."""
    unknown = False
    for answer in answers:
        if answer is None:
            unknown = True
        elif not answer:
            return False
    return None if unknown else True


def either(*answers: Any) -> bool | None:
    unknown = False
    for answer in answers:
        if answer is None:
            unknown = True
        elif answer:
            return True
    return None if unknown else False


def no(answer: Any) -> bool | None:
    return None if answer is None else not answer


def at_most(value: int | None, limit: int) -> bool | None:
    return None if value is None else value <= limit


def at_least(value: int | None, limit: int) -> bool | None:
    return None if value is None else value >= limit


def judge(h: sqlite3.Row, inside: list[sqlite3.Row]) -> tuple[list[int], list[bool | None]]:
    complete = len(inside) == h["size"]
    of_age, out, covered, concerned = members_of(inside)
    child = either(*of_age) if complete or True in of_age else None
    schooling = group_all(out, complete)
    medical = group_all([no(each) for each in covered], complete)
    to_insure = either(*concerned) if complete or True in concerned else None
    income = None if None in (h["net_income"], h["size"]) else h["net_income"] - LINE * h["size"]
    food = both(h["staple_enough"], h["protein_monthly"])
    housing = safe_home(h)
    water = safe_water(h)
    clothing = no(no(h["clothes_four_seasons"]))
    shared = [food, clothing, schooling, medical, housing, water]
    registered = no(no(h["registered"]))
    status = masks([at_least(income, 0), *shared], [True, True, True, child, to_insure, True, True])
    leaves = masks(
        [None if income is None else income > 0, *shared],
        [
            registered,
            registered,
            registered,
            both(registered, child),
            both(registered, to_insure),
            registered,
            registered,
        ],
    )
    poor = None if h["poverty_status"] is None else h["poverty_status"] in (1, 2, 4)
    registered_poor = both(registered, poor)
    counters = [
        registered, registered_poor, no(at_least(income, 0)), either(*(no(each) for each in shared)),
        both(registered_poor, {1: True, 2: False}.get(leaves[4])), {1: True, 2: False}.get(status[4]),
    ]  # fmt: skip
    return [*status, *leaves], counters


def members_of(inside: list[sqlite3.Row]) -> tuple[list[bool | None], ...]:
    of_age, out, covered, concerned = [], [], [], []
    for p in inside:
        birth = p["birth"]
        age = None if birth is None else SCHOOL_FROM <= birth < SCHOOL_UNTIL
        at_school = either(None if p["school"] is None else 3 <= p["school"] <= 16, p["taught_at_home"])
        insured = either(
            p["employee_insurance"], both(p["resident_insurance"], p["serious_illness_insurance"])
        )
        newborn = None if birth is None else birth >= GRACE_FROM
        exempt = either(p["insured_elsewhere"], p["soldier"], p["prisoner"], newborn)
        of_age.append(age)
        out.append(both(age, no(at_school), no(p["finished_compulsory"]), no(p["unfit_for_school"])))
        covered.append(either(insured, exempt))
        concerned.append(either(insured, no(exempt)))
    return of_age, out, covered, concerned


def group_all(wrong: list[bool | None], complete: bool) -> bool | None:
    """Nobody is wrong; no as soon as one is, yes only when all are listed."""
    if True in wrong:
        return False
    return True if complete and None not in wrong else None


def safe_home(h: sqlite3.Row) -> bool | None:
    dwelling = h["dwelling"]
    return either(
        at_most(h["housing_grade"], 2), h["repair_accepted"],
        None if dwelling is None else dwelling in (3, 4, 5),
        both(None if dwelling is None else dwelling == 2, h["moved_in"]),
    )  # fmt: skip


def safe_water(h: sqlite3.Row) -> bool | None:
    enough = either(at_least(h["water_litres"], 35), both(h["water_short"], at_least(h["water_litres"], 20)))
    near = either(
        h["tap_at_home"], at_most(h["water_minutes"], 20),
        at_most(h["water_distance"], 800), at_most(h["water_climb"], 80),
    )  # fmt: skip
    return both(enough, h["water_clean"], near, at_most(h["dry_days"], 36))


def masks(answers: list[bool | None], applies: list[bool | None]) -> list[int]:
    met = not_met = unknown = outside = 0
    for place, (answer, asked) in enumerate(zip(answers, applies, strict=True)):
        bit = 1 << place
        if asked is False:
            outside += bit
        elif asked is None or answer is None:
            unknown += bit
        elif answer:
            met += bit
        else:
            not_met += bit
    overall = 2 if not_met else 3 if unknown else 1 if met else 4
    return [met, not_met, unknown, outside, overall]


def rolled_up(
    rows: Iterator[tuple[int, list[int], list[bool | None], Row]], above: dict[int, list[int]]
) -> Any:
    """Households and people by place and counter, up five levels; and what proves the rows."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * 26)
    kept = []
    for household, answers, counters, row in rows:
        kept.append((household, answers, counters))
        people = row["size"] or 0
        added = [1, people]
        for counter in counters:
            added += [
                counter is True,
                people * (counter is True),
                counter is None,
                people * (counter is None),
            ]
        total = counts[row["village"]]
        for place, value in enumerate(added):
            total[place] += value
    by_place: dict[int, list[int]] = defaultdict(lambda: [0] * 26)
    for village, added in counts.items():
        for place in above[village]:
            by_place[place] = [one + more for one, more in zip(by_place[place], added, strict=True)]
    return kept, by_place
