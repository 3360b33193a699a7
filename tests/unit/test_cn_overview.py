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
from tuopin.warehouse.scope import scope_of

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


# ---- monitoring and flags ---------------------------------------------------------------------------

IN_2023 = Terms(date(2023, 6, 30), PlaceTree.of(PLACES))
QUIET: dict[str, Any] = {
    "monitored": False, "rigid_spending": 0, "grave_difficulty": False, "risks_now": 0, "copes": False,
    "lost_earner": False, "disaster_loss": 0, "newly_dangerous": False, "water_cut": False, "loan_overdue": False,
    "production_failed": False, "price_shock": False, "self_reported": False, "sweep_clue": False,
}  # fmt: skip
CALM = {
    **ADULT, "medical_self_pay": 0, "insurance_lapsed": False, "new_disability_card": False,
    "enrolment_missing": False, "lost_job": False,
}  # fmt: skip
WATCHED = {"monitored": True, "risk_cleared": False}
CLEARED = {"monitored": True, "risk_cleared": True}
POOR = {"net_income": 9000_00, "grave_difficulty": True}


def watch(code: str, **changed: Any) -> object:
    children = tuple(Record(Level.PERSON, str(number), PLACES[-1].id, CALM) for number in (1, 2))
    household = Record(Level.HOUSEHOLD, "H1", PLACES[-1].id, SOUND | QUIET | changed, children)
    return evaluate(COUNTERS[code], household, IN_2023)


@pytest.mark.parametrize(
    ("state", "monitored", "still", "cleared"),
    [
        ({}, False, False, False),
        (WATCHED, True, True, False),
        (CLEARED, True, False, True),
        ({"monitored": True, "risk_cleared": None}, True, None, None),
        ({"monitored": None, "risk_cleared": None}, None, None, None),
    ],
)
def test_monitored_are_all_ever_taken_in_and_part_into_cleared_and_not(
    state: dict[str, Any], monitored: object, still: object, cleared: object
) -> None:
    assert watch("monitored", **state) is monitored
    assert watch("being_monitored", **state) is still
    assert watch("risk_cleared", **state) is cleared


def test_whoever_is_monitored_is_not_to_be_taken_in_again_until_cleared() -> None:
    assert watch("to_be_taken_in", **POOR) is True
    assert watch("to_be_taken_in", **POOR, **WATCHED) is False
    assert watch("to_be_taken_in", **POOR, **CLEARED) is True
    assert watch("to_be_taken_in", **POOR, monitored=None) is None
    assert watch("to_be_taken_in") is False


def test_one_signal_of_a_household_not_monitored_is_enough() -> None:
    assert watch("signal_not_monitored") is False
    assert watch("signal_not_monitored", water_cut=True, loan_overdue=None) is True
    assert watch("signal_not_monitored", water_cut=True, **WATCHED) is False
    assert watch("signal_not_monitored", water_cut=None) is None


def test_only_households_on_a_list_are_flagged() -> None:
    car = {"car": True}

    assert watch("flagged", **car, registered=True) is True
    assert watch("flagged", **car, monitored=True) is True
    assert watch("flagged", **car) is False
    assert watch("flagged", car=None, registered=True) is None
    assert watch("flagged_registered", **car, monitored=True) is False


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        ("2020-12-31", {"flagged_registered"}),
        ("2021-01-01", {"monitored", "being_monitored", "risk_cleared", "may_be_cleared", "to_be_taken_in",
                        "signal_not_monitored", "flagged"}),
        ("2026-01-01", {"monitored", "being_monitored", "risk_cleared", "may_be_cleared", "at_risk",
                        "signal_not_monitored", "flagged"}),
    ],
)  # fmt: skip
def test_what_is_counted_goes_with_its_era(day: str, counted: set[str]) -> None:
    scope = scope_of(PACK, on=date.fromisoformat(day))

    assert {each.code for each in scope.overview.counters if each.topic is not None} == counted
