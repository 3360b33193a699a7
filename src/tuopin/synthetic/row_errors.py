"""Mistakes planted in the rows of a workbook, each written down, so that a reader can be tested against them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlantedError:
    """One wrong row: where it stands and what is wrong with it. It never repeats a name or a number of a paper."""

    sheet: str
    row: int
    column: str
    kind: str
