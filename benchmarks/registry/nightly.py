"""The nightly run of a whole registry in a process of its own: time and memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from benchmarks.measuring import measured, told
from benchmarks.registry.offices import ON
from tuopin.kernel.actor import SYSTEM
from tuopin.warehouse.registry_runs import judge_registry


def main() -> None:
    def work() -> Callable[[], str]:
        judge_registry(actor=SYSTEM, on=date.fromisoformat(ON), at=timezone.now())
        return lambda: ""

    print(told(measured(work)))
