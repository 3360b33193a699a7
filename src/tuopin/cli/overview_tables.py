"""The overview on the screen: who was counted, the rates and what they rest on, the gaps, villages and counties."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.look import is_wide, number_line, share_line, tables, with_unknown
from tuopin.engine.kinds import Level
from tuopin.engine.lacking import never_found
from tuopin.engine.reading import gaps, told
from tuopin.engine.standard import Reads, Standard
from tuopin.kernel.text import Language, Text
from tuopin.kernel.verdict import Verdict
from tuopin.standards.pack import Counter, Rate
from tuopin.warehouse.checks import is_family
from tuopin.warehouse.counties import county_standards
from tuopin.warehouse.figures import PlaceFigures
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import Scope

Row = tuple[int, PlaceFigures]


def overview_tables(
    run: Run, *, levels: Sequence[str], console: Console, language: Language
) -> Iterator[Table | Line]:
    """The tables of a run, for the places of these levels, each under the one it lies in."""
    absent = run.judged.dataset.absent
    view = View(run.judged.scope, rows_of(run, levels), language, console.width, is_wide(console), absent)
    yield from view.counts()
    for topic in dict.fromkeys(counter.topic for counter in view.scope.overview.counters):
        if topic is not None:
            yield from view.topic(topic)
    never_asked = [rate for rate in view.scope.overview.rates if rate.denominator.key in absent]
    for rate in view.scope.overview.rates:
        if rate not in never_asked:
            yield from view.rate(rate)
    if never_asked:
        yield from view.people(never_asked)
    if view.scope.has_gaps:
        yield from view.gaps()
    for standard in (*view.scope.at(Level.VILLAGE), *county_standards(view.scope)):
        if not is_family(standard):
            yield from view.verdicts(standard)


def default_levels(run: Run) -> tuple[str, ...]:
    """The three levels of places above the lowest: a city with its counties and their townships."""
    levels = run.judged.scope.pack.place_levels
    return levels[-4:-1] or levels


def rows_of(run: Run, levels: Sequence[str]) -> list[Row]:
    """The places of these levels, each after the one it lies in, with how deep it lies."""
    tree = run.judged.dataset.places
    chosen = list(run.overview(*levels))
    chosen.sort(key=lambda each: [place.code for place in reversed(tree.chain(each.place.id))])
    return [(list(levels).index(each.place.level), each) for each in chosen]


@dataclass(frozen=True)
class View:
    """The rows to show, and for whom. What the data as a whole never asked (`absent`) gets no column of unknowns."""

    scope: Scope
    rows: list[Row]
    language: Language
    width: int
    wide: bool
    absent: frozenset[str]

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

    def counters(self, topic: Text | None) -> list[Counter]:
        return [counter for counter in self.scope.overview.counters if counter.topic == topic]

    def counted(self, each: PlaceFigures, counters: Sequence[Counter]) -> Iterator[Line]:
        for counter in counters:
            found = each.counters[counter.code]
            yield with_unknown(found.yes.households, found.unknown.households, wide=self.wide)

    def counter_labels(self, counters: Sequence[Counter]) -> Iterator[str]:
        """As they were called on the day of judging."""
        return (counter.label.on(self.scope.on).in_(self.language) for counter in counters)

    def counts(self) -> list[Table]:
        counters = self.counters(None)
        households = self.scope.pack.group_of(Level.VILLAGE)
        declared = households is None or households.declared.key not in self.absent
        return self.tables(
            self.words("户数（? 后为待核实户数）", "Households (? stands before those unknown)"),
            [
                self.words("登记户数", "households"),
                *([self.words("申报户数", "of declared")] if declared else []),
                self.words("登记人数", "people"),
                *self.counter_labels(counters),
            ],
            lambda each: [
                self.number(each.listed.households),
                *([self.number(each.declared_households)] if declared else []),
                self.number(each.listed.people),
                *self.counted(each, counters),
            ],
        )

    def topic(self, topic: Text) -> list[Table] | list[Line]:
        """The counters of a topic; where nobody is known to be counted, one line instead of a table of zeros."""
        counters, title = self.counters(topic), topic.in_(self.language)
        if any(each.counters[counter.code].yes.households for _, each in self.rows for counter in counters):
            return self.tables(
                self.words(f"{title}：户数（? 后为待核实户数）", f"{title}: households (? before unknown)"),
                list(self.counter_labels(counters)),
                lambda each: list(self.counted(each, counters)),
            )
        unknown = max(
            sum(each.counters[counter.code].unknown.households for depth, each in self.rows if depth == 0)
            for counter in counters
        )
        told = self.words(
            f"{title}：没有已知的户，待核实 {unknown:,} 户。",
            f"{title}: no household known, {unknown:,} unknown.",
        )
        return [Line(told[:1].upper() + told[1:], style="dim")]

    def rate(self, rate: Rate) -> list[Table]:
        headers = [
            self.words("比例", "rate"), self.words("上限", "at most"), self.words("分子（人）", "people"),
            self.words("申报分母", "of declared"), self.words("核实率", "coverage"),
        ]  # fmt: skip

        def cells(each: PlaceFigures) -> list[Line]:
            found = each.rates[rate.code]
            return [
                self.share(found.rate), self.share(found.upper), self.number(found.numerator),
                self.number(found.denominator), self.share(found.coverage),
            ]  # fmt: skip

        made = self.tables(rate.label.in_(self.language), headers, cells)
        undeclared = sum(each.rates[rate.code].undeclared for depth, each in self.rows if depth == 0)
        if not undeclared:
            return made
        return self.remarked(
            made,
            f"{undeclared:,} 个村没有申报分母，所在地区的比例因此待核实。",
            f"{undeclared:,} villages declare no figure, so the rates above them are unknown.",
        )

    def people(self, rates: Sequence[Rate]) -> list[Table]:
        """Instead of rates of a population that was never asked, as in a sample: the people they would count."""
        labels = {counter.code: counter.label for counter in self.scope.overview.counters}
        counted = list(dict.fromkeys(rate.counter for rate in rates))
        made = self.tables(
            self.words("人数（? 后为待核实人数）", "People (? before those unknown)"),
            [labels[code].in_(self.language) for code in counted],
            lambda each: [
                with_unknown(
                    each.counters[code].yes.people, each.counters[code].unknown.people, wide=self.wide
                )
                for code in counted
            ],
        )
        return self.remarked(
            made,
            "这份数据没有各地的总人数，所以不给比例。",
            "These data hold no population of places, so no rate of it is given.",
        )

    def remarked(self, made: list[Table], zh: str, en: str) -> list[Table]:
        """The tables with a remark under the last."""
        made[-1].caption = self.words(zh, en)
        made[-1].caption_justify = "left"
        return made

    def gaps(self) -> list[Table]:
        """Of a standard with one criterion the gap is the verdict, which was counted above; what nobody was asked is
        named in the certificate."""
        standard = self.scope.overview.gaps_of
        never = never_found(standard, self.absent)
        shown = [each for each in standard.criteria if each not in never]
        if len(standard.criteria) == 1 or not shown:
            return []
        label, what = standard.label.in_(self.language), gaps(standard.reads)
        of = "in" if standard.reads is Reads.REQUIREMENT else "counted for"
        return self.tables(
            self.words(
                f"{label}的{what.zh}：户数（? 后为待核实户数）",
                f"{what.en.capitalize()} {of} {label}: households (? before unknown)",
            ),
            [(each.gap or each.label).in_(self.language) for each in shown],
            lambda each: [
                with_unknown(each.gaps[gap.code].households, each.gaps[gap.code].unknown, wide=self.wide)
                for gap in shown
            ],
        )

    def verdicts(self, standard: Standard) -> list[Table]:
        """Villages, or counties, by verdict; for the places in which such lie."""
        found = {each.place.id: _by_verdict(each, standard) for _, each in self.rows}
        whole = replace(self, rows=[row for row in self.rows if found[row[1].place.id]])
        label = standard.label.in_(self.language)
        what = f"{standard.level.label.zh}数" if self.language == "zh" else standard.level.plural
        return whole.tables(
            self.words(f"{label}：{what}", f"{label}: {what}"),
            [what, *(told(verdict, standard.reads, overall=True).in_(self.language) for verdict in Verdict)],
            lambda each: [
                self.number(sum(found[each.place.id].values())),
                *(self.number(found[each.place.id][verdict]) for verdict in Verdict),
            ],
        )


def _by_verdict(each: PlaceFigures, standard: Standard) -> Mapping[Verdict, int]:
    """Empty where no subject of the standard's level lies in the place."""
    return (each.verdicts if standard.level is Level.VILLAGE else each.counties).get(standard.code, {})
