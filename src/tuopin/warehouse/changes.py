"""What is answered otherwise in one of two sets of findings: who moved from which answer to which, where and why.

A what-if compares two worlds of one data set, a difference two data sets. Both give the rows that differ, side by
side; everything here adds up, so that they may come part by part.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tuopin.engine.kinds import Level
from tuopin.engine.standard import Method, Standard
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.adding import SUMS, summed
from tuopin.warehouse.figures import Tally
from tuopin.warehouse.register import STANDING, Standing
from tuopin.warehouse.rollup import gap_state
from tuopin.warehouse.scope import COUNTER

Answers = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

THERE = "there"  # the question whether a subject is in the data at all
ABSENT = 0  # not there at all on that side: the subject, or the criterion
STATES = ("met", "not_met", "unknown")  # whatever is none of these does not apply
NOTHING = Text("没有", "not there")
YES_NO = {Verdict.MET: "yes", Verdict.NOT_MET: "no", Verdict.UNKNOWN: "unknown"}
YES_NO_WORDS = {
    Verdict.MET: Text("是", "yes"),
    Verdict.NOT_MET: Text("否", "no"),
    Verdict.UNKNOWN: Verdict.UNKNOWN.label,
}


@dataclass(frozen=True)
class Question:
    """Something both sides answer: a standard as a whole, one of its criteria, a counter, or where one stands.

    `bits` are the criterion's own on each side, 0 where a side does not have it.
    """

    code: str
    label: Text
    level: Level
    standard: str = ""
    criterion: str = ""
    bits: tuple[int, int] = (0, 0)
    good: Verdict = Verdict.MET
    """The answer that is no trouble: a requirement that is met, a deprivation or a signal that is not there."""
    gap: Text | None = None
    """What is lacking, in words, where the answer is not the good one."""

    def answers(self, rows: pa.Table, here: Flags, side: int) -> Answers:
        """The answer of every row, ABSENT where the subject or the criterion is not there."""
        if not rows.num_rows:
            return np.zeros(0, dtype=np.int8)
        if self.criterion:
            found = _of_masks(rows, self.standard, self.bits[side])
        elif self.standard:
            found = _numbers(rows[f"{self.standard}__overall"], ABSENT)
        elif self.code == THERE:
            found = np.full(rows.num_rows, Verdict.MET.value, dtype=np.int8)
        elif self.code == STANDING:
            found = _numbers(rows[STANDING], Standing.UNKNOWN)
        else:
            found = _of_counter(rows[f"{COUNTER}{self.code}"])
        return np.where(here, found, ABSENT).astype(np.int8)

    def says(self, answer: int) -> Text:
        """The answer in words."""
        if answer == ABSENT:
            return NOTHING
        if self.code == STANDING:
            return Standing(answer).label
        verdict = Verdict(answer)
        return verdict.label if self.standard else YES_NO_WORDS[verdict]

    def because(self, answer: int) -> Text:
        """A criterion as a reason, answered so now: the gap, or else what it says."""
        if answer in (Verdict.MET.value, Verdict.NOT_MET.value) and answer != self.good.value:
            return self.gap or self.label
        said = self.says(answer)
        return Text(f"{self.label.zh}：{said.zh}", f"{self.label.en}: {said.en}")

    def name(self, answer: int) -> str:
        """The answer for machines."""
        if answer == ABSENT:
            return "absent"
        if self.code == STANDING:
            return Standing(answer).code
        return Verdict(answer).name.lower() if self.standard else YES_NO[Verdict(answer)]


@dataclass(frozen=True, slots=True)
class Move:
    """From one answer to another, and how many went that way."""

    before: int
    after: int
    tally: Tally


@dataclass(frozen=True)
class Reason:
    """A move of a standard's whole verdict, with the criteria that changed and how each is answered now."""

    move: Move
    criteria: tuple[tuple[str, int], ...]


@dataclass(frozen=True, eq=False)
class Rows:
    """Subjects that differ, a row each, side by side in the columns of findings; a side where one is absent has
    nulls. `village` is where a subject is now, or was last; `people` likewise, null where nobody knows."""

    before: pa.Table
    after: pa.Table
    here_before: Flags
    here_after: Flags
    village: pa.Array
    people: pa.Array


