"""Just enough Markdown: lines, and tables with the number of each line, so that an error can point at its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RULE = re.compile(r"^\|(\s*:?-+:?\s*\|)+$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside tables, without surrounding blanks."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header; rows have as many cells as they were written with."""

    header: Row
    rows: tuple[Row, ...]


def blocks(text: str) -> Iterator[Line | Table]:
    """Lines and tables in their order. A table is a run of lines that begin with a vertical bar."""
    run: list[Row] = []
    for number, raw in enumerate([*text.splitlines(), ""], start=1):
        line = raw.strip()
        if line.startswith("|"):
            if not _RULE.match(line):
                run.append(Row(number, _cells(line)))
            continue
        if run:
            yield Table(run[0], tuple(run[1:]))
            run = []
        yield Line(number, line)


def _cells(line: str) -> tuple[str, ...]:
    """Emphasis and code marks are for the reader of the page; the value is what stands between them."""
    inside = line.strip("|") if line.endswith("|") else line.lstrip("|")
    return tuple(cell.strip().strip("*`").strip() for cell in inside.split("|"))


def as_table(header: list[str], rows: list[list[str]]) -> list[str]:
    """The lines of a Markdown table; a bar inside a cell would end it, so it is written as a full-width one."""
    written = [[cell.replace("|", "｜").replace("\n", " ") for cell in row] for row in [header, *rows]]
    lines = [f"| {' | '.join(row)} |" for row in written]
    return [lines[0], f"|{'---|' * len(header)}", *lines[1:], ""]
