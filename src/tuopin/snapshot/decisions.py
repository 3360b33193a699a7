"""The register table `decisions`: what was decided about each household, on which day, as history (decision A5).

Codes are the same in every pack. A village's or a county's own exit is a fact of that place, not a row here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset

DECISIONS = "decisions"
SCHEMA = pa.schema(
    [
        pa.field("household", pa.int64(), nullable=False),
        pa.field("village", pa.int64(), nullable=False),  # where the household was then
        pa.field("county", pa.int64(), nullable=False),
        pa.field("decision", pa.int16(), nullable=False),  # a number of Decision
        pa.field("decided_on", pa.date32(), nullable=False),
        pa.field("people", pa.int16()),  # in the household that day; null is unknown
        pa.field(
            "group", pa.int16()
        ),  # of monitoring, a number of the pack's own list; null where there is none
    ]
)
ORDER = ("county", "village", "household", "decided_on", "decision")

Whole = npt.NDArray[np.int64]


class Decision(IntEnum):
    """The numbers are what the table stores; where two fall on one day they are taken in this order."""

    REGISTERED = 1
    STRUCK_OFF = 2  # registered wrongly: not an exit
    EXITED = 3
    RETURNED = 4  # to poverty, after an exit
    MONITORED = 5
    CLEARED = 6  # the risk is gone
    RENEWED = 7  # the risk is back, after it was cleared
    DECEASED_OR_MOVED = 8  # the household is no more, or no longer here: not an exit either

    @property
    def code(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Decision.REGISTERED: Text("识别登记", "registered"),
    Decision.STRUCK_OFF: Text("清退", "struck off"),
    Decision.EXITED: Text("脱贫", "exited"),
    Decision.RETURNED: Text("返贫", "returned to poverty"),
    Decision.MONITORED: Text("纳入监测", "monitored"),
    Decision.CLEARED: Text("风险消除", "risk cleared"),
    Decision.RENEWED: Text("风险再现", "risk renewed"),
    Decision.DECEASED_OR_MOVED: Text("死亡或迁出", "deceased or moved away"),
}
REGISTER = (Decision.REGISTERED, Decision.STRUCK_OFF, Decision.EXITED, Decision.RETURNED)
MONITORING = (Decision.MONITORED, Decision.CLEARED, Decision.RENEWED)
AFTER: Mapping[Decision, tuple[Decision | None, ...]] = {
    Decision.REGISTERED: (None, Decision.STRUCK_OFF),
    Decision.STRUCK_OFF: (Decision.REGISTERED, Decision.EXITED, Decision.RETURNED),
    Decision.EXITED: (Decision.REGISTERED, Decision.RETURNED),
    Decision.RETURNED: (Decision.EXITED,),
    Decision.MONITORED: (None,),
    Decision.CLEARED: (Decision.MONITORED, Decision.RENEWED),
    Decision.RENEWED: (Decision.CLEARED,),
}
"""What may come right before each, in its own chain (registration, or monitoring); None: nothing before."""
NOT_MONITORED_WHILE = (Decision.REGISTERED, Decision.RETURNED)
"""Those on the list and not exited are helped off it, not watched lest they fall."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """One decision that cannot follow what was decided before about the same household."""

    household: int
    decided_on: date
    decision: Decision
    why: Text


def decisions_of(dataset: Dataset) -> pa.Table | None:
    """The table in the order of ORDER, or None where the data hold no decisions.

    Raises BadInput (`table_columns`) for one that lacks a column it needs.
    """
    if DECISIONS not in dataset.tables:
        return None
    return in_order(dataset.table(DECISIONS))


def in_order(table: pa.Table) -> pa.Table:
    """The table with the schema's columns, sorted. `people` and `group` may be absent: all unknown."""
    columns = []
    for field in SCHEMA:
        if field.name in table.column_names:
            columns.append(table.column(field.name).cast(field.type))
        elif field.nullable:
            columns.append(pa.nulls(table.num_rows, field.type))
        else:
            raise BadInput(
                "table_columns",
                zh=f"决定表缺少必需的列 {field.name}。请补上后再试。",
                en=f"The table of decisions has no column {field.name}, which is needed. Add it.",
            )
    return pa.table(columns, schema=SCHEMA).sort_by([(name, "ascending") for name in ORDER])


