"""`tuopin demo`: all of it once, on an invented city, and what to try next."""

import json
import os
import time
from pathlib import Path

import click
import pyarrow.compute as pc

from tuopin import __version__
from tuopin.cli.commands import Command, common_options, option, pass_session
from tuopin.cli.demo_office import fill_office
from tuopin.cli.inputs import Opened, stages
from tuopin.cli.judge import show_closing, show_overview, write_results
from tuopin.cli.office import refuse_taken, serve
from tuopin.cli.progress import Tell, progress
from tuopin.cli.reading import reading_as_dict
from tuopin.cli.session import Session
from tuopin.cli.synth import DEFAULT_DAY, SNAPSHOT, WORKBOOK, city_as_dict, save_workbook
from tuopin.engine.kinds import Level
from tuopin.intake import read_workbook
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.project.office import HOME
from tuopin.snapshot.files import write_snapshot
from tuopin.synthetic.city import City, make_city
from tuopin.warehouse.judging import judge
from tuopin.warehouse.run import Run
from tuopin.warehouse.writing import MARK, check_free, whole_folder

OUT = Path("tuopin-demo")
RESULTS = "results"
OFFICE = "office"
HOST = "127.0.0.1"


@click.command(
    "demo",
    cls=Command,
    says=Text(
        "生成一个虚构的市，写出它的工作表，再读回来、逐户判定、打印汇总，并提示接下来可以做什么。",
        "Makes an invented city, writes its workbook, reads that workbook back, judges it, prints the overview and "
        "says what to try next.",
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
    "--out",
    type=click.Path(path_type=Path),
    zh=f"写出的目录；默认 {OUT}，每次重写。",
    en=f"Folder to write; by default {OUT}, written anew each time.",
)
@option(
    "--replace",
    is_flag=True,
    zh="覆盖 tuopin 以前写在 --out 的内容。",
    en="Put it in the place of what tuopin wrote to --out before.",
)
@option(
    "--no-serve",
    is_flag=True,
    zh="打印结果后就结束，不建立办公室，也不提供网页。",
    en="End after printing the result: no office is made and no pages are served.",
)
@option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    zh="网页端口。",
    en="Port of the pages.",
)
@common_options
@pass_session
def demo_command(
    session: Session, *, households: int, out: Path | None, replace: bool, no_serve: bool, port: int
) -> None:
    replace, out = replace or out is None, out or OUT
    no_serve = no_serve or session.for_machines
    check_free(out, replace=replace)
    if not no_serve:
        refuse_taken(HOST, port)
    started = time.perf_counter()
    with progress(session) as tell, whole_folder(out, replace=replace) as part:
        city = _make(part, households, tell)
        tell(Text("读入", "reading"), 0, 0)
        reading = read_workbook(part / WORKBOOK, progress=stages(tell))
        opened = Opened(reading.dataset, reading)
        run = judge(reading.dataset, on=DEFAULT_DAY, command=["judge", WORKBOOK, "--on", DEFAULT_DAY.isoformat()],
                    progress=tell)  # fmt: skip
        write_snapshot(reading.dataset, part / SNAPSHOT)
        write_results(run, opened, part / RESULTS, session, replace=False, workbook=True, tell=tell)
        accounts = [] if no_serve else fill_office(city, part / OFFICE, tell)
    seconds = time.perf_counter() - started
    household, village = a_household(run), a_village(run)
    if session.for_machines:
        session.answer({
            "manifest": run.manifest(), "overview": [each.as_dict() for each in run.overview()],
            "reading": reading_as_dict(reading), "out": str(out), "seconds": round(seconds, 3),
            "try": {"household": household, "village": village},
        })  # fmt: skip
        return
    show_overview(session, run, levels=run.judged.scope.pack.place_levels[-4:-2])
    show_closing(session, run, opened, out=out / RESULTS, seconds=seconds)
    _what_next(session, run, out, household, village)
    if not no_serve:
        _serve(session, out / OFFICE, accounts, port)


