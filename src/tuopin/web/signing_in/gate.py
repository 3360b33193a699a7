"""What stands between signing in and everything else: a password that an administrator knows is changed first, and who
must have a second factor sets one up."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tuopin.accounts.models import User
from tuopin.accounts.second_factor import is_due

Respond = Callable[[HttpRequest], HttpResponse]
OPEN = ("own_password", "sign_out", "language")


class Gate:
    """Every address leads to the one step that is still to be taken; signing out and the language stay open."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if isinstance(user, User) and request.path not in {reverse(name) for name in OPEN}:
            if user.must_change_password:
                return HttpResponseRedirect(reverse("own_password"))
            factors = reverse("second_factor")
            if not request.path.startswith(factors) and is_due(request.actor, user):
                return HttpResponseRedirect(factors)
        return self.respond(request)
