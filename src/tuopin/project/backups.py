"""Backup and restore of an office's database: by the database's own means, sealed, and opened again at once to
prove it.

A copy of a live SQLite file is not a backup (copied under writes, half of such copies are damaged): the backup API is.
PostgreSQL is dumped by pg_dump. The keys are not in a backup; keep them apart.
"""

import contextlib
import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tuopin.kernel.errors import BadInput, CannotWrite, Damaged
from tuopin.project.databases import database_of
from tuopin.project.office import Office
from tuopin.vault.boxes import about, open_file, seal_file
from tuopin.vault.ring import read_ring


def back_up(office: Office, target: Path, *, at: datetime) -> dict[str, Any]:
    """Writes a sealed backup and proves that it opens; what it holds. Raises BadInput (`backup_exists`)."""
    if target.exists():
        raise BadInput(
            "backup_exists",
            zh=f"{target} 已存在，不会覆盖。请换一个文件名。",
            en=f"{target} exists and is not overwritten. Choose another name.",
        )
    ring = read_ring(office.keys)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _scratch(target.parent) as folder:
        plain, sealed = folder / "plain", folder / "sealed"
        _copy(office, plain)
        told = {"database": _kind(office), "at": at.isoformat(), "rows": _rows(office, plain)}
        seal_file(plain, sealed, ring, about=told)
        opened = folder / "opened"
        open_file(sealed, opened, ring)
        if _rows(office, opened) != told["rows"]:
            raise _unproved(target)
        sealed.rename(target)
    return told


def restore(office: Office, source: Path) -> dict[str, Any]:
    """Puts a backup into an office that has no database yet; what it held.

    Raises BadInput (`office_not_empty`, `other_database`, and those of vault.boxes), Damaged when it does not open.
    """
    told = about(source)
    if told.get("database") != _kind(office):
        raise BadInput(
            "other_database",
            zh=f"这份备份来自 {told.get('database')}，而本办公室用的是 {_kind(office)}。请在同类数据库上恢复。",
            en=f"The backup is of {told.get('database')}, and this office uses {_kind(office)}. Restore it to "
            "the same kind.",
        )
    ring = read_ring(office.keys)
    with _scratch(office.home) as folder:
        plain = folder / "plain"
        open_file(source, plain, ring)
        if _rows(office, plain) != told["rows"]:
            raise _unproved(source)
        _place(office, plain)
    return told


# ---- SQLite ----


def _kind(office: Office) -> str:
    return "sqlite" if office.database is None else "postgresql"


def _copy(office: Office, target: Path) -> None:
    if office.database is not None:
        _run(["pg_dump", "--format=custom", f"--file={target}"], office)
        return
    live = contextlib.closing(sqlite3.connect(f"file:{office.sqlite}?mode=ro", uri=True))
    with live as source, contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _rows(office: Office, path: Path) -> dict[str, int]:
    """Rows by table, after the database's own check of itself; a dump is unpacked to its end and its rows counted."""
    if office.database is not None:
        return _rows_of_dump(path)
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        try:
            faults = copy.execute("PRAGMA integrity_check").fetchall()
            foreign = copy.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as why:
            raise _unproved(path) from why
        if faults != [("ok",)] or foreign:
            raise _unproved(path)
        names = [
            name
            for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _place(office: Office, plain: Path) -> None:
    if office.database is not None:
        if (
            _run(["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", _TABLES], office).strip()
            != "0"
        ):
            raise _not_empty(office)
        _run(
            ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", _TO_DATABASE, str(plain)],
            office,
        )
        return
    if office.sqlite.exists():
        raise _not_empty(office)
    with contextlib.closing(sqlite3.connect(plain)) as copy:
        copy.execute("PRAGMA journal_mode=WAL")
    plain.rename(office.sqlite)


# ---- PostgreSQL's own programs ----


_TABLES = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()"
_TO_DATABASE = "--dbname="
"""Without a name: the one of the environment."""


def _rows_of_dump(path: Path) -> dict[str, int]:
    """The dump as a script, read line by line: what stands between a COPY and its closing mark are rows."""
    rows: dict[str, int] = {}
    table: str | None = None
    command = ["pg_restore", "--data-only", "--file=-", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:
        assert reading.stdout is not None
        for line in reading.stdout:
            if table is not None and line == b"\\.\n":
                table = None
            elif table is not None:
                rows[table] += 1
            elif line.startswith(b"COPY "):
                table = line.split()[1].decode()
                rows[table] = 0
    if reading.returncode or table is not None:
        raise _unproved(path)
    return rows


def _run(command: list[str], office: Office | None = None) -> str:
    try:
        done = subprocess.run(
            command, env=_environment(office), capture_output=True, text=True, check=True, timeout=3600
        )
    except (OSError, subprocess.SubprocessError) as why:
        said = (getattr(why, "stderr", None) or str(why)).strip().splitlines()[:1]
        raise CannotWrite(
            "postgresql_program",
            zh=f"{command[0]} 没有成功：{'；'.join(said)}。请确认已安装 PostgreSQL 客户端，且数据库可以连接。",
            en=f"{command[0]} failed: {'; '.join(said)}. Check that PostgreSQL's client programs are installed and the "
            "database answers.",
        ) from why
    return done.stdout


def _environment(office: Office | None) -> dict[str, str]:
    """Where the database is, told by variables: a command line is seen by everybody on the machine."""
    if office is None:
        return dict(os.environ)
    settings = database_of(office)
    named = {
        "PGDATABASE": settings["NAME"], "PGUSER": settings["USER"], "PGPASSWORD": settings["PASSWORD"],
        "PGHOST": settings["HOST"], "PGPORT": settings["PORT"],
    }  # fmt: skip
    return {**os.environ, **{name: value for name, value in named.items() if value}}


@contextlib.contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """A folder on the same disk, readable by its owner alone, gone again whatever happens."""
    with tempfile.TemporaryDirectory(prefix=".tuopin-backup-", dir=beside) as folder:
        yield Path(folder)


def _not_empty(office: Office) -> BadInput:
    return BadInput(
        "office_not_empty",
        zh=f"办公室 {office.home} 已有数据库，不会覆盖。请在一个新的目录里恢复（密钥文件放进去即可）。",
        en=f"The office {office.home} has a database, which is not overwritten. Restore into a new folder "
        "that holds the "
        "key file.",
    )


def _unproved(path: Path) -> Damaged:
    return Damaged(
        "backup_unproved",
        zh=f"备份 {path} 写出后没有通过核对，不能算备份。请检查磁盘后重做。",
        en=f"The backup {path} did not pass its check and is none. Check the disk and make it again.",
    )
