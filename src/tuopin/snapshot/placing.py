"""A folder that appears whole or not at all: written beside its place, then renamed."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tuopin.kernel.errors import BadInput
from tuopin.snapshot.manifest import MANIFEST


@contextmanager
def whole_snapshot(folder: Path, *, replace: bool) -> Iterator[Path]:
    """A folder on the same disk that takes the place of `folder` at the end; after any error nothing is left.

    Raises BadInput for a place that is taken, unless `replace` is given and a snapshot stands there.
    """
    _refuse_occupied(folder, replace=replace)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _beside(folder) as partial:
        yield partial
        _put_in_place(partial, folder)


def _refuse_occupied(folder: Path, *, replace: bool) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not folder.is_dir() or (replace and not (folder / MANIFEST).is_file()):
        raise BadInput(
            "snapshot_place_taken",
            zh=f"{folder} 已存在，且不是数据快照，不会覆盖。请换一个文件夹。",
            en=f"{folder} exists and is not a snapshot, so it is not replaced. Choose another folder.",
        )
    if not replace:
        raise BadInput(
            "snapshot_folder_not_empty",
            zh=f"文件夹 {folder} 不是空的，快照不会写入其中。请换一个文件夹，或明确要求替换原快照。",
            en=f"Folder {folder} is not empty; a snapshot is not written into it. "
            "Choose another folder, or say that the snapshot there is to be replaced.",
        )


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, gone again whatever happens."""
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
    try:
        partial.chmod(0o755)
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _put_in_place(partial: Path, folder: Path) -> None:
    if not folder.exists():
        partial.rename(folder)
        return
    with _beside(folder) as aside:
        old = aside / "old"
        folder.rename(old)
        try:
            partial.rename(folder)
        except OSError:
            old.rename(folder)
            raise
