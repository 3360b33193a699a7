"""Any data set of any pack, written as csv in the words of an invented survey, reads back by its mapping as itself."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.surveys import read_here
from tests.support.workbooks import write_csv
from tuopin import standards
from tuopin.engine.kinds import Code, CodeSet, Date, Kind, Level, Number, YesNo
from tuopin.engine.language import Fact
from tuopin.kernel.places import Place
from tuopin.snapshot.content import content_of
from tuopin.snapshot.dataset import in_memory, places_of_table
from tuopin.standards.pack import Pack

DAY = date(2019, 6, 30)
FACTOR = {"1": 1, "10": Decimal("0.1"), "100": Decimal("0.01"), "0.01": 100, "1/4": 4, "1/12": 12}
"""What a mapping says of the unit, and what the survey therefore writes for one."""


@dataclass
class Survey:
    """Columns of one file by name, row by row, and what the mapping says of them."""

    luck: random.Random
    columns: dict[str, list[str]] = field(default_factory=dict)

    def column(self, cells: Sequence[str]) -> str:
        """A new column under a name that says nothing."""
        name = f"{self.luck.choice(['q', 'v', '列', 'no'])}{len(self.columns)}"
        self.columns[name] = list(cells)
        return name

    def write(self, path: Path) -> dict[str, str]:
        """In some order of columns, with some separator and encoding, beside columns nobody asked for."""
        self.column([self.luck.choice(["", "x", "1"]) for _ in next(iter(self.columns.values()))])
        names = list(self.columns)
        self.luck.shuffle(names)
        rows = [list(row) for row in zip(*(self.columns[name] for name in names), strict=True)]
        self.luck.shuffle(rows)
        separator, encoding = (
            self.luck.choice([",", ";", "\t"]),
            self.luck.choice(["utf-8", "utf-8-sig", "gb18030"]),
        )
        write_csv(path, [names, *rows], separator=separator, encoding=encoding)
        return {"file": path.name} | ({"separator": separator} if len(names) < 3 else {})


def a_value(kind: Kind, luck: random.Random) -> object:
    if luck.random() < 0.2:
        return None
    if isinstance(kind, YesNo):
        return luck.random() < 0.5
    if isinstance(kind, Number):
        return luck.choice(
            [kind.low, kind.high, luck.randint(kind.low, kind.high), min(max(7, kind.low), kind.high)]
        )
    if isinstance(kind, Code):
        return luck.choice(kind.codes.entries).number
    if isinstance(kind, CodeSet):
        some = luck.sample(kind.codes.entries, luck.randint(1, min(3, len(kind.codes.entries))))
        return sum(1 << (entry.number - 1) for entry in some)
    assert isinstance(kind, Date)
    return kind.low + timedelta(days=luck.randint(0, (kind.high - kind.low).days))


def said(answers: Sequence[bool | None], yes: str, no: str) -> list[str | None]:
    return [None if answer is None else yes if answer else no for answer in answers]


def told(kind: Kind, values: Sequence[Any], survey: Survey) -> object:
    """Writes a fact into the survey in one of the ways surveys have; what the mapping says of it."""
    luck = survey.luck
    missing = luck.choice(["", "NA", "-7777777"])
    blank = {"missing": [missing]} if missing else {}

    def plain(words: Sequence[str | None]) -> str:
        return survey.column([missing if word is None else word for word in words])

    if isinstance(kind, YesNo):
        how = luck.choice(["words", "values", "at_least", "any_of"])
        if how == "at_least":
            return {"column": plain(said(values, "3", "2")), "at_least": "3", **blank}
        if how == "values":
            meant = {"a": "yes", "b": "no"}
            return {"column": plain(said(values, "a", "b")), "values": meant, **blank}
        column = {"column": plain(said(values, "J", "N")), "yes": "J", "no": "N", **blank}
        return {"any_of": [column, column]} if how == "any_of" else column
    if isinstance(kind, Number):
        times = luck.choice(list(FACTOR))
        shown = [
            None if v is None else f"{Decimal(v).scaleb(-kind.decimals) * FACTOR[times]:f}" for v in values
        ]
        return {"column": plain(shown), "times": times, **blank}
    if isinstance(kind, Date):
        if luck.random() < 0.5:
            return {"column": plain([None if v is None else v.isoformat() for v in values]), **blank}
        parts = {
            part: plain([None if v is None else str(getattr(v, part)) for v in values])
            for part in ("year", "month", "day")
        }
        return {"date": {part: {"column": column, **blank} for part, column in parts.items()}}
    return _coded(kind, values, survey, plain, blank)


def _coded(kind: Kind, values: Sequence[Any], survey: Survey, plain: Any, blank: dict[str, Any]) -> object:
    assert isinstance(kind, Code | CodeSet)
    entries = kind.codes.entries
    if isinstance(kind, CodeSet):
        sets = [None if v is None else [e.code for e in entries if v & 1 << (e.number - 1)] for v in values]
        return {"column": plain([None if codes is None else "/".join(codes) for codes in sets]), **blank}
    if survey.luck.random() < 0.3:
        return {
            "column": plain([None if v is None else kind.codes.by_number[v].code for v in values]),
            **blank,
        }
    numbers = survey.luck.sample(range(100, 200), len(entries))
    words = {entry.number: str(number) for entry, number in zip(entries, numbers, strict=True)}
    meant = {words[entry.number]: entry.code for entry in entries}
    return {"column": plain([None if v is None else words[v] for v in values]), "values": meant, **blank}


@dataclass
class World:
    """A few villages, households and persons under a pack, with random values for some of its facts."""

    pack: Pack
    luck: random.Random

    def __post_init__(self) -> None:
        self.villages = [self._village(number) for number in range(1, self.luck.randint(2, 4))]
        self.chains = {code: self.pack.places_of(code, {}) for code in self.villages}
        self.homes = [
            (self.luck.choice(self.villages), f"H-{number}") for number in range(self.luck.randint(1, 9))
        ]
        self.homes.sort(key=lambda home: (self.chains[home[0]][-1].id, home[1]))
        self.people = [(at, number) for at in range(len(self.homes)) for number in
                       sorted(self.luck.sample(range(1, 40), self.luck.randint(0, 4)))]  # fmt: skip
        self.facts = {level: self._some(level) for level in (Level.PERSON, Level.HOUSEHOLD, Level.VILLAGE)}
        counts = {
            Level.PERSON: len(self.people),
            Level.HOUSEHOLD: len(self.homes),
            Level.VILLAGE: len(self.used),
        }
        self.values = {
            level: {
                fact.code: [a_value(fact.kind, self.luck) for _ in range(counts[level])] for fact in facts
            }
            for level, facts in self.facts.items()
        }

    @property
    def used(self) -> list[str]:
        return sorted(self.villages, key=lambda code: self.chains[code][-1].id)

    def _village(self, number: int) -> str:
        if len(self.pack.place_levels) == 5:
            return f"98010110000{number}"
        return "/".join(["KE", "1", "2", f"A{number}"][: len(self.pack.place_levels)])

    def _some(self, level: Level) -> list[Fact]:
        facts = list(self.pack.by_level[level].values())
        return self.luck.sample(facts, self.luck.randint(0, min(6, len(facts))))

    # ---- as a data set ----

    def content(self) -> str:
        numbers = self._numbers()
        homes = [(numbers[at], *self._place(village)) for at, (village, _) in enumerate(self.homes)]
        tables = {
            Level.HOUSEHOLD: {"household": [home[0] for home in homes], "village": [home[1] for home in homes],
                              "county": [home[2] for home in homes], "code": [code for _, code in self.homes],
                              "collected_on": [DAY] * len(homes)},
            Level.PERSON: {"household": [homes[at][0] for at, _ in self.people], "person": [n for _, n in self.people],
                           "village": [homes[at][1] for at, _ in self.people],
                           "county": [homes[at][2] for at, _ in self.people]},
            Level.VILLAGE: {"village": [self._place(code)[0] for code in self.used],
                            "county": [self._place(code)[1] for code in self.used]},
            Level.COUNTY: {"county": sorted({self._place(code)[1] for code in self.used})},
        }  # fmt: skip
        for level, columns in self.values.items():
            tables[level].update(columns)
        places = {place.id: place for chain in self.chains.values() for place in chain}
        made = {level.plural: pa.table(columns) for level, columns in tables.items()}
        return content_of(in_memory(self.pack, as_of=DAY, tables=made, places=places.values(), content=""))

    def _place(self, village: str) -> tuple[int, int]:
        chain: Sequence[Place] = self.chains[village]
        return chain[-1].id, next(place.id for place in chain if place.level == "county")

    def _numbers(self) -> list[int]:
        """As intake numbers households; see docs/howto/prepare-a-workbook.md."""
        found = []
        for at, (village, _) in enumerate(self.homes):
            rank = sum(1 for other, _ in self.homes[: at + 1] if other == village)
            found.append(
                self._place(village)[0] * 1_000_000 + rank if len(self.pack.place_levels) == 5 else at + 1
            )
        return found

    # ---- as a survey ----

    def write(self, folder: Path) -> dict[str, Any]:
        tables = {
            "households": self._table(folder, Level.HOUSEHOLD, [village for village, _ in self.homes]),
            "villages": self._table(folder, Level.VILLAGE, self.used),
        }
        if self.people:
            tables["persons"] = self._table(folder, Level.PERSON, [])
        return {"pack": self.pack.code, "as_of": DAY.isoformat(), "tables": tables}

    def _table(self, folder: Path, level: Level, villages: Sequence[str]) -> dict[str, Any]:
        survey = Survey(self.luck)
        table: dict[str, Any] = {"keys": {}}
        if level is Level.HOUSEHOLD:
            day = survey.column([DAY.isoformat()] * len(self.homes))
            table["keys"] = {
                "household": self._codes(survey, [code for _, code in self.homes]),
                "collected_on": day,
            }
        if level is Level.PERSON:
            codes = self._codes(survey, [self.homes[at][1] for at, _ in self.people])
            number = survey.column([str(number) for _, number in self.people])
            table["keys"] = {"household": codes, "person": number}
        if villages:
            table["places"] = self._places(survey, villages)
        values, facts = self.values[level], self.pack.by_level[level]
        table["facts"] = {code: told(facts[code].kind, column, survey) for code, column in values.items()}
        return {**survey.write(folder / f"{level.plural}.csv"), **table}

    def _codes(self, survey: Survey, codes: Sequence[str]) -> object:
        """In one column, or in two that are joined."""
        if self.luck.random() < 0.5:
            return survey.column(codes)
        return [survey.column([code.split("-")[at] for code in codes]) for at in (0, 1)]

    def _places(self, survey: Survey, villages: Sequence[str]) -> dict[str, Any]:
        """By one long code, or level by level; what is the same everywhere may be said once."""
        if len(self.pack.place_levels) == 5:
            return {"village": survey.column(villages)}
        parts = [village.split("/") for village in villages]
        constant = self.luck.random() < 0.5
        return {
            level: {"always": parts[0][at]}
            if constant and at < 3
            else survey.column([part[at] for part in parts])
            for at, level in enumerate(self.pack.place_levels)
        }


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), pack=st.sampled_from(standards.codes()))
def test_a_survey_reads_back_as_the_data_set_it_was_written_from(seed: int, pack: str) -> None:
    world = World(standards.load(pack), random.Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        mapping = world.write(Path(folder))
        outcome = read_here(mapping, Path(folder))

    assert [(each.file, each.row, each.column, each.value, each.code) for each in outcome.refused] == []
    places = places_of_table(outcome.places).places.values()
    found = in_memory(world.pack, as_of=DAY, tables=outcome.tables, places=places, content="")
    assert content_of(found) == world.content()
