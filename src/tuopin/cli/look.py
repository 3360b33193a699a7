"""How figures and verdicts look in a terminal: calm, right-aligned, a shape and a word beside every colour."""

from collections.abc import Sequence
from fractions import Fraction

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from tuopin.kernel.text import Language
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.overview_files import percent

STYLES = {
    Verdict.MET: "green",
    Verdict.NOT_MET: "dark_orange",
    Verdict.UNKNOWN: "yellow",
    Verdict.NOT_APPLICABLE: "dim",
}
WIDE = 120
PADDING = 3
BREAKABLE = 10


def verdict_line(verdict: Verdict, language: Language) -> Line:
    return Line(f"{verdict.shape} {verdict.label.in_(language)}", style=STYLES[verdict])


def unknown_line(language: Language) -> Line:
    return verdict_line(Verdict.UNKNOWN, language)


def number_line(number: int | None, language: Language) -> Line:
    """With thousands separated; never blank."""
    return unknown_line(language) if number is None else Line(f"{number:,}")


def share_line(share: Fraction | None, language: Language) -> Line:
    told = percent(share)
    return unknown_line(language) if told is None else Line(told)


def with_unknown(number: int, unknown: int, *, wide: bool) -> Line:
    """A count and, apart, those nobody knows: `120 ?56`, on two lines where the screen is narrow."""
    line = Line(f"{number:,}")
    if unknown:
        line.append(" " if wide else "\n")
        line.append(f"?{unknown:,}", style=STYLES[Verdict.UNKNOWN])
    return line


Rows = Sequence[tuple[int, Sequence[Line]]]


def tables(title: str, headers: Sequence[str], rows: Rows, *, width: int) -> list[Table]:
    """As many tables as the screen needs: each repeats the first column, which names the place, and no word or
    number is broken. The number with each row says how deep its place lies under the first."""
    needed = [_needed(header, [cells[at] for _, cells in rows]) for at, header in enumerate(headers)]
    needed[0] += 2 * max((depth for depth, _ in rows), default=0)
    made, start = [], 1
    while start < len(headers):
        end, used = start + 1, needed[0] + PADDING + needed[start]
        while end < len(headers) and used + needed[end] + PADDING <= width:
            used += needed[end] + PADDING
            end += 1
        made.append(_table(title if start == 1 else "", headers, rows, needed, range(start, end)))
        start = end
    return made


def _table(title: str, headers: Sequence[str], rows: Rows, needed: Sequence[int], columns: range) -> Table:
    table = Table(
        title=title[:1].upper() + title[1:] or None, box=SIMPLE_HEAD, title_justify="left", title_style="bold",
        pad_edge=False, show_edge=False, padding=(0, 1),
    )  # fmt: skip
    table.add_column(headers[0], overflow="fold", min_width=needed[0])
    for at in columns:
        table.add_column(
            headers[at], justify="right", overflow="fold", min_width=needed[at], max_width=needed[at]
        )
    for depth, cells in rows:
        place = Line("  " * depth).append_text(cells[0])
        table.add_row(place, *(cells[at] for at in columns), style="" if depth else "bold")
    return table


def _needed(header: str, cells: Sequence[Line]) -> int:
    """The width of the longest word of a header (Chinese may be broken after a few characters) and of any cell."""
    words = [min(cell_len(word), BREAKABLE) if not word.isascii() else len(word) for word in header.split()]
    lines = [cell_len(line) for cell in cells for line in cell.plain.split("\n")]
    return max([*words, *lines, 1])


def is_wide(console: Console) -> bool:
    return console.width >= WIDE