def check_decisions(table: pa.Table) -> None:
    """Raises BadInput (`decisions_impossible`) when a household's decisions cannot have come in this order."""
    found = impossible(table)
    first = next(found, None)
    if first is None:
        return
    more = sum(1 for _ in found)
    rest = Text(f"；另有 {more} 处" if more else "", f"; and {more} more like it" if more else "")
    raise BadInput(
        "decisions_impossible",
        zh=f"户 {first.household} 在 {first.decided_on} 的决定“{first.decision.label.zh}”不可能成立：{first.why.zh}"
        f"{rest.zh}。请核对该户的历次决定和日期。",
        en=f"The decision {first.decision.label.en!r} about household {first.household} on {first.decided_on} cannot "
        f"be: {first.why.en}{rest.en}. Check the decisions about it and their days.",
    )


def impossible(table: pa.Table) -> Iterator[Impossible]:
    """Every decision that cannot follow the one before it; whole columns at a time.

    Raises BadInput (`decisions_impossible`) for a number that is no decision.
    """
    table = in_order(table)
    # A household that moved to another village keeps its history: chains go by household, then day.
    table = table.take(pc.sort_indices(table, [(name, "ascending") for name in ORDER[2:]]))
    household, decision = _whole(table["household"]), _whole(table["decision"])
    day = _whole(table["decided_on"].cast(pa.int32()))
    _refuse_unknown_numbers(decision)
    registered = np.isin(decision, REGISTER)
    bad: dict[int, Text] = {}
    for chain in (np.flatnonzero(registered), np.flatnonzero(np.isin(decision, MONITORING))):
        bad |= _out_of_turn(chain, household, decision, day)
    last_of_register = _last(np.flatnonzero(registered), household)
    watched = np.flatnonzero((decision == Decision.MONITORED) & (last_of_register >= 0))
    for row in watched[np.isin(decision[last_of_register[watched]], NOT_MONITORED_WHILE)].tolist():
        bad.setdefault(row, Text("该户当时尚未脱贫", "the household had not exited"))
    gone = _last(np.flatnonzero(decision == Decision.DECEASED_OR_MOVED), household)
    for row in np.flatnonzero((gone >= 0) & (gone < np.arange(len(gone)))).tolist():
        bad.setdefault(row, Text("该户此前已死亡或迁出", "it had died or moved away before"))
    days = table["decided_on"]
    for row in sorted(bad):
        yield Impossible(int(household[row]), days[row].as_py(), Decision(int(decision[row])), bad[row])


def _refuse_unknown_numbers(decision: Whole) -> None:
    unknown = decision[~np.isin(decision, list(Decision))]
    if not len(unknown):
        return
    number, known = int(unknown[0]), ", ".join(f"{each.value} {each.code}" for each in Decision)
    raise BadInput(
        "decisions_impossible",
        zh=f"决定表中有代码 {number}，没有这种决定。可用：{known}。",
        en=f"The table of decisions holds number {number}, which is no decision. There are: {known}.",
    )


def _out_of_turn(chain: Whole, household: Whole, decision: Whole, day: Whole) -> dict[int, Text]:
    """Rows of one chain that may not follow the row before them, or fall on the same day."""
    if not len(chain):
        return {}
    same = np.concatenate([[False], household[chain[1:]] == household[chain[:-1]]])
    before = np.where(same, np.concatenate([[0], decision[chain[:-1]]]), 0)
    allowed = np.zeros((len(Decision) + 1, len(Decision) + 1), dtype=bool)
    for now, earlier in AFTER.items():
        allowed[[each or 0 for each in earlier], now] = True
    wrong = ~allowed[before, decision[chain]]
    same_day = same & np.concatenate([[False], day[chain[1:]] == day[chain[:-1]]])
    found = {int(chain[at]): _why(int(before[at])) for at in np.flatnonzero(wrong).tolist()}
    for at in np.flatnonzero(same_day).tolist():
        found.setdefault(int(chain[at]), Text("同一天已有一项决定", "there is another one of that day"))
    return found


def _why(before: int) -> Text:
    if not before:
        return Text("此前没有任何决定", "nothing was decided before it")
    label = Decision(before).label
    return Text(f"上一项决定是“{label.zh}”", f"the one before it is {label.en!r}")


def _last(rows: Whole, household: Whole) -> Whole:
    """For every row, the latest of `rows` at or above it about the same household, or -1."""
    found = np.full(len(household), -1, dtype=np.int64)
    found[rows] = rows
    found = np.maximum.accumulate(found)
    return np.where((found >= 0) & (household[found] == household), found, -1)


def _whole(column: pa.ChunkedArray) -> Whole:
    return np.asarray(column).astype(np.int64)
