"""One piece of work in a process of its own: wall time, processor time and peak memory of that process."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measured:
    """`proof` is a hash of what was worked out; rivals that answer the same question must agree on it."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    proof: str = ""
    share: float = 1.0


def cpu_seconds() -> float:
    """User and system time of this process and of the children it has waited for."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_mb() -> float:
    """Of this process and, on top, of the largest child: the two live at the same time."""
    own, child = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (own + child) / 1024


def measured(work: Callable[[], Callable[[], str]]) -> Measured:
    """Times `work`; the proof it returns is taken after the clock has stopped."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    prove = work()
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    return Measured(wall, cpu, peak_mb(), prove())


def in_child(name: str, arguments: Sequence[str]) -> Measured:
    """Runs one case by name in a new process. Raises RuntimeError with what it said when it fails."""
    command = [sys.executable, "-m", "benchmarks.child", name, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{name}: {run.stderr.strip()[-2000:]}")
    return Measured(**json.loads(run.stdout.splitlines()[-1]))


def median(runs: Sequence[Measured]) -> Measured:
    """The median of each figure; all runs must prove the same."""
    proofs = {run.proof for run in runs}
    if len(proofs) > 1:
        raise RuntimeError(f"runs of one case differ: {sorted(proofs)}")
    figures = {
        name: statistics.median(getattr(run, name) for run in runs)
        for name in ("wall_s", "cpu_s", "peak_mb", "share")
    }
    return Measured(**figures, proof=runs[0].proof)


def told(run: Measured) -> str:
    return json.dumps(asdict(run))
