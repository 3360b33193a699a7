"""Poverty measures as csv, one figure a line with its exact fraction, and as a workbook, one sheet a standard."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from tuopin.engine.standard import Standard
from tuopin.kernel.text import Language, Text
from tuopin.measure.tally import Bounds
from tuopin.measure.targeting import Counts
from tuopin.warehouse.books import Book, Cell, Column, write_csv
from tuopin.warehouse.certificate import certificate
from tuopin.warehouse.judged import Judged
from tuopin.warehouse.measures import IndexMeasures, LineMeasures, PlaceMeasures, indices_of, lines_of
from tuopin.warehouse.overview_files import UNKNOWN, percent

HEADCOUNT = Text("贫困发生率 H", "headcount H")
INTENSITY = Text("平均强度 A（完整户）", "intensity A (complete cases)")
ADJUSTED = Text("调整后发生率 M0", "adjusted headcount M0")
COMPLETE = Text("完整户人口比例", "people in complete cases")
PART = Text("占全部贫困的份额（完整户）", "part of all poverty (complete cases)")
AT_MOST = Text("：上限", ", at most")
UNCENSORED = Text("未删失发生率", "uncensored headcount")
CENSORED = Text("删失发生率", "censored headcount")
CONTRIBUTION = Text("贡献率（完整户）", "contribution (complete cases)")
P0, P1, P2 = (
    Text("贫困发生率 P0", "headcount P0"),
    Text("贫困深度 P1", "poverty gap P1"),
    Text("贫困强度 P2", "squared poverty gap P2"),
)
EXCLUSION = Text("漏出率（贫困而未入选）", "exclusion error (poor and not chosen)")
INCLUSION = Text("误入率（入选而不贫困）", "inclusion error (chosen and not poor)")
CHOSEN = Text("入选人口比例", "people chosen")
POOR = Text("贫困人口比例", "people poor")
Figure = tuple[Text, str, Bounds | None]
"""What it is, of which indicator ("" of none), and its bounds."""
_SETTLED = (INTENSITY, COMPLETE, PART, CONTRIBUTION, EXCLUSION, INCLUSION, CHOSEN, POOR)
_ERRORS = Text("入选误差", "errors of choosing")


def figures_of_index(measures: IndexMeasures) -> Iterator[Figure]:
    figures = measures.figures
    if figures is None:
        return
    yield HEADCOUNT, "", figures.headcount
    yield INTENSITY, "", _settled(figures.intensity)
    yield ADJUSTED, "", figures.adjusted
    yield COMPLETE, "", figures.complete
    yield PART, "", _settled(measures.part)
    for code, each in figures.indicators.items():
        yield UNCENSORED, code, each.uncensored
        yield CENSORED, code, each.censored
        yield CONTRIBUTION, code, _settled(each.contribution)


def figures_of_line(measures: LineMeasures) -> Iterator[Figure]:
    figures = measures.figures
    if figures is not None:
        yield P0, "", figures.headcount
        yield P1, "", figures.gap
        yield P2, "", figures.severity


def figures_of_targeting(counts: Counts) -> Iterator[Figure]:
    yield EXCLUSION, "", _settled(counts.exclusion_error)
    yield INCLUSION, "", _settled(counts.inclusion_error)
    yield CHOSEN, "", _settled(counts.chosen)
    yield POOR, "", _settled(counts.poor)


def _settled(share: Fraction | None) -> Bounds | None:
    return None if share is None else Bounds(share, share)


def write_csv_of(judged: Judged, measured: Sequence[PlaceMeasures], path: Path, language: Language) -> None:
    """One figure a line: percentages to read, fractions to compute with."""
    texts = [
        Text("级别", "level"), Text("代码", "code"), Text("地区", "place"), Text("标准", "standard"),
        Text("指标", "indicator"), Text("度量", "measure"), Text("数值", "value"), Text("上限", "at most"),
        Text("数值（分数）", "exact value"), Text("上限（分数）", "exact at most"),
    ]  # fmt: skip
    unknown = UNKNOWN.in_(language)
    rows = [
        [
            judged.scope.pack.place_labels[each.place.level].in_(language), each.place.code,
            each.place.name.in_(language), "" if standard is None else standard.code, indicator,
            what.in_(language),
            *((unknown,) * 4 if bounds is None else (
                percent(bounds.low), percent(bounds.high), str(bounds.low), str(bounds.high),
            )),
        ]
        for each in measured
        for standard, figures in _all(judged, each)
        for what, indicator, bounds in figures
    ]  # fmt: skip
    write_csv(path, [text.in_(language) for text in texts], rows)


def _all(judged: Judged, each: PlaceMeasures) -> Iterator[tuple[Standard | None, Iterable[Figure]]]:
    """The figures by standard; None stands for the errors of a way of choosing."""
    for standard in indices_of(judged.scope):
        yield standard, figures_of_index(each.indices[standard.code])
    for standard in lines_of(judged.scope):
        yield standard, figures_of_line(each.lines[standard.code])
    if each.targeting is not None:
        yield None, figures_of_targeting(each.targeting)


def write_book_of(judged: Judged, measured: Sequence[PlaceMeasures], path: Path, language: Language) -> None:
    """Places down, figures across; the bounds of a figure side by side."""
    with Book(path, language=language) as book:
        zh = language == "zh"
        notes = [*certificate(judged, language), *_reading(measured, language)]
        book.notes("说明" if zh else "about", "贫困度量" if zh else "Poverty measures", notes)
        for standard, _ in _all(judged, measured[0]):
            columns, rows = _table(judged, standard, measured, language)
            label = standard.label if standard is not None else _ERRORS
            book.sheet(label.in_(language)[:31], columns, rows)


def _table(
    judged: Judged, standard: Standard | None, measured: Sequence[PlaceMeasures], language: Language
) -> tuple[list[Column], list[list[Cell]]]:
    headers = [Text("级别", "level"), Text("代码", "code"), Text("地区", "place")]
    rows: list[list[Cell]] = []
    for each in measured:
        figures = [figure for own, found in _all(judged, each) if own is standard for figure in found]
        if figures:
            headers = [*headers[:3], *(header for figure in figures for header in _headers(standard, figure))]
            label = judged.scope.pack.place_labels[each.place.level]
            place: list[Cell] = [label.in_(language), each.place.code, each.place.name.in_(language)]
            rows.append([*place, *(cell for figure in figures for cell in _cells(figure))])
    columns = [Column(text.in_(language), 16 if at < 3 else 13) for at, text in enumerate(headers)]
    return columns, rows


def _headers(standard: Standard | None, figure: Figure) -> list[Text]:
    what, indicator, _ = figure
    of = standard.by_code[indicator].label if standard is not None and indicator else None
    named = what if of is None else Text(f"{of.zh}：{what.zh}", f"{of.en}: {what.en}")
    if what in _SETTLED:
        return [named]
    return [named, Text(named.zh + AT_MOST.zh, named.en + AT_MOST.en)]


def _cells(figure: Figure) -> list[Cell]:
    what, _, bounds = figure
    shown: list[Cell] = [None, None] if bounds is None else [percent(bounds.low), percent(bounds.high)]
    return shown[:1] if what in _SETTLED else shown


def _reading(measured: Sequence[PlaceMeasures], language: Language) -> list[tuple[str, str]]:
    unweighted = max((each.unweighted for each in measured), default=0)
    lines = _READING_ZH if language == "zh" else _READING_EN
    if unweighted:
        told = (
            f"{unweighted:,} 户没有抽样权数，不计入任何度量。"
            if language == "zh"
            else f"{unweighted:,} households have no survey weight and are in no figure."
        )
        lines = [*lines, ("权数" if language == "zh" else "weights", told)]
    return lines


_READING_ZH = [
    ("人口", "按登记的人口（有抽样权数的乘以权数）计算，不按申报人口。"),
    ("上限", "假如待核实的都算贫困，数值最高是多少；两栏相同就是确定的。"),
    ("完整户", "加权短板确定为一个数的户；平均强度和贡献率只按这些户计算。"),
    ("方法", "公式与出处见 docs/alkire-foster.md 和 docs/world-bank.md。"),
]
_READING_EN = [
    ("people", "Of the people listed (times the survey weight where there is one), not of those declared."),
    (
        "at most",
        "What the figure would be at most if everything unknown were poor; where both agree it is settled.",
    ),
    (
        "complete cases",
        "Households whose weighted count is one number; intensity and contributions are of these.",
    ),
    ("method", "Formulas and papers: docs/alkire-foster.md and docs/world-bank.md."),
]
