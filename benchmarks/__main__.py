"""`./tuopin bench --scale 100k|1m|10m|national [--only NAME…] [--json]`: rivals in turn, medians, one run.

`./tuopin bench --registry sqlite postgres` is the other one: an office under load (benchmarks/registry).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.environment import of_rival
from benchmarks.measuring import Measured, in_child, median
from benchmarks.registry import command as registry

SCALES = {"100k": 100_000, "1m": 1_000_000, "10m": 10_000_000, "national": 29_000_000}
PAIRED = ("scan_floor", "tuopin", "tuopin_native", "hand_sql")
RIVALS = {"openfisca": 10_000_000, "pandas": 10_000_000, "polars": 29_000_000}
"""The most households each can hold in 24 GB; above that it is run on so many and extrapolated."""
ALONE = {
    "row_loop": 1, "household_reference": 3, "workbook": 3, "whatif": 3, "difference": 3, "village": 3, "household": 3,
}  # fmt: skip
OF_A_CITY = {"hand_sql", "row_loop", "household_reference", "workbook", "whatif", "difference"}
"""What is always asked of the city of 2020: its rules are written by hand for that day, or it is about one city."""
OF_A_NATION = {"village", "household"}
NAMES = (
    *PAIRED,
    "row_loop",
    "household_reference",
    "workbook",
    *RIVALS,
    "whatif",
    "difference",
    "village",
    "household",
)
WORKBOOK_HOUSEHOLDS = 22_500  # with their members, helpers and assistance about 100,000 rows
CITY_ON, NATION_ON = "2020-06-30", "2021-06-30"


def main(arguments: list[str]) -> int:
    if any(each.startswith("--registry") for each in arguments):  # another benchmark, with options of its own
        return registry.main(arguments)
    parser = argparse.ArgumentParser(prog="tuopin bench", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="100k")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES), metavar="NAME")
    parser.add_argument(
        "--runs", type=int, default=None, help="of each paired case; by default 5, of a nation 3"
    )
    parser.add_argument("--cache", type=Path, default=Path("out") / "bench", help="where the data are kept")
    parser.add_argument(
        "--row-loop-households", type=int, default=100_000, help="the row loop may see only a part"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    say(f"load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else "")
    bench = Bench(asked.scale, asked.cache, asked.row_loop_households)
    found = bench.run(asked.only, asked.runs or (5 if bench.of_city else 3))
    exponent = bench.growth(found)
    print(
        json.dumps(report(asked.scale, found, exponent))
        if asked.json
        else table(asked.scale, found, exponent)
    )
    return 0


class Bench:
    """One scale: which data each case sees, and what they must agree on."""

    def __init__(self, scale: str, cache: Path, most: int) -> None:
        self.households, self.cache, self.most = SCALES[scale], cache, most
        self.of_city = self.households <= 1_000_000
        self.agreed: dict[Path, dict[str, str]] = {}

    def run(self, names: list[str], runs: int) -> dict[str, Measured]:
        """The paired cases take turns, so that a drift of the machine's speed meets all of them."""
        measured: dict[str, list[Measured]] = {name: [] for name in names if self.can(name)}
        paired = [name for name in PAIRED if name in measured and not self.smaller(name)]
        for number in range(runs + 1 if paired else 0):
            for name in paired:
                say(f"{name} {number or 'warm-up'}")
                one = self.once(name)
                if number:
                    measured[name].append(one)
        for name in measured:
            for number in range(0 if name in paired else ALONE.get(name, 1)):
                say(f"{name} {number + 1}")
                measured[name].append(self.once(name))
        self.agree()
        return {name: median(each) for name, each in measured.items()}

    def can(self, name: str) -> bool:
        return not (self.of_city and (name in OF_A_NATION or name == "tuopin_native"))

    def smaller(self, name: str) -> bool:
        return not self.of_city and name in OF_A_CITY

    def seen(self, name: str) -> int:
        """How many households a case is shown."""
        if self.smaller(name):
            return 1_000_000
        return min(self.households, RIVALS.get(name, self.households))

    def once(self, name: str) -> Measured:
        seen = self.seen(name)
        city = self.of_city or name in OF_A_CITY
        path = county_workbook(self.cache) if name == "workbook" else data(self.cache, seen, city=city)
        if name in RIVALS:
            found = of_rival(self.cache, name, path, CITY_ON if city else NATION_ON)
        else:
            found = in_child(case_of(name, city=city), [str(path), str(self.most)])
        if found.proof and found.share == 1 and name != "workbook":
            self.agreed.setdefault(path, {})[name] = found.proof
        share = (
            1.0
            if name in ("workbook", "household_reference", "whatif", *OF_A_NATION)
            else seen / self.households
        )
        return replace(found, share=found.share * share)

    def agree(self) -> None:
        """Rivals that saw the same must have counted the same; tuopin is asked where it was not. The counts by
        place come last in a proof; masks of households before them only where both have them."""
        for path, proofs in self.agreed.items():
            if set(proofs) & {*RIVALS, "hand_sql", "row_loop"} and "tuopin" not in proofs:
                say(f"tuopin on {path.name}, for agreement")
                city = path.name.startswith("city")
                proofs["tuopin"] = in_child(case_of("tuopin", city=city), [str(path), str(self.most)]).proof
            agree(proofs)

    def growth(self, found: dict[str, Measured]) -> float | None:
        """The exponent by which processor time grows from a million households to this scale, under one load."""
        if self.of_city or "tuopin" not in found:
            return None
        say("tuopin on 1,000,000, for the exponent")
        path = data(self.cache, 1_000_000, city=False)
        small = median([in_child("nation_tuopin", [str(path), "0"]) for _ in range(3)])
        return math.log(found["tuopin"].cpu_s / small.cpu_s) / math.log(self.households / 1_000_000)


