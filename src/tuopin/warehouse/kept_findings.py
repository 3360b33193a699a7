"""The rows that lists are filtered by, brought up to date: written is only what a run found otherwise than before.

A nightly run changes few households, and SQLite has one writer: replacing a million rows would hold it for minutes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.engine.standard import Standard
from tuopin.intake.rows_into import CHUNK, insert, update
from tuopin.registry.models import Household
from tuopin.warehouse.models import HouseholdFinding, StoredRun
from tuopin.warehouse.run import Run

SAID = ("village_id", "overall", "met", "not_met", "unknown")


@dataclass
class FoundAnew:
    """What must be written so that the rows say what the run found. `since` is the run whose rows were compared."""

    since: StoredRun | None
    new: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def keep(self) -> None:
        """In the caller's transaction."""
        for start in range(0, len(self.gone), CHUNK):
            HouseholdFinding.objects.filter(pk__in=self.gone[start : start + CHUNK]).delete()
        update(HouseholdFinding, ("id", *SAID), self.changed)
        insert(HouseholdFinding, ("household_id", "standard", *SAID), self.new)


def found_anew(run: Run, *, since: StoredRun | None) -> FoundAnew:
    """Compares one standard after the other with the rows that are there."""
    standards = run.judged.scope.at(Level.HOUSEHOLD)
    codes = [standard.code for standard in standards]
    others = HouseholdFinding.objects.exclude(standard__in=codes).values_list("pk", flat=True)
    anew = FoundAnew(since, gone=list(others))
    keys = dict(Household.objects.values_list("key", "pk").iterator())
    table = run.findings_of(Level.HOUSEHOLD)
    for standard in standards:
        _compare(table, standard, keys, anew)
    return anew


def _compare(table: pa.Table, standard: Standard, keys: dict[int, Any], anew: FoundAnew) -> None:
    rows = HouseholdFinding.objects.filter(standard=standard.code).values_list("household_id", "pk", *SAID)
    before = {household: rest for household, *rest in rows.iterator(chunk_size=CHUNK)}
    for key, *said in _found(table, standard):
        household = keys.get(key)
        if household is None:  # its import was taken back since the snapshot
            continue
        known = before.pop(household, None)
        if known is None:
            anew.new.append((household, standard.code, *said))
        elif known[1:] != said:
            anew.changed.append((known[0], *said))
    anew.gone += [row for row, *_ in before.values()]


def _found(table: pa.Table, standard: Standard) -> Iterator[tuple[Any, ...]]:
    """The household's number in data sets, its village, the verdict and the masks."""
    columns = (f"{standard.code}__{what}" for what in ("overall", "met", "not_met", "unknown"))
    return zip(*(table[name].to_pylist() for name in ("household", "village", *columns)), strict=True)
