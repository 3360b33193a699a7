"""A data set ready to be judged: one table a level, in memory or in Parquet files, and the tree of places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Text
from tuopin.snapshot.manifest import File, Mapped, PartKeys
from tuopin.snapshot.schema import PLACES, level_schema
from tuopin.standards.pack import Pack

Source: TypeAlias = "pa.Table | tuple[Path, ...]"
PLACES_TABLE = "places"


@dataclass(frozen=True, slots=True)
class Part:
    """A group of whole counties with files of its own in the folder of a snapshot.

    `unchecked`: nobody has compared its bytes with the manifest yet; a run does before it reads them.
    """

    keys: PartKeys
    folder: Path
    files: tuple[File, ...]
    unchecked: bool = False

    @property
    def tables(self) -> Mapping[str, tuple[Path, ...]]:
        """Files by table, without those of the places."""
        return {
            name: paths for name, paths in paths_of(self.folder, self.files).items() if name != PLACES_TABLE
        }

    @property
    def places(self) -> PlaceTree:
        return places_in(paths_of(self.folder, self.files)[PLACES_TABLE])


@dataclass(frozen=True)
class Dataset:
    """`tables` by name: persons, households, villages, counties and any registers beside them.

    Persons are clustered by household and households by village. `content` is the sha256 of what is judged,
    so that a run can say what it read. A large data set knows its `parts`; its tables are then all their files.
    `mapped` says that a mapping file made the facts what they are.
    `absent` are the facts its source never asked of anybody, as person.undernourished (decision A11); a fact that
    is only empty here is not among them.
    """

    pack_code: str
    as_of: date
    tables: Mapping[str, Source]
    places: PlaceTree
    content: str
    parts: tuple[Part, ...] = ()
    mapped: Mapped | None = None
    absent: frozenset[str] = frozenset()

    @cached_property
    def pack(self) -> Pack:
        return standards.load(self.pack_code)

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The whole table in memory. Raises KeyError for a name the data set does not hold."""
        source = self.tables[name]
        if isinstance(source, pa.Table):
            return source.select(columns) if columns is not None else source
        return pa.concat_tables([pq.read_table(path, columns=columns) for path in source])

    def only(self, part: Part) -> "Dataset":
        """One part as a data set of its own: its tables, its places and those above them."""
        return replace(self, tables=part.tables, places=part.places, parts=())

    def knows_any(self, name: str, column: str) -> bool:
        """Whether the column of a table holds a value for anybody at all."""
        source = self.tables[name]
        if isinstance(source, pa.Table):
            return bool(source.column(column).null_count < source.num_rows)
        return any(_knows_any(pq.read_metadata(path), column) for path in source)

    def count(self, name: str) -> int:
        source = self.tables[name]
        if isinstance(source, pa.Table):
            return int(source.num_rows)
        return sum(pq.read_metadata(path).num_rows for path in source)


def _knows_any(file: pq.FileMetaData, column: str) -> bool:
    """From what the file says of its groups of rows; without it, there may be a value."""
    groups = [file.row_group(at) for at in range(file.num_row_groups)]
    at = file.schema.names.index(column)
    known = [(group.num_rows, group.column(at).statistics) for group in groups]
    return any(told is None or not told.has_null_count or told.null_count < rows for rows, told in known)


def paths_of(folder: Path, files: Iterable[File]) -> dict[str, tuple[Path, ...]]:
    """The paths of each table, in order."""
    found: dict[str, tuple[Path, ...]] = {}
    for file in files:
        found[file.table] = (*found.get(file.table, ()), folder / file.name)
    return found


def places_table(tree: PlaceTree) -> pa.Table:
    rows = [
        {
            "place": place.id, "code": place.code, "level": place.level, "name_zh": place.name.zh,
            "name_en": place.name.en, "parent": place.parent, "groups": sorted(place.groups),
        }
        for place in sorted(tree.places.values(), key=lambda place: (len(place.code), place.code))
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=PLACES)


def places_of_table(table: pa.Table) -> PlaceTree:
    """The rows of several parts may repeat a place above their villages; the same row counts once."""
    columns = (table.column(name).to_pylist() for name in PLACES.names)
    rows = dict.fromkeys(
        (place, code, level, zh, en, parent, frozenset(groups or ()))
        for place, code, level, zh, en, parent, groups in zip(*columns, strict=True)
    )
    return PlaceTree.of(
        Place(place, code, level, Text(zh, en), parent, groups)
        for place, code, level, zh, en, parent, groups in rows
    )


def places_in(files: Sequence[Path]) -> PlaceTree:
    """The tree in some files, read when it is first looked at: one household of a nation needs five of its places."""
    return PlaceTree(_Listed(tuple(files)))


class _Listed(Mapping[int, Place]):
    def __init__(self, files: tuple[Path, ...]) -> None:
        self.files = files

    @cached_property
    def found(self) -> Mapping[int, Place]:
        return places_of_table(pa.concat_tables([pq.read_table(path) for path in self.files])).places

    def __getitem__(self, place: int) -> Place:
        return self.found[place]

    def get(self, place: int, default: Any = None) -> Any:  # Mapping's own catches a KeyError for every miss
        return self.found.get(place, default)

    def values(self) -> ValuesView[Place]:  # Mapping's own looks every place up again
        return self.found.values()

    def __iter__(self) -> Iterator[int]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def check_table(pack: Pack, level: Level, table: pa.Table) -> pa.Table:
    """The table with the level's schema. Raises BadInput (`table_columns`) for a missing key or a wrong type.

    A fact column that is absent is all unknown.
    """
    schema = level_schema(pack, level)
    columns = []
    for field in schema:
        if field.name in table.column_names:
            columns.append(table.column(field.name).cast(field.type))
        elif field.nullable:
            columns.append(pa.nulls(table.num_rows, field.type))
        else:
            raise BadInput(
                "table_columns",
                zh=f"{level.label.zh}表缺少必需的列 {field.name}。请补上后再试。",
                en=f"The table of {level.plural} has no column {field.name}, which is needed. Add it.",
            )
    return pa.table(columns, schema=schema)


def in_memory(
    pack: Pack,
    *,
    as_of: date,
    tables: Mapping[str, pa.Table],
    places: Iterable[Place],
    content: str,
    absent: Iterable[str] = (),
) -> Dataset:
    """A data set from tables; the tables of levels are brought to the pack's schema, absent ones are empty.

    Raises BadInput (`absent_fact`) when `absent` names a fact the pack does not have.
    """
    check_absent(pack, absent)
    checked: dict[str, Source] = dict(tables)
    for level in Level:
        found = tables.get(level.plural)
        checked[level.plural] = (
            level_schema(pack, level).empty_table() if found is None else check_table(pack, level, found)
        )
    return Dataset(pack.code, as_of, checked, PlaceTree.of(places), content, absent=frozenset(absent))


def check_absent(pack: Pack, absent: Iterable[str]) -> None:
    """Raises BadInput (`absent_fact`) for a name that is no fact of the pack."""
    unknown = sorted(set(absent) - {fact.key for fact in pack.facts})
    if unknown:
        raise BadInput(
            "absent_fact",
            zh=f"标准包 {pack.code} 中没有登记信息 {'、'.join(unknown)}，不能标为“来源未调查”。"
            "请写成“层级.代码”，例如 person.undernourished。",
            en=f"Pack {pack.code!r} has no fact {', '.join(unknown)}, so a source cannot lack it. Write LEVEL.CODE, "
            "such as person.undernourished.",
        )
