"""From a cell to a value of a fact's kind, or to the reason why not. None is unknown: nobody has looked."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from tuopin.engine.kinds import Code, CodeList, CodeSet, Date, Kind, Number, YesNo
from tuopin.intake.problems import Refusal, refusal
from tuopin.intake.wording import Cell, compact, plain, written
from tuopin.standards.pack import Layout

Reader = Callable[[Cell], object]
"""Answers with the value, None for unknown, or a Refusal."""

_DASHES = frozenset({"", "-", "--", "---", "—", "——", "–", "/", "\\", "―", "一一"})
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,20})(?:\.\d{1,20})?")
SEPARATORS = re.compile(r"[、,;/|+\s]+")
_NUMBERED_LABEL = re.compile(r"(\d{1,2})[.、:-]?(\D.*)")
_WHOLE_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日?)"
    r"(?:[T\s]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_MONTH_ONLY = re.compile(r"\d{4}(?:[-/.]\d{1,2}|年\d{1,2}月?|年|(?:0[1-9]|1[0-2]))?")


def read_column(cells: Sequence[Cell], read: Reader) -> list[object]:
    """Each different cell is read once: a column of a county holds few different words and many rows."""
    known: dict[Cell, object] = {}
    for cell in cells:
        if cell not in known:
            known[cell] = read(cell)
    return [known[cell] for cell in cells]


def reader_of(kind: Kind, layout: Layout) -> Reader:
    """The reader for a fact of this kind."""
    unknown = _DASHES | {compact(word).upper() for word in layout.unknown}

    def read(cell: Cell) -> object:
        if isinstance(cell, str) and compact(cell).upper() in unknown:
            return None
        return typed(cell)

    typed = typed_reader(kind, layout)
    return read


def typed_reader(kind: Kind, layout: Layout) -> Reader:
    """The reader of a cell that says something."""
    if isinstance(kind, YesNo):
        return _yes_no_reader(layout)
    if isinstance(kind, Number):
        return lambda cell: _number(cell, kind)
    if isinstance(kind, Code):
        words = words_of(kind.codes)
        return lambda cell: _code(cell, kind.codes, words)
    if isinstance(kind, CodeSet):
        labels = words_of(kind.codes)
        return lambda cell: _code_set(cell, kind.codes, labels)
    assert isinstance(kind, Date)
    return lambda cell: read_day(cell, kind)


def _yes_no_reader(layout: Layout) -> Reader:
    answers = {
        compact(word).upper(): answer for answer in (True, False) for word in _yes_or_no(layout, answer)
    }
    yes, no = "、".join(layout.yes[:4]), "、".join(layout.no[:4])
    wrong = refusal(
        "not_yes_or_no",
        zh="只能填“是”或“否”一类的词",
        en="Only words for yes or no are taken",
        do_zh=f"请填 {yes} 或 {no}；不清楚就留空。",
        do_en=f"Write {yes} or {no}; leave it blank when unknown.",
    )
    return lambda cell: answers.get(compact(written(cell)).upper(), wrong)


def _yes_or_no(layout: Layout, answer: bool) -> tuple[str, ...]:
    return layout.yes if answer else layout.no


def words_of(codes: CodeList) -> Mapping[str, int]:
    """Every accepted word of a list, to its number."""
    words: dict[str, int] = {}
    for entry in codes.entries:
        for word in (entry.label.zh, entry.label.en, *entry.synonyms):
            words.setdefault(compact(word).upper(), entry.number)
    return words


def _code(cell: Cell, codes: CodeList, words: Mapping[str, int]) -> object:
    number = _numbered(compact(written(cell)).upper(), codes, words)
    return _not_in_list(codes) if number is None else number


def _numbered(word: str, codes: CodeList, words: Mapping[str, int]) -> int | None:
    """By word; by number; by both, as in 01户主, when they agree."""
    if word in words:
        return words[word]
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= 2 and int(word) in codes.by_number else None
    both = _NUMBERED_LABEL.fullmatch(word)
    if both and words.get(both[2]) == int(both[1]):
        return int(both[1])
    return None


def _code_set(cell: Cell, codes: CodeList, words: Mapping[str, int]) -> object:
    text = plain(written(cell)).upper()
    whole = _numbered(compact(text), codes, words)
    numbers = (
        [whole]
        if whole is not None
        else [_numbered(part, codes, words) for part in SEPARATORS.split(text) if part]
    )
    if None in numbers or not numbers:
        return _not_in_list(codes)
    return sum(1 << (number - 1) for number in {number for number in numbers if number is not None})


def _not_in_list(codes: CodeList) -> Refusal:
    zh = "、".join(entry.label.zh for entry in codes.entries)
    en = ", ".join(f"{entry.label.zh} ({entry.label.en})" for entry in codes.entries)
    return refusal(
        "not_in_list",
        zh=f"不在“{codes.label.zh}”的选项中",
        en=f"Not one of the choices of {codes.label.en}",
        do_zh=f"请填其中之一：{zh}。不清楚就留空。",
        do_en=f"Write one of: {en}. Leave it blank when unknown.",
    )


def _number(cell: Cell, kind: Number) -> object:
    exact = exact_number(cell)
    return whole_steps(exact.scaleb(kind.decimals), kind) if isinstance(exact, Decimal) else exact


def exact_number(cell: Cell) -> Decimal | Refusal:
    """The number of a cell, digit by digit."""
    if isinstance(cell, float | int):
        if not isfinite(cell):
            return _NOT_A_NUMBER
        return Decimal(f"{cell:.15g}")  # 15 digits is what the spreadsheet itself keeps and shows
    text = plain(cell) if isinstance(cell, str) else ""
    if not _NUMBER.fullmatch(text):
        return _NOT_A_DAY_BUT_NUMBER if isinstance(cell, date) else _NOT_A_NUMBER
    return Decimal(text.replace(",", "").replace(" ", ""))


def whole_steps(steps: Decimal | Fraction, kind: Number) -> int | Refusal:
    """A number of small steps of the kind, which must be a whole one within its range."""
    if not kind.low <= steps <= kind.high:
        return _out_of_range(kind)
    whole = int(steps)
    return whole if whole == steps else _too_many_decimals(kind)


_NOT_A_NUMBER = refusal(
    "not_a_number",
    zh="应为数字，不能带文字或单位",
    en="A number is wanted, without words or units",
    do_zh="请只填数字，单位以表头为准；不清楚就留空。",
    do_en="Write digits only, in the unit of the header; leave it blank when unknown.",
)
_NOT_A_DAY_BUT_NUMBER = refusal(
    "date_in_number",
    zh="应为数字，但单元格是日期格式",
    en="A number is wanted, but the cell holds a date",
    do_zh="请把单元格改为数字格式，再核对数值。",
    do_en="Format the cell as a number and check the value.",
)


def _too_many_decimals(kind: Number) -> Refusal:
    return refusal(
        "too_many_decimals",
        zh=f"小数位超过 {kind.decimals} 位" if kind.decimals else "应为整数",
        en=f"More than {kind.decimals} decimals" if kind.decimals else "A whole number is wanted",
        do_zh=f"请四舍五入到 {kind.decimals} 位小数。" if kind.decimals else "请改为整数。",
        do_en=f"Round it to {kind.decimals} decimals." if kind.decimals else "Write a whole number.",
    )


def _out_of_range(kind: Number) -> Refusal:
    step = 10**kind.decimals
    low, high = f"{kind.low // step:,}", f"{kind.high // step:,}"
    return refusal(
        "out_of_range",
        zh=f"超出合理范围 {low} 至 {high}",
        en=f"Outside the range {low} to {high}",
        do_zh="请核对数值和单位；不清楚就留空。",
        do_en="Check the value and its unit; leave it blank when unknown.",
    )


def read_day(cell: Cell, kind: Date) -> object:
    """A calendar day. A month is not a day: the day would have to be invented."""
    found = _day(cell)
    if isinstance(found, date) and not kind.low <= found <= kind.high:
        return refusal(
            "out_of_range",
            zh=f"日期超出合理范围 {kind.low} 至 {kind.high}",
            en=f"The date lies outside {kind.low} to {kind.high}",
            do_zh="请核对年份。",
            do_en="Check the year.",
        )
    return found


def _day(cell: Cell) -> date | Refusal:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain(written(cell))
    matched = _WHOLE_DAY.fullmatch(compact(text) if "年" in text else text)
    if matched is None:
        return _MONTH if _MONTH_ONLY.fullmatch(compact(text)) else _NOT_A_DAY
    year, month, day = (int(part) for part in matched.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return _NO_SUCH_DAY


_HOW_DAYS_LOOK = "请写成 2012-03-01、2012/3/1、20120301 或 2012年3月1日；不清楚就留空。"
_HOW_DAYS_LOOK_EN = "Write 2012-03-01, 2012/3/1, 20120301 or 2012年3月1日; leave it blank when unknown."
_NOT_A_DAY = refusal(
    "not_a_date",
    zh="不是可以识别的日期",
    en="Not a date that can be read",
    do_zh=_HOW_DAYS_LOOK,
    do_en=_HOW_DAYS_LOOK_EN,
)
_NO_SUCH_DAY = refusal(
    "no_such_day",
    zh="日历上没有这一天",
    en="The calendar has no such day",
    do_zh=_HOW_DAYS_LOOK,
    do_en=_HOW_DAYS_LOOK_EN,
)
_MONTH = refusal(
    "day_missing",
    zh="只有年月，没有日",
    en="The day is missing: only a year and a month",
    do_zh="请补上日，例如 2012-03-01；不清楚就留空。",
    do_en="Add the day, as in 2012-03-01; leave it blank when unknown.",
)
