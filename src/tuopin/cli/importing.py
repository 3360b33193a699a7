"""`tuopin import`: a workbook into the registry, by the same services as the pages."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tuopin.cli.commands import Command, common_options, option, pass_session
from tuopin.cli.office import home_option
from tuopin.cli.registry import acting, open_registry, today
from tuopin.cli.session import Session
from tuopin.kernel.text import Text

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "import",
    cls=Command,
    says=Text(
        "导入一个工作簿：逐行与登记库比对；加 --merge-as 时由另一人合并。",
        "Imports a workbook: compares it row by row with the registry; with --merge-as another person merges it.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@home_option
@option(
    "--as", "by", required=True, metavar="CODE", zh="导入人的用户代码。", en="User code of who hands it in."
)
@option(
    "--merge-as",
    metavar="CODE",
    zh="合并人的用户代码，不能是导入人。",
    en="User code of who merges, another one.",
)
@option("--refused", type=FILE, zh="把未接受的行（含错误说明）写到这个文件。",
        en="Write the rows not accepted, with reasons, to this file.")  # fmt: skip
@option("--national", type=FILE, zh="文件是国家系统的导出：只比对，把变更清单写到这里。",
        en="The file is an export of the national system: only compare, and write the change list here.")  # fmt: skip
@common_options
@pass_session
def import_command(
    session: Session,
    *,
    file: Path,
    home: Path | None,
    by: str,
    merge_as: str | None,
    refused: Path | None,
    national: Path | None,
) -> None:
    open_registry(home)
    _import(session, file, by, merge_as, refused, national)


def _import(
    session: Session, file: Path, by: str, merge_as: str | None, refused: Path | None, national: Path | None
) -> None:
    from tuopin.intake.imports import at_once, staging  # noqa: PLC0415 - models exist only after setup
    from tuopin.intake.imports.files import opened  # noqa: PLC0415
    from tuopin.intake.imports.national import write_change_list  # noqa: PLC0415
    from tuopin.intake.models import Import  # noqa: PLC0415

    day, purpose = today(), Import.Purpose("national" if national else "merge")
    actor = acting(by)
    batch = at_once.handed_in(actor=actor, file=file, purpose=purpose, at=datetime.now(UTC), on=day)
    if refused is not None and batch.has_refused:
        staging.take_refused(actor=actor, key=batch.pk, at=datetime.now(UTC))
        with opened(batch, f"refused-{session.language}", ".xlsx") as path:
            shutil.copyfile(path, refused)
            refused.chmod(0o600)
    if national is not None:
        staging.take_changes(actor=actor, key=batch.pk, at=datetime.now(UTC))
        write_change_list(batch, national, session.language)
    if merge_as is not None:
        merger = acting(merge_as)
        batch = at_once.merged(actor=merger, batch=batch, at=datetime.now(UTC), on=day)
    _tell(session, batch)


def _tell(session: Session, batch: Any) -> None:
    from tuopin.intake.imports.rules import OUTCOMES, STATES, tally  # noqa: PLC0415

    if session.for_machines:
        session.answer({"import": str(batch.pk), "state": batch.state, "counts": batch.counts})
        return
    counts = tally(batch.counts)
    parts = [(OUTCOMES[name], counts[name]) for name in OUTCOMES]
    zh = "，".join(f"{label.zh} {number:,}" for label, number in parts)
    en = ", ".join(f"{number:,} {label.en}" for label, number in parts)
    session.show(f"读到 {counts['read']:,} 行：{zh}", f"{counts['read']:,} rows read: {en}")
    state = STATES[batch.state]
    session.show(f"导入 {batch.pk}：{state.zh}", f"Import {batch.pk}: {state.en}")
