"""What one run of the standards left in the database, for everything that reads it afterwards."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.engine.terms import Terms
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.text import Language, Text
from tuopin.snapshot.dataset import Dataset
from tuopin.warehouse.kept import Kept
from tuopin.warehouse.part import BY_VILLAGE
from tuopin.warehouse.scope import Scope

__all__ = ["BY_VILLAGE", "Judged", "Progress", "ancestors_table", "lowest_places", "place_names"]

Progress = Callable[[Text, int, int], None]
"""Is told what is being done, how much of it is done, and of how much (0 when nobody knows)."""


@dataclass(frozen=True, eq=False)
class Judged:
    """`connection` holds a table of results of each judged level, the data set's own tables, BY_VILLAGE and
    `ancestors`. Results of persons and households are there only if `kept`; a run part by part keeps them in
    `files`, one a part in order, and has counted the verdicts in `counts`. `scratch` is a private folder that
    goes with the run.
    """

    dataset: Dataset
    scope: Scope
    terms: Terms
    connection: duckdb.DuckDBPyConnection
    levels: tuple[Level, ...]
    scratch: Path
    kept: bool = True
    files: Mapping[Level, tuple[Kept, ...]] = field(default_factory=dict)
    counts: Mapping[Level, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)

    def close(self) -> None:
        """Lets go of memory and of everything on the disk that was not asked for."""
        self.connection.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


def lowest_places(tree: PlaceTree, levels: Iterable[str]) -> list[int]:
    """The ids of the places in which households lie, in order of their codes."""
    lowest = list(levels)[-1]
    return [place.id for place in sorted(tree.at_level(lowest), key=lambda place: place.code)]


def place_names(judged: Judged, language: Language) -> Callable[[int], list[str]]:
    """For a village the names of its places, one for each level of the pack's tree."""
    levels, tree = judged.scope.pack.place_levels, judged.dataset.places

    @cache
    def names(village: int) -> list[str]:
        by_level = {place.level: place.name.in_(language) for place in tree.chain(village)}
        return [by_level.get(level, "") for level in levels]

    return names


def ancestors_table(tree: PlaceTree, levels: Iterable[str]) -> pa.Table:
    """Every lowest place with itself and each place above it: what rolls up into what."""
    pairs = [(place, above.id) for place in lowest_places(tree, levels) for above in tree.chain(place)]
    below = pa.array([pair[0] for pair in pairs], pa.int64())
    return pa.table({"village": below, "place": pa.array([pair[1] for pair in pairs], pa.int64())})
