"""Jobs: taken up once, alive by their beat, taken up again after a death, and never kept twice."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from tests.support.cast import AT, CLERK, TODAY, make_places

from tuopin.accounts import services as accounts
from tuopin.accounts.models import User
from tuopin.accounts.rules import Role
from tuopin.jobs import services
from tuopin.jobs.models import Job
from tuopin.jobs.rules import LEASE, TRIES
from tuopin.jobs.running import Running, perform
from tuopin.jobs.worker import do_next
from tuopin.kernel.actor import SYSTEM, Actor
from tuopin.kernel.errors import NotFound, RefusedByRule
from tuopin.places.models import Place

pytestmark = pytest.mark.django_db(transaction=True)
LATE = AT + 2 * LEASE
DONE: list[str] = []


@task()
def note(job: str) -> None:
    perform(job, _note)


def _note(running: Running) -> None:
    running.tell("reading", 1, 2)
    with transaction.atomic():
        DONE.append(running.actor.code)
        running.finish({"seen": str(running.key)})


@task()
def break_down(job: str) -> None:
    perform(job, _break_down)


def _break_down(running: Running) -> None:
    raise ValueError("the name of somebody")


@pytest.fixture(autouse=True)
def _officer() -> None:
    DONE.clear()
    make_places()
    user = accounts.add_user(
        actor=SYSTEM, code="township_clerk", name="clerk", password="a long sentence", at=AT
    )
    accounts.post(
        actor=SYSTEM, user=user, role=Role.TOWNSHIP_CLERK, place=Place.objects.get(code="990101101"),
        starts_on=TODAY, at=AT,
    )  # fmt: skip


def asked(name: str = "note") -> Job:
    return services.ask_for(
        actor=CLERK, kind="import.read", task=f"{__name__}.{name}", about=f"import:{uuid4()}",
        path=CLERK.duties[0].path, at=AT, on=TODAY,
    )  # fmt: skip


def state(job: Job) -> str:
    return str(Job.objects.get(pk=job.pk).state)


def test_a_worker_does_what_waits_as_the_person_who_asked() -> None:
    job = asked()

    assert do_next()

    assert (state(job), DONE) == ("done", ["township_clerk"])
    assert Job.objects.get(pk=job.pk).result == {"seen": job.about.split(":")[1]}
    assert not do_next()


def test_a_message_that_comes_twice_does_nothing_twice() -> None:
    job = asked()

    note.call(str(job.pk))
    note.call(str(job.pk))

    assert DONE == ["township_clerk"]


def test_of_two_workers_one_takes_it() -> None:
    job = asked()

    claims = [services.take(job.pk, worker=name, at=AT) for name in ("a", "b")]

    assert [claim is not None for claim in claims] == [True, False]


def test_the_job_of_a_dead_worker_is_told_of_again_and_done() -> None:
    job = asked()
    DBTaskResult.objects.all().delete()  # its message died with the worker
    services.take(job.pk, worker="killed", at=AT)

    assert services.reap(at=AT + LEASE / 2) == 0
    assert services.reap(at=LATE) == 1

    assert do_next()
    assert state(job) == "done"


def test_a_worker_that_was_only_slow_keeps_nothing() -> None:
    job = asked()
    slow = services.take(job.pk, worker="slow", at=AT)
    assert slow is not None
    services.reap(at=LATE)
    quick = services.take(job.pk, worker="quick", at=LATE)
    assert quick is not None

    with pytest.raises(services.Lost):
        _half_a_work(slow)

    assert not Place.objects.filter(name_en="half-done").exists()
    with pytest.raises(services.Lost):
        services.beat(slow, at=LATE)
    services.finish(quick, at=LATE, result={})
    assert state(job) == "done"


@transaction.atomic
def _half_a_work(claim: services.Claim) -> None:
    Place.objects.filter(code="990101101").update(name_en="half-done")
    services.finish(claim, at=LATE, result={})


def test_a_beat_keeps_the_job() -> None:
    job = asked()
    claim = services.take(job.pk, worker="a", at=AT)
    assert claim is not None

    services.beat(claim, at=AT + LEASE, said={"stage": "reading", "done": 3, "total": 4})

    assert services.reap(at=AT + LEASE * 1.5) == 0
    assert (Job.objects.get(pk=job.pk).done, state(job)) == (3, "running")


def test_after_three_deaths_it_is_given_up_with_a_reason() -> None:
    job = asked()
    for death in range(TRIES):
        assert services.take(job.pk, worker=str(death), at=AT + death * 2 * LEASE)
        services.reap(at=AT + (death + 1) * 2 * LEASE)

    row = Job.objects.get(pk=job.pk)
    assert row.state == "failed"
    assert row.error["code"] == "job_given_up"


def test_a_running_job_stops_at_its_next_word_after_somebody_asked_for_it() -> None:
    job = asked()
    claim = services.take(job.pk, worker="a", at=AT)
    assert claim is not None

    services.ask_cancel(actor=CLERK, job=job.pk, at=AT)

    with pytest.raises(services.Cancelled):
        services.beat(claim, at=AT)
    with pytest.raises(services.Cancelled):
        services.finish(claim, at=AT, result={})
    services.end_cancelled(claim, at=AT)
    with pytest.raises(RefusedByRule):
        services.ask_cancel(actor=CLERK, job=job.pk, at=AT)


def test_a_waiting_job_that_is_cancelled_is_not_done() -> None:
    job = asked()

    services.ask_cancel(actor=CLERK, job=job.pk, at=AT)
    do_next()

    assert (state(job), DONE) == ("cancelled", [])


def test_whoever_left_the_office_gets_nothing_done() -> None:
    job = asked()
    User.objects.update(is_active=False)
    do_next()

    assert (state(job), DONE) == ("failed", [])
    assert Job.objects.get(pk=job.pk).error["code"] == "job_without_actor"


def test_a_defect_is_told_without_its_own_words() -> None:
    job = asked("break_down")

    do_next()

    error = Job.objects.get(pk=job.pk).error
    assert error["code"] == "job_defect"
    assert "ValueError" in error["en"]
    assert "somebody" not in str(error)


def test_a_job_of_others_is_not_there() -> None:
    job = asked()
    stranger = Actor("stranger", (), 1)

    with pytest.raises(NotFound):
        services.ask_cancel(actor=stranger, job=job.pk, at=AT)


def test_the_page_of_jobs_asks_again_only_while_something_is_under_way() -> None:
    job, client = asked(), Client()
    assert client.login(username="township_clerk", password="a long sentence")

    assert 'hx-trigger="every 2s"' in client.get("/jobs/").content.decode()
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 302

    page = client.get("/jobs/").content.decode()
    assert "已取消" in page
    assert "every 2s" not in page


def test_the_database_refuses_a_running_job_without_a_lease() -> None:
    job = asked()
    with pytest.raises(Exception, match="job_running_is_leased"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state="running")
