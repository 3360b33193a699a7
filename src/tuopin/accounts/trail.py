"""Reading the audit, within what one's posting covers; that it was read is itself an entry."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.audit import segments
from tuopin.audit import services as audit
from tuopin.audit.models import Entry
from tuopin.kernel.actor import ROOT, Actor
from tuopin.places.models import Place
from tuopin.places.selectors import within

SEE = Act.SEE_AUDIT.value


def entries_visible_to(actor: Actor) -> QuerySet[Entry]:
    """Entries of the places of one's postings; those of the whole office only where a posting covers all of it."""
    paths = actor.paths(SEE)
    seen = within(paths)
    if covers_everything(paths):
        seen |= within([ROOT])
    return Entry.objects.filter(seen)


def covers_everything(paths: tuple[str, ...]) -> bool:
    """Whether nothing lies outside these places but what lies above them."""
    if not paths:
        return False
    above = {code for path in paths for code in path.split("/") if code}
    return not Place.objects.exclude(within(paths)).exclude(code__in=above).exists()


def require_reader(actor: Actor) -> None:
    if not actor.may(SEE):
        raise may_not("查看审计记录", "read the audit")


@transaction.atomic
def read_entries(
    *, actor: Actor, found: QuerySet[Entry], most: int, asked: Mapping[str, str], at: datetime
) -> list[Entry]:
    """The newest of these entries. Entries name people, so each reading is recorded: what was asked, how many came."""
    require_reader(actor)
    rows = list(found.order_by("-id")[:most])
    details = {**asked, "shown": len(rows)}
    audit.record(
        actor=actor, action="audit.read", about="audit:entries", path=_home(actor), at=at, details=details
    )
    return rows


@transaction.atomic
def take_anchor(*, actor: Actor, at: datetime) -> dict[str, Any]:
    """The chain's end, signed, to be kept elsewhere; that it was taken is recorded first."""
    require_reader(actor)
    audit.record(actor=actor, action="audit.anchor", about="audit:chain", path=_home(actor), at=at)
    return segments.anchor(at)


def _home(actor: Actor) -> str:
    """The place of the reader's own posting, so that colleagues of the same place see the reading."""
    return actor.paths(SEE)[0]
