"""Imports for a face that waits for the result: the same services as everywhere, without a worker in between."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from tuopin.intake.imports import merging, reading, staging
from tuopin.intake.models import Import
from tuopin.jobs.running import perform_now
from tuopin.kernel.actor import Actor

PIECE = 2**20


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
