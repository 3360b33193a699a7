"""The rivals' own environment, made when they are first run. The product and its tests never use it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.measuring import Measured

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "locks" / "rivals.txt"


def python_of_rivals(cache: Path) -> Path:
    """Raises RuntimeError with pip's words when it cannot be made, as without a network."""
    folder = cache / "rivals"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    receipt = folder / ".lock"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if receipt.is_file() and receipt.read_text(encoding="utf-8") == wanted:
        return python
    print("making the rivals' environment", file=sys.stderr, flush=True)
    _run([sys.executable, "-m", "venv", "--clear", str(folder)])
    install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        str(LOCK),
    ]
    _run([str(python), *install])
    receipt.write_text(wanted, encoding="utf-8")
    return python


def of_rival(cache: Path, name: str, snapshot: Path, on: str) -> Measured:
    """One rival in a process of its own environment."""
    command = [str(python_of_rivals(cache)), "-m", "benchmarks.rivals.child", name, str(snapshot), on]
    said = _run(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return Measured(**json.loads(said.splitlines()[-1]))


def _run(command: list[str], env: dict[str, str] | None = None) -> str:
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if run.returncode:
        raise RuntimeError(f"{' '.join(command[:3])}: {run.stderr.strip()[-1500:]}")
    return run.stdout
