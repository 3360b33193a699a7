"""What tests of imports share: a small county's registry, its officers, and files handed in and dealt with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from tests.support.workbooks import VILLAGES, Sheets, write_xlsx

from tuopin.accounts import services as accounts
from tuopin.accounts.models import User
from tuopin.accounts.rules import Role
from tuopin.accounts.selectors import actor_of
from tuopin.intake.imports import merging, reading, staging, undoing
from tuopin.intake.models import Import
from tuopin.jobs.models import Job
from tuopin.jobs.running import perform
from tuopin.kernel.actor import SYSTEM, Actor
from tuopin.kernel.places import PlaceTree
from tuopin.places import services as places
from tuopin.places.models import Place
from tuopin.standards.cn.places import places_of

AT = datetime(2020, 6, 30, 9, 0, tzinfo=UTC)
ON = date(2020, 6, 30)
ELSEWHERE = "980102100001"


def make_office() -> None:
    """The two villages of the small county and one of the next, a clerk, a reviewer, and two at the county."""
    areas = {area.id: area for code in (*VILLAGES, ELSEWHERE) for area in places_of(code, {})}
    places.import_tree(actor=SYSTEM, tree=PlaceTree.of(areas.values()), valid_from=date(2010, 1, 1), at=AT)
    for code, role, place in (
        ("clerk", Role.TOWNSHIP_CLERK, VILLAGES[0][:9]),
        ("reviewer", Role.TOWNSHIP_REVIEWER, VILLAGES[0][:9]),
        ("county", Role.COUNTY_OFFICE, VILLAGES[0][:6]),
        ("next", Role.COUNTY_OFFICE, ELSEWHERE[:6]),
    ):
        user = accounts.add_user(actor=SYSTEM, code=code, name=code, password="a long sentence", at=AT)
        accounts.post(
            actor=SYSTEM,
            user=user,
            role=role,
            place=Place.objects.get(code=place),
            starts_on=date(2014, 1, 1),
            at=AT,
        )


def acting(code: str) -> Actor:
    return actor_of(User.objects.get(code=code), on=ON)


def handed_in(
    pieces: Iterable[bytes], *, by: str = "clerk", purpose: Import.Purpose = Import.Purpose.MERGE
) -> Import:
    """Staged, read and compared at once."""
    batch, job = staging.stage(
        actor=acting(by), pieces=pieces, name="扶贫.xlsx", purpose=purpose, at=AT, on=ON, told=False
    )
    perform(str(job.pk), reading.read)
    outcome(job)
    batch.refresh_from_db()
    return batch


def workbook(folder: Path, sheets: Sheets) -> list[bytes]:
    return [write_xlsx(folder / "given.xlsx", sheets).read_bytes()]


def merged(batch: Import, *, by: str = "reviewer") -> Import:
    job = staging.ask_merge(actor=acting(by), key=batch.pk, at=AT, on=ON, told=False)
    perform(str(job.pk), merging.merge)
    outcome(job)
    batch.refresh_from_db()
    return batch


def undone(batch: Import, *, by: str = "reviewer") -> Job:
    """The job, which says why not if it was refused."""
    job = staging.ask_undo(actor=acting(by), key=batch.pk, at=AT, on=ON, told=False)
    perform(str(job.pk), undoing.undo)
    job.refresh_from_db()
    return job


def outcome(job: Job) -> None:
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
