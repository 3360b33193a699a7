"""How the rows of a survey say a fact: a column with what its answers mean, or one of a few named derivations.

Each node says which columns it looks at. What they come to is worked out in evaluating.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tuopin.engine.kinds import Kind
from tuopin.intake.cells import Reader

Value = bool | int | date | None


@dataclass(frozen=True, eq=False)
class Column:
    """One column; `read` turns its cells into values of `kind`, into unknown, or into a refusal."""

    name: str
    kind: Kind
    read: Reader


@dataclass(frozen=True, eq=False)
class Always:
    """The same for every row, because the survey was made so."""

    kind: Kind
    value: Value


@dataclass(frozen=True, eq=False)
class AnyOf:
    """Yes as soon as one part is yes; no only when all are no."""

    parts: tuple["Answer", ...]


@dataclass(frozen=True, eq=False)
class AllOf:
    """No as soon as one part is no; yes only when all are yes."""

    parts: tuple["Answer", ...]


@dataclass(frozen=True, eq=False)
class Count:
    """How many parts are yes; unknown as soon as one is."""

    parts: tuple["Answer", ...]


@dataclass(frozen=True, eq=False)
class Age:
    """Full years between two days. `on` None: the day of the interview."""

    born: "Answer"
    on: "Answer | None"


@dataclass(frozen=True, eq=False)
class Day:
    """A day given in three parts."""

    year: "Answer"
    month: "Answer"
    day: "Answer"


@dataclass(frozen=True, eq=False)
class Listed:
    """How many rows of a table name this household, refused ones among them."""

    table: str


@dataclass(frozen=True, eq=False)
class AnyRow:
    """Yes as soon as one row of a table that names this household says yes; `part` is asked of that table."""

    table: str
    part: "Answer"


@dataclass(frozen=True, eq=False)
class OfRow:
    """What the one row of a table says that names this household and for which `where` is yes, such as the head's."""

    table: str
    where: "Answer"
    part: "Answer"
    kind: Kind


Answer = Column | Always | AnyOf | AllOf | Count | Age | Day | Listed | AnyRow | OfRow


def parts_of(answer: Answer) -> tuple[Answer, ...]:
    if isinstance(answer, AnyOf | AllOf | Count):
        return answer.parts
    if isinstance(answer, Age):
        return (answer.born,) if answer.on is None else (answer.born, answer.on)
    return (answer.year, answer.month, answer.day) if isinstance(answer, Day) else ()


def columns_of(answer: Answer) -> Iterator[str]:
    """Of the table of the answer itself."""
    if isinstance(answer, Column):
        yield answer.name
    for part in parts_of(answer):
        yield from columns_of(part)


def asked_of(answer: Answer, table: str) -> Iterator[Answer]:
    """What an answer asks of another table."""
    if isinstance(answer, AnyRow | OfRow) and answer.table == table:
        yield from (answer.part, *((answer.where,) if isinstance(answer, OfRow) else ()))
    for part in parts_of(answer):
        yield from asked_of(part, table)
