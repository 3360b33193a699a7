"""Places that stood on a list of poor ones, and how many had left it by a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tuopin.engine.expressions import Fact, walk
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset
from tuopin.standards.pack import Listed
from tuopin.warehouse.reported_words import no_day, not_known


@dataclass(frozen=True, slots=True)
class LeftTally:
    """Places inside one: all that were surely listed and those that surely left, and, apart, those that may be."""

    all_: int = 0
    may_be_listed: int = 0
    left: int = 0
    may_have_left: int = 0

    @property
    def why_listed(self) -> Text | None:
        return not_known(self.may_be_listed)

    @property
    def why_left(self) -> Text | None:
        return no_day(self.may_have_left)

    def plus(self, other: "LeftTally") -> "LeftTally":
        return LeftTally(
            self.all_ + other.all_, self.may_be_listed + other.may_be_listed, self.left + other.left,
            self.may_have_left + other.may_have_left,
        )  # fmt: skip


@dataclass(frozen=True)
class LeftTheList:
    """`by_place` holds the places of the listed level and all above them."""

    listed: Listed
    by_place: Mapping[int, LeftTally]


def listed_by_place(dataset: Dataset, listed: Listed, on: date) -> LeftTheList:
    """A place whose row is not there may be listed and may have left: nobody knows.

    A day of exit that is not recorded proves neither that the place left nor that it stayed.
    """
    level = listed.left_on.level
    assert level is not None
    reference = Reference(Terms(on, dataset.places))
    facts = {node.code for node in walk(listed.on_list) if isinstance(node, Fact)} | {listed.left_on.code}
    rows = {}
    if level.plural in dataset.tables:
        table = dataset.table(level.plural, [level.value, *sorted(facts)])
        rows = {row[level.value]: row for row in table.to_pylist()}
    found: dict[int, LeftTally] = {}
    for place in dataset.places.at_level(level.value):
        known = {name: value for name, value in rows.get(place.id, {}).items() if value is not None}
        record = Record(level, place.code, place.id, known)
        tally = _tally(reference.value(listed.on_list, record), known.get(listed.left_on.code), on)
        for above in dataset.places.chain(place.id):
            found[above.id] = found.get(above.id, LeftTally()).plus(tally)
    return LeftTheList(listed, found)


def _tally(on_list: object, left_on: date | None, on: date) -> LeftTally:
    if on_list is False:
        return LeftTally()
    left = left_on is not None and left_on <= on
    may_have_left = left_on is None or left
    if on_list is None:
        return LeftTally(may_be_listed=1, may_have_left=int(may_have_left))
    return LeftTally(all_=1, left=int(left), may_have_left=int(may_have_left and not left))
