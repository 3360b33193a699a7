"""Pages of the audit. Looking is recorded; nothing here can be changed."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tuopin.accounts.trail import take_anchor
from tuopin.kernel.errors import BadInput
from tuopin.kernel.outcomes import outcome_of
from tuopin.web import days
from tuopin.web.audit_trail import pages
from tuopin.web.faces import respond


@require_safe
@login_required
def entries(request: HttpRequest) -> HttpResponse:
    template, fragment = "web/audit_trail/list.html", "web/audit_trail/_rows.html"
    try:
        context = pages.entries_page(request.actor, request.GET, at=days.now())
    except BadInput as refused:
        plain = pages.entries_page(request.actor, {}, at=days.now())
        context = {**plain, "asked": request.GET, "refused": refused.text, "refused_code": refused.code}
        return respond(request, template, context, fragment=fragment, status=outcome_of(refused).status)
    return respond(request, template, context, fragment=fragment)


@require_safe
@login_required
def chain_state(request: HttpRequest) -> HttpResponse:
    return respond(request, "web/audit_trail/chain.html", pages.chain_page(request.actor))


@require_safe
@login_required
def anchor(request: HttpRequest) -> HttpResponse:
    told = take_anchor(actor=request.actor, at=days.now())
    response = HttpResponse(json.dumps(told, indent=2) + "\n", content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="anchor-{told["seq"]}.json"'
    return response
