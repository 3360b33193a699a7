"""Chaining on PostgreSQL: entries are durable with their act, and one sealer orders and chains them within a second.

No request waits for a global lock. The order of the chain is the order in which the sealer saw entries committed.
"""

import time
from collections.abc import Callable

from django.db import connection, transaction

from tuopin.audit import chain
from tuopin.audit.models import Entry

LOCK = 0x7475_6F70
"""The number of the advisory lock: one sealer at a time, whoever starts it."""
AT_ONCE = 5_000
EVERY_S = 0.5


@transaction.atomic
def seal_pending(most: int = AT_ONCE) -> int:
    """Chains entries that wait, oldest first; how many. 0 when none waits or another sealer is at it.

    On SQLite entries are chained as they are written, so there is nothing to do.
    """
    if connection.vendor != "postgresql" or not _alone():
        return 0
    last = Entry.objects.filter(seq__isnull=False).order_by("-seq").values_list("seq", "hash").first()
    seq, previous = (last[0], bytes(last[1])) if last is not None else (0, chain.GENESIS)
    waiting = list(Entry.objects.filter(seq__isnull=True).order_by("id")[:most])
    for entry in waiting:
        seq, previous = seq + 1, chain.next_hash(previous, bytes(entry.content))
        Entry.objects.filter(pk=entry.pk, seq__isnull=True).update(seq=seq, hash=previous)
    return len(waiting)


def seal_until(stopped: Callable[[], bool]) -> None:
    """Seals for ever, twice a second, until told to stop; what a worker runs beside its tasks."""
    while not stopped():
        if seal_pending() < AT_ONCE:
            time.sleep(EVERY_S)


def _alone() -> bool:
    """For this transaction only: the lock goes with it, whatever happens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
