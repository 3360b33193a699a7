"""The page of a village: judged as one looks, its households by verdict, its facts edited with a preview."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.support.cast import AT

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.audit.models import Entry
from tuopin.engine.kinds import Level
from tuopin.intake.history_loading import load_history
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.registry.selectors import facts_as_of
from tuopin.registry.villages import latest_version
from tuopin.snapshot.records import record_of
from tuopin.synthetic.city import City, make_city
from tuopin.warehouse.explaining import explain
from tuopin.warehouse.one_village import judged_village
from tuopin.warehouse.registry_snapshot import registry_dataset

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
ON = date(2020, 6, 30)


@pytest.fixture(autouse=True)
def city(settings: object) -> City:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    made = make_city(households=150, on=ON)
    load_history(actor=SYSTEM, dataset=made.dataset, papers={}, at=AT)
    counties = list(Place.objects.filter(level="county").order_by("code"))
    for code, role, place in (
        ("here", Role.COUNTY_OFFICE, counties[0]),
        ("next", Role.COUNTY_OFFICE, counties[-1]),
        ("leader", Role.CITY_LEADER, Place.objects.get(level="city")),
    ):
        user = accounts.add_user(actor=SYSTEM, code=code, name=code, password="a long sentence", at=AT)
        accounts.post(actor=SYSTEM, user=user, role=role, place=place, starts_on=date(2014, 1, 1), at=AT)
    return made


def villages() -> list[Place]:
    """Those of the first county."""
    county = Place.objects.filter(level="county").order_by("code")[0]
    return list(Place.objects.filter(level="village", path__startswith=county.path).order_by("code"))


def signed_in(code: str) -> Client:
    client = Client(headers={"Accept-Language": "zh-hans"})
    assert client.login(username=code, password="a long sentence")
    return client


def test_every_village_is_judged_as_the_run_would_judge_it() -> None:
    dataset = registry_dataset(on=ON)

    for village in Place.objects.filter(level="village"):
        record_of(dataset, Level.VILLAGE, village.code)
        by_run = explain(dataset, on=ON, village=village.code)
        here = judged_village(village, on=ON)
        assert here.as_dict()["standards"] == by_run.as_dict()["standards"]


def test_a_fact_is_previewed_stored_and_told_in_the_history() -> None:
    client = signed_in("here")
    village = next(each for each in villages() if facts_as_of(Level.VILLAGE, each).values.get("kind") == 2)
    address = f"/villages/{village.code}/population/"
    typed = {"population": "9999", "collected_on": "2020-06-20", "seen": str(latest_version(village))}

    preview = client.post(address, {**typed, "preview": "1"}).content.decode()
    unchanged = facts_as_of(Level.VILLAGE, village).values.get("population")
    saved = client.post(address, typed)
    page = client.get(f"/villages/{village.code}/").content.decode()

    assert "保存后" in preview
    assert unchanged != 9999
    assert saved.status_code == 302
    assert facts_as_of(Level.VILLAGE, village).values["population"] == 9999
    assert "9,999" in page
    assert Entry.objects.filter(action="villages.record", about=f"village:{village.code}").count() == 1


def test_who_saw_an_older_state_is_refused_and_what_cannot_be_read_is_said_at_its_input() -> None:
    client, village = signed_in("here"), villages()[0]
    typed = {"population": "12", "collected_on": "2020-06-20", "seen": "1"}

    late = client.post(f"/villages/{village.code}/population/", typed)
    unreadable = client.post(f"/villages/{village.code}/population/", {**typed, "population": "many"})

    assert late.status_code == 409
    assert "已被他人修改" in late.content.decode()
    assert unreadable.status_code == 422


def test_a_leader_reads_the_village_without_a_household_and_the_next_county_finds_nothing() -> None:
    village = villages()[0]
    addresses = (f"/villages/{village.code}/", f"/villages/{village.code}/population/")

    page = signed_in("leader").get(addresses[0])

    assert page.status_code == 200
    assert "/households/" not in page.content.decode()
    assert signed_in("leader").get(addresses[1]).status_code == 404
    assert [signed_in("next").get(each).status_code for each in addresses] == [404, 404]
    assert signed_in("here").get(f"/villages/{village.parent.code}/population/").status_code == 404  # type: ignore[union-attr]
