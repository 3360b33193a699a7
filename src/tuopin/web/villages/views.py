"""Pages of villages. Each takes the actor's scope; absent and out of reach are one 404."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Level
from tuopin.kernel.errors import TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.places.selectors import place_visible_to
from tuopin.registry.models.facts import Source
from tuopin.registry.services.villages import record_village_facts
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.villages import pages
from tuopin.web.villages.answering import VillageAnswer


@require_safe
@login_required
def village(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a village; any other place has a page among the places."""
    if place_visible_to(request.actor, Act.SEE_FIGURES.value, code).level != Level.VILLAGE.value:
        return HttpResponseRedirect(reverse("place", args=[code]))
    context = pages.village_page(request.actor, code, on=request.today)
    return respond(request, "web/villages/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, code: str, fact: str) -> HttpResponse:
    """The form of one fact: shows while typing what would change, then saves it."""
    form, template = VillageAnswer.of(request.actor, code, fact, on=request.today), "web/villages/answer.html"
    if request.method != "POST":
        return respond(request, template, form.page())
    typed = form.typed(request.POST)
    if "preview" in request.POST or typed.errors:
        status = 422 if typed.errors and "preview" not in request.POST else 200
        return respond(request, template, form.page(typed), status=status)
    try:
        record_village_facts(
            actor=request.actor, village=code, seen=typed.seen, collected_on=typed.collected_on or request.today,
            source=Source.VISIT, at=days.now(), on=request.today, facts=typed.facts,
        )  # fmt: skip
    except TuopinError as refused:
        context = {**form.page(typed), "refused": refused}
        return respond(request, template, context, status=outcome_of(refused).status)
    return HttpResponseRedirect(f"{reverse('village', args=[code])}#facts")
