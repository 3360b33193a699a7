"""A workbook of about 100,000 rows handed in, read, merged by a second person and taken back, by the office's worker.

Beside the merge somebody else saves a fact of another county again and again: the longest of those waits is told.
"""

from __future__ import annotations

import json
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

from django.db import Error, connection
from django.utils import timezone

from benchmarks.registry.offices import ON
from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.accounts.selectors import actor_of
from tuopin.intake.imports import staging
from tuopin.intake.models import Import
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.registry.models import Household
from tuopin.registry.models.facts import Source
from tuopin.registry.services.facts import record_facts

DAY = date.fromisoformat(ON)
LOOK_EVERY_S, SAVE_EVERY_S = 0.1, 0.2


def main(workbook: str) -> None:
    city, acting = Place.objects.get(level="city"), {}
    for code in ("hands.in", "merges", "saves"):
        user = accounts.add_user(actor=SYSTEM, code=code, name=code, password=None, at=timezone.now())
        accounts.post(
            actor=SYSTEM, user=user, role=Role.COUNTY_OFFICE, place=city, starts_on=date(2014, 1, 1), at=timezone.now(),
        )  # fmt: skip
        acting[code] = actor_of(user, on=DAY)
    told: dict[str, Any] = {}
    started = time.perf_counter()
    file = Path(workbook)
    batch, job = staging.stage(
        actor=acting["hands.in"], pieces=(file.read_bytes(),), name=file.name, purpose=Import.Purpose.MERGE,
        at=timezone.now(), on=DAY,
    )  # fmt: skip
    _over(job)
    told["read_s"] = time.perf_counter() - started
    with _Saving(acting["saves"]) as saving:
        asked = time.perf_counter()
        _over(staging.ask_merge(actor=acting["merges"], key=batch.pk, at=timezone.now(), on=DAY))
        told["merge_s"] = time.perf_counter() - asked
    told["both_s"] = told["read_s"] + told["merge_s"]
    told |= {"saves": len(saving.waits), "longest_save_s": max(saving.waits), "saves_failed": saving.failed}
    batch.refresh_from_db()
    told["counts"] = batch.counts
    asked = time.perf_counter()
    _over(staging.ask_undo(actor=acting["merges"], key=batch.pk, at=timezone.now(), on=DAY))
    told["undo_s"] = time.perf_counter() - asked
    print(json.dumps(told))


def _over(job: Any) -> None:
    """Waits for the worker. Raises RuntimeError unless it did the job."""
    while job.state in ("waiting", "running"):
        time.sleep(LOOK_EVERY_S)
        job.refresh_from_db()
    if job.state != "done":
        raise RuntimeError(f"{job.kind} {job.state}: {job.error}")


class _Saving:
    """Saves while it is open, from a thread and connection of its own."""

    def __init__(self, actor: Any) -> None:
        self.actor = actor
        self.waits: list[float] = []
        self.failed: list[str] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._save)

    def __enter__(self) -> _Saving:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _save(self) -> None:

        last = Household.objects.order_by("-code").first()
        assert last is not None
        code, seen = last.code, last.version
        while not self.over.is_set():
            started = time.perf_counter()
            try:
                record_facts(
                    actor=self.actor, household=code, seen=seen, collected_on=DAY, source=Source.VISIT,
                    at=timezone.now(), on=DAY, facts={"net_income": seen * 100}, members={},
                )  # fmt: skip
                seen += 1
            except Error as error:
                self.failed.append(type(error).__name__)
            self.waits.append(time.perf_counter() - started)
            self.over.wait(SAVE_EVERY_S)
        connection.close()
