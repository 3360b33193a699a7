"""What a file says beside what the registry knows, row by row: new, changed, the same, refused or double.

A blank cell says nothing, so it changes nothing: unknown never takes the place of something known, nor a 0 of unknown.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

import pyarrow as pa
from django.conf import settings

from tuopin.engine.kinds import Level
from tuopin.intake.imports.people import Asked, Matching
from tuopin.intake.imports.selectors import CHUNK, chunks, known_of, plain
from tuopin.intake.models import Import
from tuopin.intake.reading import Reading
from tuopin.registry.columns import facts_of, the_pack
from tuopin.registry.models import Household
from tuopin.registry.services.identity import Papers


@dataclass(frozen=True, slots=True)
class Home:
    """A household of the file. `seen` None: to be made."""

    key: UUID
    code: str
    village: int
    seen: int | None
    reason: str | None


@dataclass
class Line:
    """One row: where it stands in the file, whom it is about, what it says."""

    level: Level
    origin: dict[str, Any]
    place: int
    code: str
    collected_on: date
    values: dict[str, Any]
    home: Home | None = None
    subject: UUID | None = None
    known: bool = False
    reason: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    old: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Any:
        """In the tables of facts."""
        return self.place if self.home is None else self.subject

    @property
    def papers(self) -> Papers:
        told = self.origin
        return Papers(name=told["name"], id_number=told["id_number"], phone=told["phone"])


class Comparison:
    """Compares in pieces of about a thousand rows, so memory does not grow with the file."""

    def __init__(self, reading: Reading, batch: Import) -> None:
        self.reading = reading
        self.on = batch.on
        self.national = batch.purpose == Import.Purpose.NATIONAL
        self.homes: dict[int, Home] = {}
        self.days: dict[int, date] = {}
        """When each household was visited: what its members' rows mean when they name no day."""
        self.matching = Matching()

    def lines(self) -> Iterator[list[Line]]:
        for lines in chunks(self._of(Level.HOUSEHOLD)):
            self._find_households(lines)
            yield self._compared(Level.HOUSEHOLD, lines)
        for lines in _whole_households(self._of(Level.PERSON)):
            self._find_people(lines)
            yield self._compared(Level.PERSON, lines)
        for level in (Level.VILLAGE, Level.COUNTY):
            for lines in chunks(self._of(level)):
                for line in lines:
                    line.known = True
                yield self._compared(level, lines)

    def total(self) -> int:
        return sum(table.num_rows for table in self.reading.origins.values())

    # ---- rows ----

    def _of(self, level: Level) -> Iterator[Line]:
        """Every row of the level, with only the facts somebody speaks about."""
        table = self.reading.dataset.table(level.plural)
        origins = self.reading.origins[level.plural]
        codes = [
            fact.code
            for fact in facts_of(level)
            if fact.code not in _worked_out_together() and table[fact.code].null_count < table.num_rows
        ]
        place = "county" if level is Level.COUNTY else "village"
        keys = [name for name in ("household", "code", place, "collected_on") if name in table.column_names]
        for start in range(0, table.num_rows, CHUNK):
            rows = table.select([*keys, *codes]).slice(start, CHUNK).to_pylist()
            for row, origin in zip(rows, origins.slice(start, CHUNK).to_pylist(), strict=True):
                if origin["line"] is not None:
                    values = {code: row[code] for code in codes if row[code] is not None}
                    yield self._line(level, row, origin, row[place], values)

    def _line(
        self, level: Level, row: dict[str, Any], origin: dict[str, Any], place: int, values: dict[str, Any]
    ) -> Line:
        home = self.homes[row["household"]] if level is Level.PERSON else None
        visited = self.days[row["household"]] if home else self.reading.dataset.as_of
        day = row["collected_on"] or visited
        line = Line(
            level, origin, place, row.get("code") or (home.code if home else str(place)), day, values, home
        )
        if level is Level.HOUSEHOLD:
            line.origin["household"] = row["household"]
            self.days[row["household"]] = day
        if day > self.on:
            line.reason = "collected_later"
        return line

    # ---- whom a row is about ----

    def _find_households(self, lines: list[Line]) -> None:
        codes = [line.code for line in lines]
        found = {
            code: rest
            for code, *rest in Household.objects.filter(code__in=codes).values_list(
                "code", "pk", "village_id", "version", "closed_on"
            )
        }
        for line in lines:
            if line.code in found:
                key, village, version, closed = found[line.code]
                if closed is not None:
                    line.reason = "household_closed"
                elif village != line.place:
                    line.reason = "household_elsewhere"
            else:
                key, version = uuid4(), None
            home = Home(key, line.code, line.place, version, line.reason)
            line.home, line.subject, line.known = home, key, version is not None
            self.homes[line.origin["household"]] = home

    def _find_people(self, lines: list[Line]) -> None:
        for line in lines:
            if line.home and line.home.reason:
                line.reason = "household_refused"
        asked = [line for line in lines if line.reason is None]
        found = self.matching.match(
            [Asked(line.home.key if line.home and line.home.seen else None, line.papers) for line in asked]
        )
        for line, match in zip(asked, found, strict=True):
            line.reason = match.reason
            line.known = match.person is not None
            line.subject = match.person or uuid4()

    # ---- what it says beside what is known ----

    def _compared(self, level: Level, lines: list[Line]) -> list[Line]:
        days = {line.key: self._known_on(line) for line in lines if line.known and line.reason is None}
        known = known_of(level, days)
        for line in lines:
            if line.reason is not None:
                continue
            before = known.get(line.key)
            for code, value in line.values.items():
                if before is None or before.values.get(code) != value:
                    line.facts[code] = plain(value)
                    if before is not None and code in before.origin:
                        origin = before.origin[code]
                        line.old[code] = [plain(before.values[code]), origin.collected_on.isoformat()]
        return lines

    def _known_on(self, line: Line) -> date:
        """An import adds to what was known on its day; an export is held against what is known today."""
        return self.on if self.national else line.collected_on


