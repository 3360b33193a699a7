"""Typed tables from the accepted rows: keys made, facts in columns, households by village, persons by household."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.intake.events import Events
from tuopin.intake.linking import Batch, Household, Position
from tuopin.intake.localities import Localities
from tuopin.intake.pseudonyms import Comparison
from tuopin.intake.rows import CheckedSheet
from tuopin.kernel.errors import BadInput
from tuopin.snapshot.schema import level_schema
from tuopin.standards.pack import Pack

_HOUSEHOLDS_IN_VILLAGE = 1_000_000
_INT64_MAX = 2**63 - 1


class Tables:
    """The tables of a batch, by name, and what its summary needs of them."""

    def __init__(self, batch: Batch, places: Localities, pack: Pack) -> None:
        self.batch = batch
        self.places = places
        self.pack = pack
        self.positions: dict[Level, Sequence[Position | None]] = {}
        self.numbers = [sheet.of_role("person") for sheet in batch.sheets]
        self.households = self._households()
        self.members = self._members()
        self.compared = Comparison(batch, places.tree, pack, self.households, self.members)

    def build(self) -> Mapping[str, pa.Table]:
        tables = {
            Level.PERSON.plural: self._persons(),
            Level.HOUSEHOLD.plural: self._household_table(),
            Level.VILLAGE.plural: self._villages(),
            Level.COUNTY.plural: self._counties(),
        }
        events = Events(
            self.batch, self.pack, self.places.tree, self.households, self.members, self._numbers()
        )
        for sheet in self.pack.layout.sheets if self.pack.layout is not None else ():
            given = self.batch.of_table(sheet.table) if sheet.level is None else []
            if given:
                tables[sheet.table] = (
                    events.table(sheet.table) if events.knows(sheet.table) else self._register(given)
                )
        return tables

    @property
    def latest(self) -> date | None:
        """The latest day on which an accepted row was collected; when none says so, a refused one."""
        days: dict[bool, set[date]] = {True: set(), False: set()}
        for sheet in self.batch.sheets:
            for at, day in enumerate(sheet.of_role("collected_on")):
                if isinstance(day, date):
                    days[sheet.accepted(at)].add(day)
        return max(days[True] or days[False], default=None)

    @property
    def incomplete(self) -> int:
        """Households that list other than as many members as they declare; the engine judges them as incomplete."""
        group = self.pack.group_of(Level.HOUSEHOLD)
        if group is None:
            return 0
        columns = (
            column for _, sheet in self.batch.of_level(Level.HOUSEHOLD) for column in sheet.sheet.columns
        )
        header = next((column.header for column in columns if column.fact is group.declared), "")
        declared = [sheet.values.get(header) for sheet in self.batch.sheets]
        listed = Counter(self.members.values())
        count = 0
        for code, household in self.households.items():
            sizes = declared[household.position.sheet]
            size = sizes[household.position.at] if sizes is not None else None
            count += size is None or size != listed[code]
        return count

    def _households(self) -> Mapping[str, Household]:
        """By code, in the order of the table."""
        sheets = self.batch.sheets
        codes = [sheet.of_role("household") for sheet in sheets]
        villages = [sheet.of_role("village") for sheet in sheets]
        rows = []
        for position in self.batch.accepted(self.batch.of_level(Level.HOUSEHOLD)):
            village = str(villages[position.sheet][position.at])
            rows.append(
                (self.places.village_of(village), str(codes[position.sheet][position.at]), village, position)
            )
        rows.sort(key=lambda row: row[:2])
        by_village = all(number <= _INT64_MAX // _HOUSEHOLDS_IN_VILLAGE - 1 for number, *_ in rows)
        ranks: Counter[int] = Counter()
        households = {}
        for rank, (number, code, village, position) in enumerate(rows, start=1):
            ranks[number] += 1
            key = _household_number(number, ranks[number]) if by_village else rank
            households[code] = Household(key, number, self.places.county_of(village), position)
        return households

    def _members(self) -> Mapping[Position, str]:
        """The household of every accepted person, clustered by household, by number or in the order of the file."""
        codes = [sheet.of_role("household") for sheet in self.batch.sheets]
        positions = self.batch.accepted(self.batch.of_level(Level.PERSON))
        members = [(str(codes[position.sheet][position.at]), position) for position in positions]
        members.sort(key=lambda member: (self.households[member[0]].number, self._given(member[1]) or 0))
        return {position: code for code, position in members}

    def _given(self, position: Position) -> int | None:
        """The number in the household that the row of a person gives, where rows give one."""
        number = self.numbers[position.sheet][position.at]
        return number if isinstance(number, int) else None

    def _numbers(self) -> list[object]:
        """Of every person: as the row says, else in their order within the household."""
        numbers: Counter[str] = Counter()
        persons: list[object] = []
        for position, code in self.members.items():
            numbers[code] += 1
            persons.append(self._given(position) or numbers[code])
        return persons

    def _persons(self) -> pa.Table:
        homes = [self.households[code] for code in self.members.values()]
        keys: dict[str, list[object]] = {
            "household": [home.number for home in homes],
            "person": self._numbers(),
            "village": [home.village for home in homes],
            "county": [home.county for home in homes],
            **self.compared.of_persons(),
        }
        return self._level(Level.PERSON, list(self.members), keys)

    def _household_table(self) -> pa.Table:
        homes = list(self.households.values())
        keys: dict[str, list[object]] = {
            "household": [home.number for home in homes],
            "village": [home.village for home in homes],
            "county": [home.county for home in homes],
            "code": list(self.households),
            **self.compared.of_households(),
        }
        return self._level(Level.HOUSEHOLD, [home.position for home in homes], keys)

    def _villages(self) -> pa.Table:
        """Every village of the batch; one without a row of its own has all its facts unknown."""
        codes = [sheet.of_role("village") for sheet in self.batch.sheets]
        rows = {
            str(codes[position.sheet][position.at]): position
            for position in self.batch.accepted(self.batch.of_level(Level.VILLAGE))
        }
        order = sorted(self.places.chains, key=self.places.village_of)
        keys: dict[str, list[object]] = {
            "village": [self.places.village_of(code) for code in order],
            "county": [self.places.county_of(code) for code in order],
        }
        return self._level(Level.VILLAGE, [rows.get(code) for code in order], keys)

    def _counties(self) -> pa.Table:
        codes = [sheet.of_role("village") for sheet in self.batch.sheets]
        rows = {}
        for position in self.batch.accepted(self.batch.of_level(Level.COUNTY)):
            county = self.places.county(str(codes[position.sheet][position.at]))
            assert county is not None
            rows[county.id] = position
        order = sorted(place.id for place in self.places.tree.at_level(Level.COUNTY.value))
        return self._level(Level.COUNTY, [rows.get(county) for county in order], {"county": list(order)})

    def _level(
        self, level: Level, positions: Sequence[Position | None], keys: Mapping[str, list[object]]
    ) -> pa.Table:
        """The table of a level; `keys` are columns made already. A fact no sheet has a column for is unknown."""
        self.positions[level] = positions
        schema = level_schema(self.pack, level)
        sheets = self.batch.of_level(level)
        picked = _picker(sheets, positions)
        columns = []
        for field in schema:
            if field.name in keys:
                columns.append(pa.array(keys[field.name], field.type))
            elif field.name == "collected_on":
                columns.append(
                    _column([sheet.of_role("collected_on") for _, sheet in sheets], field.type, picked)
                )
            else:
                values = [sheet.of_fact(field.name) for _, sheet in sheets]
                columns.append(_column(values, field.type, picked))
        return pa.table(columns, schema=schema)

    def _register(self, sheets: Sequence[tuple[int, CheckedSheet]]) -> pa.Table:
        """A register beside the facts: the keys of its household, then its texts under their official headers."""
        positions = self.batch.accepted(sheets)
        codes = [sheet.of_role("household") for sheet in self.batch.sheets]
        homes = [self.households[str(codes[position.sheet][position.at])] for position in positions]
        order = sorted(range(len(homes)), key=lambda at: homes[at].number)
        keys = (
            ("household", [home.number for home in homes]),
            ("village", [home.village for home in homes]),
            (
                "county",
                [home.county for home in homes],
            ),
        )
        columns = {
            name: pa.array(values, pa.int64()).take(pa.array(order, pa.int64())) for name, values in keys
        }
        picked = _picker(sheets, [positions[at] for at in order])
        for column in sheets[0][1].sheet.columns:
            if column.role == "text":
                values = [sheet.values.get(column.header) or [None] * len(sheet.lines) for _, sheet in sheets]
                columns[column.header] = _column(values, pa.string(), picked)
        return pa.table(columns)


def _household_number(village: int, rank: int) -> int:
    if rank >= _HOUSEHOLDS_IN_VILLAGE:
        raise BadInput(
            "village_too_big",
            zh=f"村 {village} 的户数超过 {_HOUSEHOLDS_IN_VILLAGE - 1:,} 户。请核对村代码一列。",
            en=f"Village {village} has more than {_HOUSEHOLDS_IN_VILLAGE - 1:,} households. Check the village codes.",
        )
    return village * _HOUSEHOLDS_IN_VILLAGE + rank


def _picker(sheets: Sequence[tuple[int, CheckedSheet]], positions: Sequence[Position | None]) -> pa.Array:
    """Where each row of the table stands when the sheets are laid end to end; null for a row that no sheet has."""
    starts, end = {}, 0
    for number, sheet in sheets:
        starts[number] = end
        end += len(sheet.lines)
    return pa.array(
        [None if position is None else starts[position.sheet] + position.at for position in positions],
        pa.int64(),
    )


def _column(values: Sequence[list[object]], kind: pa.DataType, picked: pa.Array) -> pa.Array:
    if not values:
        return pa.nulls(len(picked), kind)
    return pa.concat_arrays([pa.array(part, kind) for part in values]).take(picked)
