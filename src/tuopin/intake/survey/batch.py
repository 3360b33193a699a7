"""A survey from its files to an outcome: columns read, keys first, then facts, then all rows side by side."""

from datetime import date
from pathlib import Path

from tuopin.engine.kinds import Level
from tuopin.intake.checking import Progress, file_summaries, outcome_of
from tuopin.intake.exchange import Outcome, Request
from tuopin.intake.linking import Batch
from tuopin.intake.survey.checking import SurveyTable
from tuopin.intake.survey.parsing import read_mapping
from tuopin.intake.survey.sources import read_rows


def read_survey(request: Request, progress: Progress) -> Outcome:
    """Raises BadInput for a file that cannot be used or lacks a column; rows are refused one by one."""
    assert request.mapping is not None
    name, text = request.mapping
    mapping = read_mapping(text, name=name)
    files = tuple(file_summaries(request, progress))
    tables = [
        SurveyTable(
            each,
            table,
            read_rows(
                Path(path),
                table,
                limits=request.limits,
                told=lambda done, total: progress("reading", done, total),
            ),
            mapping.pack,
        )
        for each, table in mapping.tables.items()
        for path, called in request.files
        if called == table.file
    ]
    for table in tables:
        progress("checking", 0, table.rows)
        table.read_keys()
    _tell_each_other(tables, date.fromisoformat(request.as_of) if request.as_of else None)
    # Facts of households ask other tables, whose bad rows are known by then.
    for table in sorted(tables, key=lambda table: table.table.level is Level.HOUSEHOLD):
        table.read_facts()
        table.refuse_repeated_persons()
        table.take_each_household_once()
    return outcome_of(
        Batch([table.checked for table in tables]), mapping.pack, request.limits, files, (), progress
    )


def _tell_each_other(tables: list[SurveyTable], as_of: date | None) -> None:
    """Persons were interviewed on the day of their household; facts of households may ask any table."""
    days: dict[object, date | None] = {}
    for table in tables:
        if table.table.level is Level.HOUSEHOLD:
            codes = table.checked.of_role("household")
            for code, day in zip(codes, table.checked.of_role("collected_on"), strict=True):
                if isinstance(day, date):
                    days.setdefault(code, day)
    for table in tables:
        table.as_of, table.days = as_of, days
        table.others = {other.name: other for other in tables}
