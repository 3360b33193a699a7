"""What if a number were another, asked of the last run's snapshot, within the places where the actor may ask."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.kernel.places import PlaceTree
from tuopin.places.selectors import places_visible_to
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot
from tuopin.warehouse.judged import Progress
from tuopin.warehouse.models import StoredRun
from tuopin.warehouse.registry_runs import current_run
from tuopin.warehouse.whatif import WhatIf, whatif


@dataclass(frozen=True)
class Tried:
    """`within` are the places the actor may be told about; what lies above them was only needed for judging."""

    run: StoredRun
    found: WhatIf
    within: frozenset[int]


def try_what_if(
    *,
    actor: Actor,
    values: Mapping[str, Decimal | str],
    standard: str | None = None,
    progress: Progress | None = None,
) -> Tried:
    """Nothing is stored, in the registry or beside it. Close `found` when done with it.

    Raises RefusedByRule (`not_allowed`), NotFound (`no_run_yet`), and what `whatif` raises.
    """
    if not actor.may(Act.TRY_WHAT_IF.value):
        raise may_not("做假设分析", "try what-if")
    run = current_run()
    if run is None:
        raise no_run_yet()
    within = frozenset(places_visible_to(actor, Act.TRY_WHAT_IF.value).values_list("pk", flat=True))
    dataset = only_in(open_snapshot(settings.OFFICE.folder("snapshots") / str(run.pk)), within)
    named = f"{dataset.pack_code}/{standard}" if standard is not None else None
    return Tried(run, whatif(dataset, on=run.on, values=values, standard=named, progress=progress), within)


def only_in(dataset: Dataset, places: frozenset[int]) -> Dataset:
    """What the data hold of these places; and the places above, because values of parameters may hang on them."""
    tree = dataset.places
    kept = {above.id: above for place in places for above in tree.chain(place)}
    wanted = pa.array(sorted(places), pa.int64())

    def of(name: str) -> pa.Table:
        table = dataset.table(name)
        column = "village" if "village" in table.column_names else "county"
        return table.filter(pc.is_in(table[column], value_set=wanted))

    return replace(
        dataset,
        tables={name: of(name) for name in dataset.tables},
        places=PlaceTree.of(kept.values()),
        parts=(),
    )


def no_run_yet() -> NotFound:
    return NotFound(
        "no_run_yet",
        zh="还没有判定过，没有可以引用的数字。请先发起一次判定。",
        en="Nothing was judged yet, so there are no figures to quote. Start a run first.",
    )
