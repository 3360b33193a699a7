"""`tuopin synth`: an invented city, as a county workbook and as a snapshot."""

import json
from datetime import date
from pathlib import Path

import click

from tuopin import __version__
from tuopin.cli.commands import Command, common_options, option, pass_session
from tuopin.cli.progress import Tell, progress
from tuopin.cli.session import Session
from tuopin.kernel.text import Text
from tuopin.snapshot.files import write_snapshot
from tuopin.synthetic.city import City, make_city
from tuopin.synthetic.workbook import write_workbook
from tuopin.warehouse.scope import day_of
from tuopin.warehouse.writing import MARK, check_free, whole_folder

WORKBOOK, SNAPSHOT = "city.xlsx", "snapshot"
DEFAULT_DAY = date(2020, 6, 30)


@click.command(
    "synth",
    cls=Command,
    says=Text(
        "按种子生成一个虚构的市，写成县级工作表和数据快照。里面没有任何真实的人。",
        "Makes an invented city from a seed and writes it as a county workbook and as a snapshot. Nobody in it exists.",
    ),
)
@option(
    "--households",
    type=click.IntRange(min=1),
    default=20_000,
    show_default=True,
    zh="大约多少户。",
    en="About how many households.",
)
@option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    zh="种子；同样的种子得到同样的市。",
    en="Seed; the same seed gives the same city.",
)
@option(
    "--on",
    metavar="YYYY-MM-DD",
    default=DEFAULT_DAY.isoformat(),
    show_default=True,
    zh="数据截止的日期。",
    en="The day the data stand for.",
)
@option("--out", required=True, type=click.Path(path_type=Path), zh="写出的目录。", en="Folder to write.")
@option("--workbook", is_flag=True, zh="只写工作表。", en="Write the workbook only.")
@option("--snapshot", is_flag=True, zh="只写数据快照。", en="Write the snapshot only.")
@option(
    "--replace",
    is_flag=True,
    zh="覆盖 tuopin 以前写在 --out 的内容。",
    en="Put it in the place of what tuopin wrote to --out before.",
)
@common_options
@pass_session
def synth_command(
    session: Session,
    *,
    households: int,
    seed: int,
    on: str,
    out: Path,
    workbook: bool,
    snapshot: bool,
    replace: bool,
) -> None:
    day = day_of(on)
    check_free(out, replace=replace)
    both = workbook == snapshot
    with progress(session) as tell:
        tell(Text("生成虚构的市", "making the city"), 0, 0)
        city = make_city(households=households, seed=seed, on=day)
        with whole_folder(out, replace=replace) as part:
            if snapshot or both:
                tell(Text("写数据快照", "writing the snapshot"), 0, 0)
                write_snapshot(city.dataset, part / SNAPSHOT)
            if workbook or both:
                save_workbook(city, part / WORKBOOK, tell)
            told = {"kind": "city", "tuopin": __version__, **city_as_dict(city)}
            (part / MARK).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    files = [out / SNAPSHOT] * (snapshot or both) + [out / WORKBOOK] * (workbook or both)
    if session.for_machines:
        session.answer({**city_as_dict(city), "files": [str(file) for file in files]})
        return
    counted = city_as_dict(city)
    amounts = [f"{counted[name]:,}" for name in ("households", "persons", "villages")]
    session.show(
        f"虚构的市：{amounts[0]} 户、{amounts[1]} 人、{amounts[2]} 个村（种子 {seed}）。",
        f"An invented city: {amounts[0]} households, {amounts[1]} people, {amounts[2]} villages (seed {seed}).",
    )
    for file in files:
        session.out.print(f"  {file}", markup=False, soft_wrap=True)


def save_workbook(city: City, path: Path, tell: Tell) -> None:
    def told(sheet: str, done: int, total: int) -> None:
        tell(Text("写工作表", "writing the workbook"), done, total)

    write_workbook(city, path, told=told)


def city_as_dict(city: City) -> dict[str, int | str]:
    """Counts of what was made, and what it takes to make it again."""
    counts = {name: city.dataset.count(name) for name in ("households", "persons", "villages", "counties")}
    return {"seed": city.seed, "on": city.on.isoformat(), "content": city.dataset.content, **counts}
