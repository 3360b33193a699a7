"""A large data set lies in parts: each a group of whole counties with files of its own, judged by itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from tuopin.engine.kinds import Level
from tuopin.engine.plan import KEYS
from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.dataset import Dataset, Source
from tuopin.snapshot.manifest import PartKeys

GROUP_HOUSEHOLDS = 450_000
"""About as many households as one process judges in well under a gigabyte (measured)."""


def cut(dataset: Dataset, households: int = GROUP_HOUSEHOLDS) -> Iterator[Dataset]:
    """A data set in order of counties as groups of whole counties, of at most `households` where counties are no
    larger. A register goes where its household, village or county is."""
    counties = dataset.table(Level.HOUSEHOLD.plural, ["county"]).column("county")
    listed = {row["values"]: row["counts"] for row in pc.value_counts(counties).to_pylist()}
    known = sorted(place.id for place in dataset.places.at_level(Level.COUNTY.value))
    group: list[int] = []
    for county in known:
        if group and sum(listed.get(each, 0) for each in (*group, county)) > households:
            yield _of_counties(dataset, group)
            group = []
        group.append(county)
    if group:
        yield _of_counties(dataset, group)


def _of_counties(dataset: Dataset, counties: Sequence[int]) -> Dataset:
    inside = {
        place.id: [above.id for above in dataset.places.chain(place.id)]
        for place in dataset.places.places.values()
    }
    within = {place: chain for place, chain in inside.items() if not set(counties).isdisjoint(chain)}
    kept = {place for chain in within.values() for place in chain}
    keys: dict[str, Iterable[int]] = {"county": counties, "village": within}
    keys["household"] = _where(dataset.table(Level.HOUSEHOLD.plural), "county", counties)[
        "household"
    ].to_pylist()
    tables: dict[str, Source] = {}
    for name in dataset.tables:
        table = dataset.table(name)
        key = next(key for key in ("county", "village", "household") if key in table.column_names)
        tables[name] = _where(table, key, keys[key])
    places = PlaceTree({place: dataset.places.places[place] for place in sorted(kept)})
    return replace(dataset, tables=tables, places=places, parts=())


def _where(table: pa.Table, key: str, values: Iterable[int]) -> pa.Table:
    return table.filter(pc.is_in(table.column(key), pa.array(values, table.schema.field(key).type)))


def keys_of(number: int, part: Dataset) -> PartKeys:
    """The ranges of one part's keys. Raises BadInput (`part_without_county`) for a part that holds no county."""
    counties = _range(part, Level.COUNTY)
    if counties is None:
        raise BadInput(
            "part_without_county",
            zh=f"第 {number} 部分没有任何县的数据。请去掉这一部分，或检查分组。",
            en=f"Part {number} holds no county. Leave it out, or check how the data are grouped.",
        )
    codes = pc.min_max(part.table(Level.HOUSEHOLD.plural, ["code"]).column("code")).as_py()
    villages = _range(part, Level.VILLAGE) or (0, -1)
    return PartKeys(number, counties, villages, (codes["min"] or "", codes["max"] or ""))


def check_next(before: Sequence[PartKeys], keys: PartKeys, first: Dataset | None, part: Dataset) -> None:
    """Raises BadInput: `parts_out_of_order` unless the part's counties come after all before, `parts_differ`
    when it is of another pack or day."""
    if before and keys.counties[0] <= before[-1].counties[1]:
        raise BadInput(
            "parts_out_of_order",
            zh=f"第 {keys.number} 部分从县 {keys.counties[0]} 开始，而前一部分已到县 {before[-1].counties[1]}。"
            "各部分须按县编号从小到大排列，同一个县不能分在两部分。",
            en=f"Part {keys.number} begins with county {keys.counties[0]}, but the one before reaches county "
            f"{before[-1].counties[1]}. Give the parts in order of counties, and no county in two parts.",
        )
    if first is not None and _stands_for(first) != _stands_for(part):
        raise BadInput(
            "parts_differ",
            zh=f"第 {keys.number} 部分属于标准包 {part.pack_code}、截至 {part.as_of}，前面的部分属于 "
            f"{first.pack_code}、截至 {first.as_of}。各部分的标准包、日期和来源未调查的信息必须相同。",
            en=f"Part {keys.number} is of pack {part.pack_code!r} as of {part.as_of}, the parts before of "
            f"{first.pack_code!r} as of {first.as_of}. All parts must be of one pack and day, and lack the same facts.",
        )


def _stands_for(part: Dataset) -> tuple[object, ...]:
    return part.pack_code, part.as_of, part.absent


def no_parts() -> BadInput:
    return BadInput(
        "no_parts",
        zh="没有给出任何部分，不能写出快照。请至少给出一个部分。",
        en="No part was given, so there is no snapshot to write. Give at least one part.",
    )


def _range(part: Dataset, key: Level) -> tuple[int, int] | None:
    """Over the tables of levels; registers beside them have keys of their own."""
    found = [
        pc.min_max(part.table(level.plural, [key.value]).column(0)).as_py()
        for level in Level
        if level.plural in part.tables and key.value in KEYS[level]
    ]
    known = [each for each in found if each["min"] is not None]
    return (min(each["min"] for each in known), max(each["max"] for each in known)) if known else None
