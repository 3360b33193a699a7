"""The national system: what must be changed there so that it says what the registry says (国家系统变更清单).

An export is held against what is known today. Wherever the registry knows better, one line: household, member, fact,
what the export says, what it should say, since when. The next export shows which lines were taken over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from tuopin.engine.kinds import Level
from tuopin.engine.wording import Words
from tuopin.intake.imports.merging import in_order
from tuopin.intake.imports.selectors import typed
from tuopin.intake.models import Import, ImportRow
from tuopin.kernel.text import Language, Text
from tuopin.registry.columns import the_pack
from tuopin.registry.models import Person

TITLE = Text("国家系统变更清单", "changes for the national system")
HEADERS = (
    Text("户编号", "Household"),
    Text("成员序号", "Member"),
    Text("字段", "Field"),
    Text("国家系统现值", "In the export"),
    Text("应改为", "Should be"),
    Text("依据（登记库采集日期）", "Reason (day collected, in the registry)"),
)
CHECKED_HEADER = Text("上次要求修改后", "Since the last list")
CHECKED = {
    "taken_over": Text("已采纳", "taken over"),
    "open": Text("仍未修改", "not yet changed"),
    "absent": Text("本次导出中没有", "not in this export"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`there` is the export's value, `here` the registry's, known since `since`."""

    code: str
    member: int | None
    label: Text
    there: Any
    here: Any
    since: date
    level: Level
    fact: str
    subject: Any

    def worded(self, value: Any) -> Text:
        return worded(self.level, self.fact, value)


def change_list(batch: Import) -> Iterator[Line]:
    """By household. Facts the registry does not know are no reason to change anything there."""
    changed = batch.rows.filter(outcome="changed", level__in=(Level.HOUSEHOLD.value, Level.PERSON.value))
    for some in in_order(changed, "level", "code", "subject", "facts", "old"):
        people = [subject for level, _, subject, _, _ in some if level == Level.PERSON.value]
        numbers = dict(Person.objects.filter(pk__in=people).values_list("pk", "number"))
        for name, code, subject, there, here in some:
            level = Level(name)
            for fact, (value, day) in here.items():
                if value is not None:
                    label = the_pack().by_level[level][fact].label
                    since = date.fromisoformat(day)
                    member = numbers.get(subject)
                    yield Line(code, member, label, there[fact], value, since, level, fact, subject)


def earlier(batch: Import) -> Import | None:
    """The export before this one, of the same place."""
    before = Import.objects.filter(
        purpose=Import.Purpose.NATIONAL,
        state=Import.State.READ,
        path=batch.path,
        staged_at__lt=batch.staged_at,
    )
    return before.order_by("-staged_at").first()


def checked(batch: Import, before: Import) -> Iterator[tuple[Line, str]]:
    """What became of each line of the earlier list in this export."""
    for line in change_list(before):
        row = ImportRow.objects.filter(batch=batch, level=line.level.value, subject=line.subject).first()
        if row is None:
            yield line, "absent"
        elif row.facts.get(line.fact, line.here) == line.here:
            yield line, "taken_over"
        else:
            yield line, "open"


def write_change_list(batch: Import, path: Path, language: Language) -> int:
    """A workbook of text cells only: one sheet of lines, and one of what became of the last list. How many lines."""
    before = earlier(batch)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        text, bold = (
            workbook.add_format({"num_format": "@"}),
            workbook.add_format({"bold": True, "num_format": "@"}),
        )
        page = workbook.add_worksheet(TITLE.in_(language)[:31])
        _row(page, 0, [header.in_(language) for header in HEADERS], bold)
        number = 0
        for number, line in enumerate(change_list(batch), start=1):
            _row(page, number, _cells(line, language), text)
        if before is not None:
            page = workbook.add_worksheet(CHECKED_HEADER.in_(language)[:31])
            _row(page, 0, [CHECKED_HEADER.in_(language), *(header.in_(language) for header in HEADERS)], bold)
            for at, (line, what) in enumerate(checked(batch, before), start=1):
                _row(page, at, [CHECKED[what].in_(language), *_cells(line, language)], text)
    return number


def _row(page: Any, number: int, cells: list[str], form: Any) -> None:
    for column, cell in enumerate(cells):
        page.write_string(number, column, cell, form)


def _cells(line: Line, language: Language) -> list[str]:
    return [
        line.code,
        "" if line.member is None else str(line.member),
        line.label.in_(language),
        line.worded(line.there).in_(language),
        line.worded(line.here).in_(language),
        line.since.isoformat(),
    ]


def worded(level: Level, fact: str, value: Any) -> Text:
    """A value as the row of an import keeps it, in words."""
    pack = the_pack()
    return Words(pack.unit_words).value(pack.by_level[level][fact].kind, typed(level, {fact: value})[fact])
