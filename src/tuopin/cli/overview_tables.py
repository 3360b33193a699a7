"""The overview on the screen: who was counted, the rates and what they rest on, the gaps, the villages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.look import is_wide, number_line, share_line, tables, with_unknown
from tuopin.engine.kinds import Level
from tuopin.engine.reading import gaps, told
from tuopin.engine.standard import Standard
from tuopin.kernel.text import Language
from tuopin.kernel.verdict import Verdict
from tuopin.standards.pack import Rate
from tuopin.warehouse.figures import PlaceFigures
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import Scope

Row = tuple[int, PlaceFigures]


def overview_tables(
    run: Run, *, levels: Sequence[str], console: Console, language: Language
) -> Iterator[Table]:
    """The tables of a run, for the places of these levels, each under the one it lies in."""
    view = View(run.judged.scope, rows_of(run, levels), language, console.width, is_wide(console))
    yield from view.counts()
    for rate in view.scope.overview.rates:
        yield from view.rate(rate)
    if view.scope.has_gaps:
        yield from view.gaps()
    for standard in view.scope.at(Level.VILLAGE):
        yield from view.villages(standard)


def default_levels(run: Run) -> tuple[str, ...]:
    """The three levels of places above the lowest: a city with its counties and their townships."""
    levels = run.judged.scope.pack.place_levels
    return levels[-4:-1] or levels


def rows_of(run: Run, levels: Sequence[str]) -> list[Row]:
    """The places of these levels, each after the one it lies in, with how deep it lies."""
    tree = run.judged.dataset.places
    chosen = [each for each in run.overview() if each.place.level in levels]
    chosen.sort(key=lambda each: [place.code for place in reversed(tree.chain(each.place.id))])
    return [(list(levels).index(each.place.level), each) for each in chosen]


@dataclass(frozen=True)
class View:
    """The rows to show, and for whom."""

    scope: Scope
    rows: list[Row]
    language: Language
    width: int
    wide: bool

    def words(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def number(self, number: int | None) -> Line:
        return number_line(number, self.language)

    def share(self, share: Fraction | None) -> Line:
        return share_line(share, self.language)

    def tables(
        self, title: str, headers: Sequence[str], cells: Callable[[PlaceFigures], list[Line]]
    ) -> list[Table]:
        rows = [
            (depth, [Line(each.place.name.in_(self.language)), *cells(each)]) for depth, each in self.rows
        ]
        return tables(title, [self.words("地区", "place"), *headers], rows, width=self.width)

    def counts(self) -> list[Table]:
        return self.tables(
            self.words("户数（? 后为待核实户数）", "Households (? stands before those unknown)"),
            [
                self.words("登记户数", "households"),
                self.words("申报户数", "of declared"),
                self.words("登记人数", "people"),
                *(counter.label.in_(self.language) for counter in self.scope.overview.counters),
            ],
            lambda each: [
                self.number(each.listed.households),
                self.number(each.declared_households),
                self.number(each.listed.people),
                *(
                    with_unknown(counted.yes.households, counted.unknown.households, wide=self.wide)
                    for counted in each.counters.values()
                ),
            ],
        )

    def rate(self, rate: Rate) -> list[Table]:
        headers = [
            self.words("比例", "rate"), self.words("上限", "at most"), self.words("分子（人）", "people"),
            self.words("分母（申报）", "of declared"), self.words("核实率", "coverage"),
        ]  # fmt: skip

        def cells(each: PlaceFigures) -> list[Line]:
            found = each.rates[rate.code]
            return [
                self.share(found.rate), self.share(found.upper), self.number(found.numerator),
                self.number(found.denominator), self.share(found.coverage),
            ]  # fmt: skip

        made = self.tables(rate.label.in_(self.language), headers, cells)
        undeclared = sum(each.rates[rate.code].undeclared for depth, each in self.rows if depth == 0)
        if undeclared:
            made[-1].caption = self.words(
                f"{undeclared:,} 个村没有申报分母，所在地区的比例因此待核实。",
                f"{undeclared:,} villages declare no figure, so the rates above them are unknown.",
            )
            made[-1].caption_justify = "left"
        return made

    def gaps(self) -> list[Table]:
        standard = self.scope.overview.gaps_of
        label = standard.label.in_(self.language)
        return self.tables(
            self.words(
                f"{label}的{gaps(standard.reads).zh}：户数（? 后为待核实户数）",
                f"{gaps(standard.reads).en.capitalize()} in {label}: households (? before unknown)",
            ),
            [(each.gap or each.label).in_(self.language) for each in standard.criteria],
            lambda each: [
                with_unknown(gap.households, gap.unknown, wide=self.wide) for gap in each.gaps.values()
            ],
        )

    def villages(self, standard: Standard) -> list[Table]:
        label = standard.label.in_(self.language)
        return self.tables(
            self.words(f"{label}：村数", f"{label}: villages"),
            [
                self.words("村数", "villages"),
                *(told(verdict, standard.reads, overall=True).in_(self.language) for verdict in Verdict),
            ],
            lambda each: [
                self.number(each.villages),
                *(self.number(each.verdicts[standard.code][verdict]) for verdict in Verdict),
            ],
        )