def case_of(name: str, *, city: bool) -> str:
    return name if city else f"nation_{name}"


def agree(proofs: dict[str, str]) -> None:
    """All counts alike, and all masks alike among those that prove them."""
    counts = {name: each.split()[-1] for name, each in proofs.items()}
    masks = {name: each for name, each in proofs.items() if " " in each}
    if len(set(counts.values())) > 1 or len(set(masks.values())) > 1:
        raise SystemExit(f"the rivals differ, so nothing is reported: {proofs}")


def data(cache: Path, households: int, *, city: bool) -> Path:
    folder = cache / f"{'city' if city else 'nation'}-{households}"
    if not (folder / "manifest.json").is_file():
        say(f"making {households:,} households")
        in_child("make_city" if city else "make_nation", [str(folder), str(households)])
    return folder


def county_workbook(cache: Path) -> Path:
    path = cache / f"county-{WORKBOOK_HOUSEHOLDS}.xlsx"
    if not path.is_file():
        say("writing the workbook")
        cache.mkdir(parents=True, exist_ok=True)
        in_child("make_workbook", [str(path), str(WORKBOOK_HOUSEHOLDS)])
    return path


def report(scale: str, found: dict[str, Measured], exponent: float | None = None) -> dict[str, object]:
    results = [result(name, each) for name, each in found.items()]
    for row in results:
        if row["name"] == "tuopin" and exponent is not None:
            row["growth_exponent_cpu"] = round(exponent, 3)
    return {"scale": scale, "results": results}


def result(name: str, each: Measured) -> dict[str, object]:
    """A case that saw only a share is extrapolated to the whole, and says so."""
    told: dict[str, object] = {
        "name": name,
        "wall_s": round(each.wall_s / each.share, 6),
        "cpu_s": round(each.cpu_s / each.share, 6),
        "peak_mb": round(each.peak_mb, 1),
    }
    return told if each.share == 1 else {**told, "extrapolated_from_share": each.share}


def table(scale: str, found: dict[str, Measured], exponent: float | None = None) -> str:
    lines = [
        f"{scale} households, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    ]
    for row in (result(name, each) for name, each in found.items()):
        note = " (extrapolated)" if "extrapolated_from_share" in row else ""
        times = f"{row['wall_s']:>10.4f} s wall {row['cpu_s']:>10.4f} s CPU"
        lines.append(f"{row['name']:<20} {times} {row['peak_mb']:>8.0f} MB{note}")
    grown = [] if exponent is None else [f"growth exponent of tuopin from 1m, cpu_s: {exponent:.3f}"]
    return "\n".join([*lines, *ratios(found), *grown])


def ratios(found: dict[str, Measured]) -> list[str]:
    def ratio(one: str, other: str, figure: str) -> list[str]:
        if one not in found or other not in found:
            return []
        a, b = (getattr(found[name], figure) / found[name].share for name in (one, other))
        return [f"{one} / {other}, {figure}: {a / b:.2f}"]

    return [
        *ratio("tuopin", "hand_sql", "cpu_s"),
        *ratio("tuopin", "scan_floor", "cpu_s"),
        *ratio("tuopin_native", "scan_floor", "cpu_s"),
        *ratio("row_loop", "tuopin", "wall_s"),
        *(line for rival in RIVALS for line in ratio(rival, "tuopin", "cpu_s")),
    ]


def say(text: str) -> None:
    if text:
        print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
