"""Mistakes planted in the rows of a workbook, each written down, so that a reader can be tested against them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tuopin.synthetic.draws import Draws, Keys, keys_of, root_of
from tuopin.synthetic.registers import Cells


@dataclass(frozen=True, slots=True)
class PlantedError:
    """One wrong row: where it stands and what is wrong with it. It never repeats a name or a number of a paper.

    `household_refused` stands for a right row of a household whose own row is wrong.
    """

    file: str
    sheet: str
    row: int
    column: str
    kind: str


@dataclass
class SheetRows:
    """One sheet before it is written: cells by header. `first_row` is the number of its first row in the file."""

    name: str
    cells: dict[str, Cells]
    first_row: int
    errors: list[tuple[int, str, str]] = field(default_factory=list)
    """Position, column, kind."""

    def __len__(self) -> int:
        return len(next(iter(self.cells.values())))

    def copy_to_end(self, position: int) -> int:
        for column in self.cells.values():
            column.append(column[position])
        return len(self) - 1

    def told(self, file: str) -> list[PlantedError]:
        return [
            PlantedError(file, self.name, self.first_row + at, column, kind)
            for at, column, kind in self.errors
        ]


Mistake = Callable[[SheetRows, int], tuple[str, int] | None]
"""Makes one row wrong; answers with the column and the position of the wrong row, or None when it cannot be."""


def _set(column: str, wrong: Callable[[str | int | float | None], str | int | float | None]) -> Mistake:
    def mistake(sheet: SheetRows, at: int) -> tuple[str, int] | None:
        sheet.cells[column][at] = wrong(sheet.cells[column][at])
        return column, at

    return mistake


def _other_check_character(number: str | int | float | None) -> str:
    text = str(number)
    return text[:-1] + ("3" if text[-1] != "3" else "7")


def _number_cell(column: str) -> Mistake:
    def mistake(sheet: SheetRows, at: int) -> tuple[str, int] | None:
        text = str(sheet.cells[column][at])
        if not text.isdigit():
            return None
        sheet.cells[column][at] = float(text)
        return column, at

    return mistake


def _copied(column: str) -> Mistake:
    """The same row once more, at the end; the first one stands."""

    def mistake(sheet: SheetRows, at: int) -> tuple[str, int] | None:
        return column, sheet.copy_to_end(at)

    return mistake


def _in_two_households(sheet: SheetRows, at: int) -> tuple[str, int] | None:
    """One person in two places: neither row can be trusted."""
    codes = sheet.cells["户编号"]
    elsewhere = next((code for code in reversed(codes[:at]) if code not in (None, codes[at])), None)
    if elsewhere is None:
        return None
    copy = sheet.copy_to_end(at)
    codes[copy] = elsewhere
    sheet.errors.append((copy, "证件号码", "person_twice"))
    return "证件号码", at


def _shifted_year(day: str | int | float | None) -> str:
    text = str(day)
    return f"{int(text[:4]) - 1}{text[4:8]}{'15' if text[8:] != '15' else '16'}"


MISTAKES: Mapping[str, Mapping[str, Mistake]] = {
    "户": {
        "household_twice": _copied("户编号"),
        "village_code_short": _set("村代码", lambda code: str(code)[:-1]),
        "head_checksum": _set("户主证件号码", _other_check_character),
        "impossible_date": _set("采集日期", lambda _: "2020-02-30"),
        "no_one_in_household": _set("家庭人口数", lambda _: 0),
        "negative_money": _set("工资性收入", lambda _: -500),
        "text_in_number": _set("家庭年纯收入", lambda _: "1.2万"),
        "too_many_decimals": _set("转移性收入", lambda _: 1234.567),
        "unknown_label": _set("住房鉴定等级", lambda _: "E级"),
        "not_yes_or_no": _set("自来水入户", lambda _: "可能"),
    },
    "人": {
        "checksum": _set("证件号码", _other_check_character),
        "id_is_number": _number_cell("证件号码"),
        "id_too_short": _set("证件号码", lambda number: str(number)[:-1]),
        "impossible_date": _set("出生日期", lambda day: f"{str(day)[:4]}-02-30"),
        "birth_against_number": _set("出生日期", _shifted_year),
        "unknown_label": _set("与户主关系", lambda _: "邻居"),
        "unknown_label_in_set": _set("健康状况", lambda _: "亚健康"),
        "month_13": _set("务工时间", lambda _: 13),
        "text_in_number": _set("务工时间", lambda _: "约6个月"),
        "no_such_household": _set("户编号", lambda code: f"{str(code)[:-4]}9999"),
        "household_blank": _set("户编号", lambda _: None),
        "row_twice": _copied("证件号码"),
        "person_twice": _in_two_households,
    },
    "村": {
        "text_in_number": _set("村医人数", lambda _: "若干"),
        "impossible_date": _set("采集日期", lambda _: "2020-13-01"),
    },
    "帮扶": {"checksum": _set("帮扶人证件号码", _other_check_character)},
    "措施": {"unknown_label": _set("措施类别", lambda _: "慰问")},
}
"""By sheet and kind."""
CASCADES = frozenset(MISTAKES["户"]) - {"household_twice"}
"""With these the whole household falls out, and whatever else is said about it."""


def plant(sheets: Sequence[SheetRows], *, share: float, seed: int) -> None:
    """Makes `share` of the rows of every sheet wrong, and writes down which, with what follows from it."""
    refused: set[object] = set()
    for sheet in sheets:
        kinds = MISTAKES.get(sheet.name, {})
        if kinds:
            _plant_in(sheet, kinds, share, root_of(seed, f"errors {sheet.name}"))
        if sheet.name == "户":
            codes = sheet.cells["户编号"]
            refused = {codes[at] for at, _, kind in sheet.errors if kind in CASCADES}
        elif "户编号" in sheet.cells:
            sheet.errors += [
                (at, "户编号", "household_refused")
                for at, code in enumerate(sheet.cells["户编号"])
                if code in refused
            ]
        sheet.errors.sort()


def _plant_in(sheet: SheetRows, kinds: Mapping[str, Mistake], share: float, root: Keys) -> None:
    draws = Draws(keys_of(root, np.arange(len(sheet))))
    wrong = np.flatnonzero(draws.chance("wrong", share))
    names = list(kinds)
    picked = draws.among(wrong).pick("kind", [1] * len(names))
    for at, step in zip(wrong.tolist(), picked.tolist(), strict=True):
        # A mistake that does not fit this row gives way to the next kind that does.
        for turn in range(len(names)):
            kind = names[(step + turn) % len(names)]
            made = kinds[kind](sheet, at)
            if made is not None:
                sheet.errors.append((made[1], made[0], kind))
                break
