"""What sheets say about each other: members and their household, rows that stand twice, declared and listed sizes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tuopin.engine.kinds import Level
from tuopin.intake import problems
from tuopin.intake.limits import Limits
from tuopin.intake.rows import CheckedSheet
from tuopin.intake.wording import shown


@dataclass(frozen=True, slots=True)
class Position:
    """One row of the batch: the sheet by its number in the batch, the row by its position in that sheet."""

    sheet: int
    at: int


@dataclass(frozen=True)
class Household:
    """A household's keys. The number is village x 1,000,000 + its rank by code among the village's households, or,

    where numbers of places are too long for that, the rank by village and code among all households: so the order of
    rows in a file does not change it. Lists name a household by its code, never by this number.
    """

    number: int
    village: int
    county: int
    position: Position


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

    def is_accepted(self, position: Position) -> bool:
        return self.sheets[position.sheet].accepted(position.at)

    def named(self, position: Position) -> str:
        sheet = self.sheets[position.sheet]
        file = f"{sheet.grid.file} " if len({other.grid.file for other in self.sheets}) > 1 else ""
        return f"{file}{sheet.grid.title}!{sheet.lines[position.at]}"


def link(batch: Batch, limits: Limits) -> None:
    """Refuses every row that cannot stand beside the others. Rows refused earlier stay refused, for more reasons.

    A refused row does not stand in the way of a good one: so a corrected row can be given together with its original.
    """
    _refuse_repeated(batch, Level.HOUSEHOLD, "household", problems.HOUSEHOLD_TWICE)
    _refuse_repeated(batch, Level.VILLAGE, "village", problems.PLACE_TWICE)
    _refuse_repeated(batch, Level.COUNTY, "village", problems.PLACE_TWICE)
    _refuse_copies(batch)
    households = _households(batch)
    _refuse_crowds(batch, limits)
    for level in (Level.PERSON, None):
        _refuse_without_household(batch, level, households)


def refuse_outside(batch: Batch, codes: Iterable[str]) -> None:
    """Refuses rows about places that are not among these; a county's code may be filled up to a village's length."""
    places = set(codes)
    for level in (Level.HOUSEHOLD, Level.VILLAGE, Level.COUNTY):
        for _, sheet in batch.of_level(level):
            header = sheet.header_of("village")
            for at, code in enumerate(sheet.of_role("village")):
                text = "" if code is None else str(code)
                if text and text not in places and not (level is Level.COUNTY and _filled_up(text, places)):
                    sheet.refuse(at, header, shown(text, "village"), problems.OUT_OF_REACH)


def _filled_up(code: str, places: set[str]) -> bool:
    plain = code.rstrip("0")
    return any(plain.ljust(length, "0") in places for length in range(len(plain), len(code)))


def _refuse_repeated(batch: Batch, level: Level, role: str, refusal: problems.Refusal) -> None:
    """Of several rows of one code the first good one is kept."""
    rows: dict[object, list[Position]] = defaultdict(list)
    for number, sheet in batch.of_level(level):
        for at, code in enumerate(sheet.of_role(role)):
            if code is not None:
                rows[code].append(Position(number, at))
    for code, positions in rows.items():
        kept = next((row for row in positions if batch.is_accepted(row)), positions[0])
        for position in positions:
            if position != kept:
                sheet = batch.sheets[position.sheet]
                sheet.refuse(position.at, sheet.header_of(role), shown(str(code), role), refusal)


def _refuse_copies(batch: Batch) -> None:
    """A person's row that says exactly what an earlier one says: the same row given twice, not two people.

    A phone says nothing about who somebody is; nor, here, does what was worked out about the number.

    Without an identity number only a row of another file can be the same one: twins may be written alike. Without a
    name either, nothing is known that could make two people one.
    """
    seen: dict[tuple[object, ...], Position] = {}
    alike: Counter[tuple[object, ...]] = Counter()
    for number, sheet in batch.of_level(Level.PERSON):
        unknown = [None] * len(sheet.lines)
        told = (column.header for column in sheet.sheet.columns if column.role != "phone")
        columns = [sheet.values.get(header, unknown) for header in told]
        names, identities = sheet.of_role("name"), sheet.of_role("id_number")
        for at, said in enumerate(zip(*columns, strict=True)):
            if not sheet.accepted(at) or (names[at] is None and identities[at] is None):
                continue
            if identities[at] is None:
                alike[sheet.grid.file, *said] += 1
                said = (alike[sheet.grid.file, *said], *said)
            first = seen.setdefault(said, Position(number, at))
            if first != Position(number, at):
                sheet.refuse(at, "", "", problems.row_twice(batch.named(first)))


def _households(batch: Batch) -> Mapping[object, bool]:
    """Every household code of the batch, and whether its row was accepted."""
    households: dict[object, bool] = {}
    for _, sheet in batch.of_level(Level.HOUSEHOLD):
        for at, code in enumerate(sheet.of_role("household")):
            if code is not None:
                households[code] = households.get(code, False) or sheet.accepted(at)
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
