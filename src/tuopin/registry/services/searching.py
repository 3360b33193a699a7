"""The search box: says by what it searched, and leaves a word in the audit; what was typed is never kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import transaction
from django.db.models import QuerySet

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text
from tuopin.registry.models import Household
from tuopin.registry.selectors import households_visible_to
from tuopin.registry.services.finding import households_named, households_numbered
from tuopin.registry.services.names import plain

MOST_FOUND = 200
SHORTEST_NUMBER = 6


class By(Enum):
    """What the text was taken for."""

    NAME = "name"
    CODE = "code"
    NUMBER = "number"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    By.NAME: Text("姓名", "name"),
    By.CODE: Text("户编号", "household code"),
    By.NUMBER: Text("证件号", "number of papers"),
}


@dataclass(frozen=True)
class Found:
    by: By
    households: QuerySet[Household]


@transaction.atomic
def search_households(*, actor: Actor, text: str, at: datetime) -> Found:
    """Open households within the actor's reach. Raises BadInput (`search_empty`, `search_too_wide`), RefusedByRule.

    A text with digits is a number of papers or the beginning of a household's code; any other is part of a name.
    """
    wanted = text.strip()
    paths = actor.paths(Act.SEE_HOUSEHOLDS.value)
    if not paths:
        raise may_not("查找农户", "search for households")
    if not wanted:
        raise BadInput(
            "search_empty",
            zh="没有写要找什么。请填写姓名、户编号或证件号。",
            en="Nothing to search for. Give a name, a household code or a number of papers.",
        )
    found = _found(actor, wanted)
    audit.record(
        actor=actor, action="households.search", about="households:list", path=paths[0], at=at,
        details={"by": found.by.value, "found": found.households[:MOST_FOUND].count()},
    )  # fmt: skip
    return found


def _found(actor: Actor, wanted: str) -> Found:
    word = plain(wanted)
    if not any(letter.isdecimal() for letter in word):
        return Found(By.NAME, _open(households_named(actor, wanted)))
    coded = households_visible_to(actor).filter(code__startswith=word)
    if len(word) < SHORTEST_NUMBER or coded.exists():
        return Found(By.CODE, _open(coded))
    return Found(By.NUMBER, _open(households_numbered(actor, wanted)))


def _open(households: QuerySet[Household]) -> QuerySet[Household]:
    return households.filter(closed_on=None)
