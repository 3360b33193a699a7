"""What stands between signing in and everything else: a password that an administrator knows is changed first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tuopin.accounts.models import User

Respond = Callable[[HttpRequest], HttpResponse]
OPEN = ("own_password", "sign_out", "language")


class Gate:
    """Every address leads to the one step that is still to be taken; signing out and the language stay open."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if isinstance(user, User) and user.must_change_password and request.path not in _open():
            return HttpResponseRedirect(reverse("own_password"))
        return self.respond(request)


def _open() -> set[str]:
    return {reverse(name) for name in OPEN}
