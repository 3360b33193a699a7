"""What sheets say about each other: members and their household, rows that stand twice, declared and listed sizes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tuopin.engine.kinds import Level
from tuopin.intake import problems
from tuopin.intake.limits import Limits
from tuopin.intake.problems import identity_twice
from tuopin.intake.rows import CheckedSheet
from tuopin.intake.wording import masked, shown

_NAMED = 3
"""How many other rows a refusal lists."""


@dataclass(frozen=True, slots=True)
class Position:
    """One row of the batch: the sheet by its number in the batch, the row by its position in that sheet."""

    sheet: int
    at: int


class Batch:
    """All sheets of all files, in the order given."""

    def __init__(self, sheets: Sequence[CheckedSheet]) -> None:
        self.sheets = sheets

    def of_level(self, level: Level | None) -> list[tuple[int, CheckedSheet]]:
        """The sheets of a level with their numbers; None gives the registers beside the facts."""
        return [(number, sheet) for number, sheet in enumerate(self.sheets) if sheet.sheet.level is level]

    def of_table(self, table: str) -> list[tuple[int, CheckedSheet]]:
        return [(number, sheet) for number, sheet in enumerate(self.sheets) if sheet.sheet.table == table]

    def accepted(self, sheets: Iterable[tuple[int, CheckedSheet]]) -> list[Position]:
        return [
            Position(number, at)
            for number, sheet in sheets
            for at in range(len(sheet.lines))
            if sheet.accepted(at)
        ]

    def named(self, position: Position) -> str:
        sheet = self.sheets[position.sheet]
        file = f"{sheet.grid.file} " if len({other.grid.file for other in self.sheets}) > 1 else ""
        return f"{file}{sheet.grid.title}!{sheet.lines[position.at]}"


def link(batch: Batch, limits: Limits) -> None:
    """Refuses every row that cannot stand beside the others. Rows refused earlier stay refused, for more reasons."""
    _refuse_repeated(batch, Level.HOUSEHOLD, "household", problems.HOUSEHOLD_TWICE)
    _refuse_repeated(batch, Level.VILLAGE, "village", problems.PLACE_TWICE)
    _refuse_repeated(batch, Level.COUNTY, "village", problems.PLACE_TWICE)
    _refuse_same_identity(batch)
    households = _households(batch)
    _refuse_crowds(batch, limits)
    for level in (Level.PERSON, None):
        _refuse_without_household(batch, level, households)


def _refuse_repeated(batch: Batch, level: Level, role: str, refusal: problems.Refusal) -> None:
    """The second and later rows of one code: the first may be the right one, and order in a file means something."""
    seen: set[object] = set()
    for _, sheet in batch.of_level(level):
        header = sheet.header_of(role)
        for at, code in enumerate(sheet.of_role(role)):
            if code is not None and code in seen:
                sheet.refuse(at, header, shown(str(code), role), refusal)
            seen.add(code)


def _refuse_same_identity(batch: Batch) -> None:
    """All rows of one number, as none of them can be trusted: the person would be counted where the file says first.

    Their households then list fewer than declared and are judged as incomplete, never as if the person were not there.
    """
    rows: dict[object, list[Position]] = defaultdict(list)
    for number, sheet in batch.of_level(Level.PERSON):
        for at, identity in enumerate(sheet.of_role("id_number")):
            if identity is not None:
                rows[identity].append(Position(number, at))
    for identity, positions in rows.items():
        if len(positions) < 2:
            continue
        for position in positions:
            others = [batch.named(other) for other in positions if other != position]
            listed = "、".join(others[:_NAMED]) + ("…" if len(others) > _NAMED else "")
            sheet = batch.sheets[position.sheet]
            value = masked(str(identity))
            sheet.refuse(position.at, sheet.header_of("id_number"), value, identity_twice(listed))


def _households(batch: Batch) -> Mapping[object, bool]:
    """Every household code of the batch, and whether its row was accepted."""
    households: dict[object, bool] = {}
    for _, sheet in batch.of_level(Level.HOUSEHOLD):
        for at, code in enumerate(sheet.of_role("household")):
            if code is not None:
                households.setdefault(code, sheet.accepted(at))
    return households


def _refuse_crowds(batch: Batch, limits: Limits) -> None:
    sheets = batch.of_level(Level.PERSON)
    members = Counter(code for _, sheet in sheets for code in sheet.of_role("household") if code is not None)
    crowded = {code for code, count in members.items() if count > limits.members_of_household}
    for _, sheet in sheets if crowded else ():
        header = sheet.header_of("household")
        for at, code in enumerate(sheet.of_role("household")):
            if code in crowded:
                sheet.refuse(at, header, shown(str(code), "household"), problems.TOO_MANY_MEMBERS)


def _refuse_without_household(batch: Batch, level: Level | None, households: Mapping[object, bool]) -> None:
    for _, sheet in batch.of_level(level):
        header = sheet.header_of("household")
        for at, code in enumerate(sheet.of_role("household")):
            accepted = households.get(code)
            if code is None or accepted:
                continue
            refusal = problems.NO_HOUSEHOLD if accepted is None else problems.HOUSEHOLD_REFUSED
            sheet.refuse(at, header, shown(str(code), "household"), refusal)
