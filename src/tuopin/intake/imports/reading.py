"""The job that reads a file and compares it, piece by piece, each piece kept under the job's fence."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pyarrow as pa
from django.conf import settings
from django.db import transaction

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.audit import services as audit
from tuopin.intake.batch import read_within
from tuopin.intake.imports import files
from tuopin.intake.imports.comparing import Comparison, Line, common_path, content_of
from tuopin.intake.imports.rules import REASONS, TWICE_IN_FILE
from tuopin.intake.imports.staging import state_changed
from tuopin.intake.limits import LIMITS
from tuopin.intake.models import Import, ImportRow
from tuopin.intake.reading import Reading, RefusedRow, SheetSummary
from tuopin.intake.returned import ReturnedSheet
from tuopin.intake.rows_into import insert
from tuopin.jobs.running import Running
from tuopin.kernel.actor import Actor
from tuopin.places.models import Place
from tuopin.places.selectors import places_visible_to
from tuopin.registry.columns import the_pack

COLUMNS = (
    "id", "batch_id", "number", "level", "outcome", "reason", "sheet", "line", "place", "code", "home", "subject",
    "seen", "collected_on", "facts", "old", "papers",
)  # fmt: skip
Counts = dict[str, Counter[str]]


def read(running: Running) -> None:
    """Raises BadInput for a file nobody can use, RefusedByRule (`not_allowed`), ChangedMeanwhile (`import_state`)."""
    batch = Import.objects.get(pk=running.key)
    if batch.state != Import.State.RECEIVED:
        raise state_changed("这次导入已经读取过，或已作废", "this import was read already, or discarded")
    reading = _read(running, batch)
    with transaction.atomic():
        running.hold("matching", 0, 1)
        ImportRow.objects.filter(batch=batch).delete()  # of a worker that died here
    counts, kept_out, places = _compare(running, batch, reading)
    reading = _with(reading, kept_out)
    if reading.refused:
        _keep_refused(batch, reading)
    with transaction.atomic():
        kept = Import.objects.filter(pk=batch.pk, state=Import.State.RECEIVED).update(
            state=Import.State.READ, as_of=reading.dataset.as_of, content=content_of(reading), counts=counts,
            has_refused=bool(reading.refused), path=common_path(_paths(places)) or batch.path,
        )  # fmt: skip
        if not kept:
            raise state_changed("这次导入已作废", "this import was discarded")
        audit.record(
            actor=running.actor, action="imports.read", about=f"import:{batch.pk}", path=batch.path, at=running.now(),
            details={"counts": {sheet: dict(each) for sheet, each in counts.items()}},
        )  # fmt: skip
        running.finish({"counts": counts})


def _read(running: Running, batch: Import) -> Reading:
    within = _codes_in_reach(running.actor)
    with files.opened(batch, "file", batch.suffix) as path:
        return read_within(
            LIMITS, [path], pack=settings.PACK, as_of=None, progress=running.tell, within=within, origins=True
        )


def _codes_in_reach(actor: Actor) -> tuple[str, ...]:
    if not actor.paths(Act.STAGE_IMPORT.value):
        raise may_not("导入文件", "import files")
    found = places_visible_to(actor, Act.STAGE_IMPORT.value).filter(valid_until=None)
    return tuple(found.values_list("code", flat=True))


def _compare(running: Running, batch: Import, reading: Reading) -> tuple[Counts, list[Line], set[int]]:
    """Keeps every row, and gives the counts, the rows kept out here, and the places they are about."""
    comparison = Comparison(reading, batch)
    kinds = {(sheet.file, sheet.sheet): sheet.kind for sheet in reading.summary.sheets}
    counts = _counted_by_reading(reading)
    kept_out: list[Line] = []
    places: set[int] = set()
    number, total = 0, comparison.total()
    for lines in comparison.lines():
        with transaction.atomic():
            running.hold("matching", number, total)
            insert(ImportRow, COLUMNS, _rows(batch, lines, number))
        number += len(lines)
        for line in lines:
            counts[kinds[line.origin["file"], line.origin["sheet"]]][outcome_of(line)] += 1
            places.add(line.place)
        kept_out += [line for line in lines if line.reason is not None]
    return counts, kept_out, places


def outcome_of(line: Line) -> str:
    if line.reason is not None:
        return REASONS[line.reason][0]
    if not line.known:
        return "new"
    return "changed" if line.facts else "same"


def _rows(batch: Import, lines: list[Line], number: int) -> Iterator[tuple[Any, ...]]:
    for at, line in enumerate(lines, start=number):
        key, home = uuid4(), line.home
        yield (
            key, batch.pk, at, line.level.value, outcome_of(line), line.reason, line.origin["sheet"][:80],
            line.origin["line"], line.place, line.code, home.key if home else None, line.subject,
            home.seen if home else None, line.collected_on, {} if line.reason else line.facts, line.old,
            _sealed_papers(key, line),
        )  # fmt: skip


def _sealed_papers(key: Any, line: Line) -> bytes | None:
    """Only of people who are to be registered."""
    told = line.papers.told()
    if line.known or line.reason or line.home is None or line.subject == line.home.key or not told:
        return None
    sealed: bytes = settings.KEYS.seal(json.dumps(told, ensure_ascii=False), context=papers_context(key))
    return sealed


def papers_context(key: Any) -> str:
    return f"intake_importrow:{key}:papers"


def _counted_by_reading(reading: Reading) -> Counts:
    """What reading has decided already. A row that stands twice is no mistake; one with a mistake besides is."""
    reasons: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for row in reading.refused:
        reasons[row.file, row.sheet, row.row].add(row.code)
    twice: Counter[tuple[str, str]] = Counter(
        (file, sheet) for (file, sheet, _), codes in reasons.items() if codes <= TWICE_IN_FILE
    )
    layout = the_pack().layout
    levels = {sheet.name: sheet.level for sheet in layout.sheets} if layout is not None else {}
    counts: Counts = defaultdict(Counter)
    for sheet in reading.summary.sheets:
        _count_sheet(
            counts[sheet.kind], sheet, twice[sheet.file, sheet.sheet], levels.get(sheet.kind) is None
        )
    return counts


def _count_sheet(counts: Counter[str], sheet: SheetSummary, twice: int, no_place: bool) -> None:
    counts["read"] += sheet.read
    counts["refused"] += sheet.refused - twice
    counts["duplicate"] += twice
    counts["kept_out"] += sheet.accepted if no_place else 0


def _with(reading: Reading, lines: list[Line]) -> Reading:
    """The rows kept out by comparing, added to those refused by reading, for the workbook that goes back."""
    layout = the_pack().layout
    assert layout is not None
    headers = {
        column.role: column.header
        for sheet in reversed(layout.sheets)
        for column in sheet.columns
        if column.role in ("household", "name")
    }
    refused, cells = [], defaultdict(list)
    for line in lines:
        assert line.reason is not None
        _, reason, remedy = REASONS[line.reason]
        where = (line.origin["file"], line.origin["sheet"])
        refused.append(RefusedRow(*where, line.origin["line"], "", "", line.reason, reason, remedy))
        cells[where].append((line.origin["line"], line.code, line.origin["name"] or ""))
    returned = [
        ReturnedSheet(
            *where, (headers["household"], headers["name"]),
            pa.table([pa.array(column) for column in zip(*rows, strict=True)], names=["line", "code", "name"]),
        )
        for where, rows in cells.items()
    ]  # fmt: skip
    return replace(reading, refused=(*reading.refused, *refused), returned=(*reading.returned, *returned))


def _keep_refused(batch: Import, reading: Reading) -> None:
    with files.private_folder() as folder:
        for language in ("zh", "en"):
            path = folder / f"{language}.xlsx"
            reading.write_refused(path, language="zh" if language == "zh" else "en")
            files.store(batch, f"refused-{language}", path)


def _paths(places: set[int]) -> list[str]:
    return [path for key, path in Place.objects.values_list("pk", "path").iterator() if key in places]
