"""`tuopin run`: judging the registry, and the certificates of its runs, by the same services as the pages."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tuopin.cli.commands import Command, Group, common_options, pass_session
from tuopin.cli.office import home_option
from tuopin.cli.progress import progress
from tuopin.cli.registry import acting, by_option, open_registry, today
from tuopin.cli.session import Session
from tuopin.kernel.text import Text


@click.command(
    "start",
    cls=Command,
    says=Text("判定登记库，等到完成。", "Judges the registry, and waits until it is done."),
)
@by_option
@home_option
@common_options
@pass_session
def start_command(session: Session, *, by: str, home: Path | None) -> None:
    open_registry(home)
    from tuopin.warehouse.registry_runs import judge_registry  # noqa: PLC0415 - models exist only after setup

    with progress(session) as tell:
        run = judge_registry(actor=acting(by), on=today(), at=datetime.now(UTC), progress=tell)
    _show(session, run)


@click.command("list", cls=Command, says=Text("列出判定，最近的在前。", "Lists runs, the latest first."))
@by_option
@home_option
@common_options
@pass_session
def list_command(session: Session, *, by: str, home: Path | None) -> None:
    open_registry(home)
    from tuopin.warehouse.run_selectors import runs_visible_to  # noqa: PLC0415 - models exist only after setup

    runs = list(runs_visible_to(acting(by)).defer("manifest").order_by("-finished_at"))
    if session.for_machines:
        session.answer({"runs": [_told(run) for run in runs]})
        return
    for run in runs:
        _show(session, run)
    if not runs:
        session.show("还没有判定过。", "Nothing was judged yet.")


@click.command("show", cls=Command, says=Text("一次判定的凭证。", "The certificate of a run, as JSON."))
@click.argument("run", type=click.UUID)
@by_option
@home_option
@common_options
@pass_session
def show_command(session: Session, *, run: object, by: str, home: Path | None) -> None:
    open_registry(home)
    from tuopin.warehouse.run_selectors import (  # noqa: PLC0415 - models exist only after setup
        certificate_of,
        run_visible_to,
    )

    found = run_visible_to(acting(by), run)
    session.answer({**_told(found), "manifest": certificate_of(found)})


def _told(run: Any) -> dict[str, Any]:
    return {
        "run": str(run.pk), "on": run.on.isoformat(), "finished_at": run.finished_at.isoformat(),
        "started_by": run.started_by, "is_current": run.is_current,
    }  # fmt: skip


def _show(session: Session, run: Any) -> None:
    if session.for_machines:
        session.answer(_told(run))
        return
    current = session.words("（现行）", " (current)") if run.is_current else ""
    session.show(
        f"判定 {run.pk}{current}：判定日 {run.on}，发起人 {run.started_by}",
        f"Run {run.pk}{current}: judged on {run.on}, started by {run.started_by}",
    )


run_command = common_options(
    Group(
        "run",
        callback=lambda: None,
        says=Text("判定登记库，查看历次判定。", "Judges the registry; shows its runs."),
        homes={
            "start": (__name__, Text("判定登记库", "judge the registry")),
            "list": (__name__, Text("列出判定", "list runs")),
            "show": (__name__, Text("一次判定的凭证", "the certificate of a run")),
        },
    )
)
