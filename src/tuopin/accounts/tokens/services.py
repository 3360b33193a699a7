"""Making a token, revoking it, and noting that it was used."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tuopin.accounts.models import User
from tuopin.accounts.tokens.models import Token
from tuopin.accounts.tokens.rules import ACTS, LONGEST, PREFIX, digest_of
from tuopin.accounts.tokens.selectors import token_visible_to
from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput, ChangedMeanwhile, RefusedByRule
from tuopin.places.models import Place
from tuopin.places.selectors import place_visible_to

LABEL = 60


@transaction.atomic
def make_token(
    *,
    actor: Actor,
    label: str,
    acts: Collection[str],
    place: str | None,
    last_day: date,
    at: datetime,
    on: date,
) -> tuple[Token, str]:
    """A token for oneself, and its secret, which is never shown again.

    Raises BadInput (`token_label`, `token_days`), RefusedByRule (`token_acts`), NotFound for the place.
    """
    if not 0 < len(label.strip()) <= LABEL:
        raise BadInput(
            "token_label",
            zh=f"请写明令牌的用途，1 至 {LABEL} 个字。",
            en=f"Say what the token is for, in 1 to {LABEL} characters.",
        )
    if not on <= last_day <= on + LONGEST:
        raise BadInput(
            "token_days",
            zh=f"令牌的最后一天 {last_day} 应在 {on} 至 {on + LONGEST} 之间。请换一个日期。",
            en=f"The last day of a token, {last_day}, must be from {on} to {on + LONGEST}. Choose another.",
        )
    _refuse_acts(actor, acts)
    where = _where(actor, acts, place)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=User.objects.get(code=actor.code), label=label.strip(), digest=digest_of(secret), acts=sorted(acts),
        place=where, made_at=at, ends_before=last_day + timedelta(days=1),
    )  # fmt: skip
    audit.record(
        actor=actor, action="tokens.make", about=f"token:{token.pk}", path=where.path if where else "/", at=at,
        details={"acts": token.acts, "place": where.code if where else None, "last_day": last_day.isoformat()},
    )  # fmt: skip
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, key: object, at: datetime) -> Token:
    """Dead from the next request on.

    Raises NotFound, RefusedByRule (`token_by_token`), ChangedMeanwhile (`token_over`).
    """
    _refuse_token(actor)
    token = token_visible_to(actor, key)
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        raise ChangedMeanwhile(
            "token_over",
            zh="这个令牌已经作废，不必再作废一次。",
            en="This token is revoked already; nothing more is to be done.",
        )
    audit.record(
        actor=actor, action="tokens.revoke", about=f"token:{token.pk}", at=at,
        path=token.place.path if token.place else "/", details={"of": token.user.code},
    )  # fmt: skip
    token.revoked_at = at
    return token


def note_use(token: Token, *, on: date) -> None:
    """The day, once a day: enough to see which tokens nobody needs."""
    if token.last_used_on != on:
        Token.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=on), pk=token.pk).update(
            last_used_on=on
        )


def _refuse_acts(actor: Actor, acts: Collection[str]) -> None:
    _refuse_token(actor)
    allowed = {act.value for act in ACTS if actor.may(act.value)}
    wrong = sorted(set(acts) - allowed)
    if wrong or not acts:
        can = "、".join(sorted(allowed)) or "-"
        raise RefusedByRule(
            "token_acts",
            zh=f"令牌不能有您的岗位没有的权限，也不能没有权限（{'、'.join(wrong) or '未选'}）。可选：{can}。",
            en=f"A token may do only what your postings allow, and something at least ({', '.join(wrong) or 'none'} "
            f"chosen). You may choose: {', '.join(sorted(allowed)) or '-'}.",
        )


def _refuse_token(actor: Actor) -> None:
    if actor.through is not None:
        raise RefusedByRule(
            "token_by_token",
            zh="令牌不能生成或作废令牌。请登录后办理。",
            en="A token cannot make or revoke tokens. Sign in and do it there.",
        )


def _where(actor: Actor, acts: Collection[str], place: str | None) -> Place | None:
    """The place, if every one of the acts is allowed there."""
    found = None
    for act in sorted(acts) if place is not None else ():
        found = place_visible_to(actor, act, place or "")
    return found
