"""Finding tokens: by their secret, and those a person may look at."""

from datetime import date

from django.db.models import Q, QuerySet

from tuopin.accounts.selectors import actor_of, users_visible_to
from tuopin.accounts.tokens.models import Token
from tuopin.accounts.tokens.rules import digest_of, lives, narrowed
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound


def token_with(secret: str, *, on: date) -> Token | None:
    """The living token of this secret."""
    found = Token.objects.select_related("user", "place").filter(digest=digest_of(secret)).first()
    return found if found is not None and _lives(found, on) else None


def actor_through(token: Token, *, on: date) -> Actor:
    """The owner with the postings of the day, made as small as the token."""
    path = token.place.path if token.place is not None else None
    return narrowed(actor_of(token.user, on=on), acts=token.acts, path=path, through=str(token.pk))


def actor_still_through(key: str, *, on: date) -> Actor | None:
    """The same for work that was asked for earlier; None when the token has died since."""
    found = Token.objects.select_related("user", "place").filter(pk=key).first()
    return actor_through(found, on=on) if found is not None and _lives(found, on) else None


def tokens_visible_to(actor: Actor) -> QuerySet[Token]:
    """One's own, and those of people whom one administers, to revoke them."""
    mine = Q(user__code=actor.code) | Q(user__in=users_visible_to(actor))
    return Token.objects.select_related("user", "place").filter(mine)


def token_visible_to(actor: Actor, key: object) -> Token:
    """Raises NotFound (`no_such_token`)."""
    found = tokens_visible_to(actor).filter(pk=key).first()
    if found is None:
        raise NotFound(
            "no_such_token",
            zh="没有找到这个令牌。别人的令牌不显示。请从令牌列表打开。",
            en="There is no such token. Those of others are not shown. Open it from the list of tokens.",
        )
    return found


def _lives(token: Token, on: date) -> bool:
    return token.user.is_active and lives(token.revoked_at is not None, token.ends_before, on)
