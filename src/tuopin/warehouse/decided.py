"""What the register of decisions adds up to by a day: who left the list, came back, was watched and cleared.

Gross counts every decision. Net counts households by the last decision about them: an exit that was followed by a
return, a striking-off, a death or a move is no longer one, and is counted apart instead.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tuopin.kernel.errors import Damaged
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.decisions import MONITORING, REGISTER, Decision
from tuopin.warehouse.figures import Tally

Flags = npt.NDArray[np.bool_]
ByPlace = Mapping[int, Mapping[str, Tally]]

ON_LIST = (Decision.REGISTERED, Decision.RETURNED)
WATCHED = (Decision.MONITORED, Decision.RENEWED)
KEYS = (
    "exited.gross", "exited.net", "exited_since.on_list_again", "exited_since.struck_off", "exited_since.gone",
    "poor.net", "returned.gross", "returned.net", "struck_off.gross", "struck_off.net",
    "monitored.gross", "monitored.net", "cleared.gross", "cleared.net", "renewed.gross",
)  # fmt: skip
"""What is counted, in the order in which a report tells it."""
BY_GROUP = ("monitored.gross", "monitored.net", "cleared.gross", "cleared.net")
NO_GROUP = "unknown"


@dataclass(frozen=True, eq=False)
class _History:
    """Decisions by a day, in order of household and day."""

    household: npt.NDArray[np.int64]
    decision: npt.NDArray[np.int64]
    table: pa.Table

    def last(self, chain: Flags) -> Flags:
        """The latest row of each household among those of a chain."""
        rows = np.flatnonzero(chain)
        found = np.zeros(len(chain), dtype=bool)
        if len(rows):
            followed = np.append(self.household[rows[1:]] == self.household[rows[:-1]], False)
            found[rows[~followed]] = True
        return found

    def is_one_of(self, *decisions: Decision) -> Flags:
        return np.isin(self.decision, decisions)

    def of_those(self, rows: Flags) -> Flags:
        """Every row about a household that has one of these rows."""
        return np.isin(self.household, self.household[rows])


def decided_by_place(decisions: pa.Table, on: date, tree: PlaceTree, groups: Mapping[int, str]) -> ByPlace:
    """KEYS, and BY_GROUP as `key.group`, for every place of the tree; `groups` are codes by number.

    Raises Damaged (`place_unlisted`) for a decision in a village the tree does not hold.
    """
    found: dict[int, dict[str, Tally]] = {}
    history = _by_the_day(decisions, on)
    for key, rows in _counted(history, groups):
        for place, tally in _by_village(history.table.filter(pa.array(rows))):
            for above in _chain(tree, place):
                inside = found.setdefault(above, {})
                inside[key] = _plus(inside.get(key), tally)
    return found


def _by_the_day(decisions: pa.Table, on: date) -> _History:
    table = decisions.filter(pc.less_equal(decisions["decided_on"], pa.scalar(on, pa.date32())))
    order = [(name, "ascending") for name in ("household", "decided_on", "decision")]
    table = table.take(pc.sort_indices(table, order))
    household, decision = (np.asarray(table[name]).astype(np.int64) for name in ("household", "decision"))
    return _History(household, decision, table)


def _counted(history: _History, groups: Mapping[int, str]) -> Iterator[tuple[str, Flags]]:
    is_one_of = history.is_one_of
    listed, watched = history.last(is_one_of(*REGISTER)), history.last(is_one_of(*MONITORING))
    gone = history.of_those(is_one_of(Decision.DECEASED_OR_MOVED))
    ever_exited = history.of_those(is_one_of(Decision.EXITED))
    found = {
        "exited.gross": is_one_of(Decision.EXITED),
        "exited.net": listed & is_one_of(Decision.EXITED) & ~gone,
        "exited_since.on_list_again": listed & is_one_of(*ON_LIST) & ever_exited & ~gone,
        "exited_since.struck_off": listed & is_one_of(Decision.STRUCK_OFF) & ever_exited & ~gone,
        "exited_since.gone": listed & ever_exited & gone,
        "poor.net": listed & is_one_of(*ON_LIST) & ~gone,
        "returned.gross": is_one_of(Decision.RETURNED),
        "returned.net": listed & is_one_of(Decision.RETURNED) & ~gone,
        "struck_off.gross": is_one_of(Decision.STRUCK_OFF),
        "struck_off.net": listed & is_one_of(Decision.STRUCK_OFF),
        "monitored.gross": is_one_of(Decision.MONITORED),
        "monitored.net": watched & is_one_of(*WATCHED) & ~gone,
        "cleared.gross": is_one_of(Decision.CLEARED),
        "cleared.net": watched & is_one_of(Decision.CLEARED) & ~gone,
        "renewed.gross": is_one_of(Decision.RENEWED),
    }
    yield from found.items()
    group = history.table["group"]
    for number, code in groups.items():
        mine = np.asarray(pc.equal(group, number).fill_null(False))
        yield from ((f"{key}.{code}", found[key] & mine) for key in BY_GROUP)
    nobody = np.asarray(pc.invert(pc.is_in(group, pa.array(list(groups), group.type))))
    yield from ((f"{key}.{NO_GROUP}", found[key] & nobody) for key in BY_GROUP)


def _by_village(rows: pa.Table) -> Iterator[tuple[int, Tally]]:
    people = rows["people"].cast(pa.int64())
    counted = pa.table(
        {
            "village": rows["village"],
            "people": people.fill_null(0),
            "unsized": people.is_null().cast(pa.int64()),
        }
    )
    summed = counted.group_by("village").aggregate([([], "count_all"), ("people", "sum"), ("unsized", "sum")])
    for row in summed.to_pylist():
        yield row["village"], Tally(row["count_all"], row["people_sum"], row["unsized_sum"])


def _chain(tree: PlaceTree, village: int) -> list[int]:
    chain = [place.id for place in tree.chain(village)]
    if not chain:
        raise Damaged(
            "place_unlisted",
            zh=f"有决定登记在村 {village}，地区表中没有这个村。请重新生成这份数据。",
            en=f"Decisions are recorded in village {village}, which the list of places does not hold. "
            "Make these data again.",
        )
    return chain


def _plus(one: Tally | None, other: Tally) -> Tally:
    if one is None:
        return other
    return Tally(one.households + other.households, one.people + other.people, one.unsized + other.unsized)
