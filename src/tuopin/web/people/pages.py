"""What the pages of users and postings show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse

from tuopin.accounts.models import Posting, User
from tuopin.accounts.rules import CHARTERS, Act, Role
from tuopin.accounts.second_factor import has_one
from tuopin.accounts.selectors import user_visible_to, users_visible_to
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text

PAGE = 50
PEOPLE = Text("人员与岗位", "People and postings")


@dataclass(frozen=True)
class PostingRow:
    key: int
    role: Text
    place: Text
    place_code: str
    department: str
    starts_on: date
    ends_before: date | None
    when: Text
    mark: str
    may_end: bool


def people_page(actor: Actor, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
    """Keyset pages in order of code; search by part of code or name."""
    found = users_visible_to(actor).order_by("code")
    sought, role = asked.get("sought", "").strip()[:40], asked.get("role", "")
    if sought:
        found = found.filter(Q(code__contains=sought) | Q(name__contains=sought))
    if role in set(Role):
        in_force = Posting.objects.filter(role=role, starts_on__lte=on).filter(
            Q(ends_before=None) | Q(ends_before__gt=on)
        )
        found = found.filter(pk__in=in_force.values("user"))
    if asked.get("after"):
        found = found.filter(code__gt=asked["after"])
    postings = Posting.objects.select_related("place").order_by("starts_on", "pk")
    rows = list(found.prefetch_related(Prefetch("postings", queryset=postings))[: PAGE + 1])
    return {
        "rows": [_summary(actor, user, on) for user in rows[:PAGE]],
        "next": rows[PAGE - 1].code if len(rows) > PAGE else None,
        "sought": sought,
        "role": role,
        "roles": [(each.value, charter.label) for each, charter in CHARTERS.items()],
    }


def _summary(actor: Actor, user: User, on: date) -> dict[str, Any]:
    rows = _postings(actor, user, on)
    return {"user": user, "postings": [row for row in rows if row.mark == "tp-met"], "address": _to(user)}


def person_page(actor: Actor, code: str, *, on: date) -> dict[str, Any]:
    user = user_visible_to(actor, code)
    return {
        "crumbs": [
            {"address": reverse("people"), "label": PEOPLE},
            {"address": None, "label": Text(user.name, user.name)},
        ],
        "person": user,
        "postings": _postings(actor, user, on),
        "has_second_factor": has_one(user),
        "oneself": actor.code == user.code,
        "roles": [(each.value, charter.label) for each, charter in CHARTERS.items()],
    }


def _postings(actor: Actor, user: User, on: date) -> list[PostingRow]:
    """All of the person's postings. Those elsewhere are shown too: who else relies on the account must be seen."""
    found = user.postings.select_related("place").order_by("starts_on", "pk")
    cached = getattr(user, "_prefetched_objects_cache", {}).get("postings")
    return [_posting(actor, each, on) for each in (found if cached is None else cached)]


def _posting(actor: Actor, posting: Posting, on: date) -> PostingRow:
    over = posting.ends_before is not None and posting.ends_before <= on
    waits = posting.starts_on > on
    when = (
        Text("已结束", "over") if over else Text("未开始", "not begun") if waits else Text("在任", "in force")
    )
    return PostingRow(
        key=posting.pk, role=CHARTERS[Role(posting.role)].label,
        place=Text(posting.place.name_zh, posting.place.name_en), place_code=posting.place.code,
        department=posting.department, starts_on=posting.starts_on, ends_before=posting.ends_before, when=when,
        mark="tp-not-applicable" if over or waits else "tp-met",
        may_end=not over and actor.may(Act.ADMINISTER_USERS.value, posting.place.path)
        and actor.code != posting.user.code,
    )  # fmt: skip


def _to(user: User) -> str:
    return reverse("person", args=[user.code])
