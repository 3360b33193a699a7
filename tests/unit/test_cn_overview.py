"""What the overview counts: registered and judged on facts apart, and never a blank counted as a no."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.reference import evaluate
from tuopin.engine.terms import Terms
from tuopin.kernel.places import PlaceTree
from tuopin.standards.cn import codes
from tuopin.standards.cn.places import places_of

PACK = standards.load("cn")
COUNTERS = {counter.code: counter.when for counter in PACK.overview.counters}
PLACES = places_of("990101001001", {})
TERMS = Terms(date(2020, 6, 30), PlaceTree.of(PLACES))
STATUS = codes.POVERTY_STATUS.by_code
INSURED = {"resident_insurance": True, "serious_illness_insurance": True}
ADULT = {"birth": date(1980, 1, 1), "school": 1, **INSURED}
SOUND: dict[str, Any] = {
    "size": 2, "registered": False, "net_income": 16000_00, "staple_enough": True, "protein_monthly": True,
    "clothes_four_seasons": True, "dwelling": 1, "housing_grade": 1, "water_litres": 60, "water_clean": True,
    "tap_at_home": True, "dry_days": 0,
}  # fmt: skip


def count(code: str, *, members: tuple[dict[str, Any], ...] = (ADULT, ADULT), **changed: Any) -> object:
    children = tuple(
        Record(Level.PERSON, str(number), PLACES[-1].id, facts) for number, facts in enumerate(members, 1)
    )
    household = Record(Level.HOUSEHOLD, "H1", PLACES[-1].id, SOUND | changed, children)
    return evaluate(COUNTERS[code], household, TERMS)


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("in_poverty", True),
        ("exit_proposed", True),
        ("returned", True),
        ("exited", False),
        ("struck_off", False),
    ],
)
def test_registered_poor_are_those_not_yet_exited(status: str, counts: bool) -> None:
    assert count("registered_poor", registered=True, poverty_status=STATUS[status].number) is counts


def test_nobody_off_the_list_is_registered_poor_however_poor() -> None:
    assert count("registered_poor", registered=False, poverty_status=None, net_income=0) is False
    assert count("poor_by_income", registered=False, net_income=0) is True


def test_an_unknown_status_is_not_counted_as_exited() -> None:
    assert count("registered_poor", registered=True, poverty_status=None) is None
    assert count("registered_poor", registered=None, poverty_status=1) is None


def test_poor_by_income_is_strictly_below_the_line() -> None:
    assert count("poor_by_income", net_income=7999_99) is True
    assert count("poor_by_income", net_income=8000_00) is False
    assert count("poor_by_income", net_income=None) is None


def test_a_household_without_children_lacks_no_schooling() -> None:
    assert count("lacks_guarantee") is False


@pytest.mark.parametrize(
    "changed",
    [
        {"staple_enough": False},
        {"clothes_four_seasons": False},
        {"housing_grade": 4, "repair_accepted": False},
        {"water_clean": False},
        {"members": (ADULT, {"birth": date(1980, 1, 1), "resident_insurance": False, "employee_insurance": False,
                             "insured_elsewhere": False, "soldier": False, "prisoner": False})},
        {"members": (ADULT, {"birth": date(2010, 5, 1), "school": 1, "taught_at_home": False,
                             "finished_compulsory": False, "unfit_for_school": False, **INSURED})},
    ],
    ids=["food", "clothing", "housing", "water", "medical care", "education"],
)  # fmt: skip
def test_one_missing_guarantee_is_enough(changed: dict[str, Any]) -> None:
    assert count("lacks_guarantee", **changed) is True
    assert count("lacks_guarantee", **changed, net_income=None) is True


def test_a_household_nobody_has_looked_at_is_unknown_not_sound() -> None:
    assert count("lacks_guarantee", housing_grade=None) is None
    assert count("meets_all", housing_grade=None) is None
    assert count("meets_all") is True


def test_only_registered_households_not_yet_exited_are_exit_ready() -> None:
    assert count("exit_ready", registered=True, poverty_status=STATUS["exit_proposed"].number) is True
    assert count("exit_ready", registered=True, poverty_status=STATUS["exited"].number) is False
    assert count("exit_ready", registered=False) is False


def test_exit_ready_needs_every_criterion_known() -> None:
    listed = {"registered": True, "poverty_status": STATUS["in_poverty"].number}

    assert count("exit_ready", **listed, housing_grade=None) is None
    assert count("exit_ready", **listed, net_income=8000_00) is False
    assert count("exit_ready", **listed, net_income=8000_01) is True
