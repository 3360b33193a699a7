"""`./tuopin bench --scale 100k|1m [--only NAME…] [--json]`: rivals in turn, medians, one run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

from benchmarks.measuring import Measured, in_child, median

SCALES = {"100k": 100_000, "1m": 1_000_000}
NAMES = ("scan_floor", "tuopin", "hand_sql", "row_loop", "household_reference", "workbook")
ALONE = {"row_loop": 1, "household_reference": 3, "workbook": 3}  # runs of those that are not paired
WORKBOOK_HOUSEHOLDS = 22_500  # with their members, helpers and assistance about 100,000 rows


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tuopin bench", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="100k")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES), metavar="NAME")
    parser.add_argument("--runs", type=int, default=5, help="of each paired case")
    parser.add_argument("--cache", type=Path, default=Path("out") / "bench", help="where the data are kept")
    parser.add_argument(
        "--row-loop-households", type=int, default=100_000, help="the row loop may see only a part"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    say(f"load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else "")
    found = run(asked.only, asked.scale, asked.cache, asked.runs, asked.row_loop_households)
    agree(found)
    print(json.dumps(report(asked.scale, found)) if asked.json else table(asked.scale, found))
    return 0


def run(names: list[str], scale: str, cache: Path, runs: int, most: int) -> dict[str, Measured]:
    """The paired cases take turns, so that a drift of the machine's speed meets all of them."""
    snapshot = city(cache, SCALES[scale])
    paired = [name for name in ("scan_floor", "tuopin", "hand_sql") if name in names]
    measured: dict[str, list[Measured]] = {name: [] for name in names}
    for number in range(runs + 1 if paired else 0):
        for name in paired:
            say(f"{name} {number or 'warm-up'}")
            one = in_child(name, [str(snapshot), str(most)])
            if number:
                measured[name].append(one)
    for name in (name for name in names if name in ALONE):
        path = county_workbook(cache) if name == "workbook" else snapshot
        for number in range(ALONE[name]):
            say(f"{name} {number + 1}")
            measured[name].append(in_child(name, [str(path), str(most)]))
    return {name: median(measured[name]) for name in names}


def agree(found: dict[str, Measured]) -> None:
    """Rivals that saw everything must have worked out the same."""
    proofs = {
        name: each.proof
        for name, each in found.items()
        if name in ("tuopin", "hand_sql", "row_loop") and each.share == 1
    }
    if len(set(proofs.values())) > 1:
        raise SystemExit(f"the rivals differ, so nothing is reported: {proofs}")


def city(cache: Path, households: int) -> Path:
    folder = cache / f"city-{households}"
    if not (folder / "manifest.json").is_file():
        say(f"making {households:,} households")
        in_child("make_city", [str(folder), str(households)])
    return folder


def county_workbook(cache: Path) -> Path:
    path = cache / f"county-{WORKBOOK_HOUSEHOLDS}.xlsx"
    if not path.is_file():
        say("writing the workbook")
        cache.mkdir(parents=True, exist_ok=True)
        in_child("make_workbook", [str(path), str(WORKBOOK_HOUSEHOLDS)])
    return path


def report(scale: str, found: dict[str, Measured]) -> dict[str, object]:
    return {"scale": scale, "results": [result(name, each) for name, each in found.items()]}


def result(name: str, each: Measured) -> dict[str, object]:
    """A case that saw only a share is extrapolated to the whole, and says so."""
    told: dict[str, object] = {
        "name": name,
        "wall_s": round(each.wall_s / each.share, 6),
        "cpu_s": round(each.cpu_s / each.share, 6),
        "peak_mb": round(each.peak_mb, 1),
    }
    return told if each.share == 1 else {**told, "extrapolated_from_share": each.share}


def table(scale: str, found: dict[str, Measured]) -> str:
    lines = [
        f"{scale} households, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    ]
    for row in (result(name, each) for name, each in found.items()):
        note = " (extrapolated)" if "extrapolated_from_share" in row else ""
        times = f"{row['wall_s']:>10.4f} s wall {row['cpu_s']:>10.4f} s CPU"
        lines.append(f"{row['name']:<20} {times} {row['peak_mb']:>8.0f} MB{note}")
    return "\n".join([*lines, *ratios(found)])


def ratios(found: dict[str, Measured]) -> list[str]:
    def ratio(one: str, other: str, figure: str) -> list[str]:
        if one not in found or other not in found:
            return []
        a, b = (getattr(found[name], figure) / found[name].share for name in (one, other))
        return [f"{one} / {other}, {figure}: {a / b:.2f}"]

    return [
        *ratio("tuopin", "hand_sql", "cpu_s"),
        *ratio("tuopin", "scan_floor", "cpu_s"),
        *ratio("row_loop", "tuopin", "wall_s"),
    ]


def say(text: str) -> None:
    if text:
        print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
