"""The first page after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tuopin.web.faces import respond
from tuopin.web.today.pages import today_page


@require_safe
@login_required
def today(request: HttpRequest) -> HttpResponse:
    return respond(request, "web/today/page.html", today_page(request.actor, on=request.today))
