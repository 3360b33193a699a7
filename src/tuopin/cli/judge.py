"""`tuopin judge`: reads, judges, prints the overview, writes the folder of results."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from tuopin.cli.commands import Argument, Command, Option, common_options, pass_session
from tuopin.cli.inputs import DEFAULT_PACK, Opened, day_for, open_input
from tuopin.cli.overview_tables import default_levels, overview_tables
from tuopin.cli.progress import progress
from tuopin.cli.session import Session
from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text
from tuopin.warehouse.certificate import certificate
from tuopin.warehouse.judging import judge
from tuopin.warehouse.run import Run
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
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), cls=Argument, named=Text("输入", "INPUT"))
@click.option("--standard", metavar="PACK[/STANDARD]", default=DEFAULT_PACK, show_default=True, cls=Option,
              says=Text("标准包，或其中一个标准。", "The pack, or one standard of it."))  # fmt: skip
@click.option("--on", metavar="YYYY-MM-DD", cls=Option,
              says=Text("判定日期。快照默认用它的截止日期，工作表必须给出。",
                        "Day of judging. A snapshot's own day is the default; a workbook needs it."))  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), cls=Option,
              says=Text("写出结果的目录；已有内容的目录不会改动。", "Folder for the results; one that holds something is left alone."))  # fmt: skip
@click.option("--replace", is_flag=True, cls=Option,
              says=Text("覆盖 tuopin 以前写在 --out 的结果。", "Put the results in the place of earlier ones in --out."))  # fmt: skip
@click.option("--no-workbook", is_flag=True, cls=Option,
              says=Text("不写户清单（几十万户时较慢）。", "Leave out the workbook of households, which takes long for very many."))  # fmt: skip
@click.option("--by", metavar="LEVEL", cls=Option,
              says=Text("只按这一级地区打印，如 county、township、village。", "Print this level of places only, such as county, township or village."))  # fmt: skip
@click.option("--set", "changes", multiple=True, metavar="PARAMETER=VALUE", cls=Option,
              says=Text("假设某参数取另一数值；可重复。", "What if a parameter had this value; may be repeated."))  # fmt: skip
@common_options
@pass_session
def judge_command(
    session: Session, inputs: tuple[Path, ...], standard: str, on: str | None, out: Path | None, replace: bool,
    no_workbook: bool, by: str | None, changes: tuple[str, ...],
) -> None:  # fmt: skip
    started = time.perf_counter()
    overrides = _overrides(changes)
    if out is not None:
        check_free(out, replace=replace)
    with progress(session) as tell:
        day = day_for(inputs, on)
        opened = open_input(inputs, pack=standard.partition("/")[0], as_of=day, tell=tell)
        run = judge(
            opened.dataset, standard=standard, on=day if on else opened.dataset.as_of, overrides=overrides,
            command=_command(inputs, standard, changes), progress=tell,
        )  # fmt: skip
        run.overview(by)
        if out is not None:
            write_results(run, opened, out, session, replace=replace, workbook=not no_workbook, tell=tell)
    seconds = time.perf_counter() - started
    if session.for_machines:
        session.answer(_for_machines(run, opened, out, seconds))
    else:
        show(session, run, opened, levels=(by,) if by else None)
        _closing(session, run, out, seconds)
