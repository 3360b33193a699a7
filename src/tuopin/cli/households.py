"""`tuopin household`: households of the registry as the pages show them, by the same services."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuopin.cli.commands import Command, Group, common_options, option, pass_session
from tuopin.cli.office import home_option
from tuopin.cli.registry import acting, by_option, open_registry, today
from tuopin.cli.session import Session
from tuopin.kernel.text import Text

if TYPE_CHECKING:
    from tuopin.warehouse.household_filters import Filters

place_option = option(
    "--place", metavar="CODE", default="", zh="只要这个地区的。", en="Only those of this place."
)
unknown_option = option(
    "--unknown", is_flag=True, zh="只要还有待核实的。", en="Only those of which something is unknown."
)


def _filters(place: str, unknown: bool) -> "Filters":
    from tuopin.warehouse.household_filters import Filters  # noqa: PLC0415 - models exist only after setup

    return Filters.read({"place": place, "answer": "unknown" if unknown else ""})


@click.command(
    "list",
    cls=Command,
    says=Text("列出农户和最近一次判定的结论。", "Lists households with what the last run found."),
)
@place_option
@unknown_option
@option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True, zh="最多多少户。",
        en="How many at most.")  # fmt: skip
@option(
    "--after", metavar="CODE", default="", zh="从这个户编号之后开始。", en="Begin after this household code."
)
@by_option
@home_option
@common_options
@pass_session
def list_command(
    session: Session, *, place: str, unknown: bool, limit: int, after: str, by: str, home: Path | None
) -> None:
    open_registry(home)
    from tuopin.warehouse.household_filters import households_found  # noqa: PLC0415
    from tuopin.warehouse.household_plain import rows_as_dicts  # noqa: PLC0415

    found = households_found(acting(by), _filters(place, unknown)).filter(code__gt=after)
    rows = rows_as_dicts(list(found.select_related("village").order_by("code")[:limit]))
    if session.for_machines:
        session.answer({"households": rows})
        return
    for row in rows:
        verdicts = ", ".join(f"{code}={verdict}" for code, verdict in row["verdicts"].items())
        line = f"{row['code']}  {row['village']}  {verdicts or session.words('还没有判定', 'not judged yet')}"
        session.show(line, line)
    session.say(f"共 {len(rows):,} 户", f"{len(rows):,} households")


@click.command(
    "show",
    cls=Command,
    says=Text("一户的全部信息和判定，JSON。", "One household, known and judged, as JSON."),
)
@click.argument("code")
@by_option
@home_option
@common_options
@pass_session
def show_command(session: Session, *, code: str, by: str, home: Path | None) -> None:
    open_registry(home)
    from tuopin.registry.selectors import household_visible_to  # noqa: PLC0415 - models exist only after setup
    from tuopin.warehouse.household_plain import household_as_dict  # noqa: PLC0415

    session.answer(household_as_dict(household_visible_to(acting(by), code), on=today()))


@click.command(
    "export",
    cls=Command,
    says=Text(
        "把农户列表写成工作簿，不含身份信息；记入审计。",
        "Writes the list as a workbook without identities; audited.",
    ),
)
@option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), zh="写到哪个文件。",
        en="The file to write.")  # fmt: skip
@place_option
@unknown_option
@by_option
@home_option
@common_options
@pass_session
def export_command(
    session: Session, *, out: Path, place: str, unknown: bool, by: str, home: Path | None
) -> None:
    open_registry(home)
    from tuopin.warehouse.household_export import export_households  # noqa: PLC0415 - models exist only after setup

    number = export_households(
        actor=acting(by),
        asked=_filters(place, unknown),
        path=out,
        language=session.language,
        at=datetime.now(UTC),
    )
    out.chmod(0o600)
    if session.for_machines:
        session.answer({"file": str(out), "households": number})
        return
    session.show(f"已写出 {number:,} 户：{out}", f"{number:,} households written: {out}")


household_command = common_options(
    Group(
        "household",
        callback=lambda: None,
        says=Text("登记库中的农户。", "Households of the registry."),
        homes={
            "list": (__name__, Text("列出农户", "list households")),
            "show": (__name__, Text("一户的全部信息和判定", "one household, known and judged")),
            "export": (__name__, Text("把列表写成工作簿", "write the list as a workbook")),
        },
    )
)
