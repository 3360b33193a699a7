"""`read_workbook`: one call from files to a data set."""

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from tuopin import standards
from tuopin.intake.exchange import Outcome, Request
from tuopin.intake.formats import format_of
from tuopin.intake.isolation import read_apart
from tuopin.intake.limits import LIMITS, Limits
from tuopin.intake.reading import Reading
from tuopin.kernel.errors import BadInput
from tuopin.snapshot.content import sealed
from tuopin.snapshot.dataset import in_memory, places_of_table
from tuopin.snapshot.derived import with_derived
from tuopin.standards.pack import Pack


def read_workbook(
    paths: str | Path | Sequence[str | Path],
    *,
    pack: str = standards.DEFAULT,
    as_of: date | None = None,
    lenient: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Reading:
    """Reads workbooks and csv files as one batch. Bad rows are refused one by one and listed; files are not changed.

    `as_of` is the day the data stand for; without it, the latest day on which a row was collected. `lenient` lets in
    rows whose only mistake is an identity number; data checks then name them. `progress` is called with a stage
    (scanning, reading, checking, linking), how much is done and of how much. Raises BadInput when a file or a sheet
    cannot be used at all; nothing is left behind.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    files = [Path(path) for path in given]
    return read_within(LIMITS, files, pack=pack, as_of=as_of, lenient=lenient, progress=progress)


def read_within(
    limits: Limits,
    paths: Sequence[Path],
    *,
    pack: str,
    as_of: date | None,
    lenient: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
    within: tuple[str, ...] | None = None,
    origins: bool = False,
) -> Reading:
    """`read_workbook` with other limits, for an import also with the places rows may be about, and with origins."""
    rules = standards.load(pack)
    if rules.layout is None:
        raise BadInput(
            "pack_without_workbook",
            zh=f"标准包 {pack} 没有规定工作簿格式。请改用数据快照。",
            en=f"Pack {pack!r} does not say how a workbook looks. Use a snapshot.",
        )
    if not paths:
        raise BadInput(
            "no_files",
            zh="没有给出文件。请至少给一个工作簿或 csv。",
            en="No file was given. Give at least one.",
        )
    for path in paths:
        format_of(path, limits)
    request = Request(_named(paths), pack, limits, lenient=lenient, within=within, origins=origins)
    with tempfile.TemporaryDirectory(prefix="tuopin-reading-") as folder:
        outcome = read_apart(request, Path(folder), progress)
    return reading_of(outcome, rules, as_of)


def _named(paths: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """Files are called by their names; where two are equal, with the folder before it."""
    counted = Counter(path.name for path in paths)
    return tuple(
        (
            str(path.resolve()),
            path.name if counted[path.name] == 1 else f"{path.resolve().parent.name}/{path.name}",
        )
        for path in paths
    )


def reading_of(outcome: Outcome, pack: Pack, as_of: date | None) -> Reading:
    day = as_of or outcome.latest
    if day is None:
        raise BadInput(
            "as_of_needed",
            zh="文件中没有采集日期，无法确定数据截至哪一天。请给出截至日期。",
            en="No row says when it was collected, so the day the data stand for is not known. Give that day.",
        )
    places = places_of_table(outcome.places)
    tables = with_derived(pack, outcome.tables, as_of=day, places=places)
    dataset = in_memory(pack, as_of=day, tables=tables, places=places.places.values(), content="")
    return Reading(sealed(dataset), outcome.refused, outcome.summary, outcome.returned, outcome.origins)
