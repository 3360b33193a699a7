"""Random subjects of every pack, judged by all its standards on three engines, for as long as one likes.

    ./tuopin night --cases 1000000             or: .venv/bin/python -m tests.night --cases 1000000

A case is one subject judged by one standard by the law and by one other engine. Batches follow from the seed and
their number; what is done is kept in --state, so that an interrupted run goes on where it was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from tests.support.agreement import Law
from tests.support.anybody import Anybody
from tests.support.compiled import DuckDB, Rows, run_queries
from tests.support.loops import plain, run_loops
from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.native_source import write_loops
from tuopin.engine.sql import compile_standards

SOURCE = Path(__file__).resolve().parents[1] / "src" / "tuopin"
MOST = 60  # households in each village of a batch


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tuopin night", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, default=Path("out") / "night.json")
    asked = parser.parse_args(arguments)
    state = begun(asked.state, asked.seed)
    duck, packs = DuckDB(), [Anybody(standards.load(code)) for code in standards.codes()]
    packs = [each for each in packs if each.days]
    while state["cases"] < asked.cases:
        started = time.monotonic()
        cases, differences = batch(duck, packs, asked.seed, state["batches"])
        state["batches"] += 1
        state["cases"] += cases
        state["disagreements"] += differences
        state["seconds"] += time.monotonic() - started
        asked.state.parent.mkdir(parents=True, exist_ok=True)
        asked.state.write_text(json.dumps(state, indent=1), encoding="utf-8")
        if state["batches"] % 50 == 0:
            print(figure(state), file=sys.stderr, flush=True)
    for told in state["disagreements"]:
        print(told)
    print(figure(state))
    return 1 if state["disagreements"] else 0


def batch(duck: DuckDB, packs: list[Anybody], seed: int, number: int) -> tuple[int, list[str]]:
    """One pack on one day; the cases, and what disagreed with where to find it again."""
    random = Random(f"{seed} {number}")
    anybody = packs[number % len(packs)]
    at = anybody.at(random.choice(anybody.days))
    rows = Rows(at.counties(random, households=MOST), anybody.county_of)
    law = Law(rows, at.scope.standards, at.terms, at.scope.values)
    rows.fill(duck, {level: at.facts.get(level, ()) for level in Level})
    queries = compile_standards(at.scope.standards, at.terms, values=at.scope.values)
    loops = write_loops(at.scope.standards, at.terms, values=at.scope.values)
    found: Iterator[tuple[str, Any]] = iter(
        [
            ("duckdb", run_queries(duck, queries)),
            ("loops", run_loops(loops, plain(loops), rows, at.facts)),
        ]
    )
    where = f"pack {anybody.pack.code} on {at.terms.on}, seed {seed}, batch {number}"
    told = [f"{engine}: {each} ({where})" for engine, answers in found for each in law.differences(answers)]
    return 2 * len(law), told


def begun(path: Path, seed: int) -> dict[str, Any]:
    """What was done before with this seed and these sources, or nothing."""
    fresh = {
        "seed": seed, "sources": sources(), "batches": 0, "cases": 0, "seconds": 0.0, "disagreements": []
    }  # fmt: skip
    if not path.is_file():
        return fresh
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found if (found["seed"], found["sources"]) == (seed, fresh["sources"]) else fresh


def sources() -> str:
    digest = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def figure(state: dict[str, Any]) -> str:
    return (
        f"{state['cases']:,} cases in {state['batches']:,} batches, {state['seconds']:.0f} s, seed {state['seed']}: "
        f"{len(state['disagreements'])} disagreements"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
