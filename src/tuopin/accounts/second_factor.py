"""The second step of signing in: one-time codes, passkeys, recovery codes. allauth.mfa makes and checks them; here
stands who must have one, and every change is audited."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction

from tuopin.accounts.models import User
from tuopin.accounts.rules import SECOND_FACTOR_ROLES
from tuopin.accounts.services import office_of
from tuopin.accounts.sign_in import home_of, require_whole
from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput, NotFound

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What is a second factor; recovery codes only stand in for one."""
MOST_KEYS = 10


@dataclass(frozen=True)
class Key:
    pk: int
    name: str
    added: datetime
    used: datetime | None


@dataclass(frozen=True)
class Factors:
    """`codes_left` None: no recovery codes."""

    totp: bool
    keys: tuple[Key, ...]
    codes_left: int | None

    @property
    def any(self) -> bool:
        return self.totp or bool(self.keys)


def factors_of(user: User) -> Factors:
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    codes = next((each for each in found if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        totp=any(each.type == Authenticator.Type.TOTP for each in found),
        keys=tuple(
            Key(each.pk, each.wrap().name, each.created_at, each.last_used_at)
            for each in found
            if each.type == Authenticator.Type.WEBAUTHN
        ),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=KINDS).exists())


def is_due(actor: Actor, user: User) -> bool:
    """Whether this office asks the person for a second factor that is not there yet."""
    return (
        bool(settings.OFFICE.second_factor)
        and bool(set(actor.roles) & SECOND_FACTOR_ROLES)
        and not has_one(user)
    )


def right_code(user: User, code: str) -> bool:
    """A one-time code or a recovery code; each is good once."""
    code = "".join(code.split())
    for each in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN):
        if each.wrap().validate_code(code):
            each.record_usage()
            return True
    return False


@transaction.atomic
def add_totp(*, actor: Actor, user: User, password: str, secret: str, code: str, at: datetime) -> list[str]:
    """One-time codes from now on; the recovery codes, if these are the first. Raises BadInput (`wrong_password`,
    `second_factor_code`, `second_factor_there`)."""
    _refuse_wrong(user, password)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise BadInput(
            "second_factor_there",
            zh="动态口令已启用。要换手机，请先停用再启用。",
            en="One-time codes are on already. To change phones, turn them off first.",
        )
    if not validate_totp_code(secret, "".join(code.split())):
        raise BadInput(
            "second_factor_code",
            zh="动态口令不对。请核对手机时间是否准确，再输入最新的 6 位数字。",
            en="The one-time code is wrong. See that the phone's clock is right and type the latest six digits.",
        )
    TOTP.activate(user, secret)
    _record(actor, user, "users.add_second_factor", "totp", at)
    return _first_codes(user)


@transaction.atomic
def add_key(*, actor: Actor, user: User, name: str, credential: dict[str, Any], at: datetime) -> list[str]:
    """A passkey whose ceremony was checked; the recovery codes, if these are the first."""
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() >= MOST_KEYS:
        raise BadInput(
            "second_factor_there",
            zh=f"通行密钥最多 {MOST_KEYS} 个。请先删去不用的。",
            en=f"There may be {MOST_KEYS} passkeys. Remove one that is not used.",
        )
    WebAuthn.add(user, name.strip()[:40] or "passkey", credential)
    _record(actor, user, "users.add_second_factor", "passkey", at)
    return _first_codes(user)


@transaction.atomic
def remove(*, actor: Actor, user: User, password: str, pk: int | None, at: datetime) -> None:
    """A passkey by its number, or the one-time codes (None). With the last of them the recovery codes go too."""
    _refuse_wrong(user, password)
    kind = Authenticator.Type.TOTP if pk is None else Authenticator.Type.WEBAUTHN
    found = Authenticator.objects.filter(user=user, type=kind)
    if pk is not None:
        found = found.filter(pk=pk)
    if not found.delete()[0]:
        raise NotFound(
            "no_such_factor",
            zh="没有这一项验证方式。请刷新页面。",
            en="There is no such factor. Reload the page.",
        )
    if not has_one(user):
        Authenticator.objects.filter(user=user).delete()
    _record(actor, user, "users.remove_second_factor", "totp" if pk is None else "passkey", at)


@transaction.atomic
def new_codes(*, actor: Actor, user: User, password: str, at: datetime) -> list[str]:
    """New recovery codes; the old ones are void."""
    _refuse_wrong(user, password)
    if not has_one(user):
        raise NotFound(
            "no_such_factor",
            zh="请先启用动态口令或通行密钥。",
            en="Turn on one-time codes or a passkey first.",
        )
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    _record(actor, user, "users.new_recovery_codes", "recovery_codes", at)
    return _first_codes(user)


@transaction.atomic
def reset(*, actor: Actor, user: User, at: datetime, on: date) -> None:
    """By a security administrator, for somebody who lost phone and codes: all factors go, a new one is set up."""
    require_whole(actor, user, on)
    removed = Authenticator.objects.filter(user=user).delete()[0]
    audit.record(
        actor=actor, action="users.reset_second_factor", about=f"user:{user.code}", at=at, path=office_of(actor),
        details={"removed": removed},
    )  # fmt: skip


def _first_codes(user: User) -> list[str]:
    """Only when there are none yet: they are shown once."""
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists():
        return []
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def _refuse_wrong(user: User, password: str) -> None:
    if not user.check_password(password):
        raise BadInput(
            "wrong_password",
            zh="口令不对，没有改动。请重新输入。",
            en="The password is wrong; nothing was changed.",
        )


def _record(actor: Actor, user: User, action: str, kind: str, at: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        about=f"user:{user.code}",
        at=at,
        path=home_of(actor),
        details={"kind": kind},
    )
