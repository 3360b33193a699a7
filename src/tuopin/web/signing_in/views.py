"""The language somebody chose, kept in a cookie."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tuopin.web.middleware import LANGUAGE_COOKIE

A_YEAR = 365 * 24 * 3600


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Back to the page one came from, in the other language."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("language") in ("zh-hans", "en"):
        response.set_cookie(
            LANGUAGE_COOKIE, request.POST["language"], max_age=A_YEAR, samesite="Lax", httponly=True
        )
    return response
