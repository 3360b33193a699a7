"""Changes on the screen: how many moved from which answer to which, by place, and which criteria were the reason."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.look import number_line, tables
from tuopin.cli.session import both
from tuopin.engine.kinds import Level, Number
from tuopin.engine.units import Unit
from tuopin.engine.wording import Words
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Language, Text
from tuopin.kernel.verdict import Verdict
from tuopin.standards.pack import Pack, Shortfall
from tuopin.warehouse.changes import ABSENT, Changes, Move, Question, moved
from tuopin.warehouse.figures import Tally

MOST_REASONS = 12
VERDICTS = {ABSENT: "absent", **{verdict.value: verdict.name.lower() for verdict in Verdict}}
SETTLED = (Verdict.MET.value, Verdict.NOT_MET.value)
MET, NOT_MET, UNKNOWN = ([verdict.value] for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN))

Places = Sequence[tuple[int, Place]]
"""Places to show with how deep each lies under the first."""


def move_tables(
    changes: Changes, places: Places, tree: PlaceTree, *, width: int, language: Language
) -> Iterator[Table]:
    """A table for each standard as a whole: who is no longer met, who newly is, and what became or was unknown."""
    levels = {place.level for _, place in places}
    found = {place.id: moves for level in levels for place, moves in changes.by_place(tree, level)}
    for question in changes.questions:
        if not question.standard or question.criterion or question.code not in changes.total:
            continue
        total = changes.total[question.code]
        ways = [way for way in _ways(question) if _went(question, total, way).households]
        rows = [
            (
                depth,
                [
                    Line(place.name.in_(language)),
                    *_row(question, found.get(place.id, {}), ways, changes.level, language),
                ],
            )
            for depth, place in places
        ]
        title = Text(f"{question.label.zh}：结论变化的{changes.level.label.zh}数",
                     f"{question.label.en}: {changes.level.plural} whose verdict changes")  # fmt: skip
        headers = [header.in_(language) for way in ways for header in _headers(way, changes.level)]
        first = Text("地区", "place").in_(language)
        yield from tables(title.in_(language), [first, *headers], rows, width=width)


Way = tuple[Text, Sequence[int], Sequence[int]]
"""A heading, and the answers it goes from and to."""
OTHERS: Way = (Text("其他变化", "other changes"), (), ())
"""What the others leave."""


def _ways(question: Question) -> Iterator[Way]:
    met, not_met, unknown = (question.says(answer) for (answer,) in (MET, NOT_MET, UNKNOWN))
    yield Text(f"转为{not_met.zh}", f"now {not_met.en}"), MET, NOT_MET
    yield Text(f"转为{met.zh}", f"now {met.en}"), NOT_MET, MET
    yield Text(f"转为{unknown.zh}", f"now {unknown.en}"), SETTLED, UNKNOWN
    yield Text(f"不再{unknown.zh}", f"no longer {unknown.en}"), UNKNOWN, SETTLED
    yield OTHERS


def _went(question: Question, moves: Sequence[Move], way: Way) -> Tally:
    if way is not OTHERS:
        return moved(moves, way[1], way[2])
    named = [each for each in _ways(question) if each is not OTHERS]
    rest = [move for move in moves if not any(move.before in b and move.after in a for _, b, a in named)]
    return moved(rest)


def _row(
    question: Question,
    moves: Mapping[str, Sequence[Move]],
    ways: Sequence[Way],
    level: Level,
    language: Language,
) -> list[Line]:
    cells = (_cells(question, moves.get(question.code, ()), way, level) for way in ways)
    return [number_line(cell, language) for some in cells for cell in some]


def _headers(way: Way, level: Level) -> list[Text]:
    return [way[0], Text("（人）", "people")] if level is Level.HOUSEHOLD else [way[0]]


def _cells(question: Question, moves: Sequence[Move], way: Way, level: Level) -> list[int]:
    tally = _went(question, moves, way)
    return [tally.households, tally.people] if level is Level.HOUSEHOLD else [tally.households]


def reasons_table(changes: Changes, language: Language) -> Table | None:
    """The commonest reasons over all places: the move, the criteria that changed, how many."""
    by_code = {question.code: question for question in changes.questions}
    told = [(by_code[code], reason) for code, reasons in changes.reasons.items() for reason in reasons]
    if not told:
        return None
    zh = language == "zh"
    table = Table(
        title="变化的原因" if zh else "Why they change", box=SIMPLE_HEAD, title_justify="left", title_style="bold",
        pad_edge=False, show_edge=False,
    )  # fmt: skip
    people = changes.level is Level.HOUSEHOLD
    for name in ("标准", "变化", "变化的条件") if zh else ("standard", "change", "criteria that changed"):
        table.add_column(name, overflow="fold")
    table.add_column(changes.level.label.zh if zh else changes.level.plural, justify="right", no_wrap=True)
    if people:
        table.add_column("人" if zh else "people", justify="right", no_wrap=True)
    for question, reason in told[:MOST_REASONS]:
        move = reason.move
        criteria = [by_code[f"{question.standard}.{code}"].because(now) for code, now in reason.criteria]
        cells = [
            question.label.in_(language),
            f"{question.says(move.before).in_(language)} → {question.says(move.after).in_(language)}",
            ("；" if zh else "; ").join(each.in_(language) for each in criteria),
            f"{move.tally.households:,}",
        ]
        table.add_row(*cells, *([f"{move.tally.people:,}"] if people else []))
    if len(told) > MOST_REASONS:
        table.caption = (
            f"另有 {len(told) - MOST_REASONS} 种。" if zh else f"and {len(told) - MOST_REASONS} more."
        )
        table.caption_justify = "left"
    return table


def money(amount: int, shortfall: Shortfall) -> Line:
    """An amount in whole units of the currency and its smallest steps."""
    kind = shortfall.amount.kind
    assert isinstance(kind, Number)
    return Line(f"{Decimal(amount).scaleb(-kind.decimals):,f}")


def unit_of(shortfall: Shortfall, pack: Pack) -> Text:
    """The unit of such an amount added up over households."""
    kind = shortfall.amount.kind
    assert isinstance(kind, Number)
    return Words(pack.unit_words).unit(kind.unit * Unit.parse("household"))


# ---- for machines ----


def changes_as_dict(changes: Changes, tree: PlaceTree, levels: Sequence[str]) -> dict[str, Any]:
    questions = {question.code: question for question in changes.questions}
    return {
        "questions": {code: both(question.label) for code, question in questions.items()},
        "total": _moves(changes.total, questions),
        "by_place": [
            {"place": place.code, "level": place.level, "moves": _moves(moves, questions)}
            for level in levels
            for place, moves in changes.by_place(tree, level)
        ],
        "reasons": {
            code: [
                {
                    **_move(questions[code], reason.move),
                    "criteria": {each: VERDICTS[now] for each, now in reason.criteria},
                }
                for reason in reasons
            ]
            for code, reasons in changes.reasons.items()
        },
    }


def _moves(
    moves: Mapping[str, Sequence[Move]], questions: Mapping[str, Question]
) -> dict[str, list[dict[str, Any]]]:
    return {code: [_move(questions[code], move) for move in found] for code, found in moves.items()}


def _move(question: Question, move: Move) -> dict[str, Any]:
    return {"before": question.name(move.before), "after": question.name(move.after), **_tally(move.tally)}


def _tally(tally: Tally) -> dict[str, int]:
    return {"number": tally.households, "people": tally.people, "of_unknown_size": tally.unsized}
