"""Registers of events and where they are complete, from accepted rows: whose event it is, and in which place."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.intake import problems
from tuopin.intake.linking import Batch, Household, Position
from tuopin.intake.rows import CheckedSheet
from tuopin.intake.wording import shown
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.events import COVERAGE, COVERAGE_SCHEMA, HAPPENED_ON, event_schema
from tuopin.standards.pack import Pack
from tuopin.standards.registers import EventRegister

Sheets = Sequence[tuple[int, CheckedSheet]]


class Events:
    """`numbers` are the persons' numbers in their households, in the order of `members`."""

    def __init__(
        self,
        batch: Batch,
        pack: Pack,
        places: PlaceTree,
        households: Mapping[str, Household],
        members: Mapping[Position, str],
        numbers: Sequence[object],
    ) -> None:
        self.batch = batch
        self.pack = pack
        self.places = places
        self.households = households
        self.registers = {register.table: register for register in pack.events}
        self.person_of = self._persons(members, numbers) if pack.events else {}

    def knows(self, table: str) -> bool:
        return table in self.registers or table == COVERAGE

    def table(self, name: str) -> pa.Table:
        """Rows that belong to nobody, or to no place, are refused here, before they are counted."""
        sheets = self.batch.of_table(name)
        return self._coverage(sheets) if name == COVERAGE else self._events(self.registers[name], sheets)

    def _persons(
        self, members: Mapping[Position, str], numbers: Sequence[object]
    ) -> Mapping[tuple[str, object], object]:
        """A member's number by household and identity number (its digest) or name; None for two of one name."""
        found: dict[tuple[str, object], object] = {}
        for (position, code), number in zip(members.items(), numbers, strict=True):
            sheet = self.batch.sheets[position.sheet]
            for role in ("id_number", "name"):
                key = sheet.of_role(role)[position.at]
                if key is not None:
                    found[code, key] = None if (code, key) in found else number
        return found

    def _events(self, register: EventRegister, sheets: Sheets) -> pa.Table:
        rows = []
        for _, sheet in sheets:
            codes, days = sheet.of_role("household"), sheet.of_role("happened_on")
            values = {column.code: sheet.of_fact(column.code) for column in register.columns}
            persons = self._whose(sheet, codes) if register.level is Level.PERSON else None
            for at in range(len(sheet.lines)):
                if sheet.accepted(at):
                    home = self.households[str(codes[at])]
                    keys = {"household": home.number, "village": home.village, "county": home.county}
                    who = {} if persons is None else {"person": persons[at]}
                    own = {name: column[at] for name, column in values.items()}
                    rows.append({**keys, **who, HAPPENED_ON: days[at], **own})
        table = pa.Table.from_pylist(rows, schema=event_schema(register))
        return table.sort_by([(key, "ascending") for key in ("village", "household", HAPPENED_ON)])

    def _whose(self, sheet: CheckedSheet, codes: Sequence[object]) -> list[object]:
        """By number, else by name; a row about nobody listed is refused, and shows neither."""
        numbers, names = sheet.of_role("id_number"), sheet.of_role("name")
        found: list[object] = []
        for at, (code, number, name) in enumerate(zip(codes, numbers, names, strict=True)):
            person = self.person_of.get((str(code), number)) or self.person_of.get((str(code), name))
            if person is None and sheet.accepted(at):
                sheet.refuse(at, "", "", problems.NO_MEMBER)
            found.append(person)
        return found

    def _coverage(self, sheets: Sheets) -> pa.Table:
        tables = {register.label.zh: register.table for register in self.pack.events}
        rows = []
        for _, sheet in sheets:
            columns = (sheet.of_role(role) for role in ("register", "place", "starts_on", "ends_on"))
            for at, (register, code, starts, ends) in enumerate(zip(*columns, strict=True)):
                place = self._place(str(code))
                if not sheet.accepted(at):
                    continue
                if place is None:
                    sheet.refuse(at, sheet.header_of("place"), shown(str(code), "village"), problems.NO_PLACE)
                else:
                    rows.append(
                        {
                            "register": tables[str(register)],
                            "place": place,
                            "starts_on": starts,
                            "ends_on": ends,
                        }
                    )
        return pa.Table.from_pylist(rows, schema=COVERAGE_SCHEMA)

    def _place(self, code: str) -> int | None:
        """By its code, which files often fill up with zeros to the length of a village's."""
        places = self.places.places.values()
        return next((place.id for place in places if code == place.code.ljust(len(code), "0")), None)
