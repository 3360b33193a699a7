"""Imports for a face that waits for the result: the same services as everywhere, without a worker in between."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from tuopin.accounts.models import User
from tuopin.accounts.selectors import actor_of
from tuopin.intake.imports import merging, reading, staging
from tuopin.intake.models import Import
from tuopin.jobs.running import perform_now
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound

PIECE = 2**20


def actor_named(code: str, *, on: date) -> Actor:
    """Raises NotFound (`no_such_user`)."""
    user = User.objects.filter(code=code, is_active=True).first()
    if user is None:
        raise NotFound(
            "no_such_user",
            zh=f"没有代码为 {code} 的在岗用户。请核对用户代码。",
            en=f"There is no user {code} at work here. Check the code.",
        )
    return actor_of(user, on=on)


def handed_in(*, actor: Actor, file: Path, purpose: Import.Purpose, at: datetime, on: date) -> Import:
    """Staged, read and compared. Raises what staging and reading raise."""
    batch, job = staging.stage(
        actor=actor, pieces=_pieces(file), name=file.name, purpose=purpose, at=at, on=on, told=False
    )
    perform_now(job, reading.read)
    batch.refresh_from_db()
    return batch


def merged(*, actor: Actor, batch: Import, at: datetime, on: date) -> Import:
    """Raises what merging raises."""
    perform_now(staging.ask_merge(actor=actor, key=batch.pk, at=at, on=on, told=False), merging.merge)
    batch.refresh_from_db()
    return batch


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece
