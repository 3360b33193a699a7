"""What is otherwise in a later set of findings: who was registered, exited, came back or was struck off; which gaps
opened and closed; who is new, gone or moved.

Households are matched by their code, criteria by theirs, so that neither a village's new number nor a standard's next
version breaks the comparison. An answer nobody could give is not a change for the better: unknown stands apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tuopin.engine.kinds import Level
from tuopin.engine.standard import Method
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.adding import SUMS, summed
from tuopin.warehouse.changes import STATES, THERE, Changes, Question, Rows, Tallying
from tuopin.warehouse.figures import Tally
from tuopin.warehouse.matching import COUNTS, Compared, compared, differing, match
from tuopin.warehouse.register import STANDING
from tuopin.warehouse.rollup import gap_state
from tuopin.warehouse.scope import COUNTER
from tuopin.warehouse.sides import Asked, Side

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PlaceFlow:
    """Households of a place on both sides. `changed` are those on both of whom something is answered otherwise."""

    before: Tally
    after: Tally
    changed: Tally


@dataclass(frozen=True)
class PlaceMove:
    """Households that are in another village now. `whole`: nobody stayed behind, as when villages merge."""

    before: int
    after: int
    tally: Tally
    whole: bool


@dataclass(frozen=True, eq=False)
class Difference:
    """`before` and `after` as they were found. `tree` holds the places of both; where they differ, those of after."""

    before: Side
    after: Side
    asked: tuple[str, ...]
    """Codes of the standards that are compared: those judged on both sides."""

    @cached_property
    def tree(self) -> PlaceTree:
        return PlaceTree({**self.before.tree.places, **self.after.tree.places})

    @property
    def left_out(self) -> tuple[str, ...]:
        """Standards that only one side was judged by."""
        both = set(self.before.standards) ^ set(self.after.standards)
        return tuple(sorted(both))

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        above = [level for level in self.before.above if level in self.after.above and self._standards(level)]
        return (Level.HOUSEHOLD, *above)

    def questions(self, level: Level) -> tuple[Question, ...]:
        if level is not Level.HOUSEHOLD:
            return tuple(self._of_standards(level))
        listed = [Question(THERE, Text("在数据中", "in the data"), level)]
        if self.before.has_standing and self.after.has_standing:
            listed.append(Question(STANDING, Text("在册情况", "place on the list"), level))
        labels = {counter.code: counter.label for counter in self.after.pack.overview.counters}
        both = [code for code in self.after.counters if code in self.before.counters]
        listed += [Question(code, labels.get(code, Text(code, code)), level) for code in both]
        return (*listed, *self._of_standards(level))

    @cached_property
    def changes(self) -> Mapping[Level, Changes]:
        return self._found[0]

    @cached_property
    def flows(self) -> Mapping[int, PlaceFlow]:
        """Households by place, of every level."""
        before, after, changed = (self._by_place(table) for table in self._found[1:4])
        nobody = Tally(0, 0, 0)
        return {
            place: PlaceFlow(*(each.get(place, nobody) for each in (before, after, changed)))
            for place in {*before, *after}
        }

    @cached_property
    def moves(self) -> tuple[PlaceMove, ...]:
        """From village to village, the most households first."""
        left = {row["village"]: row["households"] for row in self._found[1].to_pylist()}
        found = []
        for row in self._found[4].to_pylist():
            start = row["village_before"]
            found.append(PlaceMove(start, row["village"], _tally(row), row["households"] == left[start]))
        return tuple(sorted(found, key=lambda move: (-move.tally.households, move.before, move.after)))

    @cached_property
    def renamed(self) -> tuple[tuple[int, Text, Text], ...]:
        """Places of the same code that are called otherwise now."""
        then, now = self.before.tree.places, self.after.tree.places
        both = sorted(set(then) & set(now), key=lambda place: now[place].code)
        return tuple(
            (place, then[place].name, now[place].name)
            for place in both
            if then[place].name != now[place].name
        )

    def rows(self, level: Level) -> Iterator[tuple[pa.Table, Rows]]:
        """The subjects that differ, part by part: their keys and both answers."""
        if level is Level.HOUSEHOLD:
            for each in self._compared():
                yield from _side_by_side(each)
        else:
            yield from self._above(level)

    # ---- what is asked ----

    def _standards(self, level: Level) -> list[tuple[Asked, Asked]]:
        pairs = ((self.before.standards[code], self.after.standards[code]) for code in self.asked)
        return [(before, after) for before, after in pairs if before.level is after.level is level]

    def _of_standards(self, level: Level) -> Iterator[Question]:
        known = self.after.pack.by_code
        for before, after in self._standards(level):
            if Method.EACH not in (before.method, after.method):
                yield Question(after.code, after.label, level, after.code)
            criteria = known[after.code].by_code if after.code in known else {}
            for code in {**after.bits, **before.bits}:
                bits = (before.bits.get(code, 0), after.bits.get(code, 0))
                name, criterion = f"{after.code}.{code}", criteria.get(code)
                if criterion is None:
                    yield Question(name, Text(code, code), level, after.code, code, bits)
                    continue
                good = Verdict.NOT_MET if gap_state(criterion) == "met" else Verdict.MET
                yield Question(name, criterion.label, level, after.code, code, bits, good, criterion.gap)

    # ---- households ----

    def _compared(self) -> Iterator[Compared]:
        read = ["village", "code", "people"]
        same: list[str] = []  # what says the same on both sides when it is the same
        for question in self.questions(Level.HOUSEHOLD):
            if question.code == STANDING:
                same.append(STANDING)
            elif not question.standard and question.code != THERE:
                same.append(f"{COUNTER}{question.code}")
        by_answers = []
        for before, after in self._standards(Level.HOUSEHOLD):
            columns = [f"{after.code}__{state}" for state in (*STATES, "overall")]
            if dict(before.bits) == dict(after.bits):
                same += columns
            else:
                read += columns
                by_answers += [
                    each for each in self.questions(Level.HOUSEHOLD) if each.standard == after.code
                ]

        def differs(one: pa.Table, other: pa.Table) -> Flags:
            return differing(one, other, same) | _answered_otherwise(one, other, by_answers)

        return compared(self.before.households, self.after.households, [*read, *same], differs)

    @cached_property
    def _found(self) -> tuple[Mapping[Level, Changes], pa.Table, pa.Table, pa.Table, pa.Table]:
        """The changes of every level; households by village before, after, and of those changed; who moved whither."""
        tallying = Tallying(Level.HOUSEHOLD, self.questions(Level.HOUSEHOLD))
        counts: tuple[list[pa.Table], ...] = ([], [], [], [])
        for each in self._compared():
            for keys, rows in _side_by_side(each):
                tallying.add(rows)
                both = pa.array(rows.here_before & rows.here_after)
                counts[2].append(_counts(rows.village.filter(both), keys["people"].filter(both)))
            counts[0].append(each.counts[0])
            counts[1].append(each.counts[1])
            counts[3].append(each.moved)
        changes = {Level.HOUSEHOLD: tallying.changes()}
        for level in self.levels[1:]:
            above = Tallying(level, self.questions(level))
            for _, rows in self._above(level):
                above.add(rows)
            changes[level] = above.changes()
        tables = [summed(pa.concat_tables(each)) if each else COUNTS.empty_table() for each in counts]
        return changes, tables[0], tables[1], tables[2], tables[3]

    def _by_place(self, counts: pa.Table) -> dict[int, Tally]:
        found: dict[int, Tally] = {}
        for row in counts.to_pylist():
            for place in self.tree.chain(row["village"]):
                before = found.get(place.id, Tally(0, 0, 0))
                found[place.id] = Tally(
                    before.households + row["households"], before.people + row["people"],
                    before.unsized + row["unsized"],
                )  # fmt: skip
        return found

    # ---- villages and counties: small, and matched by their code ----

    def _above(self, level: Level) -> Iterator[tuple[pa.Table, Rows]]:
        key = level.value
        one, other = (
            side.above[level]
            .append_column("code", side.above[level][key].cast(pa.string()))
            .append_column("people", pa.repeat(pa.scalar(0, pa.int64()), side.above[level].num_rows))
            for side in (self.before, self.after)
        )
        if level is not Level.VILLAGE:
            one, other = (table.append_column("village", table[key]) for table in (one, other))
        found = match(one, other)
        questions = [each for each in self.questions(level) if each.standard]
        changed = pa.array(_answered_otherwise(found.before, found.after, questions))
        before, after = found.before.filter(changed), found.after.filter(changed)
        none = COUNTS.empty_table()
        yield from _side_by_side(Compared(before, after, found.gone, found.new, (none, none), none))


def difference(before: Side, after: Side, *, standard: str | None = None) -> Difference:
    """`standard` compares that one only; by default all that give a verdict and were judged on both sides.

    Raises RefusedByRule when the two were judged by different packs, or have no such standard in common.
    """
    if before.pack.code != after.pack.code:
        raise RefusedByRule(
            "difference_packs",
            zh=f"前者按标准包 {before.pack.code} 判定，后者按 {after.pack.code} 判定，不能比较。请用同一标准包判定。",
            en=f"One was judged by pack {before.pack.code!r}, the other by {after.pack.code!r}: they cannot be "
            "compared. Judge both by one pack.",
        )
    common = [code for code in after.standards if code in before.standards]
    if standard is None:
        asked = [code for code in common if after.standards[code].method is not Method.EACH]
    else:
        asked = [code for code in common if code == (standard.partition("/")[2] or standard)]
    if not asked:
        one, other = standard or "任何标准", standard or "any one standard"
        raise RefusedByRule(
            "difference_no_standard",
            zh=f"前后两次没有都按 {one} 判定。共同的有：{'、'.join(common) or '无'}。请换一个标准，或重新判定。",
            en=f"The two were not both judged by {other}. Both have: {', '.join(common) or 'none'}. Choose another "
            "standard, or judge again.",
        )
    return Difference(before, after, tuple(asked))


def _answered_otherwise(before: pa.Table, after: pa.Table, questions: list[Question]) -> Flags:
    here = np.ones(before.num_rows, dtype=bool)
    found = np.zeros(before.num_rows, dtype=bool)
    for question in questions:
        found |= question.answers(before, here, 0) != question.answers(after, here, 1)
    return found


def _side_by_side(found: Compared) -> Iterator[tuple[pa.Table, Rows]]:
    """Those on both sides, then those on one only, with nulls on the other."""
    there = np.ones(found.before.num_rows, dtype=bool)
    if len(there):
        people = pc.coalesce(found.after["people"], found.before["people"]).combine_chunks()
        village = found.after["village"].combine_chunks()
        yield found.after, Rows(found.before, found.after, there, there, village, people)
    for before in (True, False):
        rows = found.gone if before else found.new
        if rows.num_rows:
            here, nobody = np.ones(rows.num_rows, dtype=bool), np.zeros(rows.num_rows, dtype=bool)
            away = pa.table({field.name: pa.nulls(rows.num_rows, field.type) for field in rows.schema})
            sides = (rows, away, here, nobody) if before else (away, rows, nobody, here)
            yield rows, Rows(*sides, rows["village"].combine_chunks(), rows["people"].combine_chunks())


def _counts(village: pa.Array, people: pa.ChunkedArray) -> pa.Table:
    people = people.cast(pa.int64()).combine_chunks()
    table = pa.table(
        {
            "village": village,
            "households": pa.repeat(pa.scalar(1, pa.int64()), len(village)),
            "people": people.fill_null(0),
            "unsized": people.is_null().cast(pa.int64()),
        }
    )
    return summed(table.cast(COUNTS))


def _tally(row: Mapping[str, int]) -> Tally:
    return Tally(*(row[name] for name in SUMS))
