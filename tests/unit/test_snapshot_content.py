"""The digest of a data set: the same for the same rows, another for any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.support.cities import city

from tuopin.snapshot.content import content_of, sealed
from tuopin.snapshot.dataset import Dataset

SMALL = city(150).dataset


def changed(table: str, found: pa.Table) -> Dataset:
    return replace(SMALL, tables={**SMALL.tables, table: found})


def set_column(name: str, values: pa.ChunkedArray) -> pa.Table:
    households = SMALL.table("households")
    return households.set_column(households.column_names.index(name), households.field(name), values)


def test_chunks_and_the_order_of_columns_do_not_count() -> None:
    households = SMALL.table("households").combine_chunks()
    in_pieces = pa.concat_tables([households.slice(0, 3), households.slice(3)])
    turned = households.select(households.column_names[::-1])

    assert content_of(changed("households", in_pieces)) == SMALL.content
    assert content_of(changed("households", turned)) == SMALL.content


def test_what_lies_under_a_null_does_not_count() -> None:
    column = SMALL.table("households").column("cause")
    buried = pc.if_else(column.is_valid(), column, pa.scalar(7, column.type))
    mask = column.is_null().combine_chunks()
    again = pa.array(
        buried.combine_chunks().to_numpy(zero_copy_only=False), column.type, mask=mask.to_numpy(False)
    )

    assert content_of(changed("households", set_column("cause", pa.chunked_array([again])))) == SMALL.content


@pytest.mark.parametrize("column", ["net_income", "tap_at_home", "code", "collected_on", "cause"])
def test_one_value_more_or_less_is_another_content(column: str) -> None:
    values = SMALL.table("households").column(column).to_pylist()
    first = next(at for at, value in enumerate(values) if value is not None)
    values[first] = None
    kind = SMALL.table("households").schema.field(column).type
    field = pa.field(column, kind)
    households = SMALL.table("households")
    at = households.column_names.index(column)

    assert (
        content_of(changed("households", households.set_column(at, field, pa.array(values, kind))))
        != SMALL.content
    )


def test_zero_is_not_unknown() -> None:
    column = SMALL.table("households").column("dry_days")

    assert column.null_count > 0
    assert content_of(changed("households", set_column("dry_days", column.fill_null(0)))) != SMALL.content


def test_rows_in_another_order_another_day_or_place_are_another_content() -> None:
    households = SMALL.table("households")
    turned = households.take(pa.array(range(households.num_rows - 1, -1, -1)))

    contents = {
        content_of(changed("households", turned)),
        content_of(replace(SMALL, as_of=date(2020, 7, 1))),
        content_of(replace(SMALL, places=city(500).dataset.places)),
        SMALL.content,
    }

    assert len(contents) == 4


def test_sealing_names_the_content() -> None:
    assert sealed(replace(SMALL, content="")).content == SMALL.content
