"""What a rate is out of: the county's own figure first, then the sum of its villages, then unknown."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.support.cities import city

from tuopin import judge
from tuopin.snapshot.dataset import Dataset
from tuopin.warehouse.figures import RateFigures

CITY = city(3000).dataset
RATE = "registered_incidence"


def with_column(dataset: Dataset, table: str, column: str, values: list[int | None]) -> Dataset:
    before = dataset.table(table)
    place = before.column_names.index(column)
    after = before.set_column(
        place, before.schema.field(column), pa.array(values, before.schema.field(column).type)
    )
    return replace(dataset, tables={**dataset.tables, table: after})


def rates(dataset: Dataset, level: str) -> dict[str, RateFigures]:
    with judge(dataset, on="2020-06-30") as run:
        return {each.place.code: each.rates[RATE] for each in run.overview(level)}


@pytest.fixture(scope="module")
def one_village_silent() -> Dataset:
    """Counties that all declare 10,000, and one village somewhere that declares nothing."""
    populations = [1_000] * CITY.count("villages")
    silent = with_column(CITY, "villages", "population", [None, *populations[1:]])
    return with_column(silent, "counties", "population", [10_000] * CITY.count("counties"))


def test_the_countys_own_figure_goes_before_the_sum_of_its_villages(one_village_silent: Dataset) -> None:
    found = rates(one_village_silent, "county")

    assert {each.denominator for each in found.values()} == {10_000}
    assert {each.undeclared for each in found.values()} == {0}


def test_a_city_adds_up_its_counties(one_village_silent: Dataset) -> None:
    (found,) = rates(one_village_silent, "city").values()

    assert found.denominator == 10_000 * one_village_silent.count("counties")


def test_a_village_that_declares_nothing_has_no_rate(one_village_silent: Dataset) -> None:
    found = rates(one_village_silent, "village")

    assert sum(each.rate is None for each in found.values()) == 1


def test_without_the_countys_figure_a_silent_village_leaves_its_county_and_city_unknown(
    one_village_silent: Dataset,
) -> None:
    nobody = with_column(one_village_silent, "counties", "population", [None] * CITY.count("counties"))
    silent = one_village_silent.table("villages")
    county = silent.filter(pc.is_null(silent["population"]))["county"][0].as_py()

    found = rates(nobody, "county")

    assert {code for code, each in found.items() if each.rate is None} == {str(county)}
    assert [each.rate for each in rates(nobody, "city").values()] == [None]
