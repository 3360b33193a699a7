"""`tuopin explain`: one household, one village or one county, in sentences."""

from pathlib import Path

import click
from rich.text import Text as Line

from tuopin.cli.commands import Command, common_options, inputs_argument, mapping_option, option, pass_session
from tuopin.cli.inputs import open_input
from tuopin.cli.look import STYLES
from tuopin.cli.options import as_of_option, on_option
from tuopin.cli.progress import progress
from tuopin.cli.session import Session
from tuopin.kernel.text import Text
from tuopin.warehouse.explaining import explain
from tuopin.warehouse.scope import day_of


@click.command(
    "explain",
    cls=Command,
    says=Text(
        "用完整的句子说明一户、一村或一县为什么这样判：每个条件、所依据的数值、参数和出处，待核实的还要查什么。",
        "Says in sentences why one household, village or county was judged so: each criterion, the values it rests on, "
        "the parameter and its source, and for what is unknown the facts to go and find.",
    ),
)
@inputs_argument
@mapping_option
@option("--household", metavar="CODE", zh="户编号。", en="Code of the household.")
@option("--village", metavar="CODE", zh="村的地区代码。", en="Place code of the village.")
@option("--county", metavar="CODE", zh="县的地区代码。", en="Place code of the county.")
@on_option
@as_of_option
@option("--standard", metavar="PACK[/STANDARD]", zh="只说明这一个标准。", en="Explain this standard only.")
@common_options
@pass_session
def explain_command(
    session: Session, *, inputs: tuple[Path, ...], mapping: Path | None, household: str | None,
    village: str | None, county: str | None, on: str | None, as_of: str | None, standard: str | None,
) -> None:  # fmt: skip
    day = None if on is None else day_of(on)
    pack, _, code = (standard or "").partition("/")
    with progress(session) as tell:
        opened = open_input(
            inputs,
            pack=pack or None,
            as_of=None if as_of is None else day_of(as_of),
            mapping=mapping,
            tell=tell,
        )
        told = explain(
            opened.dataset,
            on=day or opened.dataset.as_of,
            household=household,
            village=village,
            county=county,
            standard=code or None,
        )
    if session.for_machines:
        session.answer(told.as_dict())
    else:
        for line in told.text(session.language).splitlines():
            session.out.print(Line(line, style=_style(line)), soft_wrap=not session.out.is_terminal)


def _style(line: str) -> str:
    """The colour of the verdict a line begins with; its shape and its word say the same."""
    return next(
        (style for verdict, style in STYLES.items() if line.strip().startswith(f"{verdict.shape} ")), ""
    )
