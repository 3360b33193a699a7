"""Handing in a file, and throwing away one that was not merged."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.audit import services as audit
from tuopin.intake.imports import files
from tuopin.intake.imports.comparing import common_path
from tuopin.intake.imports.selectors import import_visible_to
from tuopin.intake.models import Import, ImportRow
from tuopin.jobs.models import Job
from tuopin.jobs.services import ask_for
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import ChangedMeanwhile, NotFound, RefusedByRule

READ = "tuopin.intake.imports.tasks.read_import"
MERGE = "tuopin.intake.imports.tasks.merge_import"
UNDO = "tuopin.intake.imports.tasks.undo_import"


@transaction.atomic
def stage(
    *,
    actor: Actor,
    pieces: Iterable[bytes],
    name: str,
    purpose: Import.Purpose,
    at: datetime,
    on: date,
    told: bool = True,
) -> tuple[Import, Job]:
    """Keeps the file sealed and asks for it to be read and compared. Nothing in the registry changes.

    Raises RefusedByRule (`not_allowed`), BadInput for what is no workbook.
    """
    path = common_path(actor.paths(Act.STAGE_IMPORT.value))
    if path is None:
        raise may_not("导入文件", "import files")
    batch = Import.objects.create(
        purpose=purpose, file_name=files.shown_name(name), suffix=files.suffix_of(name), path=path, on=on,
        staged_by=actor.code, staged_at=at,
    )  # fmt: skip
    files.keep(batch, pieces)
    audit.record(
        actor=actor, action="imports.stage", about=f"import:{batch.pk}", path=path, at=at,
        details={"purpose": str(purpose.value)},
    )  # fmt: skip
    return batch, ask_for(
        actor=actor,
        kind="import.read",
        task=READ,
        about=f"import:{batch.pk}",
        path=path,
        at=at,
        on=on,
        told=told,
    )


@transaction.atomic
def read_again(*, actor: Actor, key: UUID, at: datetime, on: date, told: bool = True) -> Job:
    """Compares the file once more with what is registered now. Raises NotFound, ChangedMeanwhile."""
    batch = import_visible_to(actor, key)
    if not actor.may(Act.STAGE_IMPORT.value, batch.path):
        raise may_not("导入文件", "import files")
    if not Import.objects.filter(pk=key, state=Import.State.READ).update(state=Import.State.RECEIVED):
        raise _not_to_be_merged()
    return ask_for(
        actor=actor,
        kind="import.read",
        task=READ,
        about=f"import:{key}",
        path=batch.path,
        at=at,
        on=on,
        told=told,
    )


@transaction.atomic
def discard(*, actor: Actor, key: UUID, at: datetime) -> Import:
    """The file and everything read from it are gone; that it was there stays. Raises NotFound, ChangedMeanwhile."""
    batch = import_visible_to(actor, key)
    if not (actor.code == batch.staged_by or actor.may(Act.MERGE_IMPORT.value, batch.path)):
        raise may_not("作废这次导入", "discard this import")
    open_states = (Import.State.RECEIVED, Import.State.READ)
    if not Import.objects.filter(pk=key, state__in=open_states).update(state=Import.State.DISCARDED):
        raise _not_to_be_merged()
    ImportRow.objects.filter(batch=batch).delete()
    audit.record(actor=actor, action="imports.discard", about=f"import:{key}", path=batch.path, at=at)
    transaction.on_commit(lambda: files.forget(batch))
    return batch


@transaction.atomic
def ask_merge(*, actor: Actor, key: UUID, at: datetime, on: date, told: bool = True) -> Job:
    """Raises what merging itself would raise at once: NotFound, RefusedByRule, ChangedMeanwhile."""
    batch = import_visible_to(actor, key)
    refuse_merge(actor, batch)
    return ask_for(
        actor=actor,
        kind="import.merge",
        task=MERGE,
        about=f"import:{key}",
        path=batch.path,
        at=at,
        on=on,
        told=told,
    )


@transaction.atomic
def ask_undo(*, actor: Actor, key: UUID, at: datetime, on: date, told: bool = True) -> Job:
    batch = import_visible_to(actor, key)
    refuse_undo(actor, batch)
    return ask_for(
        actor=actor,
        kind="import.undo",
        task=UNDO,
        about=f"import:{key}",
        path=batch.path,
        at=at,
        on=on,
        told=told,
    )


@transaction.atomic
def take_refused(*, actor: Actor, key: UUID, at: datetime) -> Import:
    """Before the workbook of refused rows is handed out: it holds names and numbers, so only whoever may import there
    gets it, and the taking is recorded. Raises NotFound, RefusedByRule (`not_allowed`)."""
    batch = import_visible_to(actor, key)
    if not actor.may(Act.STAGE_IMPORT.value, batch.path):
        raise may_not("下载被拒绝的行", "download refused rows")
    if not batch.has_refused:
        raise NotFound(
            "no_refused_rows",
            zh="这次导入没有被拒绝的行，没有可下载的内容。",
            en="No row of this import was refused, so there is nothing to download.",
        )
    audit.record(actor=actor, action="imports.take_refused", about=f"import:{key}", path=batch.path, at=at)
    return batch


@transaction.atomic
def take_changes(*, actor: Actor, key: UUID, at: datetime) -> Import:
    """Before the list of changes is handed out: it says facts of every household in the file, so an import that was the
    actor's own once is not enough. Raises NotFound, RefusedByRule (`not_allowed`)."""
    batch = import_visible_to(actor, key)
    if not any(actor.may(act.value, batch.path) for act in (Act.STAGE_IMPORT, Act.MERGE_IMPORT)):
        raise may_not("下载变更清单", "download the list of changes")
    audit.record(actor=actor, action="imports.take_changes", about=f"import:{key}", path=batch.path, at=at)
    return batch


