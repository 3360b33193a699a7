"""A table of places as an administrator hands it in: code, names, level, parent, valid from."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tuopin.engine.kinds import Date
from tuopin.intake.cells import read_day
from tuopin.intake.problems import Refusal
from tuopin.intake.readers import read_code
from tuopin.intake.small_table import Headers, read_small_table
from tuopin.intake.wording import Cell, plain, written
from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import Place as Area
from tuopin.kernel.text import Text
from tuopin.places.adding import NewPlace, RefusedPlace
from tuopin.standards.pack import Pack

HEADERS: Headers = {
    "code": ("地区代码", "代码", "code"),
    "zh": ("名称", "中文名称", "name"),
    "en": ("英文名称", "英文名", "name_en"),
    "level": ("级别", "层级", "level"),
    "parent": ("上级代码", "上级", "parent"),
    "valid_from": ("生效日期", "启用日期", "valid_from"),
}
NEEDED = ("code", "zh", "level", "parent", "valid_from")
_LONGEST_NAME = 80
_LONGEST_CODE = 20


def read_place_table(path: Path, *, name: str, pack: Pack) -> tuple[list[NewPlace], list[RefusedPlace]]:
    """Rows that say what a place needs, and those that do not with the reason. Raises BadInput for the file itself."""
    good, refused = [], []
    for line, cells in read_small_table(path, name=name, headers=HEADERS, needed=NEEDED):
        found = _read(line, cells, pack)
        if isinstance(found, NewPlace):
            good.append(found)
        else:
            refused.append(RefusedPlace(line, _shown(cells, "code"), _shown(cells, "zh"), found))
    return good, refused


def _read(line: int, cells: Mapping[str, Cell], pack: Pack) -> NewPlace | Text:
    code, day = read_code(cells["code"]), read_day(cells["valid_from"], Date())
    for read in (code, day):
        if isinstance(read, Refusal):
            return Text(f"{read.reason.zh}。{read.remedy.zh}", f"{read.reason.en}. {read.remedy.en}")
    assert isinstance(code, str)
    assert isinstance(day, date)
    level = _level(_shown(cells, "level"), pack)
    if level is None:
        names = "、".join(pack.place_labels[each].zh for each in pack.place_levels)
        return Text(
            f"级别不认识。可以写：{names}。", f"Unknown level. There are: {', '.join(pack.place_levels)}."
        )
    zh = _shown(cells, "zh")
    en = _shown(cells, "en") or zh
    if not zh or len(zh) > _LONGEST_NAME or len(en) > _LONGEST_NAME:
        return Text(
            f"名称要写，最多 {_LONGEST_NAME} 个字。", f"Give a name of at most {_LONGEST_NAME} characters."
        )
    area = area_of(code, level, pack)
    if area is None:
        label = pack.place_labels[level]
        return Text(
            f"代码不符合{label.zh}一级的编码规则。请核对。", f"The code is not one of a {label.en}. Check it."
        )
    parent = _shown(cells, "parent") or None
    return NewPlace(line, area.id, code, level, Text(zh, en), parent, area.groups, day)


def area_of(code: str, level: str, pack: Pack) -> Area | None:
    """The area that the pack makes of a code at a level: asked as the lowest place's code, filled up with zeros."""
    for width in range(len(code), _LONGEST_CODE + 1):
        try:
            chain = pack.places_of(code.ljust(width, "0"), {})
        except BadInput:
            continue
        return next((each for each in chain if each.level == level and each.code == code), None)
    return None


def _level(text: str, pack: Pack) -> str | None:
    for level in pack.place_levels:
        label = pack.place_labels[level]
        if text.lower() in (level, label.zh, label.en.lower()):
            return level
    return None


def _shown(cells: Mapping[str, Cell], name: str) -> str:
    return plain(written(cells.get(name, "")))