@dataclass(frozen=True, eq=False)
class Changes:
    """All moves of one level. `moves` holds question, place, before, after, households, people, unsized."""

    level: Level
    questions: tuple[Question, ...]
    moves: pa.Table
    reasons: Mapping[str, tuple[Reason, ...]]

    def by_place(
        self, tree: PlaceTree, level: str
    ) -> tuple[tuple[Place, Mapping[str, tuple[Move, ...]]], ...]:
        """Every place of a level that has a change inside it, in order of code, with its moves by question."""
        above = {place: _at_level(tree, place, level) for place in pc.unique(self.moves["place"]).to_pylist()}
        places = pa.array([above[place] for place in self.moves["place"].to_pylist()], pa.int64())
        at = self.moves.column_names.index("place")
        rows = summed(self.moves.set_column(at, "place", places))
        found: dict[int, dict[str, list[Move]]] = {}
        for row in rows.to_pylist():
            if row["place"] is not None:
                found.setdefault(row["place"], {}).setdefault(row["question"], []).append(_move(row))
        return tuple(
            (tree.places[place], {code: tuple(moves) for code, moves in found[place].items()})
            for place in sorted(found, key=lambda place: tree.places[place].code)
        )

    @cached_property
    def total(self) -> Mapping[str, tuple[Move, ...]]:
        """The moves of all places together, by question."""
        found: dict[str, list[Move]] = {}
        at = self.moves.column_names.index("place")
        everywhere = self.moves.set_column(at, "place", pa.nulls(self.moves.num_rows, pa.int64()))
        for row in summed(everywhere).to_pylist():
            found.setdefault(row["question"], []).append(_move(row))
        return {code: tuple(moves) for code, moves in found.items()}


@dataclass
class Tallying:
    """Adds up the moves of rows that come part by part."""

    level: Level
    questions: tuple[Question, ...]
    _moves: list[pa.Table] = field(default_factory=list)
    _reasons: list[pa.Table] = field(default_factory=list)

    def add(self, rows: Rows) -> None:
        answers = {question.code: answers_of(question, rows) for question in self.questions}
        villages = _Villages(rows)
        for question in self.questions:
            self._moves.append(villages.moves(question.code, *answers[question.code]))
            if question.standard and not question.criterion:
                why = self._changed(question, answers)
                self._reasons.append(_counted(question.code, *answers[question.code], rows.people, why))

    def changes(self) -> Changes:
        moves, reasons = (
            summed(pa.concat_tables(each)) if each else None for each in (self._moves, self._reasons)
        )
        told = {} if reasons is None else self._told(reasons)
        return Changes(self.level, self.questions, MOVES.empty_table() if moves is None else moves, told)

    def _criteria(self, standard: str) -> list[Question]:
        return [each for each in self.questions if each.standard == standard and each.criterion]

    def _changed(
        self, question: Question, answers: Mapping[str, tuple[Answers, Answers]]
    ) -> Mapping[str, pa.Array]:
        """By answer, a bit for each criterion, in the order of the questions, that is now answered so and was not.
        One that is good, does not apply or is not asked on both sides is no reason for anything."""
        masks = {answer: np.zeros(len(answers[question.code][0]), dtype=np.int64) for answer in range(5)}
        for at, criterion in enumerate(self._criteria(question.standard)):
            before, after = answers[criterion.code]
            quiet = (ABSENT, Verdict.NOT_APPLICABLE.value, criterion.good.value)
            changed = (before != after) & ~(np.isin(before, quiet) & np.isin(after, quiet))
            for answer, mask in masks.items():
                mask |= (changed & (after == answer)).astype(np.int64) << at
        return {f"now{answer}": pa.array(mask) for answer, mask in masks.items()}

    def _told(self, reasons: pa.Table) -> Mapping[str, tuple[Reason, ...]]:
        found: dict[str, list[Reason]] = {}
        for row in reasons.to_pylist():
            standard = next(each.standard for each in self.questions if each.code == row["question"])
            changed = tuple(
                (each.criterion, answer)
                for at, each in enumerate(self._criteria(standard))
                for answer in range(5)
                if row[f"now{answer}"] >> at & 1
            )
            found.setdefault(row["question"], []).append(Reason(_move(row), changed))
        return {
            code: tuple(sorted(each, key=lambda reason: -reason.move.tally.households))
            for code, each in found.items()
        }


MOVES = pa.schema(
    [
        ("question", pa.string()), ("place", pa.int64()), ("before", pa.int8()), ("after", pa.int8()),
        *((name, pa.int64()) for name in SUMS),
    ]
)  # fmt: skip


def questions_of(
    pairs: Iterable[tuple[Standard, Standard]], *, level: Level, every: bool
) -> Iterator[Question]:
    """What to ask about the standards of a level: the whole of each, and every criterion, or those only that are not
    the very same objects. A standard judged in the place of another is asked under the other's name."""
    for before, after in pairs:
        if before.level is not level:
            continue
        if before.method is not Method.EACH:
            yield Question(before.code, before.label, level, before.code)
        for code, criterion in {**after.by_code, **before.by_code}.items():
            if every or before.by_code.get(code) is not after.by_code.get(code):
                bits = (before.bits.get(code, 0), after.bits.get(code, 0))
                good = Verdict.NOT_MET if gap_state(criterion) == "met" else Verdict.MET
                name = f"{before.code}.{code}"
                yield Question(name, criterion.label, level, before.code, code, bits, good, criterion.gap)


