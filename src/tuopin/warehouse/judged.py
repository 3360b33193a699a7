"""What one run of the standards left in the database, for everything that reads it afterwards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.engine.terms import Terms
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset
from tuopin.warehouse.scope import Scope

Progress = Callable[[Text, int, int], None]
"""Is told what is being done, how much of it is done, and of how much (0 when nobody knows)."""


@dataclass(frozen=True, eq=False)
class Judged:
    """`connection` holds one table of results a judged level, the data set's own tables, and `ancestors`."""

    dataset: Dataset
    scope: Scope
    terms: Terms
    connection: duckdb.DuckDBPyConnection
    levels: tuple[Level, ...]


def lowest_places(tree: PlaceTree, levels: Iterable[str]) -> list[int]:
    """The ids of the places in which households lie, in order of their codes."""
    lowest = list(levels)[-1]
    return [place.id for place in sorted(tree.at_level(lowest), key=lambda place: place.code)]


def ancestors_table(tree: PlaceTree, levels: Iterable[str]) -> pa.Table:
    """Every lowest place with itself and each place above it: what rolls up into what."""
    pairs = [(place, above.id) for place in lowest_places(tree, levels) for above in tree.chain(place)]
    below = pa.array([pair[0] for pair in pairs], pa.int64())
    return pa.table({"village": below, "place": pa.array([pair[1] for pair in pairs], pa.int64())})
