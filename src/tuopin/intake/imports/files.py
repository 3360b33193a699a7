"""Files of imports: sealed in the office's folder from the first moment, opened only where nobody else can read."""

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from tuopin.intake.models import Import
from tuopin.kernel.errors import BadInput
from tuopin.vault.boxes import open_file, seal_file

SUFFIXES = (".xlsx", ".xls", ".xlsm", ".csv", ".txt")
LARGEST = 60 * 2**20
"""Above what reading allows, so that reading gives the exact reason."""


def shown_name(name: str) -> str:
    """What is left of a file's name to be shown: no folders, no control characters, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable()).strip()
    return kept[-120:] or "-"


def suffix_of(name: str) -> str:
    """Raises BadInput (`import_suffix`)."""
    suffix = Path(shown_name(name)).suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput(
            "import_suffix",
            zh=f"只能导入工作簿或 csv（{'、'.join(SUFFIXES)}）。请另存为 .xlsx 后再上传。",
            en=f"Only workbooks and csv files are imported ({', '.join(SUFFIXES)}). Save it as .xlsx and upload again.",
        )
    return suffix


def keep(batch: Import, pieces: Iterable[bytes]) -> None:
    """Raises BadInput (`import_too_big`, `import_empty`)."""
    with private_folder() as folder:
        plain, size = folder / "file", 0
        with plain.open("wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > LARGEST:
                    raise BadInput(
                        "import_too_big",
                        zh=f"文件超过 {LARGEST >> 20} MB。请按乡镇分成几个文件。",
                        en=f"The file is larger than {LARGEST >> 20} MB. Split it by township.",
                    )
                file.write(piece)
        if not size:
            raise BadInput(
                "import_empty",
                zh="文件是空的。请重新导出后上传。",
                en="The file is empty. Export it again and upload.",
            )
        store(batch, "file", plain)


def store(batch: Import, what: str, plain: Path) -> None:
    """Sealed, readable by the office alone, in place of an earlier one."""
    target = _place(batch, what)
    target.unlink(missing_ok=True)
    seal_file(plain, target, settings.KEYS, about={"import": str(batch.pk), "what": what})
    target.chmod(0o600)


@contextlib.contextmanager
def opened(batch: Import, what: str, suffix: str) -> Iterator[Path]:
    """The content in a folder only this process's user can enter, gone afterwards."""
    with private_folder() as folder:
        plain = folder / f"{what}{suffix}"
        open_file(_place(batch, what), plain, settings.KEYS)
        yield plain


def forget(batch: Import) -> None:
    for what in ("file", "refused-zh", "refused-en"):
        _place(batch, what).unlink(missing_ok=True)


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tuopin-import-") as folder:
        os.chmod(folder, 0o700)
        yield Path(folder)


def _place(batch: Import, what: str) -> Path:
    folder: Path = settings.OFFICE.folder("imports")
    return folder / f"{batch.pk}.{what}.sealed"
