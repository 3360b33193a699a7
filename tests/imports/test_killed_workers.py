"""Workers that are killed in the middle, as the system does it: kill -9 of a real process over the same database."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from tests.imports.office import AT, ON, acting, handed_in, make_office, workbook
from tests.support.killing import killed_when_here
from tests.support.workbooks import small_county

from tuopin.audit.models import Entry
from tuopin.intake.imports import staging
from tuopin.intake.imports.rules import adds_up
from tuopin.intake.models import Import
from tuopin.jobs import services
from tuopin.jobs.models import Job
from tuopin.jobs.rules import LEASE
from tuopin.jobs.worker import do_next
from tuopin.registry.models import Household, Person

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = """
import os, sys, time, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
where, name = sys.argv[2].rsplit(".", 1)
module = __import__(where, fromlist=[name])
def stop(*arguments, **named):
    print("here", flush=True)
    time.sleep(120)
setattr(module, name, stop)
from tuopin.jobs.worker import do_next
do_next()
"""
"""A worker that stands still for ever at a given function, so that it is killed exactly there."""


@pytest.fixture(autouse=True)
def _office() -> None:
    make_office()


def killed_at(function: str) -> None:
    """A worker takes up the next job, reaches the function, and is killed."""
    killed_when_here(WORKER, function)


def taken_up_again() -> None:
    """After the lease another worker does it."""
    assert not do_next()
    services.reap(at=timezone.now() + 2 * LEASE)
    assert do_next()


def test_killed_while_comparing_it_is_read_again_and_every_row_counts_once(tmp_path: Path) -> None:
    batch, job = staging.stage(
        actor=acting("clerk"), pieces=workbook(tmp_path, small_county()), name="a.xlsx",
        purpose=Import.Purpose.MERGE, at=AT, on=ON,
    )  # fmt: skip

    killed_at("tuopin.intake.imports.reading.content_of")
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("received", None)
    assert batch.rows.count() == 11  # kept piece by piece, and done again

    taken_up_again()
    batch.refresh_from_db()
    assert batch.state == "read"
    assert adds_up(batch.counts)
    assert batch.rows.count() == 11
    assert Job.objects.get(pk=job.pk).fence == 2


def test_killed_while_merging_nothing_is_half_merged_and_it_is_merged_once(tmp_path: Path) -> None:
    batch = handed_in(workbook(tmp_path, small_county()))
    staging.ask_merge(actor=acting("reviewer"), key=batch.pk, at=AT, on=ON)

    killed_at("tuopin.intake.imports.merging.digests")
    batch.refresh_from_db()
    assert batch.state == "read"
    assert not Household.objects.exists()
    assert not Person.objects.exists()

    taken_up_again()
    batch.refresh_from_db()
    assert batch.state == "merged"
    assert (Household.objects.count(), Person.objects.count()) == (3, 6)
    assert Entry.objects.filter(action="imports.merge").count() == 1
    services.reap(at=timezone.now() + 4 * LEASE)
    assert not do_next()
