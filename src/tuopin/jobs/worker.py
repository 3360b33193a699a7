"""The worker's round: take up what fell silent, do what waits, seal the audit beside. Started by `tuopin worker`."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

from django.db import Error, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tuopin.audit.sealing import seal_until
from tuopin.jobs import services

log = logging.getLogger("tuopin.jobs")
PAUSE_S = 0.5
REAP_EVERY_S = 5.0


def work_until(stopped: Callable[[], bool]) -> None:
    """Returns after the job in hand, once told to stop."""
    sealer = threading.Thread(target=_seal, args=(stopped,), daemon=True)
    sealer.start()
    reaped = float("-inf")
    while not stopped():
        try:
            if time.monotonic() - reaped >= REAP_EVERY_S:
                services.reap(at=timezone.now())
                reaped = time.monotonic()
            if not do_next():
                time.sleep(PAUSE_S)
        except Error as error:  # a database that is busy, or away for a moment
            log.warning("the database did not answer (%s); trying again", type(error).__name__)
            close_old_connections()
            time.sleep(PAUSE_S)
    sealer.join(5)


def do_next() -> bool:
    """Does one waiting task; False when there is none."""
    if not DBTaskResult.objects.ready().exists():
        return False
    Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=1,
        worker_id=uuid4().hex, excluded_queue_names=[],
    ).run()  # fmt: skip
    return True


def _seal(stopped: Callable[[], bool]) -> None:
    """On PostgreSQL only; SQLite chains as it writes."""
    if connection.vendor != "postgresql":
        return
    while not stopped():
        with suppress(Error):
            seal_until(stopped)
        connection.close()
        time.sleep(PAUSE_S)
