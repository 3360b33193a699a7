"""Calls the command line inside the test, or as a process of its own when signals and pipes matter."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuopin.cli import main

SOURCE = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True)
class Outcome:
    """What a call left: its exit code and what it printed where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def call(*arguments: object) -> Outcome:
    """One call in this process, neither a terminal nor coloured."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return Outcome(code, out.getvalue(), err.getvalue())


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tuopin", *(str(argument) for argument in arguments)]


def surroundings(**more: str) -> Mapping[str, str]:
    """The environment of a process: this source, English, nothing of the caller's language."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "TUOPIN_DEBUG")
    }
    return {**kept, "PYTHONPATH": str(SOURCE), "TUOPIN_LANG": "en", "PYTHONIOENCODING": "utf-8", **more}


def process(*arguments: object, **more: str) -> Outcome:
    """One call as its own process."""
    done = subprocess.run(
        command(*arguments),
        env=surroundings(**more),
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
