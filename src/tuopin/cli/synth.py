"""`tuopin synth`: an invented city, as a county workbook and as a snapshot."""

import json
from datetime import date
from pathlib import Path

import click

from tuopin import __version__
from tuopin.cli.commands import Command, Option, common_options, pass_session
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
@click.option("--households", type=click.IntRange(min=1), default=20_000, show_default=True, cls=Option,
              says=Text("大约多少户。", "About how many households."))  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, cls=Option,
              says=Text("种子；同样的种子得到同样的市。", "Seed; the same seed gives the same city."))  # fmt: skip
@click.option("--on", metavar="YYYY-MM-DD", default=DEFAULT_DAY.isoformat(), show_default=True, cls=Option,
              says=Text("数据截止的日期。", "The day the data stand for."))  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), cls=Option,
              says=Text("写出的目录。", "Folder to write."))  # fmt: skip
@click.option("--workbook", is_flag=True, cls=Option, says=Text("只写工作表。", "Write the workbook only."))
@click.option("--snapshot", is_flag=True, cls=Option, says=Text("只写数据快照。", "Write the snapshot only."))
@click.option("--replace", is_flag=True, cls=Option,
              says=Text("覆盖 tuopin 以前写在 --out 的内容。",
                        "Put it in the place of what tuopin wrote to --out before."))  # fmt: skip
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
    counts = city_as_dict(city)
    session.out.print(session.words(
        f"虚构的市：{counts['households']:,} 户、{counts['persons']:,} 人、{counts['villages']:,} 个村（种子 {seed}）。",
        f"An invented city: {counts['households']:,} households, {counts['persons']:,} people, "
        f"{counts['villages']:,} villages (seed {seed}).",
    ))  # fmt: skip
    for file in files:
        session.out.print(f"  {file}", markup=False, soft_wrap=True)


def save_workbook(city: City, path: Path, tell: Tell) -> None:
    tell(Text("写工作表", "writing the workbook"), 0, 0)
    write_workbook(city, path)


def city_as_dict(city: City) -> dict[str, int | str]:
    """Counts of what was made, and what it takes to make it again."""
    counts = {name: city.dataset.count(name) for name in ("households", "persons", "villages", "counties")}
    return {"seed": city.seed, "on": city.on.isoformat(), "content": city.dataset.content, **counts}
