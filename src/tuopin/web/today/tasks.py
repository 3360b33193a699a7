"""What waits for somebody, one question to the database for each kind of work. Numbers stop at "at least 1,000"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from tuopin.accounts.rules import Act, Role
from tuopin.engine.kinds import Level
from tuopin.engine.standard import Criterion
from tuopin.intake.imports.selectors import imports_visible_to
from tuopin.intake.models import Import
from tuopin.jobs.models import Job
from tuopin.jobs.selectors import jobs_visible_to
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.places.selectors import within
from tuopin.registry.columns import the_pack
from tuopin.registry.models import ChangeRequest, Household
from tuopin.registry.models.facts import VERSIONS
from tuopin.registry.requests import requests_visible_to
from tuopin.warehouse.household_filters import GAP, UNKNOWN, YES, Filters, households_found, listed_fact
from tuopin.warehouse.models import StoredRun
from tuopin.warehouse.run_jobs import under_way

MOST_COUNTED = 1_000
OVERDUE = timedelta(days=365)
RECENT = timedelta(days=14)
SHOWN = 5
State = ChangeRequest.State


@dataclass(frozen=True)
class Task:
    """`count` stops at MOST_COUNTED, then `at_least`. `links` are the first few to begin with."""

    label: Text
    count: int
    what_next: Text
    address: str | None
    at_least: bool = False
    links: tuple[tuple[str, str], ...] = ()


def tasks_of(actor: Actor, run: StoredRun | None, on: date) -> list[Task]:
    """Only kinds of work the actor may do, and of those only what there is."""
    found = [
        *_recording(actor, run, on),
        *_requests(actor, on),
        *_imports(actor),
        *_running(actor, run),
        *_jobs(actor),
    ]
    return [task for task in found if task.count]


def _recording(actor: Actor, run: StoredRun | None, on: date) -> Iterator[Task]:
    if not actor.may(Act.EDIT_FACTS.value):
        return
    departments = [duty.department for duty in actor.duties if duty.role == Role.SECTOR and duty.department]
    if departments:
        yield from _gaps_of(actor, departments, run) if run is not None else ()
        return
    listed = "" if listed_fact() is None else YES
    if run is not None:
        yield _task(
            households_found(actor, Filters(answer=UNKNOWN, listed=listed), Act.EDIT_FACTS),
            Text("在册户有待核实的信息", "registered households with something unknown"),
            Text("逐户核实，补上缺的信息。", "Visit them and find out what is missing."),
            f"{reverse('households')}?answer={UNKNOWN}&listed={listed}",
        )
    yield _overdue(households_found(actor, Filters(listed=listed), Act.EDIT_FACTS), on)


def _overdue(households: QuerySet[Household], on: date) -> Task:
    late = households.filter(state__collected_on__lt=on - OVERDUE)
    first = late.order_by("state__collected_on", "code").values_list("code", flat=True)[:SHOWN]
    return _task(
        late, Text("一年以上没有走访的在册户", "registered households not visited for a year"),
        Text("先去最久没有走访的。", "Begin with those visited longest ago."), None,
        links=tuple((code, reverse("household", args=[code])) for code in first),
    )  # fmt: skip


def _gaps_of(actor: Actor, departments: list[str], run: StoredRun) -> Iterator[Task]:
    """The gaps of the criteria that the departments own, one task each."""
    standard = the_pack().overview.gaps_of
    for criterion in standard.criteria:
        if any(owns(each, criterion, run.on) for each in departments):
            yield _task(
                households_found(actor, Filters(about=(standard, criterion), answer=GAP), Act.EDIT_FACTS),
                criterion.gap or criterion.label,
                Text("这一条由您部门负责补短板。", "Your department closes this gap."),
                f"{reverse('households')}?about={standard.code}.{criterion.code}&answer={GAP}",
            )


def owns(department: str, criterion: Criterion, on: date) -> bool:
    """Postings name a department by a word of its title in the pack: education, water, 住房."""
    owner, word = criterion.owner.on(on), department.replace("_", " ").lower()
    return word in owner.en.lower() or word in owner.zh


def _requests(actor: Actor, on: date) -> Iterator[Task]:
    if actor.may(Act.APPROVE_CHANGE.value):
        waiting = requests_visible_to(actor, Act.APPROVE_CHANGE).filter(state=State.PROPOSED)
        yield _task(
            waiting.exclude(proposed_by=actor.code), Text("等您审核的变更申请", "change requests to decide"),
            Text("逐份核对后同意或退回。", "Check each, then approve or refuse."), _address("changes"),
        )  # fmt: skip
    if actor.may(Act.PROPOSE_CHANGE.value):
        refused = requests_visible_to(actor).filter(
            state=State.REFUSED, proposed_by=actor.code, decided_at__date__gte=on - RECENT
        )
        yield _task(
            refused, Text("被退回的变更申请（两周内）", "your requests refused in the last two weeks"),
            Text("看退回的理由，改正后重新提出。", "Read why, correct, and propose again."), _address("changes"),
        )  # fmt: skip


def _imports(actor: Actor) -> Iterator[Task]:
    if actor.may(Act.STAGE_IMPORT.value):
        refused = imports_visible_to(actor).filter(
            staged_by=actor.code, state=Import.State.READ, has_refused=True
        )
        yield _task(
            refused, Text("您的导入中有被拒绝的行", "your imports with refused rows"),
            Text("下载错误说明，改好后重新上传。", "Download the reasons, correct, and upload again."),
            _address("imports"),
        )  # fmt: skip
    if actor.may(Act.MERGE_IMPORT.value):
        merging = imports_visible_to(actor).filter(
            within(actor.paths(Act.MERGE_IMPORT.value)), state=Import.State.READ, purpose=Import.Purpose.MERGE
        )
        yield _task(
            merging.exclude(staged_by=actor.code), Text("等您核对入库的导入", "imports to check and merge"),
            Text("看清新增和变化，再合并。", "Look at what is new and changed, then merge."), _address("imports"),
        )  # fmt: skip


def _running(actor: Actor, run: StoredRun | None) -> Iterator[Task]:
    """Changes recorded since the last run: figures do not show them yet."""
    if not actor.may(Act.START_RUN.value) or under_way() is not None:
        return
    if run is None:
        yield Task(
            Text("还没有判定过", "nothing judged yet"), 1,
            Text("发起第一次判定，列表和看板才有数字。", "Start the first run: lists and dashboard need it."),
            reverse("runs"),
        )  # fmt: skip
        return
    latest = VERSIONS[Level.HOUSEHOLD].objects.order_by("-pk")[:MOST_COUNTED]
    recent = [
        (household, path)
        for household, path, at in latest.values_list("subject", "subject__village__path", "recorded_at")
        if at > run.finished_at
    ]
    mine = {household for household, path in recent if actor.may(Act.START_RUN.value, path)}
    yield Task(
        Text("上次判定后有新登记的户", "households recorded since the last run"), len(mine),
        Text("发起一次判定，数字才会反映新情况。", "Start a run, so that the figures follow."), reverse("runs"),
        at_least=len(recent) == MOST_COUNTED,
    )  # fmt: skip


def _jobs(actor: Actor) -> Iterator[Task]:
    failed = jobs_visible_to(actor).filter(state=Job.State.FAILED)
    yield _task(
        failed, Text("没有完成的后台任务", "jobs that failed"),
        Text("看原因，必要时重新发起。", "Read why, and ask again where needed."), reverse("jobs"),
    )  # fmt: skip


def _task(
    found: QuerySet[Any], label: Text, what_next: Text, address: str | None, *, links: tuple[tuple[str, str], ...] = ()
) -> Task:  # fmt: skip
    count = found.order_by()[: MOST_COUNTED + 1].count()
    return Task(label, min(count, MOST_COUNTED), what_next, address, count > MOST_COUNTED, links)


def _address(name: str) -> str | None:
    """None for an area that is not wired in."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
