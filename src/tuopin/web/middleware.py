"""What every request gets: the acting person, the day, a language; and every answer: safety headers, its time."""

import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tuopin.accounts.models import User
from tuopin.accounts.selectors import actor_of
from tuopin.kernel.actor import Actor
from tuopin.web import days

Respond = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "tuopin_language"
NOBODY = Actor("nobody", (), 0)
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'nonce-{nonce}'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class Person:
    """`request.actor` from the postings in force at this moment, `request.today` the business day."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        day = days.today()
        user = getattr(request, "user", None)
        request.today = day
        request.actor = actor_of(user, on=day) if isinstance(user, User) else NOBODY
        return self.respond(request)


class Language:
    """Chinese or English by the reader's own choice, else by what the browser asks for."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE)
        if chosen not in ("zh-hans", "en"):
            chosen = translation.get_language_from_request(request)
        translation.activate(chosen if chosen in ("zh-hans", "en") else "zh-hans")
        request.LANGUAGE_CODE = translation.get_language()
        response = self.respond(request)
        response.headers["Content-Language"] = request.LANGUAGE_CODE
        return response


class Headers:
    """No inline script anywhere, nothing kept in caches, nobody else's frame; and how long the answer took."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.csp_nonce = secrets.token_urlsafe(12)
        response = self.respond(request)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=request.csp_nonce))
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Server-Timing"] = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
        return response
