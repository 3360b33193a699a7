"""Adding people and postings. Each change of postings raises the user's authority version."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from tuopin.accounts.models import Posting, User
from tuopin.accounts.rules import Act, Role
from tuopin.audit import services as audit
from tuopin.kernel.actor import SYSTEM, Actor
from tuopin.kernel.errors import RefusedByRule
from tuopin.places.models import Place


def may_not(what_zh: str, what_en: str) -> RefusedByRule:
    return RefusedByRule(
        "not_allowed",
        zh=f"您的岗位不能{what_zh}。如确需办理，请联系有此权限的同事。",
        en=f"Your posting does not allow you to {what_en}. Ask a colleague whose posting does.",
    )


@transaction.atomic
def add_user(
    *, actor: Actor, code: str, name: str, password: str | None, at: datetime, email: str = ""
) -> User:
    """A person who can sign in; without a posting she or he can do nothing."""
    _require_administrator(actor)
    user = User(code=code, name=name, email=email)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save(force_insert=True)
    audit.record(actor=actor, action="users.add", about=f"user:{code}", at=at)
    return user


@transaction.atomic
def post(
    *,
    actor: Actor,
    user: User,
    role: Role,
    place: Place,
    starts_on: date,
    at: datetime,
    ends_before: date | None = None,
    department: str = "",
) -> Posting:
    """Gives a role in a place; in force with the next request."""
    _require_administrator(actor)
    posting = Posting.objects.create(
        user=user,
        role=role.value,
        place=place,
        starts_on=starts_on,
        ends_before=ends_before,
        department=department,
    )
    _changed(user)
    audit.record(
        actor=actor, action="users.post", about=f"user:{user.code}", at=at, path=place.path,
        details={"role": role.value, "place": place.code, "from": starts_on.isoformat()},
    )  # fmt: skip
    return posting


@transaction.atomic
def end_posting(*, actor: Actor, posting: Posting, on: date, at: datetime) -> None:
    """Ends it: from that day on it allows nothing."""
    _require_administrator(actor)
    if on <= posting.starts_on:
        Posting.objects.filter(pk=posting.pk).delete()
    else:
        Posting.objects.filter(pk=posting.pk).update(ends_before=on)
    _changed(posting.user)
    audit.record(
        actor=actor, action="users.end_posting", about=f"user:{posting.user.code}", at=at, path=posting.place.path,
        details={"role": posting.role, "place": posting.place.code, "on": on.isoformat()},
    )  # fmt: skip


def _changed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(authority=F("authority") + 1)


def _require_administrator(actor: Actor) -> None:
    if actor is not SYSTEM and not actor.may(Act.ADMINISTER_USERS.value):
        raise may_not("管理用户", "administer users")
