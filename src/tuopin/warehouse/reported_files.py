"""The figures of a report as csv and as a workbook: a row for every figure of every place, and what they rest on."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from tuopin.kernel.text import Language, Text
from tuopin.warehouse import writing
from tuopin.warehouse.books import Book, Cell, Column, write_csv
from tuopin.warehouse.certificate import SHORT, day_text
from tuopin.warehouse.overview_files import percent
from tuopin.warehouse.reported import Report
from tuopin.warehouse.reported_sentences import sentences

HEADERS = (
    Text("级别", "level"), Text("代码", "code"), Text("地区", "place"), Text("键", "key"), Text("数字", "figure"),
    Text("单位", "counts"), Text("数值", "value"), Text("另有待核实", "more unknown"),
    Text("人口不详户", "of unknown size"), Text("说明", "why"), Text("查询", "query"),
)  # fmt: skip
WIDTHS = (10, 14, 16, 36, 34, 10, 14, 14, 14, 40, 12)
COUNTED = {
    "households": Text("户", "households"), "people": Text("人", "people"), "share": Text("比例", "share"),
}  # fmt: skip


def write(report: Report, out: Path, *, language: Language, replace: bool = False) -> None:
    """The folder of a report, all or nothing. Raises BadInput when it holds something already."""
    with writing.whole_folder(out, replace=replace) as part:
        rows = ([_plain(cell) for cell in row] for row in _rows(report, language))
        write_csv(part / "figures.csv", [header.in_(language) for header in HEADERS], rows)
        _write_book(report, part / "figures.xlsx", language)
        told = {"kind": "figures", **report.certificate}
        text = json.dumps(told, ensure_ascii=False, indent=2)
        (part / writing.MARK).write_text(text + "\n", encoding="utf-8")


def certificate_of(report: Report, language: Language) -> list[tuple[str, str]]:
    """Lines of (what, told) for the screen and the first sheet."""
    told = report.certificate
    lines = [
        (Text("截至", "as of"), day_text(report.on, language)),
        (Text("数据截至", "data as of"), day_text(told["input"]["as_of"], language)),
        (Text("数据校验值", "input"), told["input"]["content"][:SHORT]),
        (
            Text("标准包", "rules"),
            f"{report.pack.label.in_(language)} {report.pack.code} {told['pack']['version'][:SHORT]}",
        ),
    ]  # fmt: skip
    return [(what.in_(language), text) for what, text in lines]


def _write_book(report: Report, path: Path, language: Language) -> None:
    title = Text("数字", "Figures").in_(language)
    top = [(Text("可引用的句子", "to quote").in_(language), sentences(report, place, figures, language))
           for place, figures in report.at(report.pack.place_levels[-4:-3])]  # fmt: skip
    columns = [Column(header.in_(language), width) for header, width in zip(HEADERS, WIDTHS, strict=True)]
    with Book(path, language=language) as book:
        notes = [*top, *certificate_of(report, language), *_reading(language)]
        book.notes(Text("说明", "about").in_(language), title, notes)
        for level in report.pack.place_levels:
            rows = _rows(report, language, only=level)
            book.sheet(report.pack.place_labels[level].in_(language), columns, rows)


def _reading(language: Language) -> list[tuple[str, str]]:
    lines = [
        (Text("历次决定", "every decision"),
         Text("每作出一次决定计一次，一户两次脱贫计两次。",
              "Each decision counts; a household that exited twice counts twice.")),
        (Text("净", "net"),
         Text("按最后一次决定计户；其后返贫、清退、死亡或迁出的另列。",
              "Households by the last decision; those since on the list again, struck off or gone stand apart.")),
        (Text("人", "people"), Text("作出决定当时的家庭人口。", "In the household on the day of the decision.")),
        (Text("另有待核实", "more unknown"),
         Text("可能还有这么多，现有数据不足以下结论。", "There may be so many more; the data do not say.")),
        (Text("人口不详户", "of unknown size"),
         Text("人数中不含这些户的人口。", "The people of these households are not in the number.")),
    ]  # fmt: skip
    return [(what.in_(language), text.in_(language)) for what, text in lines]


def _rows(report: Report, language: Language, *, only: str | None = None) -> Iterator[list[Cell]]:
    for place, figures in report.places:
        if only is not None and place.level != only:
            continue
        for figure in figures.values():
            value = percent(figure.value) if isinstance(figure.value, Fraction) else figure.value
            counts = COUNTED.get(figure.counts)
            yield [
                report.pack.place_labels[place.level].in_(language), place.code, place.name.in_(language), figure.key,
                figure.label.in_(language), "" if counts is None else counts.in_(language), value, figure.more,
                figure.unsized,                "" if figure.why is None else figure.why.in_(language), figure.query,
            ]  # fmt: skip


def _plain(cell: Cell) -> str | int | None:
    """An unknown number is an empty cell of csv, beside the reason why."""
    return cell if isinstance(cell, str | int) else None
