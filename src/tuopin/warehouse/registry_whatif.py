"""What if, on the last snapshot of the registry: only the villages where the person may try it are judged, so nothing
that is counted reaches beyond a posting. Nothing is stored."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.engine.kinds import Level
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound, RefusedByRule
from tuopin.kernel.places import Place as Area
from tuopin.places.models import Place
from tuopin.places.selectors import within
from tuopin.registry.columns import the_pack
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot
from tuopin.warehouse.models import StoredRun
from tuopin.warehouse.registry_runs import current_run
from tuopin.warehouse.whatif import WhatIf, whatif

_ONE_AT_A_TIME = threading.Lock()
"""Both worlds of a large county fill the memory of a process once, not once for each who asks."""


@contextmanager
def supposed(*, actor: Actor, values: dict[str, Decimal | str]) -> Iterator[WhatIf]:
    """Parameters by code, in the unit each declares. Raises RefusedByRule (`not_allowed`, `what_if_busy`), NotFound
    (`no_run_yet`), and what warehouse.whatif raises."""
    paths = actor.paths(Act.TRY_WHAT_IF.value)
    if not paths:
        raise may_not("试算", "try a what-if")
    run = _run()
    if not _ONE_AT_A_TIME.acquire(timeout=20):
        raise RefusedByRule(
            "what_if_busy",
            zh="有人正在试算，请过一会儿再试。",
            en="Somebody else's what-if is being worked out. Try again in a moment.",
        )
    try:
        dataset = limited(open_snapshot(snapshot_of(run), verify=False), paths)
        with whatif(dataset, on=run.on, values=values) as found:
            yield found
    finally:
        _ONE_AT_A_TIME.release()


def tops(actor: Actor, dataset: Dataset) -> tuple[Area, ...]:
    """The places in which the person may try it, without those inside another."""
    codes = [path.rstrip("/").rpartition("/")[2] for path in actor.paths(Act.TRY_WHAT_IF.value)]
    known = dataset.places.by_code
    found = [known[code] for code in codes if code in known]
    if "" in codes:  # everywhere
        found = [place for place in dataset.places.places.values() if place.parent is None]
    return tuple(sorted(found, key=lambda place: place.code))


def snapshot_of(run: StoredRun) -> Path:
    folder: Path = settings.OFFICE.folder("snapshots") / str(run.pk)
    return folder


def limited(dataset: Dataset, paths: Iterable[str]) -> Dataset:
    """The rows of the villages in these places, and of the counties that lie in them whole."""
    lowest = the_pack().place_levels[-1]
    inside = Place.objects.filter(within(paths))
    reached = set(inside.filter(level=lowest).values_list("pk", flat=True))
    if all(village.id in reached for village in dataset.places.at_level(lowest)):
        return dataset
    villages = pa.array(reached, pa.int64())
    counties = pa.array(inside.filter(level=Level.COUNTY.value).values_list("pk", flat=True), pa.int64())
    tables = {name: _rows_of(dataset.table(name), villages, counties) for name in dataset.tables}
    return replace(dataset, tables=tables, parts=())


def _rows_of(table: pa.Table, villages: pa.Array, counties: pa.Array) -> pa.Table:
    column, kept = ("village", villages) if "village" in table.column_names else ("county", counties)
    return table.filter(pc.is_in(table[column], kept))


def _run() -> StoredRun:
    run = current_run()
    if run is None:
        raise NotFound(
            "no_run_yet",
            zh="还没有做过判定，没有可试算的快照。请先在“判定与快照”发起一次判定。",
            en="Nothing has been judged yet, so there is no snapshot to try on. Start a run on the page of runs first.",
        )
    return run
