"""The columns of a data set: keys, then the pack's facts, each in the narrowest type that holds its range."""

import pyarrow as pa

from tuopin.engine.kinds import Code, CodeSet, Date, Kind, Level, Number, YesNo
from tuopin.engine.plan import KEYS
from tuopin.standards.pack import Pack

SCHEMA_VERSION = 1
KEY_TYPES = {"household": pa.int64(), "person": pa.int16(), "village": pa.int64(), "county": pa.int64()}
PLACES = pa.schema(
    [
        ("place", pa.int64()),
        ("code", pa.string()),
        ("level", pa.string()),
        ("name_zh", pa.string()),
        ("name_en", pa.string()),
        ("parent", pa.int64()),
        ("groups", pa.list_(pa.string())),
    ]
)


def arrow_type(kind: Kind) -> pa.DataType:
    """Yes/no as bool, codes as int16, sets as an int32 mask, days as date32, numbers as 16, 32 or 64 bits."""
    if isinstance(kind, YesNo):
        return pa.bool_()
    if isinstance(kind, Number):
        widest = max(-kind.low, kind.high)
        return pa.int16() if widest < 2**15 else pa.int32() if widest < 2**31 else pa.int64()
    if isinstance(kind, Code):
        return pa.int16()
    if isinstance(kind, CodeSet):
        return pa.int32()
    assert isinstance(kind, Date)
    return pa.date32()


def level_schema(pack: Pack, level: Level) -> pa.Schema:
    """Keys (never null), `code` for households, `collected_on`, then the facts (null is unknown)."""
    fields = [pa.field(key, KEY_TYPES[key], nullable=False) for key in KEYS[level]]
    if level is Level.HOUSEHOLD:
        fields.append(pa.field("code", pa.string(), nullable=False))
    fields.append(pa.field("collected_on", pa.date32()))
    fields += [pa.field(fact.code, arrow_type(fact.kind)) for fact in pack.by_level[level].values()]
    return pa.schema(fields)
