"""Loops in a folder, for the processes that run them: what they read and fill as JSON, terms of places as arrays."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from tuopin.engine.kinds import Level
from tuopin.engine.native import LevelLoop, Loops, Result, TermArrays

_LOOPS = "loops.json"
_TERMS = "loops.npz"
_ARRAYS = ("places", "values", "known")


def save_loops(folder: Path, loops: Loops) -> None:
    told: dict[str, Any] = {}
    arrays: dict[str, Any] = {}
    for level, loop in loops.of.items():
        about = {
            name: value for name, value in vars(loop).items() if name not in ("level", "results", "terms")
        }
        results = [asdict(result) for result in loop.results]
        told[level.value] = {**about, "results": results, "key": loop.terms.key}
        arrays |= {f"{level.value}_{name}": getattr(loop.terms, name) for name in _ARRAYS}
    (folder / _LOOPS).write_text(json.dumps({"text": loops.text, "of": told}), encoding="utf-8")
    np.savez(folder / _TERMS, **arrays)


def saved_loops(folder: Path) -> Loops:
    told = json.loads((folder / _LOOPS).read_text(encoding="utf-8"))
    with np.load(folder / _TERMS, allow_pickle=False) as arrays:
        return Loops(
            told["text"],
            {Level(level): _loop(Level(level), about, arrays) for level, about in told["of"].items()},
        )


def _loop(level: Level, about: dict[str, Any], arrays: Any) -> LevelLoop:
    terms = TermArrays(about["key"], *(arrays[f"{level.value}_{name}"] for name in _ARRAYS))
    return LevelLoop(
        level=level, text=about["text"], columns=tuple(about["columns"]), below=tuple(about["below"]),
        answers=about["answers"], numbers=about["numbers"],
        results=tuple(Result(**result) for result in about["results"]), terms=terms,
    )  # fmt: skip
