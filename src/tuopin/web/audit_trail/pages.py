"""What the pages of the audit show. Sealed values are counted and never opened here."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tuopin.accounts.trail import SEE, entries_visible_to, read_entries, require_reader
from tuopin.audit.models import Entry
from tuopin.audit.tail import check_tail
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text
from tuopin.places.models import Place
from tuopin.places.selectors import place_visible_to, within
from tuopin.web.audit_trail.wording import GROUPS, label_of

PAGE = 50
_CODE = re.compile(r"[a-z0-9._-]{1,64}")
_ABOUT = re.compile(r"[a-z_]{1,30}:[A-Za-z0-9._-]{1,80}")


@dataclass(frozen=True)
class EntryRow:
    at: datetime
    actor: str
    roles: tuple[str, ...]
    action: Text
    about: str
    place: Text
    details: tuple[tuple[str, str], ...]
    sealed: int
    seq: int | None
    hash: str


def entries_page(actor: Actor, asked: Mapping[str, str], *, at: datetime) -> dict[str, Any]:
    """Newest first, keyset pages. Raises RefusedByRule, BadInput (`audit_filter`), NotFound for the place."""
    require_reader(actor)
    filters = _asked(asked)
    found = _filtered(actor, entries_visible_to(actor), filters)
    rows = read_entries(actor=actor, found=found, most=PAGE + 1, asked=filters, at=at)
    places = {each.path: Text(each.name_zh, each.name_en) for each in _places(rows[:PAGE])}
    return {
        "rows": [_row(entry, places) for entry in rows[:PAGE]],
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "asked": {**dict.fromkeys(("from", "until", "actor", "group", "about", "place"), ""), **filters},
        "groups": tuple(GROUPS.items()),
    }


def chain_page(actor: Actor) -> dict[str, Any]:
    require_reader(actor)
    last = Entry.objects.filter(action="audit.anchor").order_by("-id").first()
    return {
        "crumbs": [
            {"address": "/audit/", "label": Text("审计", "Audit")},
            {"address": None, "label": Text("审计链", "Chain")},
        ],
        "tail": check_tail(),
        "anchor": last,
    }


def _asked(asked: Mapping[str, str]) -> dict[str, str]:
    """The filters that were filled in, each of a form that can hold no name and no number of a person."""
    found = {}
    for name in ("from", "until", "actor", "group", "about", "place", "before"):
        text = asked.get(name, "").strip()
        if text:
            if not _fits(name, text):
                raise BadInput(
                    "audit_filter",
                    zh="有一个筛选条件读不懂：日期写成 2020-06-30，对象写成 user:账号 或 household:编号。请改正。",
                    en="A filter cannot be read: a day is written 2020-06-30, a subject user:CODE or household:KEY. "
                    "Mend it.",
                )
            found[name] = text
    return found


def _fits(name: str, text: str) -> bool:
    if name in ("from", "until"):
        try:
            return bool(date.fromisoformat(text))
        except ValueError:
            return False
    if name == "group":
        return text in GROUPS
    if name == "about":
        return _ABOUT.fullmatch(text) is not None
    if name == "before":
        return text.isascii() and text.isdigit() and len(text) < 16
    return _CODE.fullmatch(text) is not None


def _filtered(actor: Actor, found: QuerySet[Entry], asked: Mapping[str, str]) -> QuerySet[Entry]:
    if "from" in asked:
        found = found.filter(at__gte=_midnight(date.fromisoformat(asked["from"])))
    if "until" in asked:
        found = found.filter(at__lt=_midnight(date.fromisoformat(asked["until"]) + timedelta(1)))
    if "actor" in asked:
        found = found.filter(actor=asked["actor"])
    if "group" in asked:
        found = found.filter(action__startswith=f"{asked['group']}.")
    if "about" in asked:
        found = found.filter(about=asked["about"])
    if "place" in asked:
        found = found.filter(within([place_visible_to(actor, SEE, asked["place"]).path]))
    if "before" in asked:
        found = found.filter(pk__lt=int(asked["before"]))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _places(rows: list[Entry]) -> QuerySet[Place]:
    return Place.objects.filter(path__in={row.path for row in rows})


def _row(entry: Entry, places: Mapping[str, Text]) -> EntryRow:
    told = json.loads(bytes(entry.content))
    details = [
        (str(name), _plain(value)) for name, value in told.get("details", {}).items() if value is not None
    ]
    if "batch" in told:
        details.append(("batch", f"{told['batch']['count']} · {told['batch']['root'][:16]}…"))
    return EntryRow(
        at=entry.at, actor=entry.actor, roles=tuple(told["roles"]), action=label_of(entry.action), about=entry.about,
        place=places.get(entry.path, Text("全部", "whole office")), details=tuple(details),
        sealed=len(told.get("sealed", {})), seq=entry.seq, hash=bytes(entry.hash or b"").hex()[:12],
    )  # fmt: skip


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
