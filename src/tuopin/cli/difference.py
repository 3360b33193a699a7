"""`tuopin difference`: what is otherwise now: exits and returns, gaps opened and closed, who is new, gone or moved."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.changes_tables import reasons_table, verdict_tables, way_tables
from tuopin.cli.commands import Argument, Command, Function, common_options, option, pass_session
from tuopin.cli.inputs import open_input
from tuopin.cli.look import number_line, tables
from tuopin.cli.options import by_option, out_option, replace_option
from tuopin.cli.progress import Tell, progress
from tuopin.cli.session import Session, both
from tuopin.engine.kinds import Level
from tuopin.kernel.places import Place
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse import difference_files
from tuopin.warehouse.changes import THERE, Changes, Question, moved
from tuopin.warehouse.changes_plain import changes_as_dict
from tuopin.warehouse.difference import Difference, PlaceFlow, difference
from tuopin.warehouse.figures import Tally
from tuopin.warehouse.judging import judge
from tuopin.warehouse.register import STANDING
from tuopin.warehouse.scope import day_of
from tuopin.warehouse.sides import Side, is_run_folder, side_of_folder, side_of_run
from tuopin.warehouse.ways import ways_of, went
from tuopin.warehouse.writing import check_free

MOST_MOVES = 10
_SAYS = Text(
    "数据快照、工作表，或 judge --out 写出的目录。",
    "A snapshot, a workbook, or a folder that judge --out wrote.",
)


def _side_argument(name: str, named: Text) -> Callable[[Function], Function]:
    return click.argument(name, type=click.Path(path_type=Path), cls=Argument, named=named, says=_SAYS)


@click.command(
    "difference",
    cls=Command,
    says=Text(
        "比较前后两份数据（各判一次），或两个判定结果目录：新识别、脱贫、返贫、清退，短板的出现与消除，新增、不再有和迁移的户；"
        "按地区、按条件、按原因。户按编号对应，条件按代码对应。",
        "Compares two data sets, each judged, or two folders of results: registered, exited, returned, struck off, "
        "gaps opened and closed, households new, gone and moved; by place, by criterion and by reason. Households "
        "are matched by their code, criteria by theirs.",
    ),
)
@_side_argument("before", Text("前", "BEFORE"))
@_side_argument("after", Text("后", "AFTER"))
@option(
    "--on-before",
    metavar="YYYY-MM-DD",
    zh="前一份数据的判定日期；默认是它的截止日期。",
    en="Day of judging the first; by default the day it stands for.",
)
@option(
    "--on-after",
    metavar="YYYY-MM-DD",
    zh="后一份数据的判定日期；默认是它的截止日期。",
    en="Day of judging the second; by default the day it stands for.",
)
@option(
    "--standard",
    metavar="PACK/STANDARD",
    zh="只比较这一个标准；默认比较两次都判定、且有总结论的标准。",
    en="Compare this standard only; by default all with a verdict that both were judged by.",
)
@by_option
@out_option
@replace_option
@common_options
@pass_session
def difference_command(
    session: Session, *, before: Path, after: Path, on_before: str | None, on_after: str | None,
    standard: str | None, by: str | None, out: Path | None, replace: bool,
) -> None:  # fmt: skip
    if out is not None:
        check_free(out, replace=replace)
    with progress(session) as tell:
        sides = [_side(path, on, standard, tell) for path, on in ((before, on_before), (after, on_after))]
        found = difference(sides[0], sides[1], standard=standard)
        if by is not None:
            found.after.pack.check_place_level(by)
        tell(Text("比较", "comparing"), 0, 0)
        levels = (by,) if by is not None else found.after.pack.place_levels[-4:-2]
        _ = found.changes
        if out is not None:
            tell(Text("写结果", "writing"), 0, 0)
            difference_files.write(found, out, language=session.language, replace=replace)
    if session.for_machines:
        session.answer(_for_machines(found, levels, out))
        return
    _show(session, found, levels)
    if out is not None:
        session.show(f"结果在 {out}。", f"Results: {out}")


def _side(path: Path, on: str | None, standard: str | None, tell: Tell) -> Side:
    """A folder of results as it is; anything else is read and judged."""
    day = None if on is None else day_of(on)
    if path.is_dir() and is_run_folder(path):
        return side_of_folder(path, on=day)
    opened = open_input([path], pack=None, as_of=None, tell=tell)
    run = judge(opened.dataset, on=day or opened.dataset.as_of, standard=standard, progress=tell)
    return side_of_run(run)


def _show(session: Session, found: Difference, levels: Sequence[str]) -> None:
    places = _places(found, levels)
    for table in _tables(session, found, places):
        session.out.print(table)
        session.out.print()
    for what, told in difference_files.certificate_of(found, session.language):
        session.out.print(
            f"{what}{session.words('：', ': ')}{told}", style="dim", markup=False, soft_wrap=True
        )
    _show_places(session, found)


def _tables(session: Session, found: Difference, places: Sequence[tuple[int, Place]]) -> Iterator[Table]:
    width, language = session.out.width, session.language
    yield from _flow_tables(session, found, places)
    households = found.changes[Level.HOUSEHOLD]
    titles = {STANDING: Text("在册情况的变化（户、人）", "On the list: households and people")}
    for question in households.questions:
        if question.standard or question.code == THERE:
            continue
        title = titles.get(
            question.code,
            Text(f"{question.label.zh}（户、人）", f"{question.label.en}: households and people"),
        )
        yield from way_tables(households, question, title, places, found.tree, width=width, language=language)
    yield from _gap_tables(session, found)
    for changes in found.changes.values():
        yield from verdict_tables(changes, places, found.tree, width=width, language=language)
        reasons = reasons_table(changes, language)
        if reasons is not None:
            yield reasons
    yield from _move_tables(session, found)


def _places(found: Difference, levels: Sequence[str]) -> list[tuple[int, Place]]:
    """Places with households on one of the sides, each after the one it lies in."""
    chosen = [
        place for place in found.tree.places.values() if place.level in levels and place.id in found.flows
    ]
    chosen.sort(key=lambda place: [above.code for above in reversed(found.tree.chain(place.id))])
    return [(list(levels).index(place.level), place) for place in chosen]


def _flow_tables(session: Session, found: Difference, places: Sequence[tuple[int, Place]]) -> list[Table]:
    words = session.words
    presence = {
        place.id: moves.get(THERE, ())
        for level in {place.level for _, place in places}
        for place, moves in found.changes[Level.HOUSEHOLD].by_place(found.tree, level)
    }
    new, gone = ways_of(Question(THERE, Text("", ""), Level.HOUSEHOLD))

    def cells(place: Place) -> list[int]:
        flow: PlaceFlow = found.flows[place.id]
        came, left = (went(presence.get(place.id, ()), way).households for way in (new, gone))
        same = flow.after.households - came - flow.changed.households
        return [flow.before.households, left, came, flow.after.households, same, flow.changed.households]

    headers = [words("原来", "before"), words("不再有", "gone"), words("新增", "new"), words("现在", "now"),
               words("没有变化", "unchanged"), words("有变化", "changed")]  # fmt: skip
    rows = [
        (
            depth,
            [
                Line(place.name.in_(session.language)),
                *(number_line(cell, session.language) for cell in cells(place)),
            ],
        )
        for depth, place in places
    ]
    return tables(
        words("户数", "Households"), [words("地区", "place"), *headers], rows, width=session.out.width
    )


def _gap_tables(session: Session, found: Difference) -> Iterator[Table]:
    """Criterion by criterion of the standards of households that give a verdict: what opened, what closed."""
    changes = found.changes[Level.HOUSEHOLD]
    for whole in changes.questions:
        if not whole.standard or whole.criterion:
            continue
        asked = [each for each in changes.questions if each.standard == whole.standard and each.criterion]
        rows = [(0, _gap_row(session, changes, each)) for each in asked if each.code in changes.total]
        if not rows:
            continue
        words = session.words
        label = whole.label.in_(session.language)
        headers = [words("短板", "gap"), words("出现", "opened"), words("（人）", "people"), words("消除", "closed"),
                   words("（人）", "people"), words("转待核实", "now unknown"), words("核实有", "found to be"),
                   words("核实无", "found not to be")]  # fmt: skip
        title = words(f"{label}：短板的出现与消除（户、人）", f"{label}: gaps opened and closed")
        yield from tables(title, headers, rows, width=session.out.width)


def _gap_row(session: Session, changes: Changes, question: Question) -> list[Line]:
    moves = changes.total[question.code]
    good = {question.good.value}
    bad = {Verdict.MET.value, Verdict.NOT_MET.value} - good
    unknown = {Verdict.UNKNOWN.value}

    def tally(before: set[int], after: set[int]) -> Tally:
        return moved(moves, before, after)

    opened, closed = tally(good, bad), tally(bad, good)
    numbers = [opened.households, opened.people, closed.households, closed.people,
               tally(good | bad, unknown).households, tally(unknown, bad).households,
               tally(unknown, good).households]  # fmt: skip
    label = (question.gap or question.label).in_(session.language)
    return [Line(label), *(number_line(number, session.language) for number in numbers)]


def _move_tables(session: Session, found: Difference) -> list[Table]:
    if not found.moves:
        return []
    words, language = session.words, session.language
    then, now = found.before.tree.places, found.after.tree.places
    rows = [
        (0, [
            Line(f"{then[move.before].name.in_(language)} {then[move.before].code}"),
            Line(f"{now[move.after].name.in_(language)} {now[move.after].code}"),
            number_line(move.tally.households, language),
            number_line(move.tally.people, language),
            Line(words("是", "yes") if move.whole else words("否", "no")),
        ])
        for move in found.moves[:MOST_MOVES]
    ]  # fmt: skip
    headers = [words("原村", "from"), words("现村", "to"), words("户", "households"), words("（人）", "people"),
               words("整村", "whole")]  # fmt: skip
    title = words("登记村有变的户", "Households in another village now")
    return tables(title, headers, rows, width=session.out.width)


def _show_places(session: Session, found: Difference) -> None:
    more = len(found.moves) - MOST_MOVES
    if more > 0:
        session.show(
            f"另有 {more:,} 种村间变动，见 --out 写出的 moves.csv。",
            f"{more:,} more moves between villages: moves.csv, which --out writes, has all.",
            style="dim",
        )
    for place, then, now in found.renamed[:MOST_MOVES]:
        code, (was, is_) = found.tree.places[place].code, (name.in_(session.language) for name in (then, now))
        session.show(
            f"地区 {code} 更名：{was} → {is_}", f"Place {code} was renamed: {was} → {is_}", style="dim"
        )


def _for_machines(found: Difference, levels: Sequence[str], out: Path | None) -> dict[str, object]:
    then, now = found.before.tree.places, found.after.tree.places
    return {
        "manifest": difference_files.manifest_of(found),
        "changes": {
            level.value: changes_as_dict(changes, found.tree, levels)
            for level, changes in found.changes.items()
        },
        "households": [
            {"place": place.code, "level": place.level, **_flow(found.flows[place.id])}
            for _, place in _places(found, levels)
        ],
        "moved": [
            {
                "from": then[move.before].code,
                "to": now[move.after].code,
                **_tally(move.tally),
                "whole": move.whole,
            }
            for move in found.moves
        ],
        "renamed": [
            {"place": found.tree.places[place].code, "before": both(was), "after": both(is_)}
            for place, was, is_ in found.renamed
        ],
        "out": None if out is None else str(out),
    }


def _flow(flow: PlaceFlow) -> dict[str, dict[str, int]]:
    return {"before": _tally(flow.before), "after": _tally(flow.after), "changed": _tally(flow.changed)}


def _tally(tally: Tally) -> dict[str, int]:
    return {"number": tally.households, "people": tally.people, "of_unknown_size": tally.unsized}
