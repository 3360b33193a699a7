"""The pages of runs: every figure leads to a birth certificate."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.support.cast import AT, make_places

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.warehouse.models import StoredRun
from tuopin.warehouse.registry_runs import judge_registry

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
ON = date(2020, 6, 30)


@pytest.fixture
def client(settings: object) -> Client:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    make_places()
    user = accounts.add_user(actor=SYSTEM, code="leader", name="leader", password="a long sentence", at=AT)
    place = Place.objects.get(level="city")
    accounts.post(
        actor=SYSTEM, user=user, role=Role.CITY_LEADER, place=place, starts_on=date(2014, 1, 1), at=AT
    )
    client = Client(headers={"Accept-Language": "zh-hans"})
    assert client.login(username="leader", password="a long sentence")
    return client


def test_before_the_first_run_the_pages_say_what_to_do(client: Client) -> None:
    for address in ("/runs/", "/dashboard/"):
        assert "还没有判定过" in client.get(address).content.decode()


def test_the_list_leads_to_the_certificate_with_data_rules_and_values(client: Client) -> None:
    run = judge_registry(actor=SYSTEM, on=ON, at=AT)

    assert f"/runs/{run.pk}/" in client.get("/runs/").content.decode()
    page = client.get(f"/runs/{run.pk}/").content.decode()
    assert run.content in page
    assert run.pack_version in page
    assert all(code in page for code in run.manifest["parameters"])


def test_a_registry_without_decisions_does_not_say_that_nobody_ever_exited(client: Client) -> None:
    judge_registry(actor=SYSTEM, on=ON, at=AT)

    page = client.get("/dashboard/").content.decode()
    assert "数据中没有决定登记" in page
    assert StoredRun.objects.get().manifest["input"]["rows"]["households"] == 0


def test_a_run_that_is_absent_is_not_found(client: Client) -> None:
    assert client.get("/runs/00000000-0000-0000-0000-000000000000/").status_code == 404
