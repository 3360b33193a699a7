"""Reading runs that were kept.

A run judges the whole registry, so what it counted in all is shown to nobody: no posting need cover it.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.warehouse.models import StoredRun


def runs_visible_to(actor: Actor) -> QuerySet[StoredRun]:
    """For everybody who may see figures somewhere. Raises RefusedByRule (`not_allowed`)."""
    if not actor.may(Act.SEE_FIGURES.value):
        raise may_not("查看判定", "see runs")
    return StoredRun.objects.all()


def run_visible_to(actor: Actor, key: object) -> StoredRun:
    """Raises NotFound (`no_such_run`)."""
    run = runs_visible_to(actor).select_related("follows").filter(pk=key).first()
    if run is None:
        raise NotFound(
            "no_such_run",
            zh=f"没有判定 {key}。请从判定列表打开。",
            en=f"There is no run {key}. Open it from the list of runs.",
        )
    return run


def certificate_of(run: StoredRun) -> dict[str, Any]:
    """The manifest without what was counted in all, and with how many places a value held in, not which."""
    told: Mapping[str, Any] = run.manifest
    parameters = {
        code: {**each, "values": [_value(value) for value in each["values"]]}
        for code, each in told["parameters"].items()
    }
    given = {name: value for name, value in told["input"].items() if name != "rows"}
    shown = {name: value for name, value in told.items() if name not in ("counts", "command")}
    return {**shown, "input": given, "parameters": parameters}


def _value(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "places": None if told["places"] is None else len(told["places"])}
