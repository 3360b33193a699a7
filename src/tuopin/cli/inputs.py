"""Opens what a command was given: a workbook, csv files, or the folder of a snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tuopin import standards
from tuopin.cli.progress import Tell
from tuopin.intake import Reading, read_workbook
from tuopin.kernel.errors import BadInput
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot

DEFAULT_PACK = "cn"


@dataclass(frozen=True)
class Opened:
    """`reading` is None for a snapshot: its rows were checked when it was made."""

    dataset: Dataset
    reading: Reading | None


def open_input(paths: Sequence[Path], *, pack: str, as_of: date, tell: Tell) -> Opened:
    """Raises BadInput for folders mixed with files; what intake and snapshot raise for the rest."""
    folders = [path for path in paths if path.is_dir()]
    if folders and len(paths) > 1:
        raise BadInput(
            "input_mixed",
            zh=f"{folders[0]} 是文件夹，不能和别的输入一起判定。请只给一个快照文件夹，或只给工作表和 csv 文件。",
            en=f"{folders[0]} is a folder and cannot be judged together with other inputs. Give one snapshot, "
            "or only workbooks and csv files.",
        )
    if folders:
        return Opened(open_snapshot(folders[0]), None)
    reading = read_workbook(paths, pack=standards.load(pack), as_of=as_of, progress=tell)
    return Opened(reading.dataset, reading)
