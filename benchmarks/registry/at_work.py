"""Brings an office up to date, then runs one of this package's modules as a program inside it, if one is named."""

from __future__ import annotations

import importlib
import sys

from tuopin.cli.office import make_office

if __name__ == "__main__":
    make_office()  # Django has its settings from here on, so the modules can name what they use at their top
    for module in sys.argv[1:2]:
        importlib.import_module(f"benchmarks.registry.{module}").main(*sys.argv[2:])
