"""Days and numbers as people type them into forms. What cannot be read is refused with its name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tuopin.kernel.errors import BadInput

_LONGEST = 9
"""No number of a member, a version or a code of a list is longer."""


def day_of(posted: Mapping[str, Any], name: str) -> date:
    """Raises BadInput (`day_unreadable`)."""
    text = str(posted.get(name, "")).strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "day_unreadable",
            zh="日期没有填写或读不懂。请写成 2020-06-30 这样的日期。",
            en="A day is missing or cannot be read. Write it like 2020-06-30.",
        ) from None


def number_of(posted: Mapping[str, Any], name: str) -> int | None:
    """None for a blank or for what is no number: an input that people choose from and do not type."""
    text = str(posted.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None
