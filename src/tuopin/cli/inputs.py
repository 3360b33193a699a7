"""Opens what a command was given: a workbook, csv files, the folder of a snapshot, or a survey with its mapping."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tuopin import standards
from tuopin.cli.progress import Tell
from tuopin.intake import Reading, read_workbook
from tuopin.intake.survey import translate
from tuopin.intake.survey.reading import open_mapping, read_mapped
from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.files import open_snapshot

_STAGES = {
    "scanning": Text("检查文件", "scanning files"),
    "reading": Text("读入", "reading"),
    "checking": Text("核对各行", "checking rows"),
    "linking": Text("归户", "linking persons and households"),
}


@dataclass(frozen=True)
class Opened:
    """`reading` is None for a snapshot: its rows were checked when it was made."""

    dataset: Dataset
    reading: Reading | None


def open_input(
    paths: Sequence[Path],
    *,
    pack: str | None,
    as_of: date | None,
    tell: Tell,
    mapping: Path | None = None,
    lenient: bool = False,
) -> Opened:
    """The data under the pack asked for: as recorded, or by a mapping given, or by the translation their pack holds.

    `lenient` lets in rows of a workbook whose only mistake is an identity number.

    Raises BadInput for folders mixed with files, NotFound (`no_translation`), and what intake and snapshot raise.
    """
    if mapping is None:
        opened = _recorded(paths, pack=pack, as_of=as_of, tell=tell, lenient=lenient)
    else:
        meant = open_mapping(mapping)
        if meant.source is None:
            reading = read_mapped(meant, paths, beside=mapping.parent, as_of=as_of, progress=stages(tell))
            opened = Opened(reading.dataset, reading)
        else:
            opened = _recorded(paths, pack=meant.source.code, as_of=as_of, tell=tell, lenient=lenient)
            opened = replace(opened, dataset=translate(opened.dataset, meant))
    if pack not in (None, opened.dataset.pack_code):
        assert pack is not None
        tell(Text("转换为另一标准包的信息", "translating facts"), 0, 0)
        opened = replace(opened, dataset=translate(opened.dataset, pack))
    return opened


def _recorded(
    paths: Sequence[Path], *, pack: str | None, as_of: date | None, tell: Tell, lenient: bool
) -> Opened:
    folders = [path for path in paths if path.is_dir()]
    if folders and len(paths) > 1:
        raise BadInput(
            "input_mixed",
            zh=f"{folders[0]} 是文件夹，不能和别的输入一起判定。请只给一个快照文件夹，或只给工作表和 csv 文件。",
            en=f"{folders[0]} is a folder and cannot be judged together with other inputs. Give one snapshot, "
            "or only workbooks and csv files.",
        )
    if folders:
        tell(Text("核对快照", "verifying the snapshot"), 0, 0)
        inside = folders[0] / "snapshot"  # where synth and demo put it
        return Opened(open_snapshot(inside if inside.is_dir() else folders[0], verify="by part"), None)
    reading = _workbooks(paths, pack=pack, as_of=as_of, lenient=lenient, tell=tell)
    return Opened(reading.dataset, reading)


def _workbooks(
    paths: Sequence[Path], *, pack: str | None, as_of: date | None, lenient: bool, tell: Tell
) -> Reading:
    """As the workbooks that are read without naming a pack; if they are not those, as the pack's own."""
    try:
        return read_workbook(list(paths), as_of=as_of, lenient=lenient, progress=stages(tell))
    except BadInput as error:
        own = pack is not None and standards.load(pack).layout is not None
        if not own or pack is None or error.code not in _OF_ANOTHER_PACK:
            raise
    return read_workbook(list(paths), pack=pack, as_of=as_of, lenient=lenient, progress=stages(tell))


_OF_ANOTHER_PACK = {"sheet_missing", "sheet_without_keys", "sheet_unclear"}


def stages(tell: Tell) -> Callable[[str, int, int], None]:
    """The stages of reading in words."""

    def told(stage: str, done: int, total: int) -> None:
        tell(_STAGES.get(stage, Text(stage, stage)), done, total)

    return told
