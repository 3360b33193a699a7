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
        counter = f"api-failures:{request.META.get('REMOTE_ADDR', '')}"
        if cache.get(counter, 0) >= FAILURES:
            raise TooOften(
                "token_too_often",
                zh=f"此地址一分钟内 {FAILURES} 次使用了无效的令牌，暂停一分钟。请检查程序所用的令牌。",
                en=f"{FAILURES} wrong tokens came from this address within a minute, so it waits one minute. Check "
                "the token the program uses.",
            )
        found = token_with(token, on=request.today)
        if found is None:
            cache.add(counter, 0, PER_S)
            cache.incr(counter)
            return None
        note_use(found, on=request.today)
        return actor_through(found, on=request.today)


def caller(request: HttpRequest) -> Actor:
    found = request.auth
    assert isinstance(found, Actor)
    return found
