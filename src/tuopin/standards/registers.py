"""Registers of dated events beside the facts, and the facts worked out from them when a data set is made.

A department hands over *events*: a hospital bill, a house graded anew, a job lost. A rule asks for a *fact* of the day:
how much was paid in the last twelve months. A pack declares both, and the one act in between is
`tuopin.snapshot.derived.with_derived`.

    BILLS = EventRegister(
        table="medical_spending",
        label=Text("大额医疗支出", "medical spending"),
        level=Level.PERSON,
        columns=(TOTAL, SELF_PAID),             # facts of the level of the register; they type its own columns
    )
    FromEvents(person.medical_self_pay, BILLS, How.SUM, of=SELF_PAID, window=limits.event_days)

What the register of a place does not hold is only known not to have happened when somebody said that it is complete
there, for the whole window: rows of the table `register_coverage` say so.
"""

from dataclasses import dataclass
from enum import Enum

from tuopin.engine.expressions import Fact
from tuopin.engine.kinds import Code, Date, Level, Number, RuleError, YesNo
from tuopin.engine.parameters import Parameter
from tuopin.kernel.text import Text


class How(Enum):
    """What becomes of the events of one subject."""

    SUM = "sum"
    COUNT = "count"
    ANY = "any"
    LATEST = "latest"


_KINDS: dict[How, type] = {How.SUM: Number, How.COUNT: Number, How.ANY: YesNo, How.LATEST: Date}


@dataclass(frozen=True, eq=False)
class EventRegister:
    """One table of events about persons or about households.

    Every row has the keys of its subject (`household`, `person` when about persons, `village`, `county`) and the day
    `happened_on`; `columns` are what else an event says, typed like facts of the same level.
    """

    table: str
    label: Text
    level: Level
    columns: tuple[Fact, ...] = ()

    def __post_init__(self) -> None:
        if self.level not in (Level.PERSON, Level.HOUSEHOLD):
            raise RuleError(f"Register {self.table!r} is about persons or households. Choose one of the two.")


@dataclass(frozen=True, eq=False)
class FromEvents:
    """`fact` on a day: the sum of the column `of`, the count, whether any, or the latest day of the events.

    Only events of the last `window` days count, the day itself among them, and only those whose column `kind` holds one
    of `kinds`. A fact of households may rest on a register of persons. `window` may be left out for the latest day.
    """

    fact: Fact
    register: EventRegister
    how: How
    of: Fact | None = None
    kind: Fact | None = None
    kinds: tuple[str, ...] = ()
    window: Parameter | None = None

    def __post_init__(self) -> None:
        wrong = self._problem()
        if wrong:
            raise RuleError(f"Fact {self.fact.code!r} from {self.register.table!r}: {wrong}")

    def _problem(self) -> str:
        columns = [column.code for column in self.register.columns]
        asked = [column.code for column in (self.of, self.kind) if column is not None]
        if not isinstance(self.fact.kind, _KINDS[self.how]):
            return f"{self.how.value} does not give {self.fact.kind}. Choose a fact of another kind."
        if self.fact.level not in (self.register.level, Level.HOUSEHOLD):
            return "events about households say nothing about one person. Use a register of persons."
        if any(column not in columns for column in asked):
            return f"the register has the columns {columns}. Name one of them."
        if (self.how is How.SUM) != (self.of is not None):
            return "a sum, and only a sum, names the column it adds up in `of`."
        if self.of is not None and _step(self.of) != _step(self.fact):
            return "the column and the fact must have the same decimals."
        if (self.kind is None) != (not self.kinds):
            return "give `kind` and `kinds` together, or neither."
        if self.window is None and self.how is not How.LATEST:
            return "without a window no register could ever be complete. Give a parameter in days."
        return ""

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of `kinds` in the list of the column `kind`."""
        assert self.kind is not None
        assert isinstance(self.kind.kind, Code)
        return self.kind.kind.codes.numbers(self.kinds)


@dataclass(frozen=True, eq=False)
class SameInVillage:
    """`fact` of a household: how many *other* households of its village have the same amount per head, to the unit.

    Rules compare a household with a limit, never with its neighbours, so the count is made beside them. It counts what
    is on record: a household whose amount or heads are unknown has the fact unknown and is counted by nobody.
    """

    fact: Fact
    amount: Fact
    per: Fact


@dataclass(frozen=True, eq=False)
class OnRecord:
    """`fact`: how many rows of the level below stand on record, whatever is declared.

    A group declared by it is always complete: it is about the records, such as whether they can be true, and never
    about who is really there.
    """

    fact: Fact


@dataclass(frozen=True, eq=False)
class DaysBetween:
    """`fact`: how many days lie between two days on record, negative when the later one comes first.

    Rules measure time to the day of judging only, which is the same for all.
    """

    fact: Fact
    since: Fact
    until: Fact


def _step(fact: Fact) -> int:
    assert isinstance(fact.kind, Number)
    return fact.kind.decimals
