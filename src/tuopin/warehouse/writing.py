"""Puts a folder of results in place all at once, or not at all."""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tuopin.kernel.errors import BadInput, CannotWrite

MARK = "manifest.json"


def check_free(out: Path, *, replace: bool) -> None:
    """Raises BadInput unless `out` is absent, an empty folder, or, with `replace`, what tuopin wrote before."""
    if not out.exists() and not out.is_symlink():
        return
    if not out.is_dir():
        raise BadInput(
            "out_is_file",
            zh=f"{out} 是一个文件，不是目录。请用 --out 另写一个目录名。",
            en=f"{out} is a file, not a folder. Give another folder name with --out.",
        )
    if not any(out.iterdir()):
        return
    if not replace:
        raise BadInput(
            "out_exists",
            zh=f"目录 {out} 已存在，里面有内容，没有改动它。请换一个目录，或加上 --replace 覆盖原有结果。",
            en=f"The folder {out} exists and is not empty; it was left alone. Choose another folder, or add "
            "--replace to put the new results in its place.",
        )
    if not _ours(out):
        raise BadInput(
            "out_not_ours",
            zh=f"目录 {out} 不是 tuopin 写出的结果，--replace 不会删除它。请换一个目录。",
            en=f"The folder {out} was not written by tuopin, so --replace does not remove it. Choose another folder.",
        )


@contextlib.contextmanager
def whole_folder(out: Path, *, replace: bool = False) -> Iterator[Path]:
    """A temporary folder beside `out` that takes its place at the end; after any error, nothing is left."""
    check_free(out, replace=replace)
    part = out.with_name(f".{out.name}.part-{os.getpid()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        yield part
        _sync(part)
        _swap(part, out)
    except OSError as why:
        raise CannotWrite.because(why, out) from why
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _ours(folder: Path) -> bool:
    try:
        manifest = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and "tuopin" in manifest


def _sync(part: Path) -> None:
    """The files reach the disk before the folder gets its name; a power cut leaves the old or the new."""
    for file in part.rglob("*"):
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())


def _swap(part: Path, out: Path) -> None:
    if not out.exists():
        part.rename(out)
        return
    if not any(out.iterdir()):
        out.rmdir()
        part.rename(out)
        return
    old = out.with_name(f".{out.name}.old-{os.getpid()}")
    out.rename(old)
    try:
        part.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
