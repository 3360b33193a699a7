"""A city, or many of one province, as data sets of whole counties, one after the other: never all in memory."""

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.parts import GROUP_HOUSEHOLDS
from tuopin.snapshot.schema import level_schema
from tuopin.standards.pack import Pack
from tuopin.synthetic.city import TABLES, make_parts, ordered, refuse_outside, registers_of
from tuopin.synthetic.county_sheets import county_table, joined
from tuopin.synthetic.draws import Whole
from tuopin.synthetic.part import Part
from tuopin.synthetic.villages import Villages, places_of, villages_of

MOST = 30_000_000
Told = Callable[[int, int], None]


def city_in_parts(
    *, households: int, seed: int = 1, on: date = date(2020, 6, 30), at_once: int = GROUP_HOUSEHOLDS,
    told: Told | None = None,
) -> Iterator[Dataset]:  # fmt: skip
    """The same rows as make_city, in order of counties, for snapshot.files.write_parts.

    Counties go together as long as they have at most `at_once` households; one alone has at most about 290,000.
    A city has about 1.03 million households; more lie in further cities of the same province. `told` is called with
    the households made and those wanted. Raises BadInput outside 100 to 30 million households or outside its years,
    before anything is made.
    """
    refuse_outside(households, on, most=MOST)
    return _parts(standards.load("cn"), households, seed, on, at_once, told)


def _parts(
    pack: Pack, households: int, seed: int, on: date, at_once: int, told: Told | None
) -> Iterator[Dataset]:
    villages = ordered(villages_of(households, seed))
    done = 0
    for group in groups_of(villages, at_once):
        here = villages.among(group)
        parts = []
        for part in make_parts(pack, here, on):
            parts.append(part)
            done += part.households.num_rows
            if told is not None:
                told(done, households)
        yield _dataset(pack, here, on, parts)
        parts.clear()


def groups_of(villages: Villages, at_once: int) -> Iterator[Whole]:
    """Rows of villages, county by county; small counties together."""
    counties, starts = np.unique(villages.county_id, return_index=True)
    listed = np.add.reduceat(villages.listed, starts)
    ends = np.append(starts[1:], len(villages))
    first = 0
    for county in range(len(counties)):
        last = county + 1 == len(counties)
        if last or listed[first : county + 2].sum() > at_once:
            yield np.arange(starts[first], ends[county])
            first = county + 1


def _dataset(pack: Pack, villages: Villages, on: date, parts: list[Part]) -> Dataset:
    tables = {name: pa.concat_tables([getattr(part, name) for part in parts]) for name in TABLES}
    tables |= registers_of(parts, villages, on)
    schema = level_schema(pack, Level.COUNTY)
    tables["counties"] = county_table(
        villages, joined([part.counted for part in parts]), on=on, schema=schema
    )
    return Dataset(pack.code, on, tables, PlaceTree.of(places_of(villages)), "")
