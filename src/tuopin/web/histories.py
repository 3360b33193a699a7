"""What was recorded about a subject, newest first, as a page shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from tuopin.engine.kinds import Level
from tuopin.engine.language import Fact
from tuopin.engine.wording import Words
from tuopin.kernel.text import Text
from tuopin.registry.columns import facts_of, the_pack
from tuopin.registry.folding import Folded
from tuopin.registry.models.facts import VERSIONS, Source
from tuopin.registry.selectors import told_by

SHOWN = 30
SOURCES: dict[str, Text] = {
    Source.VISIT: Text("入户核查", "visit"),
    Source.IMPORT: Text("导入", "import"),
    Source.DEPARTMENT: Text("部门数据", "department"),
    Source.REPORT: Text("报告", "report"),
    Source.HISTORY: Text("历史数据", "earlier records"),
    Source.UNDO: Text("撤回导入", "import taken back"),
}


@dataclass(frozen=True)
class Known:
    """One recorded fact, or one nobody knows (`value` None). `source` None where nobody ever told it."""

    code: str
    label: Text
    value: Text | None
    collected_on: date | None
    source: Text | None


@dataclass(frozen=True)
class Recorded:
    """One act of collecting: when it was collected and recorded, how, by whom, and what it said."""

    collected_on: date
    recorded_at: datetime
    source: Text
    collector: str
    said: tuple[tuple[Text, Text | None], ...]


def known(level: Level, folded: Folded, *, unasked: tuple[Fact, ...] = ()) -> list[Known]:
    """What somebody has recorded, in the pack's order, and of the facts `unasked` also those nobody spoke about."""
    words, also = Words(the_pack().unit_words), {fact.code for fact in unasked}
    found = []
    for fact in facts_of(level):
        if fact.code in folded.values:
            value, origin = folded.values[fact.code], folded.origin[fact.code]
            shown = None if value is None else words.value(fact.kind, value)
            found.append(Known(fact.code, fact.label, shown, origin.collected_on, SOURCES[origin.source]))
        elif fact.code in also:
            found.append(Known(fact.code, fact.label, None, None, None))
    return found


def history(level: Level, subject: object) -> list[Recorded]:
    """The last acts of collecting about a subject, the latest recorded first."""
    rows = list(VERSIONS[level].objects.filter(subject=subject).order_by("-recorded_at", "-pk")[:SHOWN])
    facts, words = the_pack().by_level[level], Words(the_pack().unit_words)
    return [
        Recorded(
            told.collected_on,
            told.recorded_at,
            SOURCES[told.source],
            told.collector,
            tuple(
                (facts[code].label, None if value is None else words.value(facts[code].kind, value))
                for code, value in told.values.items()
            ),
        )
        for told in told_by(level, rows)
    ]
