"""The first page after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tuopin.web.faces import respond


@require_safe
@login_required
def today(request: HttpRequest) -> HttpResponse:
    return respond(request, "web/today/page.html", {})