def _worked_out_together() -> set[str]:
    """Facts that compare one household with others, or count what is on record: a file that holds a part of a county,
    or households without their people, cannot say them."""
    pack = the_pack()
    found = {each.fact.code for each in pack.same_in_village} | {each.fact.code for each in pack.on_record}
    if pack.layout is not None and pack.layout.identities is not None:
        told = pack.layout.identities
        found |= {told.repeated.code, told.shared_phone.code, told.helper_registered.code}
    return found


def _whole_households(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Pieces of about a thousand people, none of which splits a household."""
    waiting: list[Line] = []
    for _, members in groupby(lines, key=lambda line: line.code):
        waiting += members
        if len(waiting) >= CHUNK:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def content_of(reading: Reading) -> str:
    """The same for two files that say the same, whatever they are called; names and papers go in by a keyed digest."""
    told = [reading.dataset.content]
    for name in sorted(reading.origins):
        table = reading.origins[name].select(["name", "id_number", "phone"])
        told += [_digest(piece) for piece in table.to_batches(max_chunksize=CHUNK)]
    digest: bytes = settings.KEYS.blind("import content", json.dumps(told))
    return digest.hex()


def _digest(piece: pa.RecordBatch) -> str:
    digest: bytes = settings.KEYS.blind("import papers", json.dumps(piece.to_pylist(), ensure_ascii=False))
    return digest.hex()


def common_path(paths: Sequence[str]) -> str | None:
    """The smallest place that holds all of them."""
    if not paths:
        return None
    parts = [path.strip("/").split("/") for path in paths]
    shared = []
    for step in zip(*parts, strict=False):
        if len(set(step)) > 1:
            break
        shared.append(step[0])
    return "/" + "/".join(shared) + "/" if shared else "/"
