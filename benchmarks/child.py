"""Runs one case in this process and prints its figures as the last line."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.cases import CASES
from benchmarks.measuring import told

if __name__ == "__main__":
    name, path, most = sys.argv[1:]
    print(told(CASES[name](Path(path), int(most))))
