"""The pack's facts as database columns: nullable, without a default, in the narrowest type that holds their range.

Null is not known. A column is named f_<fact>, so that no fact of any pack can clash with a column of ours.
"""

from functools import cache

from django.conf import settings
from django.db import models

from tuopin import standards
from tuopin.engine.kinds import Code, CodeSet, Date, Kind, Level, Number, YesNo
from tuopin.engine.language import Fact
from tuopin.standards.pack import Pack

PREFIX = "f_"
_SMALL, _WHOLE = 2**15, 2**31


def the_pack() -> Pack:
    """The pack this office registers for. Asked for row by row, so the folder of packs is not read each time."""
    return _pack(settings.PACK)


@cache
def _pack(code: str) -> Pack:
    return standards.load(code)


def facts_of(level: Level) -> tuple[Fact, ...]:
    return tuple(the_pack().by_level[level].values())


def column_of(fact_code: str) -> str:
    return PREFIX + fact_code


def field_of(kind: Kind) -> models.Field:
    """The types follow the snapshot's (snapshot.schema.arrow_type), so that nothing is cast on the way there."""
    if isinstance(kind, YesNo):
        return models.BooleanField(null=True)
    if isinstance(kind, Date):
        return models.DateField(null=True)
    if isinstance(kind, Code):
        return models.SmallIntegerField(null=True)
    if isinstance(kind, CodeSet):
        return models.IntegerField(null=True)
    assert isinstance(kind, Number)
    widest = max(-kind.low, kind.high)
    if widest < _SMALL:
        return models.SmallIntegerField(null=True)
    return models.IntegerField(null=True) if widest < _WHOLE else models.BigIntegerField(null=True)


def with_facts(level: Level, model: type[models.Model]) -> type[models.Model]:
    """Adds the level's fact columns to a model, in the pack's order."""
    for fact in facts_of(level):
        model.add_to_class(column_of(fact.code), field_of(fact.kind))
    return model
