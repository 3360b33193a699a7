"""A run of an earlier day: places as they stood, and households where they lived then."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.cast import AT, COUNTY_PATH, HERE, NEXT_VILLAGE, make_places, officer

from tuopin.accounts.rules import Role
from tuopin.intake.history_loading import load_history
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.registry.models import Household
from tuopin.registry.services.place_changes import merge_place
from tuopin.synthetic.city import make_city
from tuopin.warehouse.registry_runs import judge_registry
from tuopin.warehouse.registry_snapshot import registry_dataset

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
ON, CHANGED, BEFORE = date(2020, 6, 30), date(2020, 6, 1), date(2020, 5, 31)


def villages_of(on: date) -> dict[str, int]:
    """Households by the village they stand in, of villages that have any."""
    dataset = registry_dataset(on=on)
    codes = {place.id: place.code for place in dataset.places.places.values()}
    found: dict[str, int] = {}
    for village in dataset.table("households")["village"].to_pylist():
        found[codes[village]] = found.get(codes[village], 0) + 1
    people = {codes[village] for village in dataset.table("persons")["village"].to_pylist()}
    assert people == set(found)
    return found


def test_before_a_merge_households_stand_in_the_village_that_was_there_then() -> None:
    city = make_city(households=200, on=ON)
    load_history(actor=SYSTEM, dataset=city.dataset, papers={}, at=AT)
    old, new = Place.objects.filter(level="village").order_by("code")[:2]
    there = {place.code: Household.objects.filter(village=place).count() for place in (old, new)}
    keeper = officer(Role.SYSTEM_ADMIN, "/")

    merge_place(actor=keeper, old=old.code, new=new.code, on=CHANGED, source="示例", at=AT, today=ON)

    before, after = villages_of(BEFORE), villages_of(CHANGED)
    assert {code: before[code] for code in there} == there
    assert (after.get(old.code), after[new.code]) == (None, sum(there.values()))
    assert judge_registry(actor=SYSTEM, on=BEFORE, at=AT).on == BEFORE


def test_a_village_stands_in_a_run_only_on_days_on_which_it_existed() -> None:
    make_places()
    keeper = officer(Role.SYSTEM_ADMIN, COUNTY_PATH)
    merge_place(actor=keeper, old=HERE, new=NEXT_VILLAGE, on=CHANGED, source="示例", at=AT, today=ON)
    gone = Place.objects.get(code=HERE).pk

    rows = {
        day: registry_dataset(on=day).table("villages")["village"].to_pylist() for day in (BEFORE, CHANGED)
    }

    assert gone in rows[BEFORE]
    assert gone not in rows[CHANGED]
