"""The overview on the screen: who was counted, the rates and what they rest on, the gaps, the villages."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.look import is_wide, number_line, share_line, table, verdict_line, with_unknown
from tuopin.engine.kinds import Level
from tuopin.kernel.text import Language
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.figures import PlaceFigures
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import Scope

Row = tuple[int, PlaceFigures]


def overview_tables(
    run: Run, *, levels: Sequence[str], console: Console, language: Language
) -> Iterator[Table]:
    """The tables of a run, for the places of these levels, each under the one it lies in."""
    scope, rows = run.judged.scope, _rows(run, levels)
    wide = is_wide(console)
    yield _counts(scope, rows, language, wide=wide)
    for code in (rate.code for rate in scope.overview.rates):
        yield _rate(scope, rows, code, language)
    if scope.has_gaps:
        yield _gaps(scope, rows, language, wide=wide)
    for standard in scope.at(Level.VILLAGE):
        yield _villages(scope, rows, standard.code, language)


def default_levels(run: Run) -> tuple[str, ...]:
    """The two levels of places above the lowest: counties with their townships."""
    return run.judged.scope.pack.place_levels[-3:-1]


def _rows(run: Run, levels: Sequence[str]) -> list[Row]:
    tree = run.judged.dataset.places
    chosen = [each for each in run.overview() if each.place.level in levels]
    chosen.sort(key=lambda each: [place.code for place in reversed(tree.chain(each.place.id))])
    return [(list(levels).index(each.place.level), each) for each in chosen]


def _name(each: PlaceFigures, language: Language) -> Line:
    return Line(each.place.name.in_(language))


def _counts(scope: Scope, rows: list[Row], language: Language, *, wide: bool) -> Table:
    zh = language == "zh"
    headers = ["地区" if zh else "place", "户数" if zh else "households", "人数" if zh else "people"]
    headers += [counter.label.in_(language) for counter in scope.overview.counters]
    title = "户数（? 后为待核实户数）" if zh else "Households (? stands before those unknown)"
    return table(
        title,
        headers,
        [
            (
                depth,
                [
                    _name(each, language),
                    number_line(each.listed.households, language),
                    number_line(each.listed.people, language),
                    *(
                        with_unknown(counted.yes.households, counted.unknown.households, wide=wide)
                        for counted in each.counters.values()
                    ),
                ],
            )
            for depth, each in rows
        ],
    )


def _rate(scope: Scope, rows: list[Row], code: str, language: Language) -> Table:
    zh = language == "zh"
    label = next(rate.label for rate in scope.overview.rates if rate.code == code)
    headers = ["地区", "比例", "上限", "分子（人）", "分母（申报）", "核实率"] if zh else [
        "place", "rate", "at most", "people", "of declared", "coverage"
    ]  # fmt: skip
    cells = []
    for depth, each in rows:
        rate = each.rates[code]
        cells.append((depth, [
            _name(each, language), share_line(rate.rate, language), share_line(rate.upper, language),
            number_line(rate.numerator, language), number_line(rate.denominator, language),
            share_line(rate.coverage, language),
        ]))  # fmt: skip
    made = table(label.in_(language), headers, cells)
    undeclared = sum(each.rates[code].undeclared for depth, each in rows if depth == 0)
    if undeclared:
        made.caption = (
            f"{undeclared:,} 个村没有申报分母，所在地区的比例因此待核实。"
            if zh
            else f"{undeclared:,} villages declare no figure, so the rates above them are unknown."
        )
    return made


def _gaps(scope: Scope, rows: list[Row], language: Language, *, wide: bool) -> Table:
    zh = language == "zh"
    standard = scope.overview.gaps_of
    headers = ["地区" if zh else "place"]
    headers += [(each.gap or each.label).in_(language) for each in standard.criteria]
    label = standard.label.in_(language)
    title = (
        f"{label}的短板：户数（? 后为待核实户数）"
        if zh
        else f"Gaps in {label}: households (? before unknown)"
    )
    return table(
        title,
        headers,
        [
            (
                depth,
                [
                    _name(each, language),
                    *(with_unknown(gap.households, gap.unknown, wide=wide) for gap in each.gaps.values()),
                ],
            )
            for depth, each in rows
        ],
    )


def _villages(scope: Scope, rows: list[Row], code: str, language: Language) -> Table:
    zh = language == "zh"
    label = next(each.label for each in scope.at(Level.VILLAGE) if each.code == code).in_(language)
    title = f"{label}：村数" if zh else f"{label}: villages"
    headers = ["地区" if zh else "place", "村数" if zh else "villages"]
    headers += [verdict_line(verdict, language).plain for verdict in Verdict]
    return table(
        title,
        headers,
        [
            (
                depth,
                [
                    _name(each, language),
                    number_line(each.villages, language),
                    *(number_line(each.verdicts[code][verdict], language) for verdict in Verdict),
                ],
            )
            for depth, each in rows
        ],
    )
