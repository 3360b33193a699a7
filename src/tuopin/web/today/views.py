"""The first page after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from tuopin.web.faces import respond


@login_required
def today(request: HttpRequest) -> HttpResponse:
    return respond(request, "web/today/page.html", {})
