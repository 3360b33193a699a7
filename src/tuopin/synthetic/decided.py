"""The register of decisions of a part: everything decided about its households up to the day (decision A5)."""

import numpy as np
import pyarrow as pa

from tuopin.snapshot.decisions import ORDER, SCHEMA, Decision
from tuopin.synthetic.draws import Flags, Whole
from tuopin.synthetic.lives import NEVER, Lives
from tuopin.synthetic.registration import History
from tuopin.synthetic.watch import AT_RISK, ONE_CLASS, Watch

_MONITORING = (Decision.MONITORED, Decision.CLEARED, Decision.RENEWED)


def decisions_table(
    history: History,
    watch: Watch,
    lives: Lives,
    *,
    keys: dict[str, Whole],
    more: Whole,
    size_unknown: Flags,
    today: int,
) -> pa.Table:
    """`keys`: household, village and county of each row of households; `more`: people declared beyond those listed."""
    days = {
        Decision.REGISTERED: history.identified_on, Decision.STRUCK_OFF: history.struck_off_on,
        Decision.RETURNED: history.returned_on, Decision.MONITORED: watch.taken_in_on,
        Decision.CLEARED: watch.cleared_on, Decision.RENEWED: watch.renewed_on,
    }  # fmt: skip
    parts = [_rows(decision, each, lives, today) for decision, each in days.items()]
    parts += [
        _rows(Decision.EXITED, each, lives, today) for each in (history.first_exit_on, history.exited_on)
    ]
    row, decision, day, people = (np.concatenate(each) for each in zip(*parts, strict=True))
    of_monitoring = np.isin(decision, _MONITORING)
    group = np.where(day >= ONE_CLASS, AT_RISK, watch.group[row])
    table = pa.table(
        {
            **{name: pa.array(values[row]) for name, values in keys.items()},
            "decision": pa.array(decision.astype(np.int16)),
            "decided_on": pa.array(day.astype(np.int32)).view(pa.date32()),
            "people": pa.array((people + more[row]).astype(np.int16), mask=size_unknown[row]),
            "group": pa.array(group.astype(np.int16), mask=~of_monitoring),
        },
        schema=SCHEMA,
    )
    return table.sort_by([(name, "ascending") for name in ORDER])


def _rows(decision: Decision, days: Whole, lives: Lives, today: int) -> tuple[Whole, Whole, Whole, Whole]:
    """Rows of households, the decision, its day, and how many people there were."""
    rows = np.flatnonzero(days <= today)
    people = lives.people_on(np.where(days == NEVER, 0, days))[rows]
    return rows, np.full(len(rows), int(decision)), days[rows], people
