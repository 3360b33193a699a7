"""Where accepted rows come from, and what they say of names, papers and phones. Asked for only by an import into the
registry, which seals all of it; a data set never holds any."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.intake.linking import Batch, Position

SCHEMA = pa.schema(
    [
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("line", pa.int32()),
        ("name", pa.string()),
        ("id_number", pa.string()),
        ("phone", pa.string()),
    ]
)


def origins_of(batch: Batch, positions: Mapping[Level, Sequence[Position | None]]) -> dict[str, pa.Table]:
    """By table, one row for each of its rows, in its order; all null for a place that no row is about."""
    names = [sheet.of_role("name") for sheet in batch.sheets]
    return {
        level.plural: pa.Table.from_pylist([_origin(batch, each, names) for each in found], schema=SCHEMA)
        for level, found in positions.items()
    }


def _origin(batch: Batch, position: Position | None, names: Sequence[list[object]]) -> dict[str, object]:
    if position is None:
        return {}
    sheet, at = batch.sheets[position.sheet], position.at
    papers = {role: values[at] for role, values in sheet.papers.items()}
    return {
        "file": sheet.grid.file,
        "sheet": sheet.grid.title,
        "line": sheet.lines[at],
        "name": names[position.sheet][at],
        **papers,
    }
