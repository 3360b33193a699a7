"""Pages of runs, for everybody who may see figures. A run judges the whole registry; its counts are shown to nobody
here, because no posting need cover everything it counted."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tuopin.warehouse.run_jobs import ask_for_run
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.runs import pages


@require_safe
@login_required
def runs(request: HttpRequest) -> HttpResponse:
    return respond(request, "web/runs/list.html", pages.run_list(request.actor))


@require_POST
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Asks for a run on the business day; the page of jobs shows how far it is."""
    ask_for_run(actor=request.actor, on=request.today, at=days.now())
    return HttpResponseRedirect(reverse("jobs"))


@require_safe
@login_required
def run(request: HttpRequest, key: UUID) -> HttpResponse:
    return respond(request, "web/runs/page.html", pages.run_page(request.actor, key))
