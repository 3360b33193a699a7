"""Sums by village brought up the tree of places, and the digest by which rivals are compared."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.digests import of_counts


def files_of(snapshot: Path, table: str) -> list[Path]:
    manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    return [snapshot / file["name"] for file in manifest["files"] if file["table"] == table]


def proof_of(snapshot: Path, villages: NDArray[np.int64], sums: NDArray[np.int64]) -> str:
    """`sums`: a row a village. Villages without households count too, with nothing in them."""
    level, parent = {}, {}
    for path in files_of(snapshot, "places"):
        for row in pq.read_table(path, columns=["place", "level", "parent"]).to_pylist():
            level[row["place"]], parent[row["place"]] = row["level"], row["parent"]
    lowest = np.array([place for place, each in level.items() if each == "village"])
    found = np.zeros((len(lowest), sums.shape[1]), np.int64)
    order = np.argsort(lowest)
    found[order[np.searchsorted(lowest[order], villages)]] = sums
    rows, at = [], lowest
    while len(at):
        places, inverse = np.unique(at, return_inverse=True)
        total = np.zeros((len(places), sums.shape[1]), np.int64)
        np.add.at(total, inverse, found)
        rows += [(int(place), *map(int, values)) for place, values in zip(places, total, strict=True)]
        above = [parent[place] for place in at.tolist()]
        kept = np.array([each is not None for each in above])
        at, found = np.array([each for each in above if each is not None], np.int64), found[kept]
    return of_counts(rows)
