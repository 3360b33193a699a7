"""Moves told in the words of the field: exited, returned, struck off; newly so, no longer so; unknown apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.changes import ABSENT, THERE, Move, Question, moved
from tuopin.warehouse.figures import Tally
from tuopin.warehouse.register import STANDING, Standing

YES, NO, UNKNOWN = (frozenset({verdict.value}) for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN))
SETTLED = YES | NO
NOT_THERE = frozenset({ABSENT})


@dataclass(frozen=True)
class Way:
    """A name for going from some answers to others."""

    code: str
    label: Text
    before: frozenset[int]
    after: frozenset[int]


def ways_of(question: Question) -> tuple[Way, ...]:
    """What to tell about a question; no move goes two of these ways."""
    if question.code == STANDING:
        return OF_STANDING
    if question.code == THERE:
        return OF_PRESENCE
    yes, no, unknown = (question.says(next(iter(each))) for each in (YES, NO, UNKNOWN))
    return (
        Way("now_no", Text(f"转为{no.zh}", f"now {no.en}"), YES, NO),
        Way("now_yes", Text(f"转为{yes.zh}", f"now {yes.en}"), NO, YES),
        Way("now_unknown", Text(f"转为{unknown.zh}", f"now {unknown.en}"), SETTLED, UNKNOWN),
        Way("no_longer_unknown", Text(f"不再{unknown.zh}", f"no longer {unknown.en}"), UNKNOWN, SETTLED),
    )


def went(moves: Sequence[Move], way: Way) -> Tally:
    return moved(moves, way.before, way.after)


def otherwise(moves: Sequence[Move], ways: Sequence[Way]) -> Tally:
    """Moves that go none of the ways, between answers that are there on both sides: what applies now and did not."""
    return moved(
        [
            move
            for move in moves
            if ABSENT not in (move.before, move.after)
            and not any(move.before in way.before and move.after in way.after for way in ways)
        ]
    )


_LISTED = frozenset({Standing.POOR, Standing.EXITED, Standing.RETURNED})
_POOR = frozenset({Standing.POOR, Standing.RETURNED})
_STRUCK_OFF, _OUTSIDE, _UNKNOWN = (
    frozenset({each}) for each in (Standing.STRUCK_OFF, Standing.OUTSIDE, Standing.UNKNOWN)
)
OF_STANDING = (
    Way("registered", Text("新识别", "registered"), _OUTSIDE | _STRUCK_OFF | NOT_THERE, _LISTED),
    Way("exited", Text("脱贫", "exited"), _POOR, frozenset({Standing.EXITED})),
    Way("returned", Text("返贫", "returned"), frozenset({Standing.EXITED}), _POOR),
    Way("struck_off", Text("清退", "struck off"), _LISTED, _STRUCK_OFF),
    Way("off_the_list", Text("不再在册", "off the list"), _LISTED, _OUTSIDE),
    Way("now_unknown", Text("转为待核实", "now unknown"), _LISTED | _STRUCK_OFF | _OUTSIDE, _UNKNOWN),
    Way(
        "no_longer_unknown",
        Text("不再待核实", "no longer unknown"),
        _UNKNOWN,
        _LISTED | _STRUCK_OFF | _OUTSIDE,
    ),
)
OF_PRESENCE = (
    Way("new", Text("新增", "new"), NOT_THERE, YES),
    Way("gone", Text("不再有", "gone"), YES, NOT_THERE),
)
