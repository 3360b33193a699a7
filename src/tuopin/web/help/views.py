"""The help page, for everybody who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tuopin.web.faces import respond
from tuopin.web.help import pages


@require_safe
@login_required
def help_page(request: HttpRequest) -> HttpResponse:
    return respond(request, "web/help/page.html", pages.help_page(request.actor))
