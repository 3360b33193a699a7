"""Pages of standards, for everybody who is signed in: the law holds nobody's data."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tuopin.web.faces import respond
from tuopin.web.standards import pages


@require_safe
@login_required
def standards(request: HttpRequest) -> HttpResponse:
    return respond(request, "web/standards/list.html", pages.standard_list(request.today))


@require_safe
@login_required
def standard(request: HttpRequest, code: str) -> HttpResponse:
    return respond(request, "web/standards/page.html", pages.standard_page(code))
