"""What an expression can be: a level of the hierarchy, and a kind of value with its limits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import pairwise

from tuopin.engine.units import Unit
from tuopin.kernel.text import Text

INT64_MAX = 2**63 - 1


class RuleError(Exception):
    """A rule is written wrong. Raised where it is written; the sentence names the remedy."""


class Level(Enum):
    """Where a fact or a rule stands. Each level is a group of the one before it."""

    PERSON = "person"
    HOUSEHOLD = "household"
    VILLAGE = "village"
    COUNTY = "county"

    @property
    def child(self) -> "Level | None":
        return _BELOW.get(self)

    @property
    def parent(self) -> "Level | None":
        return _ABOVE.get(self)

    @property
    def plural(self) -> str:
        return _PLURALS[self]

    @property
    def label(self) -> Text:
        return _LABELS[self]


_ORDER = list(Level)
_ABOVE = dict(pairwise(_ORDER))
_BELOW = {above: below for below, above in _ABOVE.items()}
_PLURALS = dict(zip(Level, ("persons", "households", "villages", "counties"), strict=True))
_LABELS = dict(
    zip(
        Level,
        (Text("人", "person"), Text("户", "household"), Text("村", "village"), Text("县", "county")),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class YesNo:
    """`monotone` is False when learning a fact may overturn the answer (`is_known`): data checks only."""

    monotone: bool = True

    def __str__(self) -> str:
        return "yes/no"


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number of 10^-decimals units, between low and high (both in those small steps)."""

    unit: Unit
    decimals: int
    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise RuleError(f"The range {self.low}..{self.high} is empty. Give the lower limit first.")
        if max(abs(self.low), abs(self.high)) > INT64_MAX:
            raise RuleError(
                f"Values up to {max(abs(self.low), abs(self.high)):.2e} small steps of {self.unit} do not fit "
                "64 bits. Declare narrower ranges for the facts used, or fewer decimals."
            )

    def __str__(self) -> str:
        return f"a number in {self.unit}"

    def at_decimals(self, decimals: int) -> "Number":
        factor = 10 ** (decimals - self.decimals)
        return Number(self.unit, decimals, self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient that is never computed: comparisons multiply across, so no rounding can happen."""

    unit: Unit

    def __str__(self) -> str:
        return f"a ratio in {self.unit}"


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Whole years or days since a date; compared only with constants, so it becomes a date literal."""

    unit: Unit

    def __str__(self) -> str:
        return f"a time span in {self.unit}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of a closed list: the short name rules use, the number files store, the official label."""

    code: str
    number: int
    label: Text
    synonyms: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class CodeList:
    """A closed, dated list of codes. As a set of codes, entry n is bit n-1 of a whole number."""

    name: str
    label: Text
    entries: tuple[Entry, ...] = field(default=())

    def __post_init__(self) -> None:
        for what in ("code", "number"):
            values = [getattr(entry, what) for entry in self.entries]
            if len(set(values)) != len(values):
                raise RuleError(f"Code list {self.name!r} gives the same {what} twice. Each must be unique.")

    @cached_property
    def by_code(self) -> dict[str, Entry]:
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def by_number(self) -> dict[int, Entry]:
        return {entry.number: entry for entry in self.entries}

    def numbers(self, codes: Iterable[str]) -> frozenset[int]:
        """Raises RuleError for a code the list does not have, or for none at all."""
        found = set()
        for code in codes:
            if code not in self.by_code:
                raise RuleError(
                    f"{code!r} is not in the code list {self.name!r}. It has: {', '.join(self.by_code)}."
                )
            found.add(self.by_code[code].number)
        if not found:
            raise RuleError(
                f"No code is named. Name at least one of the code list {self.name!r}: {', '.join(self.by_code)}."
            )
        return frozenset(found)

    def mask(self, codes: Iterable[str]) -> int:
        return sum(1 << (number - 1) for number in self.numbers(codes))


@dataclass(frozen=True, slots=True)
class Code:
    codes: CodeList

    def __str__(self) -> str:
        return f"a code of {self.codes.name}"


@dataclass(frozen=True, slots=True)
class CodeSet:
    codes: CodeList

    def __post_init__(self) -> None:
        if any(not 1 <= entry.number <= 31 for entry in self.codes.entries):
            raise RuleError(
                f"A set needs codes numbered 1 to 31; {self.codes.name!r} has others. Renumber them."
            )

    def __str__(self) -> str:
        return f"a set of codes of {self.codes.name}"


@dataclass(frozen=True, slots=True)
class Date:
    low: date = date(1850, 1, 1)
    high: date = date(2199, 12, 31)

    def __str__(self) -> str:
        return "a date"


Kind = YesNo | Number | Ratio | Elapsed | Code | CodeSet | Date
YES_NO = YesNo()
