"""What the page of tokens shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict

from tuopin.accounts.tokens.models import Token
from tuopin.accounts.tokens.rules import ACTS, LONGEST, lives
from tuopin.accounts.tokens.selectors import tokens_visible_to
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text

SHOWN = 100
USUAL = timedelta(days=90)


@dataclass(frozen=True)
class TokenRow:
    """`place` None: wherever the owner is posted."""

    key: UUID
    label: str
    owner: str
    acts: tuple[Text, ...]
    place: Text | None
    made_at: datetime
    last_day: date
    last_used_on: date | None
    state: Text
    mark: str
    alive: bool


def token_page(actor: Actor, *, on: date, typed: QueryDict | None = None) -> dict[str, Any]:
    chosen = set(typed.getlist("acts")) if typed is not None else set()
    return {
        "rows": [
            _row(each, on)
            for each in tokens_visible_to(actor).order_by("-made_at", "user__code", "pk")[:SHOWN]
        ],
        "acts": [
            (act.value, label, act.value in chosen) for act, label in ACTS.items() if actor.may(act.value)
        ],
        "typed": typed,
        "last_day": (typed or {}).get("last_day") or (on + USUAL).isoformat(),
        "latest": (on + LONGEST).isoformat(),
    }


def _row(token: Token, on: date) -> TokenRow:
    alive = lives(token.revoked_at is not None, token.ends_before, on)
    over = Text("已作废", "revoked") if token.revoked_at else Text("已到期", "ended")
    labels = {act.value: label for act, label in ACTS.items()}
    place = token.place
    return TokenRow(
        key=token.pk, label=token.label, owner=token.user.code, acts=tuple(labels[act] for act in token.acts),
        place=Text(place.name_zh, place.name_en) if place else None, made_at=token.made_at,
        last_day=token.ends_before - timedelta(days=1), last_used_on=token.last_used_on,
        state=Text("有效", "alive") if alive else over, mark="tp-met" if alive else "tp-not-applicable", alive=alive,
    )  # fmt: skip
