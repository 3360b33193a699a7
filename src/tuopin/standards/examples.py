"""Examples of a standard as Markdown tables: rows an office can read, and the tests run as they stand.

    # Household exit household_exit
    | word | stands for |                              short words, used below
    on 2020-06-30 · at 990101001001 · otherwise sound · with adult; adult
    | case | size | members | → income | → overall |
    | nobody has asked | ? | adult; adult birth=? | ? | ? |

The line of conditions says what holds unless a column says otherwise, and who is inside. No cell stays empty. A table
answers every criterion and overall; where each criterion stands alone (flags, signals, checks) it may answer some.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from tuopin.engine.records import Record
from tuopin.engine.standard import Method, Standard
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.verdict import Verdict
from tuopin.standards.example_cells import Cells, Spot
from tuopin.standards.markdown_tables import Line, Row, Table, blocks
from tuopin.standards.pack import Pack

ANSWERS = {
    "yes": Verdict.MET,
    "no": Verdict.NOT_MET,
    "?": Verdict.UNKNOWN,
    "n/a": Verdict.NOT_APPLICABLE,
}
OVERALL = "→ overall"
_TITLE = re.compile(r"^# .*?(\S+)$")
_CONDITIONS = re.compile(r"^on (\S+) · at (\S+) · otherwise (.+?)(?: · with (.+))?$")


@dataclass(frozen=True)
class Example:
    """One row: a subject, the terms it is judged under, the answer of every criterion the table shows and overall."""

    case: str
    file: str
    line: int
    standard: Standard
    terms: Terms
    subject: Record
    expected: Mapping[str, Verdict]
    overall: Verdict | None


@dataclass(frozen=True)
class Conditions:
    """What holds for a table unless a column says otherwise."""

    on: date
    places: tuple[Place, ...]
    otherwise: str
    members: str


def texts(pack: Pack) -> Mapping[str, str]:
    """The examples files of a pack as they stand, by the code of the standard; its folder is its package."""
    folder = files(pack.folder) / "examples"
    found = {code: folder / f"{code}.md" for code in pack.by_code}
    return {code: file.read_text(encoding="utf-8") for code, file in found.items() if file.is_file()}


def of_pack(pack: Pack) -> tuple[Example, ...]:
    """Every example of a pack. Raises BadInput (`examples_table`) for a cell that cannot be read."""
    return tuple(
        example
        for code, text in texts(pack).items()
        for example in read_examples(text, file=f"{code}.md", pack=pack)
    )


def read_examples(text: str, *, file: str, pack: Pack) -> tuple[Example, ...]:
    """The rows of one file. Raises BadInput (`examples_table`) that names file, line, column and value."""
    return tuple(_Reader(pack, Spot(file)).read(text))


class _Reader:
    """Goes through a file from top to bottom, keeping the words and conditions that hold."""

    def __init__(self, pack: Pack, spot: Spot) -> None:
        self.pack = pack
        self.spot = spot
        self.cells = Cells(pack, spot)
        self.standard: Standard | None = None
        self.conditions: Conditions | None = None
        self.lines: dict[str, int] = {}

    def read(self, text: str) -> Iterator[Example]:
        for block in blocks(text):
            self._at(block.number if isinstance(block, Line) else block.header.number, "-")
            if isinstance(block, Line):
                self._line(block.text)
            elif block.header.cells == ("word", "stands for"):
                for row in self._rows(block):
                    self.cells.words[row.cells[0]] = row.cells[1]
            elif block.header.cells[0] == "case":
                yield from self._cases(block)
            else:
                self.spot.refuse(
                    block.header.cells[0],
                    zh="表的第一列应为 case，或者表有 word 与 stands for 两列",
                    en="is not how a table begins: with the column case, or with word and stands for",
                )

    def _at(self, line: int, column: str) -> None:
        self.spot.line, self.spot.column = line, column

    def _line(self, text: str) -> None:
        title = _TITLE.match(text)
        if title:
            self.standard = self._named(title.group(1))
        elif text.startswith("on "):
            self.conditions = self._conditions(text)

    def _named(self, code: str) -> Standard:
        if code not in self.pack.by_code:
            self.spot.refuse(
                code,
                zh=f"标题应以标准代码结尾：{'、'.join(self.pack.by_code)}",
                en=f"is no standard; the title ends in one of {', '.join(self.pack.by_code)}",
            )
        return self.pack.by_code[code]

    def _conditions(self, text: str) -> Conditions:
        found = _CONDITIONS.match(text)
        if found is None:
            self.spot.refuse(
                text,
                zh="条件行应写作：on 日期 · at 村代码 · otherwise 用词 · with 成员",
                en="should read: on DAY · at VILLAGE CODE · otherwise WORDS · with MEMBERS",
            )
        try:
            day, places = date.fromisoformat(found.group(1)), self.pack.places_of(found.group(2), {})
        except (ValueError, BadInput) as why:
            reason = why.text if isinstance(why, BadInput) else None
            self.spot.refuse(
                text,
                zh=reason.zh if reason else "日期应写作 2020-06-30",
                en=f"cannot stand: {reason.en if reason else 'a day is written like 2020-06-30'}",
            )
        return Conditions(day, places, found.group(3).replace("`", ""), found.group(4) or "-")

    def _rows(self, table: Table) -> Iterator[Row]:
        for row in table.rows:
            self._at(row.number, "-")
            if len(row.cells) != len(table.header.cells):
                self.spot.refuse(
                    " | ".join(row.cells),
                    zh=f"有 {len(row.cells)} 格，表头有 {len(table.header.cells)} 格",
                    en=f"has {len(row.cells)} cells, the header {len(table.header.cells)}",
                )
            for column, cell in zip(table.header.cells, row.cells, strict=True):
                self._at(row.number, column)
                if not cell:
                    self.spot.refuse(cell, zh="不能留空，未知请写 ?", en="is empty; write ? for unknown")
            yield row

    def _cases(self, table: Table) -> Iterator[Example]:
        if self.standard is None or self.conditions is None:
            self.spot.refuse(
                "case",
                zh="表前应先有标题（# 名称 标准代码）和条件行（on 日期 · at 村代码 · otherwise 用词）",
                en="stands before the title (# Name standard_code) or the conditions (on … · at … · otherwise …)",
            )
        self._check_header(table.header.cells, self.standard)
        for row in self._rows(table):
            cells = dict(zip(table.header.cells, row.cells, strict=True))
            yield self._case(cells, self.standard, self.conditions)

    def _check_header(self, header: tuple[str, ...], standard: Standard) -> None:
        answers = [f"→ {code}" for code in standard.by_code]
        alone = standard.method is Method.EACH
        known = {
            *answers,
            *(() if alone else (OVERALL,)),
            *self.pack.by_level[standard.level],
            "case",
            "members",
        }
        needed = (
            answers[:0] if alone and set(answers) & set(header) else answers if alone else [*answers, OVERALL]
        )
        for name in needed:
            if name not in header:
                self.spot.refuse(name, zh="表中缺少这一列", en="is a column the table lacks")
        for name in header:
            if name not in known or header.count(name) > 1:
                self.spot.refuse(
                    name,
                    zh=f"不是{standard.level.label.zh}的登记信息、members 或 → 条件，或者重复出现",
                    en=f"is no fact of a {standard.level.value}, not members and no → criterion, or stands twice",
                )

    def _case(self, cells: Mapping[str, str], standard: Standard, conditions: Conditions) -> Example:
        case, line = cells["case"], self.spot.line
        self._at(line, "case")
        if case in self.lines:
            self.spot.refuse(
                case, zh=f"与第 {self.lines[case]} 行同名", en=f"is the name of line {self.lines[case]} too"
            )
        self.lines[case] = line
        expected = {
            code: self._answer(f"→ {code}", cells) for code in standard.by_code if f"→ {code}" in cells
        }
        overall = None if standard.method is Method.EACH else self._answer(OVERALL, cells)
        terms = Terms(conditions.on, PlaceTree.of(conditions.places))
        subject = self._subject(cells, standard, conditions)
        return Example(case, self.spot.file, line, standard, terms, subject, expected, overall)

    def _answer(self, column: str, cells: Mapping[str, str]) -> Verdict:
        self.spot.column = column
        if cells[column] not in ANSWERS:
            self.spot.refuse(cells[column], zh="应为 yes、no、? 或 n/a", en="is not one of yes, no, ?, n/a")
        return ANSWERS[cells[column]]

    def _subject(self, cells: Mapping[str, str], standard: Standard, conditions: Conditions) -> Record:
        level = standard.level
        self.spot.column = "otherwise"
        facts = self.cells.facts(conditions.otherwise, level)
        for column, cell in cells.items():
            if column in self.pack.by_level[level]:
                self.spot.column = column
                facts[column] = self.cells.value(level, column, cell)
        inside = conditions.places[-1].id
        own = next((place.id for place in conditions.places if place.level == level.value), inside)
        self.spot.column = "members"
        members = tuple(self.cells.members(cells.get("members", conditions.members), level, inside))
        return Record(level, cells["case"], own, facts, members)
