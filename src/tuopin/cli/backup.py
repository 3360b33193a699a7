"""`tuopin backup` and `tuopin restore`: an office's database, sealed, and proved the moment it is written."""

from datetime import UTC, datetime
from pathlib import Path

import click

from tuopin.cli.commands import Command, common_options, option, pass_session
from tuopin.cli.office import at_home, django, home_option
from tuopin.cli.session import Session
from tuopin.kernel.text import Text
from tuopin.project.backups import back_up, restore
from tuopin.project.office import office_of


@click.command(
    "backup",
    cls=Command,
    says=Text(
        "备份办公室的数据库：加密写出，并立即打开核对。密钥不在备份里，请另存。",
        "Backs up the office's database: sealed, and opened again at once to prove it. Keys are not in it; "
        "keep them apart.",
    ),
)
@home_option
@option("--out", type=click.Path(path_type=Path), zh="写到哪个文件；默认放在办公室的 backups 目录。",
        en="The file to write; by default in the office's folder backups.")  # fmt: skip
@common_options
@pass_session
def backup_command(session: Session, *, home: Path | None, out: Path | None) -> None:
    at_home(home)
    office, now = office_of(), datetime.now(UTC)
    target = out or office.folder("backups") / f"tuopin-{now:%Y%m%d-%H%M%S}.backup"
    told = back_up(office, target, at=now)
    if session.for_machines:
        session.answer({"file": str(target), **told})
        return
    rows = sum(told["rows"].values())
    session.show(
        f"备份已写出并核对：{target}（{rows:,} 行）", f"Backed up and proved: {target} ({rows:,} rows)"
    )


@click.command(
    "restore",
    cls=Command,
    says=Text(
        "把备份恢复到一个还没有数据库的办公室（目录里先放好密钥文件）。",
        "Restores a backup into an office that has no database yet (put its key file into the folder first).",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@home_option
@common_options
@pass_session
def restore_command(session: Session, *, file: Path, home: Path | None) -> None:
    at_home(home)
    office = office_of()
    told = restore(office, file)
    django("migrate", "--verbosity", "0")
    if session.for_machines:
        session.answer(told)
        return
    session.show(
        f"已恢复 {told['at']} 的备份到 {office.home}", f"Restored the backup of {told['at']} to {office.home}"
    )
