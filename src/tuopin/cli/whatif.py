"""`tuopin whatif`: the rules as they stand beside the rules as they might be, and whom the change moves."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import click
from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.changes_tables import money, reasons_table, unit_of, verdict_tables
from tuopin.cli.commands import Command, common_options, inputs_argument, mapping_option, option, pass_session
from tuopin.cli.inputs import open_input
from tuopin.cli.look import number_line, share_line, tables
from tuopin.cli.options import (
    as_of_option,
    by_option,
    on_option,
    out_option,
    replace_option,
    set_option,
    values_of,
)
from tuopin.cli.overview_tables import rows_of
from tuopin.cli.progress import progress
from tuopin.cli.session import Session
from tuopin.engine.substitute import SUFFIX
from tuopin.kernel.text import Text
from tuopin.standards.pack import Rate, Shortfall
from tuopin.warehouse import whatif_files
from tuopin.warehouse.certificate import certificate
from tuopin.warehouse.changes_plain import changes_as_dict
from tuopin.warehouse.figures import PlaceFigures, Tally
from tuopin.warehouse.scope import day_of
from tuopin.warehouse.whatif import WhatIf, whatif
from tuopin.warehouse.writing import check_free

Cells = Callable[[PlaceFigures], list[Line]]


@click.command(
    "whatif",
    cls=Command,
    says=Text(
        "假如某个参数取另一数值，或用一个标准替换另一个，哪些户、村的结论会变：按地区、按原因，以及补到标准线要多少钱。",
        "Who would be judged otherwise if a parameter had another value, or a standard stood for another: by place, "
        "by reason, and what it costs to lift everybody to the line.",
    ),
)
@inputs_argument
@mapping_option
@set_option
@option(
    "--standard",
    metavar="PACK/STANDARD",
    zh="只看这一个标准；默认看所有用到该参数的标准。",
    en="Look at this standard only; by default at all that use the parameter.",
)
@option(
    "--variant",
    metavar="STANDARD",
    zh="用这个标准替换 --standard 所指的标准。",
    en="The standard to stand for the one that --standard names.",
)
@on_option
@as_of_option
@by_option
@out_option
@replace_option
@common_options
@pass_session
def whatif_command(
    session: Session, *, inputs: tuple[Path, ...], mapping: Path | None, changes: tuple[str, ...],
    standard: str | None, variant: str | None, on: str | None, as_of: str | None, by: str | None,
    out: Path | None, replace: bool,
) -> None:  # fmt: skip
    started = time.perf_counter()
    values, day = values_of(changes), None if on is None else day_of(on)
    if out is not None:
        check_free(out, replace=replace)
    with progress(session) as tell:
        pack = standard.partition("/")[0] if standard else None
        collected = None if as_of is None else day_of(as_of)
        opened = open_input(inputs, pack=pack, as_of=collected, mapping=mapping, tell=tell)
        found = whatif(
            opened.dataset, on=day or opened.dataset.as_of, values=values, standard=standard, variant=variant,
            progress=tell,
        )  # fmt: skip
        found.overview(by)
        if out is not None:
            tell(Text("写结果", "writing"), 0, 0)
            whatif_files.write(found, out, language=session.language, replace=replace)
    levels = (by,) if by is not None else found.judged.scope.pack.place_levels[-4:-2]
    if session.for_machines:
        session.answer(_for_machines(found, levels, out))
        return
    show_whatif(session, found, levels)
    _show_closing(session, found, out, time.perf_counter() - started)


def show_whatif(session: Session, found: WhatIf, levels: Sequence[str]) -> None:
    """What is supposed, then the tables."""
    for what, told in whatif_files.supposed(found, session.language):
        session.out.print(
            f"{what[:1].upper()}{what[1:]}{session.words('：', ': ')}{told}",
            style="bold",
            markup=False,
            soft_wrap=True,
        )
    session.out.print()
    if not any(changes.total for changes in found.changes.values()):
        session.show("没有任何户、村的结论会变。", "Nobody would be judged otherwise.")
        session.out.print()
    for table in _tables(session, found, levels):
        session.out.print(table)
        session.out.print()


def _tables(session: Session, found: WhatIf, levels: Sequence[str]) -> Iterator[Table]:
    view = _View(session, found, levels)
    tree, language = found.judged.dataset.places, session.language
    places = [(depth, each.place) for depth, each in view.rows]
    for changes in found.changes.values():
        yield from verdict_tables(changes, places, tree, width=session.out.width, language=language)
        reasons = reasons_table(changes, language)
        if reasons is not None:
            yield reasons
    yield from view.counters()
    for rate in _as_it_is(found.judged.scope.overview.rates):
        yield from view.rate(rate)
    for shortfall in _as_it_is(found.judged.scope.overview.shortfalls):
        yield from view.cost(shortfall)


Twin = TypeVar("Twin", Rate, Shortfall)


def _as_it_is(both: Iterable[Twin]) -> Iterator[Twin]:
    """Those of the world as it stands."""
    return (each for each in both if not each.code.endswith(SUFFIX))


class _View:
    """The figures of both worlds, place by place."""

    def __init__(self, session: Session, found: WhatIf, levels: Sequence[str]) -> None:
        self.session, self.found = session, found
        self.scope = found.judged.scope
        self.rows = rows_of(found.run, levels)

    def counters(self) -> list[Table]:
        counters = self.found.counters
        if not counters:
            return []

        def cells(each: PlaceFigures) -> list[Line]:
            pairs = (
                (each.counters[one.code].yes, each.counters[f"{one.code}{SUFFIX}"].yes) for one in counters
            )
            return [cell for now, then in pairs for cell in self._pair(now, then)]

        people = self.session.words("（人）", "people")
        headers = [text for each in counters for text in (each.label.in_(self.session.language), people)]
        title = self.session.words("户数：现在 → 假设", "Households: now → what if")
        return self._tables(title, headers, cells)

    def rate(self, rate: Rate) -> list[Table]:
        def cells(each: PlaceFigures) -> list[Line]:
            now, then = each.rates[rate.code], each.rates[f"{rate.code}{SUFFIX}"]
            return [
                self._share(now.rate), self._share(then.rate), self._share(now.upper), self._share(then.upper),
                number_line(now.denominator, self.session.language), self._share(now.coverage),
            ]  # fmt: skip

        words = self.session.words
        headers = [words("现在", "now"), words("假设", "what if"), words("上限：现在", "at most now"),
                   words("上限：假设", "at most what if"), words("申报分母", "of declared"),
                   words("核实率", "coverage")]  # fmt: skip
        return self._tables(rate.label.in_(self.session.language), headers, cells)

    def cost(self, shortfall: Shortfall) -> list[Table]:
        def cells(each: PlaceFigures) -> list[Line]:
            now, then = each.costs[shortfall.code], each.costs[f"{shortfall.code}{SUFFIX}"]
            amounts = (now.amount, then.amount, then.amount - now.amount)
            return [
                *(money(amount, shortfall) for amount in amounts), *self._pair(now.below, then.below),
                number_line(then.unknown.households, self.session.language),
            ]  # fmt: skip

        words = self.session.words
        unit = unit_of(shortfall, self.scope.pack).in_(self.session.language)
        headers = [words("现在", "now"), words("假设", "what if"), words("增加", "more"),
                   words("线下户数", "households below"), words("（人）", "people"),
                   words("待核实户数", "unknown households")]  # fmt: skip
        title = f"{shortfall.label.in_(self.session.language)}{words('（', ' (')}{unit}{words('）', ')')}"
        return self._tables(title, headers, cells)

    def _tables(self, title: str, headers: Sequence[str], cells: Cells) -> list[Table]:
        language = self.session.language
        rows = [(depth, [Line(each.place.name.in_(language)), *cells(each)]) for depth, each in self.rows]
        first = self.session.words("地区", "place")
        return tables(title, [first, *headers], rows, width=self.session.out.width)

    def _pair(self, now: Tally, then: Tally) -> list[Line]:
        return [
            Line(f"{now.households:,} → {then.households:,}"),
            Line(f"{now.people:,} → {then.people:,}"),
        ]

    def _share(self, share: Fraction | None) -> Line:
        return share_line(share, self.session.language)


def _show_closing(session: Session, found: WhatIf, out: Path | None, seconds: float) -> None:
    for what, told in certificate(found.judged, session.language):
        session.out.print(
            f"{what}{session.words('：', ': ')}{told}", style="dim", markup=False, soft_wrap=True
        )
    session.show(
        f"用时 {seconds:.1f} 秒。这是假设，不是判定：现行参数和历史决定都没有改变。",
        f"Took {seconds:.1f} s. This is a supposition, not a judgement: no rule and no decision has changed.",
    )
    if out is not None:
        session.show(f"结果在 {out}。", f"Results: {out}")


def _for_machines(found: WhatIf, levels: Sequence[str], out: Path | None) -> dict[str, object]:
    tree = found.judged.dataset.places
    shown = [each for each in found.overview() if each.place.level in levels]
    return {
        "manifest": found.manifest(),
        "changes": {
            level.value: changes_as_dict(each, tree, levels) for level, each in found.changes.items()
        },
        "overview": [each.as_dict() for each in shown],
        "out": None if out is None else str(out),
    }
