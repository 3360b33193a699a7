"""Counties judged, counted by verdict up the tree, and explained: the reference and the compiled engine alike."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from tests.support.cities import city

from tuopin.engine.kinds import Level
from tuopin.engine.reference import judge as judge_one
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import BadInput, NotFound
from tuopin.kernel.verdict import Verdict
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.records import county_record
from tuopin.warehouse.explaining import explain
from tuopin.warehouse.judging import judge
from tuopin.warehouse.run import Run

ON = date(2019, 12, 31)
# In the order of the codes: everything in order; one wrong exit too many; not on the list; never evaluated.
COUNTIES = {
    "kind": [1, 3, 2, 1],
    "population": [100_000, 100_000, 100_000, 100_000],
    "remaining_poor": [1_000, 1_000, 1_000, 1_000],
    "exited_people": [20_000, 20_000, 20_000, 20_000],
    "unregistered_people": [79_000, 79_000, 79_000, 79_000],
    "surveyed_by": [3, 5, None, None],
    "exited_sampled": [1_000, 1_000, None, None],
    "wrongly_exited": [3, 20, None, None],
    "unregistered_surveyed": [10_000, 10_000, None, None],
    "omitted": [4, 4, None, None],
    "households_surveyed": [1_000, 1_000, None, None],
    "households_recognising": [990, 950, None, None],
}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    made = city(3_000).dataset
    table = made.table("counties").sort_by("county")
    for name, values in COUNTIES.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type))
    return replace(made, tables={**made.tables, "counties": table})


@pytest.fixture(scope="module")
def run(dataset: Dataset) -> Run:
    return judge(dataset, on=ON, standard="cn/county_exit")


def codes(dataset: Dataset) -> list[str]:
    return sorted(place.code for place in dataset.places.at_level("county"))


def test_a_city_counts_its_counties_by_verdict_and_a_county_itself(run: Run) -> None:
    by_place = {each.place.code: each.counties for each in run.overview()}
    (whole,) = run.overview("city")

    assert whole.counties["county_exit"] == dict.fromkeys(Verdict, 1)
    own = [by_place[code]["county_exit"] for code in codes(run.judged.dataset)]
    assert [next(verdict for verdict, number in each.items() if number) for each in own] == [
        Verdict.MET,
        Verdict.NOT_MET,
        Verdict.NOT_APPLICABLE,
        Verdict.UNKNOWN,
    ]
    assert all(not each.counties for each in run.overview("township"))


def test_both_engines_agree_about_every_county(dataset: Dataset, run: Run) -> None:
    standard = dataset.pack.standard("county_exit")
    rows = {row["county"]: row for row in run.findings[Level.COUNTY].to_pylist()}

    for code in codes(dataset):
        found = judge_one(standard, county_record(dataset, code), Terms(ON, dataset.places))
        row = rows[int(code)]
        assert Verdict(row["county_exit__overall"]) is found.overall
        for what in ("met", "not_met", "unknown", "not_applicable"):
            assert row[f"county_exit__{what}"] == sum(
                standard.bits[criterion]
                for criterion, verdict in found.verdicts.items()
                if verdict.name.lower() == what
            )


def test_a_county_is_explained_by_its_own_figures(dataset: Dataset) -> None:
    told = explain(dataset, on=ON, county=codes(dataset)[1])

    assert "错退率" in told.text("zh")
    (wrong,) = [
        criterion
        for standard in told.as_dict()["standards"]
        for criterion in standard["criteria"]
        if criterion["code"] == "wrong_exits"
    ]
    assert wrong["verdict"] == "not_met"
    assert wrong["owner"]["zh"] == "扶贫办"
    assert any("20" in reason["en"] for reason in wrong["reasons"])


def test_the_overview_files_hold_counties_too(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = run.write(tmp_path_factory.mktemp("out") / "run", workbook=False)
    with (folder / "overview.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [row["county exit: counties not met"] for row in rows if row["level"] == "city"] == ["1"]


@pytest.mark.parametrize("code", ["0", "990101"])
def test_a_county_that_is_not_there(dataset: Dataset, code: str) -> None:
    with pytest.raises(NotFound) as refusal:
        explain(dataset, on=ON, county=code)

    assert refusal.value.code == "no_such_county"


def test_only_one_subject_is_explained_at_a_time(dataset: Dataset) -> None:
    with pytest.raises(BadInput):
        explain(dataset, on=ON, county="990121", village="990121100201")
