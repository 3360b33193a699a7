"""Pages of places. Each takes the actor's scope; absent and out of reach are one 404."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Level
from tuopin.web.faces import respond
from tuopin.web.places import pages


@require_safe
@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    context = pages.dashboard(request.actor, request.GET.get("place"))
    return respond(request, "web/places/dashboard.html", context)


@require_safe
@login_required
def places(request: HttpRequest) -> HttpResponse:
    """Where one's own places begin; with a single posting, at once the page of that place."""
    own = pages.tops(request.actor)
    if len(own) == 1:
        return HttpResponseRedirect(reverse("place", args=[own[0].code]))
    return respond(request, "web/places/list.html", {"own": [(each, pages.name_of(each)) for each in own]})


@require_safe
@login_required
def place(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a place; a village has one of its own."""
    context = pages.place_page(request.actor, code)
    if context["place"].level == Level.VILLAGE.value:
        return HttpResponseRedirect(reverse("village", args=[code]))
    context["may_see_households"] = request.actor.may(Act.SEE_HOUSEHOLDS.value, context["place"].path)
    return respond(request, "web/places/page.html", context)


@require_safe
@login_required
def place_map(request: HttpRequest, code: str) -> HttpResponse:
    return JsonResponse(pages.map_of(request.actor, code), content_type="application/geo+json")
