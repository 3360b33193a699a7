"""What a report quotes about a place of the registry on a day, from the snapshot of the current run."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.conf import settings

from tuopin.kernel.errors import BadInput, NotFound, RefusedByRule
from tuopin.places.models import Place
from tuopin.snapshot.files import open_snapshot
from tuopin.warehouse.registry_runs import current_run
from tuopin.warehouse.reported import Figure, Report, report

KEPT = 8
"""Reports of so many days stay in memory: each is the same until the next run."""


def figures_on(place: Place, on: date) -> tuple[Report, Mapping[str, Figure]]:
    """Whoever asks has found the place within the actor's scope.

    Raises NotFound (`no_run_yet`, `no_figures_of_place`), RefusedByRule (`figures_after_data`, `history_impossible`).
    """
    run = current_run()
    if run is None:
        raise NotFound(
            "no_run_yet",
            zh="还没有判定过，没有可以引用的数字。请先发起一次判定。",
            en="Nothing was judged yet, so there are no figures to quote. Start a run first.",
        )
    found = _report(str(run.pk), on)
    figures = next((figures for at, figures in found.places if at.id == place.pk), None)
    if figures is None:
        raise NotFound(
            "no_figures_of_place",
            zh=f"最近一次判定（{run.on}）的数据中没有地区 {place.code}。请在下一次判定后查看。",
            en=f"The data of the last run ({run.on}) hold no place {place.code}. Look again after the next run.",
        )
    return found, figures


@lru_cache(maxsize=KEPT)
def _report(run: str, on: date) -> Report:
    dataset = open_snapshot(settings.OFFICE.folder("snapshots") / run)
    try:
        return report(dataset, on=on)
    except BadInput:  # its sentence names a household, which the reader of figures may not see
        raise RefusedByRule(
            "history_impossible",
            zh="决定的历史前后矛盾，无法统计这些数字。请县级主管部门运行“数据检查”后更正。",
            en="The history of decisions contradicts itself, so these figures cannot be counted. Let the county office "
            "check the data and correct them.",
        ) from None
