"""The page of jobs; it asks again by itself while something is under way."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tuopin.jobs import services
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.jobs.pages import job_page


@require_safe
@login_required
def job_list(request: HttpRequest) -> HttpResponse:
    context = job_page(request.actor)
    return respond(request, "web/jobs/list.html", context, fragment="web/jobs/_rows.html")


@require_POST
@login_required
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    services.ask_cancel(actor=request.actor, job=key, at=days.now())
    return HttpResponseRedirect(reverse("jobs"))
