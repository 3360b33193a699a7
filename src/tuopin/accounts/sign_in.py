"""What concerns a person's own sign-in: being let in or not, and passwords. Administrators never see a password again
once it was shown."""

import secrets
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from tuopin.accounts.models import Posting, User
from tuopin.accounts.rules import Act
from tuopin.accounts.services import office_of, refuse_oneself, require_administrator
from tuopin.audit import services as audit
from tuopin.kernel.actor import ROOT, SYSTEM, Actor
from tuopin.kernel.errors import BadInput, RefusedByRule

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper: i, l, o, 0, 1."""


def one_time_password() -> str:
    """Fifteen characters in groups of five, some 74 bits: to be read out or handed over on paper."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3))


@transaction.atomic
def set_active(*, actor: Actor, user: User, active: bool, at: datetime, on: date) -> None:
    """Shuts somebody out at the next request, or lets the person in again. Postings stay as they are."""
    require_whole(actor, user, on)
    User.objects.filter(pk=user.pk).update(is_active=active, authority=F("authority") + 1)
    action = "users.reactivate" if active else "users.deactivate"
    audit.record(actor=actor, action=action, about=f"user:{user.code}", at=at, path=office_of(actor))


@transaction.atomic
def give_password(*, actor: Actor, user: User, at: datetime, on: date) -> str:
    """A new one-time password, to be changed at once; whoever is signed in with the old one is signed out."""
    require_whole(actor, user, on)
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(
        actor=actor, action="users.give_password", about=f"user:{user.code}", at=at, path=office_of(actor)
    )
    return password


@transaction.atomic
def change_own_password(*, actor: Actor, user: User, old: str, new: str, again: str, at: datetime) -> None:
    """Raises BadInput (`wrong_password`, `passwords_differ`, `weak_password`)."""
    if not user.check_password(old):
        raise BadInput(
            "wrong_password",
            zh="现在的口令不对，没有修改。请重新输入。",
            en="The present password is wrong; nothing was changed. Type it again.",
        )
    if new != again:
        raise BadInput(
            "passwords_differ",
            zh="两次输入的新口令不一样。请重新输入。",
            en="The two new passwords differ. Type them again.",
        )
    _refuse_weak(user, new)
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(
        actor=actor, action="users.change_password", about=f"user:{user.code}", at=at, path=home_of(actor)
    )


def home_of(actor: Actor) -> str:
    """The place of the person's first posting; of the whole office for somebody without one."""
    return actor.duties[0].path if actor.duties else ROOT


def require_whole(actor: Actor, user: User, on: date) -> None:
    """What touches the person everywhere needs an administrator of every place where the person is posted.

    Raises RefusedByRule (`not_allowed`, `own_account`, `posted_elsewhere`).
    """
    require_administrator(actor)
    refuse_oneself(actor, user)
    if actor is SYSTEM:
        return
    paths = Posting.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), user=user)
    for path in paths.values_list("place__path", flat=True):
        if not actor.may(Act.ADMINISTER_USERS.value, path):
            raise RefusedByRule(
                "posted_elsewhere",
                zh="此人在您管理范围以外还有岗位。请由管理全部这些地区的安全管理员办理。",
                en="This person is also posted outside the places you administer. A security administrator of all of "
                "them has to do it.",
            )


def _refuse_weak(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError:
        raise BadInput(
            "weak_password",
            zh="新口令太弱：至少 10 个字符，不能全是数字、不能是常见口令，也不能与账号或姓名相近。请换一个。",
            en="The new password is weak: at least 10 characters, not only digits, no common password, nothing like "
            "the code or the name. Choose another.",
        ) from None
