"""A what-if in files: both worlds by place, every move, the reasons, who moves, and what was supposed."""

import json
from pathlib import Path

from tuopin.engine.wording import Words
from tuopin.kernel.text import Language, Text
from tuopin.warehouse import overview_files, writing
from tuopin.warehouse.certificate import certificate
from tuopin.warehouse.changes_files import ChangesFiles
from tuopin.warehouse.manifest import values_in_force
from tuopin.warehouse.whatif import WhatIf

MOST_VALUES = 6


def write(found: WhatIf, out: Path, *, language: Language, replace: bool = False) -> None:
    """The folder of a what-if, all or nothing. Raises BadInput when it holds something already."""
    judged = found.judged
    files = ChangesFiles(judged.scope.pack, judged.dataset.places, dict(found.changes), found.rows, language)
    title = Text("假设分析", "What if").in_(language)
    with writing.whole_folder(out, replace=replace) as part:
        files.write_csv(part)
        notes = [*supposed(found, language), *certificate(judged, language)]
        files.write_book(part / "changes.xlsx", title=title, notes=notes)
        figures = found.overview()
        overview_files.write_csv_of(judged.scope, figures, part / "overview.csv", language)
        told = json.dumps(found.manifest(), ensure_ascii=False, indent=2)
        (part / writing.MARK).write_text(told + "\n", encoding="utf-8")


def supposed(found: WhatIf, language: Language) -> list[tuple[str, str]]:
    """Lines of (what, told): each value that is supposed and what is in force; the variant."""
    words = Words(found.judged.scope.pack.unit_words)
    lines = []
    for parameter in found.parameters:
        value = words.value(parameter.kind, parameter.steps(found.values[parameter.code])).in_(language)
        now = _in_force(found, parameter.code, words, language)
        what = Text(f"假设{parameter.label.zh}", f"what if {parameter.label.en}").in_(language)
        lines.append((what, Text(f"{value}（现行：{now}）", f"{value} (in force: {now})").in_(language)))
    if found.variant is not None:
        standard = found.pairs[0][0]
        told = Text(
            f"{found.variant.label.zh}，替换{standard.label.zh}",
            f"{found.variant.label.en}, for {standard.label.en}",
        )
        lines.append((Text("假设的标准", "standard supposed").in_(language), told.in_(language)))
    return lines


def _in_force(found: WhatIf, code: str, words: Words, language: Language) -> str:
    """The values that hold that day, with the places of each where they differ."""
    parameter = found.judged.scope.pack.parameter_by_code[code]
    told = []
    for value, places in values_in_force(found.judged, parameter):
        assert value.value is not None
        number = words.value(parameter.kind, parameter.steps(value.value)).in_(language)
        scope = value.place or value.group
        where = f"{scope}" if scope else Text("其他各地", "elsewhere").in_(language)
        told.append(number if places is None else f"{number} {where}")
    more = len(told) - MOST_VALUES
    rest = [] if more <= 0 else [Text(f"另有 {more} 个", f"{more} more").in_(language)]
    return Text("；", "; ").in_(language).join([*told[:MOST_VALUES], *rest])
