"""Pages of runs, for everybody who may see figures. A run judges the whole registry; its counts are shown to nobody
here, because no posting need cover everything it counted."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tuopin.web.faces import respond
from tuopin.web.runs import pages


@require_safe
@login_required
def runs(request: HttpRequest) -> HttpResponse:
    return respond(request, "web/runs/list.html", pages.run_list(request.actor))


@require_safe
@login_required
def run(request: HttpRequest, key: UUID) -> HttpResponse:
    return respond(request, "web/runs/page.html", pages.run_page(request.actor, key))
