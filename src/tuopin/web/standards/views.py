"""Pages of standards, for everybody who is signed in: the law holds nobody's data."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from tuopin.accounts.rules import Act
from tuopin.kernel.errors import TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.web.faces import respond
from tuopin.web.standards import pages, supposing


@require_safe
@login_required
def standards(request: HttpRequest) -> HttpResponse:
    return respond(request, "web/standards/list.html", pages.standard_list(request.today))


@require_safe
@login_required
def standard(request: HttpRequest, code: str) -> HttpResponse:
    context = pages.standard_page(code)
    context["may_suppose"] = request.actor.may(Act.TRY_WHAT_IF.value)
    return respond(request, "web/standards/page.html", context)


@require_POST
@login_required
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    """Another value for a parameter, tried on the last snapshot where the person may. Nothing is stored."""
    parameter, value = request.POST.get("parameter", ""), request.POST.get("value", "").strip()
    try:
        return respond(
            request,
            "web/standards/what_if.html",
            supposing.what_if_page(request.actor, code, parameter, value),
        )
    except TuopinError as refused:
        status = outcome_of(refused).status
        if status == 404 and refused.code != "no_run_yet":
            raise
        context = {
            **supposing.asked_page(code, parameter, value), "refused": refused.text, "refused_code": refused.code,
        }  # fmt: skip
        return respond(request, "web/standards/what_if.html", context, status=status)
