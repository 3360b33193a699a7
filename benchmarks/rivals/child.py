"""Runs one rival in this process, which is of the rivals' own environment, and prints its figures as the last line."""

from __future__ import annotations

import importlib
import sys
from datetime import date
from pathlib import Path

from benchmarks.measuring import measured, told

if __name__ == "__main__":
    name, snapshot, on = sys.argv[1:]
    rival = importlib.import_module(f"benchmarks.rivals.with_{name}")
    day = date.fromisoformat(on)

    def work() -> object:
        proof = rival.run(Path(snapshot), day)
        return lambda: proof

    print(told(measured(work)))
