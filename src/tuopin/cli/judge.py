"""`tuopin judge`: reads, judges, prints the overview, writes the folder of results."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from tuopin.cli.check_tables import check_tables
from tuopin.cli.commands import (
    Command,
    common_options,
    inputs_argument,
    mapping_option,
    option,
    pass_session,
)
from tuopin.cli.inputs import Opened, open_input
from tuopin.cli.measure_tables import measure_tables
from tuopin.cli.options import (
    as_of_option,
    by_option,
    on_option,
    out_option,
    replace_option,
    set_option,
    values_of,
)
from tuopin.cli.overview_tables import default_levels, overview_tables
from tuopin.cli.progress import Tell, progress
from tuopin.cli.reading import reading_as_dict, show_reading
from tuopin.cli.session import Session
from tuopin.engine.kinds import Level
from tuopin.kernel.text import Text
from tuopin.warehouse.certificate import certificate
from tuopin.warehouse.checks import asks_for_checks, only_checks
from tuopin.warehouse.judging import ENGINES, judge
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import day_of
from tuopin.warehouse.writing import check_free

MOST_PLACES = 60
REFUSED = "refused.xlsx"


@click.command(
    "judge",
    cls=Command,
    says=Text(
        "判定工作表、csv 文件或数据快照，按地区打印汇总；给出 --out 时写出判定结果、带理由的户清单和运行清单。",
        "Judges a workbook, csv files or a snapshot and prints the overview by place. With --out it also writes "
        "the findings, a workbook of households with reasons, and the manifest of the run.",
    ),
)
@inputs_argument
@mapping_option
@option(
    "--standard",
    "standards",
    multiple=True,
    metavar="PACK[/STANDARD]",
    zh="标准包，或其中一个标准；默认用数据所登记的标准包。另一个标准包须有转换。可重复。",
    en="The pack, or one standard of it; by default the pack of the data, else one to which that has a translation. "
    "May be repeated.",
)
@on_option
@as_of_option
@out_option
@replace_option
@option(
    "--no-workbook",
    is_flag=True,
    zh="不写户清单（几十万户时较慢）。",
    en="Leave out the workbook of households, which takes long for very many.",
)
@by_option
@set_option
@option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    zh="用哪个引擎判定人和户，结果相同：sql；native 是编译好的循环，由 ./tuopin native 安装；户数很多时 auto 用它。",
    en="What judges persons and households, with the same results: sql; native, compiled loops that "
    "./tuopin native installs; auto takes native where there are very many households.",
)
@option(
    "--lenient",
    is_flag=True,
    zh="证件号码有错的行也读入，由数据核查（checks_identity）逐一指出；默认不读入。",
    en="Let in rows whose only mistake is an identity number; the data check checks_identity names them. By default "
    "they are refused.",
)
@common_options
@pass_session
def judge_command(session: Session, **options: Any) -> None:
    asked = Asked(**options)
    started = time.perf_counter()
    overrides = asked.overrides()
    if asked.out is not None:
        check_free(asked.out, replace=asked.replace)
    with progress(session) as tell:
        opened = open_input(
            asked.inputs,
            pack=asked.pack,
            as_of=asked.day("as_of"),
            mapping=asked.mapping,
            lenient=asked.lenient,
            tell=tell,
        )
        run = judge(
            opened.dataset,
            standard=asked.standards,
            on=asked.day("on") or opened.dataset.as_of,
            overrides=overrides,
            engine=asked.engine,
            command=asked.command(),
            keep=asked.out is not None or asks_for_checks(opened.dataset.pack, asked.standards),
            progress=tell,
        )
        if asked.by is not None:
            run.judged.scope.pack.check_place_level(asked.by)
        if asked.out is not None:
            write_results(
                run,
                opened,
                asked.out,
                session,
                replace=asked.replace,
                workbook=not asked.no_workbook,
                tell=tell,
            )
    seconds = time.perf_counter() - started
    if session.for_machines:
        session.answer(_for_machines(run, opened, asked.out, seconds))
    else:
        if not only_checks(run.judged.scope):
            show_overview(session, run, levels=(asked.by,) if asked.by else default_levels(run))
        show_checks(session, run)
        show_closing(session, run, opened, out=asked.out, seconds=seconds)


@dataclass(frozen=True)
class Asked:
    """The options of one call, as typed."""

    inputs: tuple[Path, ...]
    mapping: Path | None
    standards: tuple[str, ...]
    on: str | None
    as_of: str | None
    out: Path | None
    replace: bool
    no_workbook: bool
    by: str | None
    changes: tuple[str, ...]
    engine: str
    lenient: bool

    @property
    def pack(self) -> str | None:
        return self.standards[0].partition("/")[0] if self.standards else None

    def day(self, option: str) -> date | None:
        told = getattr(self, option)
        return None if told is None else day_of(told)

    def overrides(self) -> dict[str, str]:
        return values_of(self.changes)

    def command(self) -> list[str]:
        """What decides the findings, for the manifest: file names without their folders."""
        words = ["judge", *(path.name for path in self.inputs)]
        words += ["--mapping", self.mapping.name] if self.mapping is not None else []
        given = [("--standard", each) for each in self.standards]
        for name, value in (*given, ("--on", self.on), ("--as-of", self.as_of)):
            words += [name, value] if value else []
        words += ["--lenient"] if self.lenient else []
        return words + [word for change in self.changes for word in ("--set", change)]


def write_results(
    run: Run, opened: Opened, out: Path, session: Session, *, replace: bool, workbook: bool, tell: Tell
) -> None:
    """The folder of a run, with the refused rows beside the findings when there are any."""
    beside: dict[str, Callable[[Path], object]] = {}
    reading = opened.reading
    if reading is not None and reading.refused:
        beside[REFUSED] = lambda path: reading.write_refused(path, language=session.language)
    run.write(
        out, language=session.language, replace=replace, workbook=workbook, beside=beside, progress=tell
    )


def show_overview(session: Session, run: Run, *, levels: Sequence[str]) -> None:
    """The tables of the overview; where there are very many places, without the most local of the levels."""
    places = run.judged.dataset.places
    while len(levels) > 1 and sum(1 for level in levels for _ in places.at_level(level)) > MOST_PLACES:
        session.show(
            f"{run.judged.scope.pack.place_labels[levels[-1]].zh}太多，这里不列；用 --by {levels[-1]} 查看，"
            "--out 写出的 overview.xlsx 中也有。",
            f"Too many places of level {levels[-1]} to print: see them with --by {levels[-1]}, or in overview.xlsx, "
            "which --out writes.",
            style="dim",
        )
        levels = levels[:-1]
    language, width = session.language, session.out.width
    for table in (
        *overview_tables(run, levels=levels, console=session.out, language=language),
        *measure_tables(run, levels=levels, width=width, language=language),
    ):
        session.out.print(table)
        session.out.print()


def show_checks(session: Session, run: Run) -> None:
    """What failed the data checks that were asked for."""
    for table in check_tables(run, console=session.out, language=session.language):
        session.out.print(table)
        session.out.print()


def show_closing(session: Session, run: Run, opened: Opened, *, out: Path | None, seconds: float) -> None:
    """What was refused, the birth certificate, where the results are, how many and how long."""
    if opened.reading is not None:
        show_reading(session, opened.reading, refused=out / REFUSED if out is not None else None)
    for what, told in certificate(run.judged, session.language):
        session.out.print(
            f"{what}{session.words('：', ': ')}{told}", style="dim", markup=False, soft_wrap=True
        )
    rows = {
        level: opened.dataset.count(level.plural) for level in (Level.HOUSEHOLD, Level.PERSON, Level.VILLAGE)
    }
    households, persons, villages = (f"{number:,}" for number in rows.values())
    session.show(
        f"判定 {households} 户、{persons} 人、{villages} 个村，用时 {seconds:.1f} 秒。",
        f"Judged {households} households, {persons} people and {villages} villages in {seconds:.1f} s.",
    )
    if out is not None:
        session.show(f"结果在 {out}。", f"Results: {out}")
    else:
        session.show(
            "没有写出文件；需要时加上 --out 目录。",
            "Nothing was written; add --out FOLDER for the files.",
            style="dim",
        )


def _for_machines(run: Run, opened: Opened, out: Path | None, seconds: float) -> dict[str, Any]:
    reading = opened.reading
    return {
        "manifest": run.manifest(),
        "overview": [each.as_dict() for each in run.overview()],
        "measures": [each.as_dict() for each in run.measures()],
        "reading": None if reading is None else reading_as_dict(reading),
        "out": None if out is None else str(out),
        "seconds": round(seconds, 3),
    }