def answers_of(question: Question, rows: Rows) -> tuple[Answers, Answers]:
    return (
        question.answers(rows.before, rows.here_before, 0),
        question.answers(rows.after, rows.here_after, 1),
    )


class _Villages:
    """Counts by village, for many questions about the same rows: villages are numbered once."""

    def __init__(self, rows: Rows) -> None:
        self.villages, self.number = np.unique(np.asarray(rows.village), return_inverse=True)
        self.people = np.asarray(rows.people.cast(pa.int64()).fill_null(0))
        self.unsized = np.asarray(rows.people.is_null())

    def moves(self, code: str, before: Answers, after: Answers) -> pa.Table:
        gone = np.flatnonzero(before != after)
        key = (self.number[gone] * _ANSWERS + before[gone]) * _ANSWERS + after[gone]
        households = np.bincount(key)
        found = np.flatnonzero(households)
        # Sums of weights are floats, and exact: no village comes near 2^53 people.
        sums = [
            np.bincount(key, weights)[found].astype(np.int64)
            for weights in (self.people[gone], self.unsized[gone])
        ]
        return pa.table(
            {
                "question": pa.repeat(pa.scalar(code, pa.string()), len(found)),
                "place": self.villages[found // _ANSWERS**2].astype(np.int64),
                "before": (found // _ANSWERS % _ANSWERS).astype(np.int8),
                "after": (found % _ANSWERS).astype(np.int8),
                "households": households[found].astype(np.int64),
                "people": sums[0],
                "unsized": sums[1],
            },
            schema=MOVES,
        )


_ANSWERS = 8
"""More than any question has."""


def _counted(
    code: str, before: Answers, after: Answers, people: pa.Array, keys: Mapping[str, pa.Array]
) -> pa.Table:
    """How many went from which answer to which, by the `keys`."""
    gone = pa.array(before != after)
    people = people.filter(gone).cast(pa.int64())
    table = pa.table(
        {
            **{name: key.filter(gone) for name, key in keys.items()},
            "before": pa.array(before).filter(gone),
            "after": pa.array(after).filter(gone),
            "households": pa.repeat(pa.scalar(1, pa.int64()), len(people)),
            "people": people.fill_null(0),
            "unsized": people.is_null().cast(pa.int64()),
        }
    )
    rows = summed(table)
    return rows.add_column(0, "question", pa.repeat(pa.scalar(code, pa.string()), rows.num_rows))


def _move(row: Mapping[str, int]) -> Move:
    return Move(row["before"], row["after"], Tally(row["households"], row["people"], row["unsized"]))


def _at_level(tree: PlaceTree, place: int, level: str) -> int | None:
    return next((above.id for above in tree.chain(place) if above.level == level), None)


def _of_masks(rows: pa.Table, standard: str, bit: int) -> Answers:
    if not bit:
        return np.zeros(rows.num_rows, dtype=np.int8)
    masks = [_whole(rows[f"{standard}__{state}"]) for state in STATES]
    answers = [verdict.value for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN)]
    return np.select([(mask & bit) != 0 for mask in masks], answers, Verdict.NOT_APPLICABLE.value).astype(
        np.int8
    )


def _of_counter(column: pa.ChunkedArray) -> Answers:
    known = np.asarray(column.is_valid())
    yes = np.asarray(column.fill_null(False))
    return np.select([~known, yes], [Verdict.UNKNOWN.value, Verdict.MET.value], Verdict.NOT_MET.value).astype(
        np.int8
    )


def _numbers(column: pa.ChunkedArray, otherwise: int) -> Answers:
    return np.asarray(column.cast(pa.int8()).fill_null(int(otherwise)))


def _whole(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    return np.asarray(column.fill_null(0)).astype(np.int64, copy=False)


def moved(
    moves: Sequence[Move], before: Iterable[int] | None = None, after: Iterable[int] | None = None
) -> Tally:
    """Everybody who went from one of these answers to one of those (None: any)."""
    chosen = [
        move.tally
        for move in moves
        if (before is None or move.before in before) and (after is None or move.after in after)
    ]
    return Tally(
        sum(each.households for each in chosen),
        sum(each.people for each in chosen),
        sum(each.unsized for each in chosen),
    )
