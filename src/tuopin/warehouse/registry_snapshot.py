"""The registry as a data set: what is known now, without names and numbers of papers, ready to be judged."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.places.selectors import tree_on
from tuopin.registry.columns import column_of, facts_of, the_pack
from tuopin.snapshot import decisions
from tuopin.snapshot.content import sealed
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.schema import arrow_type, level_schema
from tuopin.warehouse.registry_reading import Reader, reader


def registry_dataset(*, on: date) -> Dataset:
    """Every household that is open, its members, its village and county, and the decisions taken about it.

    Rows are clustered by county, village and household, as every data set. The places are those of the day, and
    households stand where they lived on it: villages have merged and people have moved since.
    """
    pack, tree = the_pack(), tree_on(on)
    county_of = {
        place.id: next((each.id for each in tree.chain(place.id) if each.level == Level.COUNTY.value), 0)
        for place in tree.at_level(pack.place_levels[-1])
    }
    with reader() as reading:
        home = _home_on(reading, on)
        tables = {
            Level.HOUSEHOLD.plural: _households(reading, county_of, home),
            Level.PERSON.plural: _persons(reading, county_of, home),
            Level.VILLAGE.plural: _places(reading, Level.VILLAGE, county_of, on),
            Level.COUNTY.plural: _places(reading, Level.COUNTY, county_of, on),
        }
        decided = _decisions(reading, county_of, home)
        if decided.num_rows:  # none recorded does not tell that nothing was ever decided
            tables[decisions.DECISIONS] = decided
    return sealed(Dataset(pack.code, on, tables, tree, ""))


@dataclass(frozen=True)
class Home:
    """In SQL: the village of a household `h` on the day, and what has to be joined to know it."""

    village: str
    joined: str


def _home_on(reading: Reader, on: date) -> Home:
    """Where nobody has moved since, as for nearly every run, it is the village of today and nothing is joined."""
    later = f"SELECT 1 FROM registry_residence WHERE ends_before > '{on.isoformat()}' LIMIT 1"  # noqa: S608 - a date
    if not reading.rows(later):
        return Home("h.village_id", "")
    joined = f"""LEFT JOIN registry_residence r ON r.household_id = h.id AND r.starts_on <= '{on.isoformat()}'
    AND r.ends_before > '{on.isoformat()}'"""
    return Home("COALESCE(r.village_id, h.village_id)", joined)


def _households(reading: Reader, county_of: dict[int, int], home: Home) -> pa.Table:
    keys = [("village", pa.int64()), ("household", pa.int64()), ("code", pa.string())]
    source = f"""
    FROM registry_household h {home.joined} LEFT JOIN registry_household_state s ON s.subject_id = h.id
    WHERE h.closed_on IS NULL ORDER BY {home.village}, h.key"""
    table = _read(reading, Level.HOUSEHOLD, f"{home.village}, h.key, h.code", keys, source)
    return _in_order(_with_county(table, county_of), Level.HOUSEHOLD)


def _persons(reading: Reader, county_of: dict[int, int], home: Home) -> pa.Table:
    keys = [("village", pa.int64()), ("household", pa.int64()), ("person", pa.int16())]
    source = f"""
    FROM registry_person p JOIN registry_household h ON h.id = p.household_id {home.joined}
    LEFT JOIN registry_person_state s ON s.subject_id = p.id
    WHERE h.closed_on IS NULL ORDER BY {home.village}, h.key, p.number"""
    table = _read(reading, Level.PERSON, f"{home.village}, h.key, p.number", keys, source)
    return _in_order(_with_county(table, county_of), Level.PERSON)


def _places(reading: Reader, level: Level, county_of: dict[int, int], on: date) -> pa.Table:
    """Every place of the level that stands in the tree of the day, with or without a sheet."""
    state = f"registry_{level.value}_state"
    source = f"""
    FROM places_place p LEFT JOIN {state} s ON s.subject_id = p.id
    WHERE p.level = '{level.value}' AND p.valid_from <= '{on.isoformat()}'
    AND (p.valid_until IS NULL OR p.valid_until > '{on.isoformat()}') ORDER BY p.id"""
    table = _read(reading, level, "p.id", [(level.value, pa.int64())], source)
    if level is Level.VILLAGE:
        table = _with_county(table, county_of)
    return _in_order(table, level)


def _decisions(reading: Reader, county_of: dict[int, int], home: Home) -> pa.Table:
    number = {each.code: each.value for each in decisions.Decision}
    found = reading.rows(
        f'SELECT h.key, {home.village}, d.kind, d.decided_on, d.people, d."group" '  # noqa: S608 - our own words
        "FROM registry_decision d "
        f"JOIN registry_household h ON h.id = d.household_id {home.joined} "
        f"ORDER BY {home.village}, h.key, d.decided_on, d.id"
    )
    rows = [
        {
            "household": key, "village": village, "county": county_of.get(village, 0), "decision": number[kind],
            "decided_on": date.fromisoformat(day) if isinstance(day, str) else day, "people": people, "group": group,
        }
        for key, village, kind, day, people, group in found
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=decisions.SCHEMA)


def _read(
    reading: Reader, level: Level, key_columns: str, keys: list[tuple[str, pa.DataType]], source: str
) -> pa.Table:
    """Only the columns in which something is known are fetched: most facts of most offices are empty."""
    facts = facts_of(level)
    counted = ", ".join(f"COUNT(s.{column_of(fact.code)})" for fact in facts)
    known = reading.rows(f"SELECT {counted} {source.split('ORDER BY')[0]}")[0]
    asked = [fact for fact, number in zip(facts, known, strict=True) if number]
    columns = ", ".join([key_columns, "s.collected_on", *(f"s.{column_of(fact.code)}" for fact in asked)])
    schema = pa.schema(
        [*keys, ("collected_on", pa.date32()), *((fact.code, arrow_type(fact.kind)) for fact in asked)]
    )
    pieces = list(reading.tables(f"SELECT {columns} {source}", schema))
    table = pa.concat_tables(pieces) if pieces else schema.empty_table()
    there = set(schema.names)
    for fact in facts:
        if fact.code not in there:
            table = table.append_column(fact.code, pa.nulls(table.num_rows, arrow_type(fact.kind)))
    return table


def _in_order(table: pa.Table, level: Level) -> pa.Table:
    schema = level_schema(the_pack(), level)
    return table.select(schema.names).cast(schema)


def _with_county(table: pa.Table, county_of: dict[int, int]) -> pa.Table:
    counties = pa.array([county_of.get(village, 0) for village in table["village"].to_pylist()], pa.int64())
    return table.append_column("county", counties)
