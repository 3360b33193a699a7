"""Many rows into one table at once, on either database, past the ORM's objects (which are eight times slower).

Values are what a model's fields hold. The caller holds the transaction.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg.types.json import Jsonb

CHUNK = 5_000


def insert(model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Inserts rows given as field names (`attname`s) and values in that order; how many."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    converts = [_converter(fields[name]) for name in columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(fields[name].column) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    query = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
    number, waiting = 0, []
    with connection.cursor() as cursor:
        for row in rows:
            waiting.append(
                [
                    value if value is None or convert is None else convert(value)
                    for value, convert in zip(row, converts, strict=True)
                ]
            )
            number += 1
            if len(waiting) == CHUNK:
                cursor.executemany(query, waiting)
                waiting.clear()
        if waiting:
            cursor.executemany(query, waiting)
    return number


def _converter(field: models.Field) -> Callable[[Any], Any] | None:
    """What the driver cannot do by itself; whole numbers, yes/no and texts go as they are."""
    postgres = connection.vendor == "postgresql"
    if isinstance(field, models.JSONField):
        return Jsonb if postgres else _json
    if postgres:
        return None
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return _hex
    if isinstance(target, models.DateTimeField):
        return _instant
    return _day if isinstance(target, models.DateField) else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _hex(value: UUID) -> str:
    return value.hex


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")


def _day(value: date) -> str:
    return value.isoformat()
