"""From files to an outcome, in the order that keeps a bad file harmless: look, scan, parse, check, link, build."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.intake.archive import check_archive
from tuopin.intake.delimited import text_grid
from tuopin.intake.exchange import Outcome, Request
from tuopin.intake.formats import format_of
from tuopin.intake.grids import Grid, Told, workbook_grids
from tuopin.intake.headings import find_heading
from tuopin.intake.limits import Limits
from tuopin.intake.linking import Batch, link, refuse_outside
from tuopin.intake.localities import Localities
from tuopin.intake.origins import origins_of
from tuopin.intake.pseudonyms import seal
from tuopin.intake.reading import FileSummary, ReadingSummary, RefusedRow, SheetSummary
from tuopin.intake.refusing import batch_without, file_twice, too_many_problems
from tuopin.intake.returned import ReturnedSheet
from tuopin.intake.rows import CheckedSheet, check_sheet
from tuopin.intake.tables import Tables
from tuopin.intake.wording import shown, written
from tuopin.snapshot.dataset import places_table
from tuopin.standards.pack import Pack

Progress = Callable[[str, int, int], None]


def read_batch(request: Request, progress: Progress) -> Outcome:
    """Raises BadInput for a file or sheet that cannot be used; rows are refused one by one."""
    pack = standards.load(request.pack)
    assert pack.layout is not None
    files = tuple(file_summaries(request, progress))
    checked, ignored, secret = [], [], secrets.token_bytes(32)
    for grid in _grids(request, progress):
        heading = find_heading(grid, pack.layout)
        if heading is None:
            ignored.append((grid.file, grid.title))
        else:
            progress("checking", 0, len(grid.rows))
            sheet = check_sheet(grid, heading, pack, lenient=request.lenient)
            if request.origins:
                sheet.papers = {role: list(sheet.of_role(role)) for role in ("id_number", "phone")}
            seal(sheet, pack, secret)
            checked.append(sheet)
    _require_sheets(checked, pack)
    batch = Batch(checked)
    if request.within is not None:
        refuse_outside(batch, request.within)
    return outcome_of(
        batch, pack, request.limits, files, tuple(ignored), progress, with_origins=request.origins
    )


def file_summaries(request: Request, progress: Progress) -> Iterator[FileSummary]:
    """Every file is scanned before the first is parsed."""
    known: dict[str, str] = {}
    for number, (place, name) in enumerate(request.files):
        progress("scanning", number, len(request.files))
        path = Path(place)
        if format_of(path, request.limits) == "xlsx":
            check_archive(path, name=name, limits=request.limits)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest in known:
            raise file_twice(known[digest], name)
        known[digest] = name
        yield FileSummary(name, digest, path.stat().st_size)


def _grids(request: Request, progress: Progress) -> Iterator[Grid]:
    told: Told = lambda done, total: progress("reading", done, total)  # noqa: E731 - a name for one argument
    for place, name in request.files:
        path = Path(place)
        if format_of(path, request.limits) == "text":
            yield text_grid(path, name=name, limits=request.limits, told=told)
        else:
            yield from workbook_grids(path, name=name, limits=request.limits, told=told)


def _require_sheets(checked: Sequence[CheckedSheet], pack: Pack) -> None:
    assert pack.layout is not None
    found = {sheet.sheet.name for sheet in checked}
    absent = [sheet for sheet in pack.layout.sheets if sheet.required and sheet.name not in found]
    if absent:
        raise batch_without(absent[0])


def outcome_of(
    batch: Batch,
    pack: Pack,
    limits: Limits,
    files: tuple[FileSummary, ...],
    ignored: tuple[tuple[str, str], ...],
    progress: Progress,
    *,
    with_origins: bool = False,
) -> Outcome:
    """Links what was checked sheet by sheet and builds the tables from what was accepted."""
    progress("linking", 0, 1)
    link(batch, limits)
    places = Localities(batch, pack)
    places.refuse_unknown_counties()
    _refuse_flood(batch, limits)
    tables = Tables(batch, places, pack)
    built = tables.build()
    progress("linking", 1, 1)
    return Outcome(
        tables=built,
        places=places_table(places.tree),
        latest=tables.latest,
        refused=tuple(_refused_rows(batch)),
        returned=tuple(_returned(sheet) for sheet in batch.sheets if sheet.problems),
        summary=ReadingSummary(
            files=files,
            sheets=tuple(_sheet_summary(sheet) for sheet in batch.sheets),
            ignored_sheets=ignored,
            households=built[Level.HOUSEHOLD.plural].num_rows,
            persons=built[Level.PERSON.plural].num_rows,
            villages=built[Level.VILLAGE.plural].num_rows,
            counties=built[Level.COUNTY.plural].num_rows,
            incomplete_households=tables.incomplete,
        ),
        origins=origins_of(batch, tables.positions) if with_origins else {},
    )


def _refuse_flood(batch: Batch, limits: Limits) -> None:
    """With so many problems the file is wrong as a whole; the commonest one says how."""
    counted: dict[tuple[str, str, str], int] = {}
    for sheet in batch.sheets:
        for problem in (problem for found in sheet.problems.values() for problem in found):
            key = (sheet.grid.title, problem.column, problem.refusal.reason.zh)
            counted[key] = counted.get(key, 0) + 1
    if sum(counted.values()) > limits.problems:
        title, column, reason = max(counted, key=lambda key: counted[key])
        raise too_many_problems(title, column, reason, counted[title, column, reason], sum(counted.values()))


def _refused_rows(batch: Batch) -> Iterator[RefusedRow]:
    for sheet in batch.sheets:
        for at in sorted(sheet.problems):
            for problem in sheet.problems[at]:
                refusal = problem.refusal
                yield RefusedRow(
                    file=sheet.grid.file,
                    sheet=sheet.grid.title,
                    row=sheet.lines[at],
                    column=problem.column,
                    value=problem.value,
                    code=refusal.code,
                    reason=refusal.reason,
                    remedy=refusal.remedy,
                )


def _returned(sheet: CheckedSheet) -> ReturnedSheet:
    """The refused rows as they were, every cell as text."""
    positions = sorted(sheet.problems)
    rows = [sheet.cells(at) for at in positions]
    width = max((len(row) for row in rows), default=0)
    labels = sheet.heading.labels[:width] + ("",) * (width - len(sheet.heading.labels))
    columns: dict[str, Iterable[object]] = {
        "line": pa.array([sheet.lines[at] for at in positions], pa.int32())
    }
    for position in range(width):
        cells = [written(row[position]) if position < len(row) else "" for row in rows]
        columns[str(position)] = pa.array(cells, pa.string())
    return ReturnedSheet(sheet.grid.file, sheet.grid.title, labels, pa.table(columns))


def _sheet_summary(sheet: CheckedSheet) -> SheetSummary:
    read, refused = len(sheet.lines), len(sheet.problems)
    return SheetSummary(
        file=sheet.grid.file,
        sheet=sheet.grid.title,
        kind=sheet.sheet.name,
        read=read,
        accepted=read - refused,
        refused=refused,
        skipped=sheet.skipped,
        ignored_columns=tuple(shown(label, "") for label in sheet.heading.ignored),
        missing_columns=tuple(column.header for column in sheet.heading.missing),
    )
