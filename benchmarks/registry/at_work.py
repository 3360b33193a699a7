"""Runs one of this package's modules as a program inside an office, which is brought up to date first."""

from __future__ import annotations

import importlib
import sys

from tuopin.cli.office import make_office

if __name__ == "__main__":
    module, *arguments = sys.argv[1:]
    make_office()  # Django has its settings from here on, so the modules can name what they use at their top
    importlib.import_module(f"benchmarks.registry.{module}").main(*arguments)
