"""How figures and verdicts look in a terminal: calm, right-aligned, a shape and a word beside every colour."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from rich.box import SIMPLE_HEAD
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


def table(title: str, headers: Sequence[str], rows: Iterable[tuple[int, Sequence[Line]]]) -> Table:
    """A table whose first column names the place, indented by the number given with each row."""
    made = Table(
        title=title, box=SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False, padding=(0, 1)
    )
    made.add_column(headers[0], overflow="fold", min_width=8)
    for header in headers[1:]:
        made.add_column(header, justify="right", overflow="fold")
    for depth, (place, *cells) in rows:
        made.add_row(Line("  " * depth).append_text(place), *cells, style="" if depth else "bold")
    return made


def is_wide(console: Console) -> bool:
    return console.width >= WIDE
