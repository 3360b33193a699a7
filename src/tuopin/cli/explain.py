"""`tuopin explain`: one household or one village, in sentences."""

from pathlib import Path

import click

from tuopin.cli.commands import Argument, Command, Option, common_options, pass_session
from tuopin.cli.inputs import open_input
from tuopin.cli.progress import progress
from tuopin.cli.session import Session
from tuopin.kernel.text import Text
from tuopin.warehouse.explaining import explain
from tuopin.warehouse.scope import day_of


@click.command(
    "explain",
    cls=Command,
    says=Text(
        "用完整的句子说明一户或一村为什么这样判：每个条件、所依据的数值、参数和出处，待核实的还要查什么。",
        "Says in sentences why one household or one village was judged so: each criterion, the values it rests on, "
        "the parameter and its source, and for what is unknown the facts to go and find.",
    ),
)
@click.argument(
    "inputs",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    cls=Argument,
    named=Text("输入", "INPUT"),
)
@click.option("--household", metavar="CODE", cls=Option, says=Text("户编号。", "Code of the household."))
@click.option(
    "--village", metavar="CODE", cls=Option, says=Text("村的地区代码。", "Place code of the village.")
)
@click.option("--on", metavar="YYYY-MM-DD", cls=Option,
              says=Text("判定日期；默认是数据的截止日期。", "Day of judging; by default the day the data stand for."))  # fmt: skip
@click.option("--as-of", metavar="YYYY-MM-DD", cls=Option,
              says=Text("工作表数据的截止日期；默认是最晚的采集日期。",
                        "Day a workbook stands for; by default the latest day of collection."))  # fmt: skip
@click.option("--standard", metavar="PACK[/STANDARD]", cls=Option,
              says=Text("只说明这一个标准。", "Explain this standard only."))  # fmt: skip
@common_options
@pass_session
def explain_command(
    session: Session, *, inputs: tuple[Path, ...], household: str | None, village: str | None, on: str | None,
    as_of: str | None, standard: str | None,
) -> None:  # fmt: skip
    day = None if on is None else day_of(on)
    pack, _, code = (standard or "").partition("/")
    with progress(session) as tell:
        opened = open_input(
            inputs, pack=pack or None, as_of=None if as_of is None else day_of(as_of), tell=tell
        )
        told = explain(
            opened.dataset,
            on=day or opened.dataset.as_of,
            household=household,
            village=village,
            standard=code or None,
        )
    if session.for_machines:
        session.answer(told.as_dict())
    else:
        session.out.print(told.text(session.language), markup=False, soft_wrap=not session.out.is_terminal)
