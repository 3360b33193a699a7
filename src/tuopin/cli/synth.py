"""`tuopin synth`: an invented city, as a county workbook and as a snapshot."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from tuopin import __version__
from tuopin.cli.commands import Command, common_options, option, pass_session
from tuopin.cli.progress import Tell, progress
from tuopin.cli.session import Session
from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text
from tuopin.snapshot.files import write_parts, write_snapshot
from tuopin.synthetic.city import FIRST_DAY, LAST_DAY, MOST_IN_MEMORY, City, make_city, ordered
from tuopin.synthetic.counties import city_in_parts
from tuopin.synthetic.shapes import write_map
from tuopin.synthetic.villages import villages_of
from tuopin.synthetic.workbook import write_workbook
from tuopin.warehouse.scope import day_of
from tuopin.warehouse.writing import MARK, check_free, whole_folder

WORKBOOK, SNAPSHOT, MAP = "city.xlsx", "snapshot", "places.geojson"
DEFAULT_DAY = date(2020, 6, 30)
COUNTED = ("households", "persons", "villages", "counties")


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
@option(
    "--years",
    metavar="2013-2026",
    zh="每年年末各写一份快照，同一批农户和人；代替 --on。2026 年为 6 月 30 日。",
    en="A snapshot for the end of every year, of the same households and people; instead of --on. 2026 is 30 June.",
)
@option("--out", required=True, type=click.Path(path_type=Path), zh="写出的目录。", en="Folder to write.")
@option(
    "--workbook",
    is_flag=True,
    zh="只写工作表（至多一百万户）。",
    en="Write the workbook only (up to 1,000,000).",
)
@option(
    "--snapshot",
    is_flag=True,
    zh="只写数据快照（至多三千万户）。",
    en="Write the snapshot only (up to 30,000,000).",
)
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
    years: str | None,
    out: Path,
    workbook: bool,
    snapshot: bool,
    replace: bool,
) -> None:
    days = days_of(years, households, workbook=workbook) if years is not None else [day_of(on)]
    check_free(out, replace=replace)
    with progress(session) as tell, whole_folder(out, replace=replace) as part:
        if years is not None:
            made = {str(day): _snapshot(part / str(day), households, seed, day, tell) for day in days}
        elif snapshot and not workbook:
            made = {SNAPSHOT: _snapshot(part / SNAPSHOT, households, seed, days[0], tell)}
        else:
            made = _in_memory(part, households, seed, days[0], tell, snapshot=not workbook or snapshot)
        names = list(made)
        if households <= MOST_IN_MEMORY:
            tell(Text("画地图", "drawing the map"), 0, 0)
            write_map(ordered(villages_of(households, seed)), seed, part / MAP)
            names.append(MAP)
        counted = next(reversed(made.values()))
        told = {"kind": "city", "tuopin": __version__, **counted, "folders": list(made)}
        (part / MARK).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    _answer(session, counted, [out / name for name in names])


def _answer(session: Session, counted: Mapping[str, int | str], files: list[Path]) -> None:
    if session.for_machines:
        session.answer({**counted, "files": [str(file) for file in files]})
        return
    amounts = [f"{counted[name]:,}" for name in ("households", "persons", "villages")]
    seed = counted["seed"]
    session.show(
        f"虚构的市：{amounts[0]} 户、{amounts[1]} 人、{amounts[2]} 个村（种子 {seed}）。",
        f"An invented city: {amounts[0]} households, {amounts[1]} people, {amounts[2]} villages (seed {seed}).",
    )
    for file in files:
        session.out.print(f"  {file}", markup=False, soft_wrap=True)


def days_of(years: str, households: int, *, workbook: bool) -> list[date]:
    """The last day of every year, but for the last year of the city its middle.

    Raises BadInput (`city_years`) for what are no years of the city, for a workbook, and beyond a million households.
    """
    first, _, last = years.partition("-")
    known = range(FIRST_DAY.year, LAST_DAY.year + 1)
    try:
        wanted = range(int(first), int(last or first) + 1)
    except ValueError:
        wanted = range(0)
    if not wanted or wanted[0] not in known or wanted[-1] not in known:
        raise BadInput(
            "city_years",
            zh=f"--years {years} 不是 {known[0]} 至 {known[-1]} 之间的年份。请写成 2013-2026 这样。",
            en=f"--years {years} names no years from {known[0]} to {known[-1]}. Write it like 2013-2026.",
        )
    if workbook or households > MOST_IN_MEMORY:
        raise BadInput(
            "city_years",
            zh=f"--years 只写数据快照，至多 {MOST_IN_MEMORY} 户。请去掉 --workbook，或减少户数。",
            en=f"--years writes snapshots only, of up to {MOST_IN_MEMORY} households. Leave out --workbook, or ask "
            "for fewer households.",
        )
    return [date(year, 6, 30) if year == LAST_DAY.year else date(year, 12, 31) for year in wanted]


def _snapshot(folder: Path, households: int, seed: int, day: date, tell: Tell) -> dict[str, int | str]:
    """Part by part, so that the size of the city does not matter."""

    def told(done: int, total: int) -> None:
        tell(Text(f"生成虚构的市（{day}）", f"making the city ({day})"), done, total)

    manifest = write_parts(city_in_parts(households=households, seed=seed, on=day, told=told), folder)
    counts = {name: manifest.counts[name] for name in COUNTED}
    return {"seed": seed, "on": day.isoformat(), "content": manifest.content, **counts}


def _in_memory(
    part: Path, households: int, seed: int, day: date, tell: Tell, *, snapshot: bool
) -> dict[str, dict[str, int | str]]:
    """The workbook, and with `snapshot` the snapshot of the same city."""
    tell(Text("生成虚构的市", "making the city"), 0, 0)
    city = make_city(households=households, seed=seed, on=day)
    if snapshot:
        tell(Text("写数据快照", "writing the snapshot"), 0, 0)
        write_snapshot(city.dataset, part / SNAPSHOT)
    save_workbook(city, part / WORKBOOK, tell)
    return {name: city_as_dict(city) for name in [SNAPSHOT] * snapshot + [WORKBOOK]}


def save_workbook(city: City, path: Path, tell: Tell) -> None:
    def told(sheet: str, done: int, total: int) -> None:
        tell(Text("写工作表", "writing the workbook"), done, total)

    write_workbook(city, path, told=told)


def city_as_dict(city: City) -> dict[str, int | str]:
    """Counts of what was made, and what it takes to make it again."""
    counts = {name: city.dataset.count(name) for name in COUNTED}
    return {"seed": city.seed, "on": city.on.isoformat(), "content": city.dataset.content, **counts}
