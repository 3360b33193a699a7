"""Pages of households. Every one takes the actor's scope through the selectors; absent and out of reach are one 404."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tuopin.accounts.rules import Act
from tuopin.kernel.errors import TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.registry.models.facts import Source
from tuopin.registry.services.facts import record_facts
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.households import answering, listing, pages


@require_safe
@login_required
def household_list(request: HttpRequest) -> HttpResponse:
    context = listing.household_list(request.actor, request.GET, on=request.today)
    return respond(request, "web/households/list.html", context, fragment="web/households/_rows.html")


@require_safe
@login_required
def household_page(request: HttpRequest, code: str) -> HttpResponse:
    context = pages.household_page(request.actor, code, on=request.today)
    context["may_edit"] = request.actor.may(Act.EDIT_FACTS.value)
    return respond(request, "web/households/page.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def answer(request: HttpRequest, code: str, standard: str, criterion: str) -> HttpResponse:
    """The form of one question: shows while typing what would change, then saves it."""
    form = answering.Answering.of(request.actor, code, standard, criterion, on=request.today)
    if request.method == "GET":
        return respond(request, "web/households/answer.html", form.page())
    typed = form.typed(request.POST)
    if "preview" in request.POST or typed.errors:
        status = 422 if typed.errors and "preview" not in request.POST else 200
        context = form.page(typed)
        return respond(
            request,
            "web/households/answer.html",
            context,
            fragment="web/households/_answer.html",
            status=status,
        )
    try:
        record_facts(
            actor=request.actor, household=code, seen=typed.seen, collected_on=typed.collected_on or request.today,
            source=Source.VISIT, at=days.now(), on=request.today, facts=typed.facts, members=typed.members,
        )  # fmt: skip
    except TuopinError as refused:
        context = {**form.page(typed), "refused": refused.text, "refused_code": refused.code}
        return respond(request, "web/households/answer.html", context, status=outcome_of(refused).status)
    return HttpResponseRedirect(f"{reverse('household', args=[code])}#{standard}-{criterion}")
