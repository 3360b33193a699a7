"""Which sheet of the pack a sheet of the file is, and which column each header means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tuopin.intake.grids import Grid, Row
from tuopin.intake.wording import compact, written
from tuopin.kernel.errors import BadInput
from tuopin.standards.pack import Column, Layout, Sheet

_SEARCHED = 20
"""A header begins in the first rows; titles, dates and units of a form stand above it."""
_DEEPEST = 3
_HARMLESS = frozenset({"name", "phone", "id_number", "text", "ignored"})
"""Roles of which a second column does no harm: the first counts, the second is listed as ignored."""
_FEWEST = 3
_TITLE_PARTS = re.compile(r"[\s_\-.()\[\]【】、,+]+")
_NUMBERED_TITLE = re.compile(r"(.*?)\d*")


@dataclass(frozen=True)
class Words:
    """Every word the pack knows for the columns of one sheet."""

    sheet: Sheet
    marks: tuple[str, ...]

    @cached_property
    def columns(self) -> Mapping[str, tuple[Column, bool]]:
        """Word to column, and whether it is the official header."""
        found: dict[str, tuple[Column, bool]] = {}
        for column in self.sheet.columns:
            found[header_word(column.header, self.marks)] = (column, True)
        for column in self.sheet.columns:
            for synonym in column.synonyms:
                found.setdefault(header_word(synonym, self.marks), (column, False))
        return found

    @cached_property
    def titles(self) -> frozenset[str]:
        return frozenset(
            compact(title).upper() for title in (self.sheet.name, self.sheet.table, *self.sheet.synonyms)
        )


@dataclass(frozen=True)
class Heading:
    """The header found in a sheet: `columns` by position; `ignored` headers mean nothing to the pack."""

    sheet: Sheet
    first: int
    depth: int
    labels: tuple[str, ...]
    columns: Mapping[int, Column]
    ignored: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def missing(self) -> tuple[Column, ...]:
        found = {column.header for column in self.columns.values()}
        return tuple(column for column in self.sheet.columns if column.header not in found)

    @property
    def missing_keys(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.missing if column.required)


def header_word(text: str, marks: Sequence[str] = ()) -> str:
    """A header as it is compared: half-width, capitals, without spaces, asterisks, quotes and a final colon."""
    word = compact(text).upper().replace("*", "").replace('"', "").rstrip(":")
    for mark in marks:
        word = word.removesuffix(compact(mark).upper())
    return word


def find_heading(grid: Grid, layout: Layout) -> Heading | None:
    """The heading of a sheet the pack knows; None when the sheet is something else.

    By its title when the keys are there, else by its headers. Raises BadInput (`sheet_without_keys`, `sheet_unclear`,
    `column_twice`).
    """
    top = _Top(grid, layout.marks)
    located = (_locate(top, Words(sheet, layout.marks)) for sheet in layout.sheets)
    found = [heading for heading in located if heading is not None]
    named = _titled(grid.title, layout)
    by_title = next((heading for heading in found if heading.sheet is named), None)
    if by_title is not None and not by_title.missing_keys:
        return _undoubted(grid, by_title)
    whole = [heading for heading in found if not heading.missing_keys and len(heading.columns) >= _FEWEST]
    best = max((len(heading.columns) for heading in whole), default=0)
    likely = [heading for heading in whole if len(heading.columns) == best]
    if len(likely) == 1:
        return _undoubted(grid, likely[0])
    if named is not None:
        raise _without_keys(grid, named, by_title)
    if likely:
        raise _unclear(grid, likely)
    return None


def _undoubted(grid: Grid, heading: Heading) -> Heading:
    if not heading.doubled:
        return heading
    raise BadInput(
        "column_twice",
        zh=f"{grid.file} 的工作表 {grid.title} 中有两列都是：{'、'.join(heading.doubled)}。请只保留一列。",
        en=f"Sheet {grid.title} of {grid.file} has two columns for: {', '.join(heading.doubled)}. Keep one of each.",
    )


def _titled(title: str, layout: Layout) -> Sheet | None:
    """The sheet whose name the title is, or is a part of it, as in 大石县_户_2020; None when two are."""
    whole = compact(title).upper()
    parts = {whole, *_TITLE_PARTS.split(whole)}
    parts |= {matched[1] for part in list(parts) if (matched := _NUMBERED_TITLE.fullmatch(part))}
    named = [sheet for sheet in layout.sheets if Words(sheet, layout.marks).titles & parts]
    return named[0] if len(named) == 1 else None


class _Top:
    """The first rows of a sheet as labels, each as comparable word, and as word that reaches right over blanks."""

    def __init__(self, grid: Grid, marks: Sequence[str]) -> None:
        rows = grid.rows[: _SEARCHED + _DEEPEST]
        self.width = max((len(row) for row in rows), default=0)
        self.labels = [[_label(row, position) for position in range(self.width)] for row in rows]
        self.words = [[header_word(label, marks) for label in row] for row in self.labels]
        self.reaching = [_filled(row) for row in self.words]

    def label(self, first: int, depth: int, position: int) -> str:
        """The lowest label of a column within the rows of a header."""
        rows = self.labels[first : first + depth]
        return next((row[position] for row in reversed(rows) if row[position]), "")

    def candidates(self, first: int, depth: int, position: int) -> tuple[str, str]:
        """With the words above it (a merged cell reaches to the right), then alone."""
        rows = self.words[first : first + depth]
        own = next((row[position] for row in reversed(rows) if row[position]), "")
        above = self.reaching[first : first + depth - 1] if rows[-1][position] else []
        return "".join([*(row[position] for row in above), own]), own


def _label(row: Row, position: int) -> str:
    return " ".join(written(row[position]).split()) if position < len(row) else ""


def _filled(words: Sequence[str]) -> list[str]:
    filled, last = [], ""
    for word in words:
        last = word or last
        filled.append(last)
    return filled


def _locate(top: _Top, words: Words) -> Heading | None:
    """The rows that name the most columns; fewer rows win a tie, so that a row of values never counts as header."""
    best: Heading | None = None
    for depth in range(1, _DEEPEST + 1):
        for first in range(min(_SEARCHED, len(top.labels) - depth + 1)):
            heading = _heading(top, words, first, depth)
            if best is None or len(heading.columns) > len(best.columns):
                best = heading
    return best if best is not None and best.columns else None


def _heading(top: _Top, words: Words, first: int, depth: int) -> Heading:
    """Of two headers for one column the official one counts; two of the same rank make a fact or key doubtful."""
    places: dict[str, tuple[int, bool]] = {}
    doubled: set[str] = set()
    for position in range(top.width):
        tried = (words.columns.get(word) for word in top.candidates(first, depth, position))
        known = next((column for column in tried if column is not None), None)
        if known is None:
            continue
        header, official = known[0].header, known[1]
        before = places.get(header)
        if before is None or (official and not before[1]):
            places[header] = (position, official)
            doubled.discard(header)
        elif before[1] == official and known[0].role not in _HARMLESS:
            doubled.add(header)
    by_header = {column.header: column for column in words.sheet.columns}
    columns = {position: by_header[header] for header, (position, _) in places.items()}
    labels = tuple(top.label(first, depth, position) for position in range(top.width))
    ignored = tuple(label for position, label in enumerate(labels) if label and position not in columns)
    return Heading(words.sheet, first, depth, labels, columns, ignored, tuple(sorted(doubled)))


def _without_keys(grid: Grid, sheet: Sheet, heading: Heading | None) -> BadInput:
    keys = (
        heading.missing_keys
        if heading
        else tuple(column.header for column in sheet.columns if column.required)
    )
    return BadInput(
        "sheet_without_keys",
        zh=f"{grid.file} 的工作表 {grid.title} 缺少关键列：{'、'.join(keys)}。"
        f"请补上该列；若它不是“{sheet.name}”表，请改个名称。",
        en=f"Sheet {grid.title} of {grid.file} lacks key columns: {', '.join(keys)}. Add them; if it is not the sheet "
        f"{sheet.name}, give it another name.",
    )


def _unclear(grid: Grid, likely: Sequence[Heading]) -> BadInput:
    names = [heading.sheet.name for heading in likely]
    return BadInput(
        "sheet_unclear",
        zh=f"{grid.file} 的工作表 {grid.title} 看不出是{'还是'.join(names)}表。请用表名命名工作表。",
        en=f"Sheet {grid.title} of {grid.file} may be {' or '.join(names)}. Name the sheet as one of them.",
    )
