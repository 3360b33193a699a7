"""One table of a survey checked: its keys, places and facts, every row accepted or with its problems."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from tuopin.engine.kinds import Date, Level, Number
from tuopin.engine.units import ONE
from tuopin.intake import problems
from tuopin.intake.grids import Grid
from tuopin.intake.headings import Heading
from tuopin.intake.problems import Problem, Refusal, from_check, refusal
from tuopin.intake.readers import household_check, place_refusal, read_code
from tuopin.intake.rows import CheckedSheet
from tuopin.intake.survey.answers import Answer, OfRow
from tuopin.intake.survey.answers import Column as ColumnAnswer
from tuopin.intake.survey.evaluating import (
    Cells,
    Found,
    any_by_household,
    evaluate,
    in_range,
    one_by_household,
    wide_type,
)
from tuopin.intake.survey.mapping import Part, TableMap
from tuopin.intake.survey.meanings import Meaning, Words, reader
from tuopin.intake.survey.sources import Rows
from tuopin.intake.wording import compact, shown, without_numbers, written
from tuopin.standards.pack import Column, Pack, Sheet

_PERSON = Number(ONE, 0, 1, 32_767)
_LONGEST_NAME = 64
Days = Mapping[object, date | None]


class SurveyTable:
    """The rows of one table as answers look at them. `others` are the other tables, `days` those of households."""

    def __init__(self, name: str, table: TableMap, source: Rows, pack: Pack) -> None:
        self.name = name
        self.table = table
        self.source = source
        self.pack = pack
        self.days: Days = {}
        self.others: Mapping[str, SurveyTable] = {}
        self.as_of: date | None = None
        self.checked = CheckedSheet(
            Grid(source.file, source.title, source.rows), _heading(name, table, source, pack), source.lines, 0
        )
        self._known: dict[str, Cells] = {}
        for row, line in enumerate(source.lines):
            if line in source.too_long:
                self._refuse(row, problems.ROW_TOO_LONG)
        if source.cut_off is not None:
            self._refuse(self.rows - 1, problems.ROW_CUT_OFF)

    # ---- as answers look at it ----

    @property
    def rows(self) -> int:
        return len(self.source.lines)

    def cells(self, column: str) -> Cells:
        if column not in self._known:
            at = self.source.labels.index(column)
            self._known[column] = Cells.of([self.source.rows[line - 1][at] for line in self.source.lines])
        return self._known[column]

    def interviews(self) -> pa.Array:
        own = self.checked.of_role("collected_on")
        codes = self.checked.of_role("household")
        homes = [self.days.get(code) for code in codes] if self.table.level is Level.PERSON else own
        return pa.array(
            [day or home or self.as_of for day, home in zip(own, homes, strict=True)], pa.date32()
        )

    def listed(self, table: str) -> pa.Array:
        listed = Counter(self.others[table].checked.of_role("household"))
        return pa.array([listed[code] for code in self.checked.of_role("household")], pa.int64())

    def any_row(self, table: str, part: Answer) -> pa.Array:
        """A refused row says nothing: its household is unknown unless another row says yes."""
        other = self.others[table]
        found = any_by_household(other.checked.of_role("household"), other._said(part))
        return pa.array([found.get(code, False) for code in self.checked.of_role("household")], pa.bool_())

    def of_row(self, answer: OfRow) -> pa.Array:
        other = self.others[answer.table]
        codes = other.checked.of_role("household")
        found = one_by_household(codes, other._said(answer.where), other._said(answer.part))
        return pa.array(
            [found.get(code) for code in self.checked.of_role("household")], wide_type(answer.kind)
        )

    def _said(self, answer: Answer) -> list[object]:
        """What rows of this table say to a fact of households; a refused row is unknown."""
        values = self._values(evaluate(answer, self))
        return [value if self.checked.accepted(row) else None for row, value in enumerate(values)]

    # ---- keys, places, facts ----

    def read_keys(self) -> None:
        if self.table.level in (Level.PERSON, Level.HOUSEHOLD, None):
            self._take("household", self._codes())
        if self.table.person is not None:
            answer = ColumnAnswer(self.table.person, _PERSON, reader(_PERSON, Meaning(Words())))
            self._take("person", self._values(evaluate(answer, self)))
            self._refuse_blank(self.table.person, "person")
        if self.table.collected_on is not None:
            self._take(
                "collected_on", self._values(in_range(evaluate(self.table.collected_on, self), Date()))
            )
        if self.table.places:
            self._read_places()

    def read_facts(self) -> None:
        facts = self.pack.by_level[self.table.level] if self.table.level is not None else {}
        for code, answer in self.table.facts.items():
            kind = facts[code].kind
            self._take(code, self._values(in_range(evaluate(answer, self), kind)))

    def _take(self, header: str, values: Sequence[object]) -> None:
        self.checked.values[header] = list(values)

    def _refuse(self, row: int, why: Refusal, column: str = "", value: str = "") -> None:
        """One cell may speak of several facts; what is wrong with it is said once."""
        if Problem(column, value, why) not in self.checked.problems.get(row, ()):
            self.checked.refuse(row, column, value, why)

    def _values(self, found: Found) -> list[object]:
        for wrong in found.wrong:
            self._refuse(wrong.row, wrong.refusal, wrong.column, shown(wrong.cell, "fact"))
        return list(found.values.to_pylist())

    def _refuse_blank(self, column: str, header: str) -> None:
        for row, value in enumerate(self.checked.values[header]):
            if value is None and self.checked.accepted(row):
                self._refuse(row, problems.BLANK_KEY, column)

    def _codes(self) -> list[object]:
        """The household of each row; without a column of its own, every row is one and its line names it."""
        if not self.table.household:
            return [str(line) for line in self.source.lines]
        parts = [self._code_part(column) for column in self.table.household]
        check = household_check(self.pack)
        joined: list[object] = []
        for row, texts in enumerate(zip(*parts, strict=True)):
            code = "-".join(texts) if all(text is not None for text in texts) else None
            reason = check(code.upper()) if code is not None and check is not None else None
            if reason is not None:
                self._refuse(row, from_check("household_code_refused", reason), self.table.household[0])
                code = None
            joined.append(code)
        return joined

    def _code_part(self, column: str) -> list[str | None]:
        cells = self.cells(column)
        read = [read_code(cell) for cell in cells.distinct]
        texts: list[str | None] = []
        for row, at in enumerate(cells.at.to_pylist()):
            value = read[at]
            if isinstance(value, Refusal):
                self._refuse(row, value, column, shown(cells.distinct[at], "household"))
            texts.append(None if isinstance(value, Refusal) else value)
        return texts

    def _read_places(self) -> None:
        """The code of each row's place, with a / between its parts where several levels have one, and the names."""
        coded = [place.code for place in self.table.places.values() if place.code is not None]
        columns = [self._part(part) for part in coded]
        codes: list[object] = []
        for row, parts in enumerate(zip(*columns, strict=True)):
            codes.append("/".join(parts) if all(part is not None for part in parts) else None)
            if codes[-1] is None:
                self._refuse(row, problems.BLANK_KEY, _first_blank(coded, parts))
        if self.table.level is not Level.COUNTY:
            self._refuse_unreadable(codes, coded[-1].column or "")
        self._take("village", codes)
        for level, place in self.table.places.items():
            if place.name is not None:
                self._take(f"place_name:{level}", self._part(place.name))

    def _part(self, part: Part) -> list[str | None]:
        if part.column is None:
            return [part.text.en] * self.rows
        cells = self.cells(part.column)
        texts = [
            without_numbers(compact(written(cell))[:_LONGEST_NAME], longest=17) or None
            for cell in cells.distinct
        ]
        return [texts[at] for at in cells.at.to_pylist()]

    def _refuse_unreadable(self, codes: list[object], column: str) -> None:
        wrong: dict[object, Refusal | None] = {None: None}
        for row, code in enumerate(codes):
            if code not in wrong:
                wrong[code] = place_refusal(str(code), self.pack)
            why = wrong[code]
            if why is not None:
                self._refuse(row, why, column, shown(str(code), "village"))
                codes[row] = None

    # ---- rows that stand twice ----

    def refuse_repeated_persons(self) -> None:
        """Of several rows of one number in a household the first good one is kept."""
        if self.table.person is None:
            return
        seen: set[tuple[object, object]] = set()
        keys = zip(self.checked.of_role("household"), self.checked.of_role("person"), strict=True)
        for row, key in enumerate(keys):
            if None in key or not self.checked.accepted(row):
                continue
            if key in seen:
                self._refuse(row, _PERSON_TWICE, self.table.person, shown(str(key[1]), "fact"))
            seen.add(key)

    def take_each_household_once(self) -> None:
        """Rows of persons that repeat their household become one row of it, if all of them say the same."""
        if not self.table.repeated:
            return
        checked = self.checked
        rows_of: dict[object, list[int]] = defaultdict(list)
        for row, code in enumerate(checked.of_role("household")):
            rows_of[code if code is not None else ("blank", row)].append(row)
        columns = list(checked.values.values())
        for rows in rows_of.values():
            said = {tuple(column[row] for column in columns) for row in rows if checked.accepted(row)}
            if len(said) > 1:
                self._refuse(rows[0], _HOUSEHOLD_DIFFERS, self.table.household[0])
        kept = [next((row for row in rows if row in checked.problems), rows[0]) for rows in rows_of.values()]
        _keep(checked, kept)


