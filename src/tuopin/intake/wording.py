"""How the text of a cell is compared, and how it is shown without showing an identity number."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

Cell = str | float | date | datetime | time | timedelta
"""One cell as the file gives it; yes/no cells of a workbook have become TRUE and FALSE. Blank is ''."""

IDENTIFIERS = frozenset({"id_number", "phone"})
KEYS = frozenset({"household", "village"})
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_DIGIT_RUN = re.compile(r"\d(?:[\s.-]?\d)+[Xx]?")
_LONG_IN_KEYS = 17
_LONG = 11
_SHOWN = 40


def plain(text: str) -> str:
    """Full-width to half-width, without invisible characters, outer spaces and what marks text in a csv file."""
    if text.isascii():
        found = text.strip()
    else:
        found = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
    marked = _EXCEL_TEXT.fullmatch(found)
    return marked.group(1).strip() if marked else found.removeprefix("'")


def compact(text: str) -> str:
    """`plain` without any space or line break: how labels, codes and headers are compared."""
    return "".join(plain(text).split())


def written(cell: Cell) -> str:
    """The cell as text: whole numbers without .0, days as 2020-06-30."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float | int):
        return f"{cell:.0f}" if float(cell).is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


def masked(text: str) -> str:
    """The first two characters and stars: two, because any more narrows an identity number to a few people."""
    return text[:2] + "*" * (len(text) - 2)


def without_numbers(text: str, *, longest: int = _LONG) -> str:
    """The text with every number of `longest` digits or more masked, wherever somebody may have typed it."""
    return _DIGIT_RUN.sub(lambda run: masked(run[0]) if _digits(run[0]) >= longest else run[0], text)


def shown(cell: Cell, role: str) -> str:
    """What a refusal may show of a cell: an identifier masked, a number that may be one masked, the rest cut short."""
    text = " ".join(written(cell).split())
    if role in IDENTIFIERS:
        return masked(text)[:_SHOWN]
    text = without_numbers(text, longest=_LONG_IN_KEYS if role in KEYS else _LONG)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
