"""The sample of mpindex from its raw answers: read through a mapping file, counted, and compared row by row.

mpindex publishes the deprivations it derives from these answers. Its example derives half of the ten otherwise than the
global MPI does, so they are compared twice: by the example's own rules, which must give its matrix, and by the pack,
where every difference must have the reason that docs/howto/judge-a-survey.md gives.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.counting import VILLAGE, counting, judged, least, measures
from tuopin.engine.kinds import Level
from tuopin.engine.language import Expression
from tuopin.engine.records import Record
from tuopin.engine.reference import Finding, Reference
from tuopin.engine.terms import Terms
from tuopin.intake import Reading
from tuopin.intake.survey import read_microdata
from tuopin.kernel.verdict import Verdict
from tuopin.snapshot.records import all_records
from tuopin.standards.global_mpi import indicators as i
from tuopin.standards.global_mpi.criteria import WEIGHTS
from tuopin.standards.global_mpi.facts import FACTS, household, members, person
from tuopin.standards.global_mpi.households import POOR

FOLDER = Path(__file__).resolve().parents[1] / "data" / "mpindex"
THIRD, HALF = Fraction(1, 3), Fraction(1, 2)

SAME = {
    "nutrition": i.someone_undernourished,
    "child_mortality": household.child_died,
    "sanitation": i.unimproved_sanitation | household.sanitation_shared,
    "drinking_water": i.unsafe_source,
    "electricity": ~household.electricity,
}
BY_THE_EXAMPLE: Mapping[str, Expression] = {
    **SAME,
    "years_of_schooling": members.any(person.years_of_schooling < 6),
    "school_attendance": members.any((person.age >= 5) & (person.age <= 24) & ~person.attending_school),
    "cooking_fuel": household.fuel.is_one_of("charcoal", "wood", "dung", "none"),
    # Its condition on walls can never hold, so walls do not count.
    "housing": ~household.floor_adequate | ~household.roof_adequate,
    # Its small assets do not name the radio, and either kind of asset missing is enough.
    "assets": ~i.two_assets | ~household.car_or_truck,
}
COLUMNS = {code: code for code in WEIGHTS} | {"years_of_schooling": "year_schooling"}


@pytest.fixture(scope="module")
def sample() -> Reading:
    return read_microdata(FOLDER / "global_mpi.yaml")


@pytest.fixture(scope="module")
def matrix() -> Mapping[str, Mapping[str, bool]]:
    """By household and indicator, as mpindex published it."""
    with (FOLDER / "deprivation_matrix_uncensored.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["uuid"]: {code: row[COLUMNS[code]] == "1" for code in WEIGHTS} for row in rows}


@pytest.fixture(scope="module")
def households(sample: Reading) -> list[Record]:
    return [replace(record, place=VILLAGE) for record in all_records(sample.dataset, Level.HOUSEHOLD)]


def without_radio(record: Record) -> Record:
    return replace(record, facts={**record.facts, "radio": False})


def by_the_example(households: list[Record], k: Fraction) -> list[Finding]:
    standard = counting(Level.HOUSEHOLD, dict(BY_THE_EXAMPLE), dict(WEIGHTS), k)
    return judged(standard, [without_radio(record) for record in households], FACTS)


def proved(finding: Finding) -> dict[str, bool]:
    """What is proved to be lacking; a blank counts as not lacking, as in mpindex."""
    return {code: verdict is Verdict.MET for code, verdict in finding.verdicts.items()}


def test_every_row_of_the_raw_tables_is_read(sample: Reading) -> None:
    summary = sample.summary

    assert (summary.households, summary.persons, summary.refused) == (198, 905, 0)
    assert summary.incomplete_households == 0
    assert sample.summary.sheets[0].missing_columns == ("water_minutes",)


def test_by_the_rules_of_its_example_every_household_lacks_what_mpindex_says(
    households: list[Record], matrix: Mapping[str, Mapping[str, bool]]
) -> None:
    found = {each.subject.code: proved(each) for each in by_the_example(households, THIRD)}

    assert found == matrix


@pytest.mark.parametrize(
    ("k", "headcount", "adjusted", "exactly"),
    [(THIRD, Fraction(25, 66), Fraction(29, 162), 8), (HALF, Fraction(29, 198), Fraction(17, 198), 10)],
    ids=["a third", "a half"],
)
def test_the_figures_of_mpindex_from_raw_answers(
    households: list[Record], k: Fraction, headcount: Fraction, adjusted: Fraction, exactly: int
) -> None:
    findings = by_the_example(households, k)
    found = measures(findings)

    assert (found.headcount, found.adjusted) == (headcount, adjusted)
    assert sum(least(finding) == k for finding in findings) == exactly


# ---- under the pack: why it differs, told from the raw rows --------------------------------------------

Row = Mapping[str, str]
SMALL = ("radio", "tv", "computer", "animal_cart", "bicycle", "motorcycle", "refrigerator")


def rows_of(file: str) -> list[Row]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def only_children_lack_six_years(home: Row, people: list[Row]) -> bool:
    """The example counts anybody who has not completed six years, a child of five too; the index asks for nobody."""
    grown = [each["completed_6yrs_schooling"] for each in people if int(each["age"]) >= 12]
    return "1" in grown and any(each["completed_6yrs_schooling"] == "2" for each in people)


def out_of_school_at_another_age(home: Row, people: list[Row]) -> bool:
    """The example asks those of 5 to 24; the index those of 6 to 14, until the age of completing class 8."""
    ages = [int(each["age"]) for each in people if each["attending_school"] == "2"]
    return bool(ages) and not any(6 <= age <= 14 for age in ages)


def does_not_cook(home: Row, people: list[Row]) -> bool:
    return home["cooking_fuel"] == "6"


def only_walls_are_poor(home: Row, people: list[Row]) -> bool:
    """The condition on walls in the example compares a truth with 2, so that it never holds."""
    return (
        home["walls"] in ("5", "8", "9")
        and home["roof"] not in ("5", "7")
        and home["floor"] not in ("5", "6")
    )


def has_one_kind_of_assets(home: Row, people: list[Row]) -> bool:
    """The example wants small assets and a car or truck; the index is content with either."""
    phone = int(home["asset_telephone"]) + int(home["asset_mobile_phone"]) > 0
    small = sum(int(home[f"asset_{each}"]) > 0 for each in SMALL) + phone
    car = int(home["asset_car"]) + int(home["asset_truck"]) > 0
    without_radio = small - (int(home["asset_radio"]) > 0)
    return (small > 1 or car) and not (without_radio > 1 and car)


REASONS = {
    "years_of_schooling": (only_children_lack_six_years, False),
    "school_attendance": (out_of_school_at_another_age, False),
    "cooking_fuel": (does_not_cook, False),
    "housing": (only_walls_are_poor, True),
    "assets": (has_one_kind_of_assets, False),
}
"""Why a household differs from the matrix, and whether the pack then says that it is deprived."""


def test_under_the_pack_every_difference_from_the_matrix_has_its_reason(
    sample: Reading, matrix: Mapping[str, Mapping[str, bool]]
) -> None:
    reference = Reference(Terms(sample.dataset.as_of, sample.dataset.places))
    people: dict[str, list[Row]] = defaultdict(list)
    for each in rows_of("df_household_roster.csv"):
        people[each["uuid"]].append(each)
    homes = {each["uuid"]: each for each in rows_of("df_household.csv")}
    found = {
        record.code: proved(reference.judge(POOR, record))
        for record in all_records(sample.dataset, Level.HOUSEHOLD)
    }

    assert found.keys() == matrix.keys()
    for code in WEIGHTS:
        differ = {home: found[home][code] for home in matrix if found[home][code] != matrix[home][code]}
        reason, deprived = REASONS.get(code, (lambda home, people: False, False))
        explained = {home: deprived for home, row in homes.items() if reason(row, people[home])}
        assert differ == explained, code


def test_the_page_counts_the_differences_as_they_are() -> None:
    people: dict[str, list[Row]] = defaultdict(list)
    for each in rows_of("df_household_roster.csv"):
        people[each["uuid"]].append(each)
    homes = {each["uuid"]: each for each in rows_of("df_household.csv")}
    page = (Path(__file__).resolve().parents[2] / "docs/howto/judge-a-survey.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([a-z ]+) \| (\d+) \|", page, re.MULTILINE)

    assert {name.replace(" ", "_"): int(number) for name, number in told} == {
        code: sum(reason(row, people[home]) for home, row in homes.items())
        for code, (reason, _) in REASONS.items()
    }