def _keep(checked: CheckedSheet, rows: Sequence[int]) -> None:
    checked.skipped += len(checked.lines) - len(rows)
    checked.problems = {at: checked.problems[row] for at, row in enumerate(rows) if row in checked.problems}
    checked.lines = [checked.lines[row] for row in rows]
    checked.values = {header: [column[row] for row in rows] for header, column in checked.values.items()}


def _heading(name: str, table: TableMap, source: Rows, pack: Pack) -> Heading:
    """The columns that linking and tables look for, by role and by fact; facts nobody mapped are missing columns."""
    roles = ["household", "person", "collected_on", "village"]
    roles += [f"place_name:{level}" for level, place in table.places.items() if place.name is not None]
    columns = [Column(role, role=role) for role in roles]
    facts = pack.by_level[table.level] if table.level is not None else {}
    columns += [Column(code, fact=facts[code]) for code in table.facts]
    absent = [Column(code, fact=fact) for code, fact in facts.items() if code not in table.facts]
    beside = f"beside {name}"  # no register of the pack
    sheet = Sheet(name, table.level.plural if table.level else beside, table.level, (*columns, *absent))
    return Heading(sheet, 0, table.header, source.labels, dict(enumerate(columns)), source.unused, ())


def _first_blank(parts: Sequence[Part], texts: Sequence[str | None]) -> str:
    return next((part.column or "" for part, text in zip(parts, texts, strict=True) if text is None), "")


_PERSON_TWICE = refusal(
    "person_twice",
    zh="同一户中这个成员编号还有别的行，本次采用了其中第一条没有错误的行",
    en="The household has other rows of this number, of which the first good one was used",
    do_zh="请核对哪一行是对的，只保留一行。",
    do_en="Find out which row is right and keep one.",
)
_HOUSEHOLD_DIFFERS = refusal(
    "household_rows_differ",
    zh="同一户在各行中的内容不一致",
    en="The rows of this household do not say the same of it",
    do_zh="请核对该户各行，改为一致。",
    do_en="Make what its rows say of the household the same.",
)
