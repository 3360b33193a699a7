"""Who calls: the person of a token, with what both the token and today's postings allow. Cookies count for nothing."""

from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from tuopin.accounts.tokens.selectors import actor_through, token_with
from tuopin.accounts.tokens.services import note_use
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import TooOften

FAILURES, PER_S = 30, 60
"""So many wrong tokens a minute from one address; secrets cannot be guessed, so this only stops the noise."""


class Token(HttpBearer):
    """Authorization: Bearer tuopin_…"""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        found = token_with(token, on=request.today)
        if found is None:
            _refuse_noise(request)
            return None
        note_use(found, on=request.today)
        return actor_through(found, on=request.today)


def _refuse_noise(request: HttpRequest) -> None:
    """Living tokens are never held up: behind a proxy all programs may share one address."""
    counter = f"api-failures:{request.META.get('REMOTE_ADDR', '')}"
    times = cache.get(counter, 0) + 1
    cache.set(counter, times, PER_S)
    if times > FAILURES:
        raise TooOften(
            "token_too_often",
            zh=f"此地址一分钟内超过 {FAILURES} 次使用了无效的令牌，请一分钟后再试，并检查程序所用的令牌。",
            en=f"More than {FAILURES} wrong tokens came from this address within a minute. Wait a minute, and check "
            "the token the program uses.",
        )


def caller(request: HttpRequest) -> Actor:
    found = request.auth
    assert isinstance(found, Actor)
    return found
