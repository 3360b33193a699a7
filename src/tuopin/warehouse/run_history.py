"""How the latest runs judged one household: the current rows hold one run only, the files of each run all of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pyarrow.parquet as pq
from django.conf import settings

from tuopin.engine.kinds import Level
from tuopin.engine.standard import Method, Standard
from tuopin.kernel.verdict import Verdict
from tuopin.registry.columns import the_pack
from tuopin.registry.models import Household
from tuopin.warehouse.models import StoredRun

MOST_RUNS = 10
FILE = "findings_households.parquet"
OVERALL = "__overall"


@dataclass(frozen=True)
class JudgedThen:
    """`verdicts` None: the files of the run are not there any more. Empty: the household was not judged then."""

    run: UUID
    on: date
    verdicts: tuple[tuple[Standard, Verdict], ...] | None


def verdicts_by_run(household: Household) -> list[JudgedThen]:
    """Newest first. A standard the pack no longer has is left out."""
    runs = StoredRun.objects.order_by("-finished_at")[:MOST_RUNS]
    return [JudgedThen(run.pk, run.on, _verdicts(run, household.key)) for run in runs]


def _verdicts(run: StoredRun, key: int) -> tuple[tuple[Standard, Verdict], ...] | None:
    file = settings.OFFICE.folder("runs") / str(run.pk) / FILE
    if not file.is_file():
        return None
    asked = {
        f"{each.code}{OVERALL}": each
        for each in the_pack().standards
        if each.level is Level.HOUSEHOLD and each.method is not Method.EACH
    }
    columns = [name for name in pq.read_schema(file).names if name in asked]
    rows = pq.read_table(file, columns=columns, filters=[("household", "=", key)]).to_pylist()
    return tuple((asked[name], Verdict(value)) for row in rows for name, value in row.items() if value)