def _make(part: Path, households: int, tell: Tell) -> City:
    tell(Text("生成虚构的市", "making the city"), 0, 0)
    city = make_city(households=households, on=DEFAULT_DAY)
    save_workbook(city, part / WORKBOOK, tell)
    told = {"kind": "city", "tuopin": __version__, **city_as_dict(city)}
    (part / MARK).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return city


def _serve(session: Session, home: Path, accounts: list[dict[str, str]], port: int) -> None:
    """The pages, until stopped; who can sign in stands above them."""
    session.out.print()
    session.show(
        f"网页：http://{HOST}:{port}/ （Ctrl-C 停止）",
        f"Pages: http://{HOST}:{port}/ (Ctrl-C stops)",
        style="bold",
    )
    session.show(
        f"示例账号（口令都是 {accounts[0]['password']}，只对这个虚构的市有效）：",
        f"Accounts (each with the password {accounts[0]['password']}; they open this invented city only):",
    )
    for each in accounts:
        where = session.words(
            f"{each['role_zh']} · {each['place_zh']}", f"{each['role_en']} · {each['place_en']}"
        )
        session.out.print(f"  {each['code']:<20} {where}", markup=False)
    os.environ[HOME] = str(home.absolute())
    serve(HOST, port)


def a_household(run: Run) -> str | None:
    """A household worth explaining: on the way out, with something lacking and something still to find out."""
    scope = run.judged.scope
    findings = run.findings[Level.HOUSEHOLD]
    standards = [
        each for each in reversed(scope.at(Level.HOUSEHOLD)) if each.code != scope.overview.gaps_of.code
    ]
    for standard in [*standards, scope.overview.gaps_of]:
        lacking = pc.greater(findings[f"{standard.code}__not_met"], 0)
        unsure = pc.greater(findings[f"{standard.code}__unknown"], 0)
        found = findings.filter(pc.and_(lacking, unsure))
        if found.num_rows:
            return str(found["code"][0].as_py())
    return str(findings["code"][0].as_py()) if findings.num_rows else None


def a_village(run: Run) -> str | None:
    """A village worth explaining: one that fails, else one nobody can settle, else one that passes."""
    findings = run.findings.get(Level.VILLAGE)
    if findings is None or not findings.num_rows:
        return None
    code = run.judged.scope.at(Level.VILLAGE)[0].code
    by_verdict = (
        findings.filter(pc.equal(findings[f"{code}__overall"], verdict.value))
        for verdict in (Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET)
    )
    chosen = next((found for found in by_verdict if found.num_rows), findings)
    return run.judged.dataset.places.places[chosen["village"][0].as_py()].code


def _what_next(session: Session, run: Run, out: Path, household: str | None, village: str | None) -> None:
    snapshot, day = out / SNAPSHOT, f"--on {run.judged.scope.on}"
    tries = [
        (Text("打开逐户理由", "open the reasons, household by household"), str(out / RESULTS / "households.xlsx")),
        (Text("一户为什么这样判", "why one household was judged so"),
         f"./tuopin explain {snapshot} --household {household} {day}"),
        (Text("一个村为什么这样判", "why a village was judged so"),
         f"./tuopin explain {snapshot} --village {village} {day}"),
        (Text("读规则和出处", "read the rules and their sources"), f"./tuopin standard show {_a_standard(run)}"),
        (Text("假如标准线提高一成", "what if the line were a tenth higher"),
         f"./tuopin whatif {snapshot} {day} --set {_a_change(run)}"),
    ]  # fmt: skip
    session.out.print()
    session.show("接下来可以：", "What to try next:", style="bold")
    for what, command in tries:
        session.out.print(f"  {what.in_(session.language)}", markup=False)
        session.out.print(f"    {command}", style="cyan", markup=False, soft_wrap=True)


def _a_standard(run: Run) -> str:
    scope = run.judged.scope
    return f"{scope.pack.code}/{scope.at(Level.HOUSEHOLD)[-1].code}"


def _a_change(run: Run) -> str:
    """The first parameter of the standard whose gaps are shown, a tenth higher."""
    parameter = next(iter(run.judged.scope.overview.gaps_of.parameters().values()))
    value = run.judged.terms.value(parameter, None).value
    assert value is not None
    return f"{parameter.code}={int(value * 11 / 10)}"
