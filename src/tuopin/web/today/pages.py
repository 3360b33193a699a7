"""The first page after signing in: what waits for this person, and for whoever reads figures what they say."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from tuopin.accounts.rules import CHARTERS, Act, Role
from tuopin.audit.tail import check_tail
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place
from tuopin.registry.columns import the_pack
from tuopin.warehouse.models import StoredRun
from tuopin.warehouse.place_counts import counts_of
from tuopin.warehouse.registry_runs import current_run
from tuopin.web.places import figures
from tuopin.web.today.tasks import tasks_of

SEE = Act.SEE_FIGURES.value
CHAIN_CHECKED = 200
"""Entries at the end of the chain that are followed each time; the page of the chain follows more."""


def today_page(actor: Actor, *, on: date) -> dict[str, Any]:
    run = current_run()
    return {
        "roles": [CHARTERS[Role(role)].label for role in actor.roles],
        "tasks": tasks_of(actor, run, on),
        "run": run,
        "may_see_figures": actor.may(SEE),
        **_figures(actor, run),
        "chain": check_tail(CHAIN_CHECKED) if actor.may(Act.SEE_AUDIT.value) else None,
        "ways": list(_ways(actor)),
    }


def _figures(actor: Actor, run: StoredRun | None) -> dict[str, Any]:
    """Of the widest place of the actor's postings: both rates, and what changed since the run before."""
    top = Place.objects.filter(path__in=actor.paths(SEE)).order_by("path").first() if run else None
    counts = counts_of(top) if top is not None else None
    if run is None or top is None or counts is None:
        return {}
    pack = the_pack()
    return {
        "place": top,
        "name": Text(top.name_zh, top.name_en),
        "rates": figures.rates(pack, counts),
        "unknown": Verdict.UNKNOWN,
        "changes": figures.changes(pack, counts, run.on),
        "before": run.follows,
    }


def _ways(actor: Actor) -> Iterator[tuple[str, Text]]:
    """Where this person's work mostly lies."""
    for act, name, label in (
        (Act.SEE_FIGURES, "dashboard", Text("一页看全局", "Dashboard")),
        (Act.SEE_HOUSEHOLDS, "households", Text("查找农户", "Find a household")),
        (Act.STAGE_IMPORT, "imports", Text("导入工作簿", "Import a workbook")),
        (Act.SEE_AUDIT, "audit", Text("查审计", "Read the audit")),
        (Act.ADMINISTER_USERS, "people", Text("人员与岗位", "People and postings")),
        (Act.ADMINISTER_PLACES, "place_administration", Text("区划管理", "Places")),
        (Act.ADMINISTER_SYSTEM, "jobs", Text("后台任务", "Jobs")),
    ):
        if actor.may(act.value):
            yield reverse(name), label
    yield reverse("help"), Text("帮助", "Help")
