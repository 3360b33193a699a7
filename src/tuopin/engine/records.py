"""One subject with its facts and the subjects inside it, as the reference engine sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tuopin.engine.kinds import Level

Value = bool | int | date | None
"""Yes/no; a number in small steps, a code's number or a set's mask; a date; None is unknown."""


@dataclass(frozen=True)
class Record:
    """`facts` by fact code; a missing fact is unknown. `place` is the id of the most local place.

    `children` are the listed subjects one level down; whether they are all is for the rules to ask.
    `code` names the subject to people: a household code, a member's number, a place code.
    """

    level: Level
    code: str
    place: int
    facts: Mapping[str, Value]
    children: tuple["Record", ...] = ()
    collected_on: date | None = None
