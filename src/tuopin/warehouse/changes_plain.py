"""Changes as plain values for programs: moves in all and by place, the ways that matter, the criteria behind them."""

from collections.abc import Mapping, Sequence
from typing import Any

from tuopin.kernel.places import PlaceTree
from tuopin.kernel.verdict import Verdict
from tuopin.standards.plain import both
from tuopin.warehouse.changes import ABSENT, Changes, Move, Question
from tuopin.warehouse.figures import Tally
from tuopin.warehouse.ways import ways_of, went

VERDICTS = {ABSENT: "absent", **{verdict.value: verdict.name.lower() for verdict in Verdict}}


def changes_as_dict(changes: Changes, tree: PlaceTree, levels: Sequence[str]) -> dict[str, Any]:
    questions = {question.code: question for question in changes.questions}
    return {
        "questions": {code: both(question.label) for code, question in questions.items()},
        "total": _moves(changes.total, questions),
        "ways": {
            code: {way.code: _tally(went(moves, way)) for way in ways_of(questions[code])}
            for code, moves in changes.total.items()
        },
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
