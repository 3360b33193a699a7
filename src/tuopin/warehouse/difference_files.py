"""A difference in files: every move by place, the reasons, who differs, by code; which villages households left."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tuopin
from tuopin.kernel.text import Language, Text
from tuopin.warehouse import writing
from tuopin.warehouse.books import write_csv
from tuopin.warehouse.certificate import SHORT, day_text
from tuopin.warehouse.changes_files import ChangesFiles
from tuopin.warehouse.difference import Difference
from tuopin.warehouse.sides import Side


def write(found: Difference, out: Path, *, language: Language, replace: bool = False) -> None:
    """The folder of a difference, all or nothing. Raises BadInput when it holds something already."""
    files = ChangesFiles(found.after.pack, found.tree, dict(found.changes), found.rows, language)
    title = Text("前后对比", "Difference").in_(language)
    with writing.whole_folder(out, replace=replace) as part:
        files.write_csv(part)
        files.write_book(part / "changes.xlsx", title=title, notes=certificate_of(found, language))
        write_csv(part / "moves.csv", [each.in_(language) for each in _MOVES], _moves(found, language))
        told = json.dumps(manifest_of(found), ensure_ascii=False, indent=2)
        (part / writing.MARK).write_text(told + "\n", encoding="utf-8")


def manifest_of(found: Difference) -> dict[str, Any]:
    """What was compared with what, and by which standards."""
    sides = (("before", found.before), ("after", found.after))
    return {
        "kind": "difference",
        "tuopin": tuopin.__version__,
        **{name: _side(side) for name, side in sides},
        "standards": list(found.asked),
        "left_out": list(found.left_out),
    }


def certificate_of(found: Difference, language: Language) -> list[tuple[str, str]]:
    """Lines of (what, told) about both sides."""
    lines = []
    for what, side in ((Text("前", "before"), found.before), (Text("后", "after"), found.after)):
        rules = f"{side.pack.code} {side.version[:SHORT]}"
        told = Text(
            f"{day_text(side.on, 'zh')}判定，数据 {side.content[:SHORT]}，标准包 {rules}",
            f"judged on {day_text(side.on, 'en')}, input {side.content[:SHORT]}, rules {rules}",
        )
        lines.append((what.in_(language), told.in_(language)))
    labels = [found.after.standards[code].label.in_(language) for code in found.asked]
    lines.append(
        (Text("比较的标准", "standards compared").in_(language), Text("、", ", ").in_(language).join(labels))
    )
    if found.left_out:
        both = {**found.before.standards, **found.after.standards}
        out = [both[code].label.in_(language) for code in found.left_out]
        told_out = Text("、", ", ").in_(language).join(out)
        lines.append((Text("只有一方判定", "judged on one side only").in_(language), told_out))
    return lines


_MOVES = (
    Text("原村代码", "from code"), Text("原村", "from"), Text("现村代码", "to code"), Text("现村", "to"),
    Text("户", "households"), Text("人", "people"), Text("人口不详户", "of unknown size"),
    Text("整村", "whole village"),
)  # fmt: skip


def _moves(found: Difference, language: Language) -> Iterator[list[str | int | None]]:
    then, now = found.before.tree.places, found.after.tree.places
    for move in found.moves:
        start, end, tally = then[move.before], now[move.after], move.tally
        whole = Text("是", "yes") if move.whole else Text("否", "no")
        yield [
            start.code, start.name.in_(language), end.code, end.name.in_(language), tally.households, tally.people,
            tally.unsized, whole.in_(language),
        ]  # fmt: skip


def _side(side: Side) -> dict[str, Any]:
    return {
        "input": side.content,
        "on": side.on.isoformat(),
        "pack": {"code": side.pack.code, "version": side.version},
    }
