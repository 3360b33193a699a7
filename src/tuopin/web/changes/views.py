"""Pages of change requests. Each calls one service; a refusal is shown above the form it came from."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tuopin.kernel.errors import NotFound, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.registry.services.changes import deciding, proposing
from tuopin.web import days
from tuopin.web.changes import forms, lists, pages
from tuopin.web.faces import respond
from tuopin.web.typed import day_of

PAGE, FORM = "web/changes/page.html", "web/changes/propose.html"


@require_safe
@login_required
def change_list(request: HttpRequest) -> HttpResponse:
    context = lists.change_list(request.actor, request.GET)
    return respond(request, "web/changes/list.html", context, fragment="web/changes/_rows.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Shows one request; approves, refuses or withdraws it."""
    if request.method != "POST":
        return respond(request, PAGE, pages.change_page(request.actor, key))
    act, answer = request.POST.get("act"), request.POST.get("answer", "")
    try:
        if act == "approve":
            deciding.approve(actor=request.actor, key=key, answer=answer, at=days.now(), on=request.today)
        elif act == "refuse":
            deciding.refuse(actor=request.actor, key=key, answer=answer, at=days.now())
        elif act == "withdraw":
            proposing.withdraw(actor=request.actor, key=key, at=days.now())
        else:
            raise Http404
    except NotFound:
        raise
    except TuopinError as refused:
        context = {
            **pages.change_page(request.actor, key), "answer": answer, "refused": refused.text,
            "refused_code": refused.code,
        }  # fmt: skip
        return respond(request, PAGE, context, status=outcome_of(refused).status)
    return HttpResponseRedirect(
        reverse("changes") + "?show=decided" if act != "withdraw" else reverse("changes")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    if kind not in forms.FORMS:
        raise Http404
    if request.method != "POST":
        return respond(
            request, FORM, pages.form_page(request.actor, code, kind, request.GET, on=request.today)
        )
    try:
        made = proposing.propose(
            actor=request.actor, household=code, seen=forms.seen(request.POST),
            asked=forms.FORMS[kind](request.POST), takes_effect_on=day_of(request.POST, "takes_effect_on"),
            reason=request.POST.get("reason", ""), at=days.now(), on=request.today,
        )  # fmt: skip
    except TuopinError as refused:
        context = {
            **pages.form_page(request.actor, code, kind, request.POST, on=request.today), "refused": refused.text,
            "refused_code": refused.code,
        }  # fmt: skip
        return respond(request, FORM, context, status=outcome_of(refused).status)
    return HttpResponseRedirect(reverse("change", args=[made.pk]))
