"""The pages of runs: every figure leads to a birth certificate."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.support.cast import AT, make_places

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.jobs.models import Job
from tuopin.jobs.worker import do_next
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


@pytest.fixture
def office(client: Client) -> Client:
    """Somebody whose posting allows to start a run."""
    user = accounts.add_user(actor=SYSTEM, code="office", name="office", password="a long sentence", at=AT)
    place = Place.objects.get(code="990101")
    accounts.post(
        actor=SYSTEM, user=user, role=Role.COUNTY_OFFICE, place=place, starts_on=date(2014, 1, 1), at=AT
    )
    found = Client(headers={"Accept-Language": "zh-hans"})
    assert found.login(username="office", password="a long sentence")
    return found


def test_a_run_that_is_asked_for_is_done_by_a_worker_and_becomes_the_current_one(office: Client) -> None:
    assert "发起判定" in office.get("/runs/").content.decode()
    answer = office.post("/runs/start/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/jobs/")
    assert "有一次判定在进行" in office.get("/runs/").content.decode()
    assert do_next()
    job, run = Job.objects.get(), StoredRun.objects.get()
    assert (job.state, job.result) == ("done", {"run": str(run.pk)})
    assert (run.is_current, run.started_by, run.on) == (True, "office", ON)


def test_a_second_run_is_refused_while_one_is_under_way(office: Client) -> None:
    office.post("/runs/start/")
    answer = office.post("/runs/start/")

    assert answer.status_code == 409
    assert "已有一次判定在进行" in answer.content.decode()
    assert Job.objects.count() == 1


def test_a_leader_may_look_at_runs_but_start_none(client: Client) -> None:
    assert "发起判定" not in client.get("/runs/").content.decode()
    assert client.post("/runs/start/").status_code == 409
    assert not Job.objects.exists()
