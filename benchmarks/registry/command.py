"""`./tuopin bench --registry sqlite|postgres…`: an office of a million people under load, on one database or both."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.registry.offices import WORKBOOK, copy_of_office, in_office
from benchmarks.registry.serving import served

HOUSEHOLDS = 320_000
"""With those kept for the import: a million people are registered when the officers come."""
PARTS = ("pages", "import", "run")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tuopin bench", description=__doc__)
    parser.add_argument("--registry", nargs="+", choices=("sqlite", "postgres"), required=True)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--seconds", type=float, default=120, help="of fifty officers")
    parser.add_argument("--rounds", type=int, default=25, help="of every kind of request, one officer alone")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument(
        "--cache", type=Path, default=Path("out") / "bench", help="where the offices are kept"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    found = {}
    for name in asked.registry:  # each told as soon as it is known: the whole takes a while
        found[name] = measure(name, asked)
        (say if asked.json else print)(table(found[name]))
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
    return 0


def measure(database: str, asked: argparse.Namespace) -> dict[str, Any]:
    folder = asked.cache / f"registry-{database}-{asked.households}"
    told: dict[str, Any] = {
        "database": database, "households": asked.households, "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }  # fmt: skip
    say(f"{database}: the office")
    with copy_of_office(database, folder, asked.households) as office:
        told["load_before"] = os.getloadavg()[0]
        if {"pages", "import"} & set(asked.only):
            told |= _served(office, folder, asked)
        if "run" in asked.only:
            say(f"{database}: a run of everything")
            told["run"] = json.loads(in_office(office, "nightly"))
    return told


def _served(office: Mapping[str, str], folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    sessions, told = folder / "sessions.json", {}
    in_office(office, "sessions", str(sessions))
    if "pages" in asked.only:
        told["queries"] = json.loads(in_office(office, "queries", str(sessions)))
    with served(office) as (port, memory):
        if "pages" in asked.only:
            say("the officers")
            seen = in_office(
                office, "officers", str(sessions), "--port", str(port), "--rounds", str(asked.rounds),
                "--seconds", str(asked.seconds),
            )  # fmt: skip
            told |= {name: by_kind(each) for name, each in json.loads(seen).items()}
            told["pages_mb"] = memory.peak_mb
        if "import" in asked.only:
            say("the import")
            memory.restart()
            told["import"] = json.loads(in_office(office, "importing", str(folder / WORKBOOK)))
            told["import"]["mb"] = memory.peak_mb
    return told


def by_kind(seen: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Of all answers, and of each kind. An answer that is no page counts as failed."""
    kinds = ["all", *sorted({str(each["kind"]) for each in seen})]
    return {kind: figures([each for each in seen if kind in ("all", each["kind"])]) for kind in kinds}


def figures(seen: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    client, server = ([float(each[which]) for each in seen] for which in ("client_ms", "server_ms"))
    return {
        "number": len(seen),
        "p50_ms": percentile(client, 50),
        "p95_ms": percentile(client, 95),
        "server_p95_ms": percentile(server, 95),
        "failed": sum(each["status"] != 200 for each in seen),
    }


def percentile(values: Sequence[float], share: int) -> float:
    return (
        statistics.quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else sum(values)
    )


def table(told: Mapping[str, Any]) -> str:
    lines = [
        f"{told['database']}, {told['households']:,} households, {told['machine']}, load "
        f"{told['load_before']:.1f} before, {told['at']}"
    ]
    for name in ("alone", "together"):
        for kind, each in told.get(name, {}).items():
            queries = told["queries"].get(kind, {}).get("queries", "")
            lines.append(
                f"{name:<9} {kind:<17} {each['number']:>5} p50 {each['p50_ms']:>7.1f} p95 {each['p95_ms']:>7.1f} ms, "
                f"server p95 {each['server_p95_ms']:>7.1f} ms, failed {each['failed']}, queries {queries}"
            )
    if "pages_mb" in told:
        lines.append(f"memory of server and worker under load {told['pages_mb']:.0f} MB")
    if "import" in told:
        each = told["import"]
        lines.append(
            f"import: read {each['read_s']:.1f} s, merged {each['merge_s']:.1f} s, both {each['both_s']:.1f} s, "
            f"undone {each['undo_s']:.1f} s; {each['mb']:.0f} MB; of {each['saves']} saves beside the merge the "
            f"longest took {each['longest_save_s']:.2f} s, failed {len(each['saves_failed'])}; {each['counts']}"
        )
    if "run" in told:
        each = told["run"]
        lines.append(f"run: {each['wall_s']:.1f} s wall, {each['cpu_s']:.1f} s CPU, {each['peak_mb']:.0f} MB")
    return "\n".join(lines)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
