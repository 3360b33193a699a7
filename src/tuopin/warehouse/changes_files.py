"""Changes as csv and as a workbook: every move by place, the reasons, and who moves, by code only."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.text import Language, Text
from tuopin.standards.pack import Pack
from tuopin.warehouse.books import MOST_ROWS, Book, Cell, Column, write_csv
from tuopin.warehouse.changes import Changes, Question, Rows, answers_of

MOST_SHEETS = 5

Batches = Iterable[tuple[pa.Table, Rows]]
CsvCell = str | int | None


class ChangesFiles:
    """What is written of one comparison; `rows` gives a level's subjects that changed, batch by batch."""

    def __init__(
        self,
        pack: Pack,
        tree: PlaceTree,
        changes: dict[Level, Changes],
        rows: Callable[[Level], Batches],
        language: Language,
    ) -> None:
        self.pack, self.tree, self.changes, self.rows, self.language = pack, tree, changes, rows, language

    def write_csv(self, folder: Path) -> None:
        write_csv(folder / "changes.csv", self._names(_MOVES), self._moves())
        for level in self.changes:
            write_csv(folder / f"{level.plural}.csv", self._header(level), self._subjects(level))

    def write_book(self, path: Path, *, title: str, notes: Sequence[tuple[str, str]]) -> None:
        """The sheets: what this is, moves by place, reasons, then who moves; at most MOST_SHEETS of those a level."""
        words = self._word
        with Book(path, language=self.language) as book:
            more = [self._too_many(level) for level in self.changes]
            about = words(Text("说明", "about"))
            book.notes(about, title, [*notes, *(line for line in more if line is not None)])
            moves = [Column(name, 14) for name in self._names(_MOVES)]
            book.sheet(words(Text("分地区变化", "changes by place")), moves, self._moves())
            reasons = [
                Column(name, 40 if at == 3 else 16, wraps=at == 3)
                for at, name in enumerate(self._names(_REASONS))
            ]
            book.sheet(words(Text("原因", "reasons")), reasons, self._reasons())
            for level in self.changes:
                self._write_subjects(book, level)

    def _write_subjects(self, book: Book, level: Level) -> None:
        columns = [Column(name, 14) for name in self._header(level)]
        rows: Iterator[Sequence[Cell]] = iter(self._subjects(level))
        for number in range(1, MOST_SHEETS + 1):
            first = next(rows, None)
            if first is None and number > 1:
                return
            name = level.label.in_(self.language)
            some = islice(chain([first] if first is not None else [], rows), MOST_ROWS)
            book.sheet(name if number == 1 else f"{name} {number}", columns, some)

    def _too_many(self, level: Level) -> tuple[str, str] | None:
        most = MOST_ROWS * MOST_SHEETS
        changed = sum(rows.before.num_rows for _, rows in self.rows(level))
        if changed <= most:
            return None
        return (
            self._word(Text("未列完", "not all here")),
            self._word(
                Text(
                    f"共 {changed:,} 个，本工作簿只列出前 {most:,} 个；全部在 {level.plural}.csv 中。",
                    f"{changed:,} changed; this workbook lists the first {most:,}. {level.plural}.csv holds all.",
                )
            ),
        )

    # ---- rows ----

    def _moves(self) -> Iterator[list[CsvCell]]:
        for changes in self.changes.values():
            questions = {question.code: question for question in changes.questions}
            for level in self.pack.place_levels:
                for place, moves in changes.by_place(self.tree, level):
                    where: list[CsvCell] = [
                        self._word(self.pack.place_labels[level]), place.code, self._word(place.name)
                    ]  # fmt: skip
                    for code in questions:
                        for move in moves.get(code, ()):
                            asked, tally = questions[code], move.tally
                            yield [
                                *where, changes.level.label.in_(self.language), self._asked(asked),
                                self._word(asked.says(move.before)), self._word(asked.says(move.after)),
                                tally.households, tally.people, tally.unsized,
                            ]  # fmt: skip

    def _reasons(self) -> Iterator[list[CsvCell]]:
        for changes in self.changes.values():
            by_code = {question.code: question for question in changes.questions}
            for code, reasons in changes.reasons.items():
                for reason in reasons:
                    move, standard = reason.move, by_code[code].standard
                    labels = (by_code[f"{standard}.{each}"].because(now) for each, now in reason.criteria)
                    yield [
                        self._asked(by_code[code]), self._word(by_code[code].says(move.before)),
                        self._word(by_code[code].says(move.after)),
                        self._word(Text("；", "; ")).join(self._word(label) for label in labels),
                        move.tally.households, move.tally.people, move.tally.unsized,
                    ]  # fmt: skip

    def _subjects(self, level: Level) -> Iterator[list[CsvCell]]:
        """A line each: where, its code, people, then every question's two answers."""
        names, questions = self._place_names(), self.changes[level].questions
        say = cache(lambda at, answer: self._word(questions[at].says(answer)))
        for keys, rows in self.rows(level):
            places = rows.village.to_pylist()
            codes = (
                keys["code"].to_pylist()
                if level is Level.HOUSEHOLD
                else [self._code(place) for place in places]
            )
            people = rows.people.to_pylist()
            both = [
                (before.tolist(), after.tolist())
                for before, after in (answers_of(q, rows) for q in questions)
            ]
            for row, place in enumerate(places):
                cells: list[CsvCell] = [*names(place), codes[row]]
                cells += [people[row]] if level is Level.HOUSEHOLD else []
                for at, (before, after) in enumerate(both):
                    cells += [say(at, before[row]), say(at, after[row])]
                yield cells

    # ---- words ----

    def _word(self, text: Text) -> str:
        return text.in_(self.language)

    def _names(self, headers: Sequence[Text]) -> list[str]:
        return [self._word(header) for header in headers]

    def _asked(self, question: Question) -> str:
        """A criterion under its standard's name, because two standards may ask alike."""
        if not question.criterion:
            return self._word(question.label)
        label = self.pack.standard(question.standard).label
        return f"{self._word(label)} · {self._word(question.label)}"

    def _header(self, level: Level) -> list[str]:
        headers = [self._word(self.pack.place_labels[each]) for each in self.pack.place_levels]
        headers.append(
            self._word(Text("户编号", "household") if level is Level.HOUSEHOLD else Text("代码", "code"))
        )
        headers += [self._word(self.pack.overview.people.label)] if level is Level.HOUSEHOLD else []
        for question in self.changes[level].questions:
            headers += [f"{self._asked(question)}{self._word(side)}" for side in _SIDES]
        return headers

    def _code(self, place: int) -> str:
        return self.tree.places[place].code

    def _place_names(self) -> Callable[[int], list[str]]:
        levels = self.pack.place_levels

        @cache
        def names(place: int) -> list[str]:
            by_level = {each.level: self._word(each.name) for each in self.tree.chain(place)}
            return [by_level.get(level, "") for level in levels]

        return names


_SIDES = (Text("：原来", ": before"), Text("：后来", ": after"))
_TALLY = (Text("数目", "number"), Text("人", "people"), Text("人口不详", "of unknown size"))
_MOVES = (
    Text("级别", "level"), Text("代码", "code"), Text("地区", "place"), Text("对象", "about"), Text("问题", "question"),
    Text("原来", "before"), Text("后来", "after"), *_TALLY,
)  # fmt: skip
_REASONS = (
    Text("标准", "standard"), Text("原来", "before"), Text("后来", "after"),
    Text("变化的条件", "criteria that changed"), *_TALLY,
)  # fmt: skip
