"""Poverty measures on the screen: H, A and M0 of each index, P0, P1 and P2 of each line, by place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.look import share_line, tables
from tuopin.engine.standard import Standard
from tuopin.kernel.text import Language, Text
from tuopin.measure.tally import Bounds
from tuopin.warehouse.measure_files import (
    ADJUSTED,
    CHOSEN,
    EXCLUSION,
    HEADCOUNT,
    INCLUSION,
    P0,
    P1,
    P2,
    POOR,
)
from tuopin.warehouse.measures import PlaceMeasures, indices_of, lines_of
from tuopin.warehouse.run import Run

_AT_MOST = Text("上限", "at most")
_INDEX = (
    HEADCOUNT, _AT_MOST, Text("强度 A", "intensity A"), ADJUSTED, _AT_MOST, Text("完整户", "complete"),
    Text("份额", "part of all"),
)  # fmt: skip
_LINE = (P0, _AT_MOST, P1, _AT_MOST, P2, _AT_MOST)
_ERRORS = (EXCLUSION, INCLUSION, CHOSEN, POOR)
Shares = list[Fraction | None]


def measure_tables(run: Run, *, levels: Sequence[str], width: int, language: Language) -> Iterator[Table]:
    """Nothing for packs that measure nothing. What an index is made of is told for the one whose gaps are counted."""
    scope, view = run.judged.scope, _View(_rows(run, levels), width, language)
    if not view.rows:
        return
    for standard in indices_of(scope):
        code = standard.code
        yield from view.table(_of_people(standard), _INDEX, partial(_of_index, code=code))
        if code == scope.overview.gaps_of.code:
            labels = [criterion.label for criterion in standard.criteria]
            yield from view.table(_made_of(standard), labels, partial(_parts, code=code))
    for standard in lines_of(scope):
        code = standard.code
        yield from view.table(_of_people(standard), _LINE, partial(_of_line, code=code))
    if scope.overview.targeting is not None:
        yield from view.table(scope.overview.targeting.label, _ERRORS, _of_targeting)


def _rows(run: Run, levels: Sequence[str]) -> list[tuple[int, PlaceMeasures]]:
    tree = run.judged.dataset.places
    chosen = [each for each in run.measures() if each.place.level in levels]
    chosen.sort(key=lambda each: [place.code for place in reversed(tree.chain(each.place.id))])
    return [(list(levels).index(each.place.level), each) for each in chosen]


@dataclass(frozen=True)
class _View:
    rows: list[tuple[int, PlaceMeasures]]
    width: int
    language: Language

    def table(
        self, title: Text, headers: Sequence[Text], shares: Callable[[PlaceMeasures], Shares]
    ) -> list[Table]:
        language = self.language
        rows = [
            (
                depth,
                [Line(each.place.name.in_(language)), *(share_line(one, language) for one in shares(each))],
            )
            for depth, each in self.rows
        ]
        place = Text("地区", "place")
        titles = [text.in_(language) for text in (place, *headers)]
        return tables(title.in_(language), titles, rows, width=self.width)


def _of_people(standard: Standard) -> Text:
    label = standard.label
    return Text(f"{label.zh}：占登记人口的比例", f"{label.en}: of the people listed")


def _made_of(standard: Standard) -> Text:
    label = standard.label
    return Text(f"{label.zh}：M0 的构成（完整户）", f"{label.en}: what M0 is made of (complete cases)")


def _of_index(each: PlaceMeasures, code: str) -> Shares:
    measures = each.indices[code]
    figures = measures.figures
    if figures is None:
        return [None] * len(_INDEX)
    return [
        *_both(figures.headcount), figures.intensity, *_both(figures.adjusted), figures.complete.low, measures.part,
    ]  # fmt: skip


def _parts(each: PlaceMeasures, code: str) -> Shares:
    measures = each.indices[code]
    if measures.figures is None:
        return [None] * len(measures.counts.indicators)
    return [indicator.contribution for indicator in measures.figures.indicators.values()]


def _of_line(each: PlaceMeasures, code: str) -> Shares:
    figures = each.lines[code].figures
    if figures is None:
        return [None] * len(_LINE)
    return [*_both(figures.headcount), *_both(figures.gap), *_both(figures.severity)]


def _of_targeting(each: PlaceMeasures) -> Shares:
    counts = each.targeting
    assert counts is not None
    return [counts.exclusion_error, counts.inclusion_error, counts.chosen, counts.poor]


def _both(bounds: Bounds) -> Shares:
    return [bounds.low, bounds.high]
