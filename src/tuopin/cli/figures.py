"""`tuopin figures`: the numbers a report quotes, by a day, each with its key and its certificate."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.commands import Command, common_options, inputs_argument, mapping_option, option, pass_session
from tuopin.cli.inputs import open_input
from tuopin.cli.look import number_line, share_line, tables, unknown_line, with_unknown
from tuopin.cli.options import as_of_option, by_option, out_option, replace_option
from tuopin.cli.progress import progress
from tuopin.cli.session import Session
from tuopin.kernel.places import Place
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset
from tuopin.warehouse import reported_files
from tuopin.warehouse.decided import BY_GROUP, KEYS
from tuopin.warehouse.reported import Figure, Report, report
from tuopin.warehouse.reported_sentences import sentences
from tuopin.warehouse.scope import day_of
from tuopin.warehouse.writing import check_free

Figures = Mapping[str, Figure]


@click.command(
    "figures",
    cls=Command,
    says=Text(
        "截至某日、报告和讲话可以引用的数字：贫困村和贫困县出列数、累计脱贫（历次与净）、两个发生率、监测与消除；"
        "每个数字都有固定的键和出处，数据答不出的写待核实并说明原因。",
        "The numbers a report or speech quotes, by a day: places struck off, exits gross and net, both rates, "
        "monitoring. Every figure has a stable key and its certificate; what the data cannot answer is unknown, with "
        "the reason.",
    ),
)
@inputs_argument
@mapping_option
@option(
    "--on",
    metavar="YYYY-MM-DD",
    zh="截至哪一天；默认是数据的截止日期，不能晚于它。",
    en="By which day; by default the day the data stand for, and not after it.",
)
@as_of_option
@by_option
@out_option
@replace_option
@common_options
@pass_session
def figures_command(
    session: Session, *, inputs: tuple[Path, ...], mapping: Path | None, on: str | None, as_of: str | None,
    by: str | None, out: Path | None, replace: bool,
) -> None:  # fmt: skip
    day, collected = (None if told is None else day_of(told) for told in (on, as_of))
    if out is not None:
        check_free(out, replace=replace)
    with progress(session) as tell:
        opened = open_input(inputs, pack=None, as_of=collected, mapping=mapping, tell=tell)
        pack = opened.dataset.pack
        if by is not None:
            pack.check_place_level(by)
        found = report(opened.dataset, on=day or opened.dataset.as_of, progress=tell)
        if out is not None:
            reported_files.write(found, out, language=session.language, replace=replace)
    levels = (by,) if by is not None else pack.place_levels[-4:-2]
    if session.for_machines:
        session.answer(_for_machines(found, levels, out))
        return
    _show(session, found, opened.dataset, levels)
    if out is not None:
        session.show(f"结果在 {out}。", f"Results: {out}")


def _show(session: Session, found: Report, dataset: Dataset, levels: Sequence[str]) -> None:
    rows = _in_order(found, dataset, levels)
    for depth, place, figures in rows:
        if depth == 0:
            session.out.print(sentences(found, place, figures, session.language), markup=False)
            session.out.print()
    view = _View(session, found, rows)
    for table in (*view.decisions(), *view.places_left(), *view.exits(), *view.rates(), *view.monitoring()):
        session.out.print(table)
        session.out.print()
    for what, told in reported_files.certificate_of(found, session.language):
        session.out.print(
            f"{what}{session.words('：', ': ')}{told}", style="dim", markup=False, soft_wrap=True
        )
    for reason in view.reasons():
        session.out.print(f"? {reason}", style="yellow", markup=False, soft_wrap=True)


Row = tuple[int, Place, Figures]


def _in_order(found: Report, dataset: Dataset, levels: Sequence[str]) -> list[Row]:
    """Each place after the one it lies in, with how deep it lies."""
    rows = [(list(levels).index(place.level), place, figures) for place, figures in found.at(levels)]
    rows.sort(key=lambda row: [place.code for place in reversed(dataset.places.chain(row[1].id))])
    return rows


class _View:
    """The tables of a report. Reasons why something is unknown are gathered, to be told once."""

    def __init__(self, session: Session, found: Report, rows: Sequence[Row]) -> None:
        self.session, self.found, self.rows = session, found, rows
        self.wide = session.out.width >= 100

    def reasons(self) -> list[str]:
        """Each reason once, with the figures of the widest places that it holds for."""
        language, words = self.session.language, self.session.words
        named: dict[str, dict[str, None]] = {}
        for depth, _, figures in self.rows:
            for figure in figures.values() if depth == 0 else ():
                if figure.why is not None and figure.key.count(".") < len(("what", "counts", "kind")):
                    named.setdefault(figure.why.in_(language), {})[figure.label.in_(language)] = None
        told = []
        for why, labels in named.items():
            some = words("、", ", ").join(list(labels)[:MOST_NAMED])
            more = words("等", " …") if len(labels) > MOST_NAMED else ""
            told.append(f"{some}{more}{words('：', ': ')}{why}")
        return told

    def decisions(self) -> Iterator[Table]:
        """What was decided in all, for the widest places shown: a row each, gross and net apart."""
        for depth, place, figures in self.rows:
            if depth or "exited.households.net" not in figures:
                continue
            words = self.session.words
            table = Table(
                title=f"{place.name.in_(self.session.language)}{words('：决定', ': decisions')}", box=SIMPLE_HEAD,
                title_justify="left", title_style="bold", pad_edge=False, show_edge=False,
            )  # fmt: skip
            table.add_column(words("决定", "decision"), overflow="fold")
            for header in (words("户", "households"), words("人", "people")):
                table.add_column(header, justify="right", no_wrap=True)
            for key in self._keys(figures):
                what, _, kind = key.partition(".")
                pair = [figures[f"{what}.{counts}.{kind}"] for counts in ("households", "people")]
                if what in WATCHING and figures["monitored.households.gross"].value == 0:
                    continue  # before there was monitoring
                if kind.count(".") and not pair[0].value:
                    continue  # a group with nobody in it
                label = ("  " if key.count(".") > 1 else "") + pair[0].label.in_(self.session.language)
                table.add_row(label, *(self._cell(figure) for figure in pair))
            yield table

    def _keys(self, figures: Figures) -> Iterator[str]:
        for key in KEYS:
            yield key
            what, _, kind = key.partition(".")
            if key in BY_GROUP:
                start = f"{what}.households.{kind}."
                yield from (
                    f"{key}.{found.removeprefix(start)}" for found in figures if found.startswith(start)
                )

    def places_left(self) -> list[Table]:
        listed = [each for each in self.found.pack.overview.listed
                  if any(f"{each.code}.listed" in figures for _, _, figures in self.rows)]  # fmt: skip
        if not listed:
            return []
        headers = [
            text.in_(self.session.language)
            for each in listed
            for text in (each.all_, Text(f"其中{each.left.zh}", each.left.en))
        ]
        title = self.session.words("名单上的地区", "Places on a list")
        keys = [f"{each.code}.{what}" for each in listed for what in ("listed", "exited")]
        return self._tables(title, headers, keys)

    def exits(self) -> list[Table]:
        if not any("exited.households.net" in figures for _, _, figures in self.rows):
            return []
        words = self.session.words
        people = words("（人）", "people")
        headers = [words("累计脱贫（净）", "exited, net"), people, words("历次决定", "every decision"), people,
                   words("在册未脱贫", "not exited"), people, ]  # fmt: skip
        keys = [f"{what}.{counts}.{kind}"
                for what, kind in (("exited", "net"), ("exited", "gross"), ("poor", "net"))
                for counts in ("households", "people")]  # fmt: skip
        return self._tables(words("脱贫（户、人）", "Exits: households and people"), headers, keys)

    def rates(self) -> Iterator[Table]:
        words = self.session.words
        headers = [words("比例", "rate"), words("上限", "at most"), words("分子（人）", "people"),
                   words("申报分母", "of declared"), words("核实率", "coverage")]  # fmt: skip
        for rate in self.found.pack.overview.rates:
            keys = [
                f"{rate.code}.{part}" for part in ("rate", "upper", "numerator", "denominator", "coverage")
            ]
            yield from self._tables(rate.label.in_(self.session.language), headers, keys)

    def monitoring(self) -> list[Table]:
        if not any(figures.get("monitored.households.gross", _NONE).value for _, _, figures in self.rows):
            return []
        words = self.session.words
        people = words("（人）", "people")
        headers = [words("累计纳入", "ever"), people, words("风险未消除", "not cleared"), people,
                   words("已消除（净）", "cleared, net"), people]  # fmt: skip
        keys = [f"{what}.{counts}.{kind}"
                for what, kind in (("monitored", "gross"), ("monitored", "net"), ("cleared", "net"))
                for counts in ("households", "people")]  # fmt: skip
        return self._tables(words("监测（户、人）", "Monitoring: households and people"), headers, keys)

    def _tables(self, title: str, headers: Sequence[str], keys: Sequence[str]) -> list[Table]:
        language = self.session.language
        rows = [
            (depth, [Line(place.name.in_(language)), *(self._cell(figures.get(key, _NONE)) for key in keys)])
            for depth, place, figures in self.rows
        ]
        return tables(
            title, [self.session.words("地区", "place"), *headers], rows, width=self.session.out.width
        )

    def _cell(self, figure: Figure) -> Line:
        if figure is _NONE:
            return Line("–", style="dim")
        if isinstance(figure.value, Fraction):
            return share_line(figure.value, self.session.language)
        if figure.value is None:
            return unknown_line(self.session.language)
        if figure.unsized and not figure.more:
            return Line(f"{figure.value:,}+")
        if figure.more:
            return with_unknown(figure.value, figure.more, wide=self.wide)
        return number_line(figure.value, self.session.language)


MOST_NAMED = 4
WATCHING = ("monitored", "cleared", "renewed")
_NONE = Figure("", Text("", ""), "", None, "")
"""Where a figure makes no sense, such as the poor counties of a township."""


def _for_machines(found: Report, levels: Sequence[str], out: Path | None) -> dict[str, object]:
    return {
        "on": found.on.isoformat(),
        "certificate": found.certificate,
        "figures": [
            found.figure_as_dict(place, figure)
            for place, figures in found.at(levels)
            for figure in figures.values()
        ],
        "out": None if out is None else str(out),
    }
