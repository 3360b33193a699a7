"""A believable city from a seed: nobody in it exists. The demo, the tests and the benchmarks use it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.content import sealed
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.decisions import DECISIONS
from tuopin.snapshot.events import COVERAGE
from tuopin.snapshot.schema import level_schema
from tuopin.standards.pack import Pack
from tuopin.synthetic import figures
from tuopin.synthetic.county_sheets import county_table, joined
from tuopin.synthetic.events import coverage_table
from tuopin.synthetic.part import Part, make_part
from tuopin.synthetic.row_errors import PlantedError
from tuopin.synthetic.settled import Times
from tuopin.synthetic.villages import Villages, places_of, villages_of

FEWEST, MOST_IN_MEMORY = 100, 1_000_000
TABLES = ("households", "persons", "villages", DECISIONS)
"""What parts bring; the table of counties is made from all villages of a county."""
FIRST_DAY, LAST_DAY = date(2013, 12, 31), date(2026, 12, 31)
_FIRST_LINE, _FIRST_WATCHED = date(2014, 1, 1), figures.MONITORING_FROM
_PART_HOUSEHOLDS = 25_000


@dataclass(frozen=True, eq=False, repr=False)
class Truth:
    """What is really so, whether the record shows it or not. Households by id."""

    planted: pa.Table
    """household, what, lack, people, hidden: see synthetic.part.Part."""
    faults: pa.Table
    """village, household, person, standard, check: mistakes in the record that data checks are to find."""
    population_unknown: tuple[int, ...]
    """Villages whose sheet does not say how many people they have."""
    population_differs: tuple[int, ...]
    """Villages whose sheet says more than are listed."""
    heaped_township: int

    def households(self, what: str) -> dict[int, str | None]:
        """Households planted as wrong_exit, omission, lacking, incomplete, heaped or unwatched, with what they lack."""
        rows = self.planted.filter(pc.equal(self.planted["what"], what))
        return dict(zip(rows["household"].to_pylist(), rows["lack"].to_pylist(), strict=True))


@dataclass(frozen=True, eq=False, repr=False)
class City:
    """`planted_errors`: the wrong rows of the workbook last written from it (synthetic.workbook)."""

    seed: int
    on: date
    dataset: Dataset
    villages: Villages
    truth: Truth
    planted_errors: list[PlantedError] = field(default_factory=list)

    @cached_property
    def pack(self) -> Pack:
        return self.dataset.pack


def make_city(
    *, households: int = 20_000, seed: int = 1, on: date = date(2020, 6, 30), faults: bool = True
) -> City:
    """The same arguments give the same city, byte for byte. Without `faults` the record has no mistakes in it.

    Raises BadInput outside 100 to 1,000,000 households, or outside 2014 to 2020.
    """
    refuse_outside(households, on, most=MOST_IN_MEMORY)
    pack = standards.load("cn")
    villages = ordered(villages_of(households, seed))
    parts = list(make_parts(pack, villages, on, faults=faults))
    tables = {name: pa.concat_tables([getattr(part, name) for part in parts]) for name in TABLES}
    counted = joined([part.counted for part in parts])
    tables |= registers_of(parts, villages, on)
    tables["counties"] = county_table(villages, counted, on=on, schema=level_schema(pack, Level.COUNTY))
    places = PlaceTree.of(places_of(villages))
    truth = Truth(
        planted=pa.concat_tables([part.planted for part in parts]),
        faults=pa.concat_tables([part.faults for part in parts]),
        population_unknown=tuple(villages.id[villages.population_unknown].tolist()),
        population_differs=tuple(
            villages.id[villages.population_differs & ~villages.population_unknown].tolist()
        ),
        heaped_township=_heaped_township(villages),
    )
    return City(seed, on, sealed(Dataset(pack.code, on, tables, places, "")), villages, truth)


def registers_of(parts: Sequence[Part], villages: Villages, on: date) -> dict[str, pa.Table]:
    """The registers of events of all parts, and which of them are complete where; none before 2021."""
    joined = {name: pa.concat_tables([part.registers[name] for part in parts]) for name in parts[0].registers}
    return {**joined, COVERAGE: coverage_table(np.unique(villages.county_id), on)} if joined else {}


def ordered(villages: Villages) -> Villages:
    """By place code, so that neighbours stand together in files."""
    return villages.among(np.argsort(villages.id, kind="stable"))


def make_parts(
    pack: Pack, villages: Villages, on: date, *, households: int = _PART_HOUSEHOLDS, faults: bool = True
) -> Iterator[Part]:
    """The city part by part in bounded memory: at least one village, at most about `households` each."""
    times = Times(
        on,
        _line(pack, "income_line", max(on, _FIRST_LINE)),
        _line(pack, "monitoring_line", max(on, _FIRST_WATCHED)),
    )
    group = (np.cumsum(villages.listed) - 1) // households
    for number in np.unique(group):
        yield make_part(pack, villages.among(group == number), times, faults=faults)


def _line(pack: Pack, code: str, on: date) -> int:
    """Of the whole country, in fen."""
    parameter = pack.parameter_by_code[code]
    value = parameter.in_force(on=on, chain=()).value
    assert value is not None
    return parameter.steps(value)


def _heaped_township(villages: Villages) -> int:
    here = (villages.county == figures.HEAPED_COUNTY) & (villages.township == figures.HEAPED_TOWNSHIP)
    return int(villages.id[here][0] // 1000) if here.any() else 0


def refuse_outside(households: int, on: date, *, most: int) -> None:
    """`most`: how many can be made in this way."""
    if not FEWEST <= households <= most:
        larger = most == MOST_IN_MEMORY
        raise BadInput(
            "city_size",
            zh=f"示例城市的户数 {households} 不在 {FEWEST} 至 {most} 之间。请换一个数"
            f"{'；更大的城市只能写成数据快照（--snapshot）' if larger else ''}。",
            en=f"A synthetic city has {FEWEST} to {most} households, not {households}. Give another number"
            f"{'; a larger one can only be written as a snapshot (--snapshot)' if larger else ''}.",
        )
    if not FIRST_DAY <= on <= LAST_DAY:
        raise BadInput(
            "city_day",
            zh=f"示例城市覆盖 {FIRST_DAY} 至 {LAST_DAY}，{on} 不在其中。请换一天。",
            en=f"The synthetic city lives from {FIRST_DAY} to {LAST_DAY}; {on} is outside. Give another day.",
        )
