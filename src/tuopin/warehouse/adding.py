"""Counts of households that add up, row by row, part by part."""

import pyarrow as pa

SUMS = ("households", "people", "unsized")


def summed(table: pa.Table) -> pa.Table:
    """One row for what is alike in all but the sums."""
    keys = [name for name in table.column_names if name not in SUMS]
    added = table.group_by(keys).aggregate([(name, "sum") for name in SUMS])
    named = added.select([*keys, *(f"{name}_sum" for name in SUMS)]).rename_columns([*keys, *SUMS])
    return named.sort_by([(key, "ascending") for key in keys])
