"""No name, number of an identity paper or phone gets into a snapshot (ADR 0007)."""

import re
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from tuopin.engine.kinds import Level
from tuopin.kernel.errors import RefusedByRule
from tuopin.snapshot.content import batches, schema_of
from tuopin.snapshot.dataset import Dataset, Source
from tuopin.snapshot.schema import level_schema
from tuopin.standards.pack import Column, Pack

IDENTITY_ROLES = frozenset({"name", "id_number", "phone"})
KEY_ROLES = frozenset({"household", "village"})
"""Codes of households and places are long numbers too; they are keys, not identity."""
_NUMBERS = re.compile(r"[0-9A-Za-z]{6,}")
_LEVELS = {level.plural: level for level in Level}


def refuse_identity(dataset: Dataset) -> None:
    """Raises RefusedByRule (`identity_in_snapshot`), naming the table and column and never a value.

    A table of a level may have the columns of its schema only; a register none that the pack's workbook calls a
    name, a number or a phone, and no text in which a valid number of an identity paper stands.
    """
    pack = dataset.pack
    for name, source in dataset.tables.items():
        columns = schema_of(source).names
        if name in _LEVELS:
            known = set(level_schema(pack, _LEVELS[name]).names)
            suspects = [column for column in columns if column not in known]
        else:
            names = _names(pack, IDENTITY_ROLES)
            suspects = [column for column in columns if column in names]
            suspects = suspects or _columns_with_numbers(pack, source)
        if suspects:
            raise _identity(name, suspects)


def _identity(table: str, columns: list[str]) -> RefusedByRule:
    return RefusedByRule(
        "identity_in_snapshot",
        zh=f"表 {table} 的列 {'、'.join(columns)} 不属于快照，可能含有姓名、证件号码或电话。"
        "快照不存身份信息，请先去掉这些列。",
        en=f"Table {table!r} has columns a snapshot may not hold, perhaps with names, identity numbers or phones: "
        f"{', '.join(columns)}. A snapshot holds no identity; leave these columns out.",
    )


def _columns(pack: Pack, roles: frozenset[str]) -> Iterator[Column]:
    for sheet in pack.layout.sheets if pack.layout is not None else ():
        yield from (column for column in sheet.columns if column.role in roles)


def _names(pack: Pack, roles: frozenset[str]) -> set[str]:
    headers = {name for column in _columns(pack, roles) for name in (column.header, *column.synonyms)}
    return headers | roles


def _columns_with_numbers(pack: Pack, source: Source) -> list[str]:
    checks = {column.check for column in _columns(pack, frozenset({"id_number"}))} - {None}
    keys = _names(pack, KEY_ROLES)
    found: dict[str, None] = {}
    for batch in batches(source):
        for name in batch.column_names:
            if name not in keys and pa.types.is_string(batch.schema.field(name).type):
                words = _words(pc.unique(batch.column(name)).to_pylist())
                if any(check is not None and check(word) is None for word in words for check in checks):
                    found[name] = None
    return list(found)


def _words(cells: Iterable[str | None]) -> Iterator[str]:
    for cell in cells:
        if cell:
            yield from _NUMBERS.findall(cell)
