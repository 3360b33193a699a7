"""Pages of a long list, back and forth: each begins where the last one ended, so that page 1,000 costs as page 1."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

PAGE = 50


@dataclass(frozen=True)
class Sheet:
    """The rows of one page; `back` and `on` are where the neighbouring pages begin, None at the ends."""

    rows: list[Any]
    back: str | None
    on: str | None


def sheet_of(
    found: QuerySet[Any], *, field: str, descending: bool, after: str | None, before: str | None
) -> Sheet:
    """`field` orders and is unique. `before` wins over `after`."""
    backwards = bool(before)
    at = before or after
    rising = descending == backwards
    if at:
        found = found.filter(**{f"{field}__{'gt' if rising else 'lt'}": at})
    rows = list(found.order_by(field if rising else f"-{field}")[: PAGE + 1])
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    if backwards:
        rows.reverse()
    key = _key(field)
    earlier, later = (more, True) if backwards else (bool(after), more)
    return Sheet(rows, key(rows[0]) if rows and earlier else None, key(rows[-1]) if rows and later else None)


def _key(field: str) -> Callable[[Model], str]:
    return lambda row: str(getattr(row, field))