def refuse_merge(actor: Actor, batch: Import) -> None:
    """Raises RefusedByRule (`not_allowed`, `import_two_people`, `import_for_comparison`, `import_brings_nothing`),
    ChangedMeanwhile (`import_state`)."""
    if not actor.may(Act.MERGE_IMPORT.value, batch.path):
        raise may_not("合并这次导入", "merge this import")
    if batch.state != Import.State.READ:
        raise _not_to_be_merged()
    if batch.purpose == Import.Purpose.NATIONAL:
        raise RefusedByRule(
            "import_for_comparison",
            zh="这是国家系统的导出文件，只用来比对，不合并。请下载变更清单。",
            en="This is an export of the national system, read only for comparing. Download the change list.",
        )
    if actor.code == batch.staged_by:
        raise RefusedByRule(
            "import_two_people",
            zh="导入人不能合并自己的导入。请由另一位有审核权的同事合并。",
            en="Whoever handed in an import cannot merge it. Let a colleague who may merge do it.",
        )
    if not batch.rows.filter(outcome__in=("new", "changed")).exists():
        raise RefusedByRule(
            "import_brings_nothing",
            zh="这次导入没有新增或变化的内容，不需要合并。可以作废。",
            en="This import brings nothing new and nothing changed, so there is nothing to merge. It may be discarded.",
        )


def refuse_undo(actor: Actor, batch: Import) -> None:
    """Raises RefusedByRule (`not_allowed`), ChangedMeanwhile (`import_state`)."""
    if not actor.may(Act.MERGE_IMPORT.value, batch.path):
        raise may_not("撤销这次导入", "take this import back")
    if batch.state != Import.State.MERGED:
        raise state_changed(
            "只有已合并的导入可以撤销；这次导入不是（或已被撤销）",
            "only a merged import can be taken back",
        )


def _not_to_be_merged() -> ChangedMeanwhile:
    return state_changed("这次导入不在待合并状态", "this import is not waiting to be merged")


def state_changed(zh: str, en: str) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        "import_state", zh=f"{zh}。请刷新后查看。", en=f"{en[0].upper()}{en[1:]}. Reload and look again."
    )
