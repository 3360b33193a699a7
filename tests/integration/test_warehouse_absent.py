"""A source that never asked something: judged by the rest, said on the page and in the manifest, kept in a snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.tables import tables_of

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record, Value
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.verdict import Verdict
from tuopin.snapshot.content import sealed
from tuopin.snapshot.dataset import Dataset, in_memory
from tuopin.snapshot.files import open_snapshot, write_snapshot
from tuopin.standards.pcodes import places_of
from tuopin.warehouse.certificate import certificate
from tuopin.warehouse.explaining import explain
from tuopin.warehouse.judging import judge

PACK = standards.load("global_mpi")
PLACES = places_of("KE/KE047/KE04701/A12", {})
ON = date(2024, 6, 30)
ADULT: dict[str, Value] = {
    "age": 40, "anthropometry": True, "years_of_schooling": 0, "attending_school": False,
}  # fmt: skip
HOME: dict[str, Value] = {
    "size": 1, "birth_history": True, "child_died": False, "fuel": 8, "sanitation": 11, "sanitation_shared": False,
    "water_source": 1, "water_minutes": 0, "electricity": True, "floor_adequate": True, "roof_adequate": True,
    "walls_adequate": True, "radio": True, "television": True, "car_or_truck": False,
}  # fmt: skip
NUTRITION = frozenset({"person.undernourished"})


def survey(absent: frozenset[str] = frozenset()) -> Dataset:
    """One household without schooling and without a clean fuel or latrine; nobody was weighed."""
    village = PLACES[-1].id
    home = Record(Level.HOUSEHOLD, "H1", village, HOME, (Record(Level.PERSON, "1", village, ADULT),))
    tables = tables_of(PACK, [home], PlaceTree.of(PLACES))
    return sealed(in_memory(PACK, as_of=ON, tables=tables, places=PLACES, content="", absent=absent))


def test_weights_pass_on_and_the_page_and_the_manifest_say_so() -> None:
    run = judge(survey(NUTRITION), on=ON)

    row = run.findings[Level.HOUSEHOLD].to_pylist()[0]
    manifest = run.manifest()
    # schooling 1/6 and two of living standards 1/9: five eighteenths, whatever nobody asked about nutrition
    assert (row["poor__score_low"], row["poor__score_high"]) == (5, 5)
    assert row["poor__overall"] == Verdict.NOT_MET.value
    assert manifest["input"]["absent"] == ["person.undernourished"]
    assert manifest["never_asked"] == {code: ["nutrition"] for code in ("vulnerable", "poor", "severe")}
    assert manifest["standards"]["poor"]["score"]["weights"]["child_mortality"] == 6
    assert "nutrition" not in manifest["standards"]["poor"]["bits"]
    assert dict(certificate(run.judged, "en"))["never asked"].startswith("nutrition (weights passed on")
    assert dict(certificate(run.judged, "zh"))["来源未调查"].startswith("营养（权重")


def test_the_same_blank_in_a_source_that_asked_stays_unknown() -> None:
    run = judge(survey(), on=ON)

    row = run.findings[Level.HOUSEHOLD].to_pylist()[0]
    assert (row["poor__score_low"], row["poor__score_high"]) == (5, 8)
    assert row["poor__overall"] == Verdict.UNKNOWN.value
    assert "never_asked" not in run.manifest()


def test_an_explanation_follows_the_same_weights() -> None:
    told = explain(survey(NUTRITION), on=ON, household="H1", standard="poor").as_dict()

    (poor,) = told["standards"]
    assert poor["score"] == [5, 5]
    assert "nutrition" not in [criterion["code"] for criterion in poor["criteria"]]


def test_a_dimension_nobody_asked_about_is_refused() -> None:
    absent = frozenset({"person.years_of_schooling", "person.attending_school"})

    with pytest.raises(RefusedByRule) as refused:
        judge(survey(absent), on=ON)

    assert refused.value.code == "dimension_lacking"


def test_a_snapshot_keeps_what_its_source_never_asked(tmp_path: Path) -> None:
    write_snapshot(survey(NUTRITION), tmp_path / "snap")

    opened = open_snapshot(tmp_path / "snap")

    assert opened.absent == NUTRITION
    assert opened.content == survey(NUTRITION).content != survey().content
    assert judge(opened, on=ON).manifest()["never_asked"]["poor"] == ["nutrition"]


def test_a_snapshot_whose_source_asked_everything_does_not_mention_it(tmp_path: Path) -> None:
    manifest = write_snapshot(survey(), tmp_path / "snap")

    assert "absent" not in manifest.text()
    assert replace(manifest, absent=("person.undernourished",)).text() != manifest.text()


def test_a_fact_the_pack_does_not_have_cannot_be_absent() -> None:
    with pytest.raises(BadInput) as refused:
        survey(frozenset({"person.height"}))

    assert refused.value.code == "absent_fact"
