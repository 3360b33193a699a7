"""Pages of households. Every one takes the actor's scope through the selectors; absent and out of reach are one 404."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuopin.accounts.rules import Act
from tuopin.kernel.errors import BadInput, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.registry.models.facts import Source
from tuopin.registry.services.facts import record_facts
from tuopin.warehouse.household_export import export_households
from tuopin.warehouse.household_filters import Filters
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.households import answering, listing, pages
from tuopin.web.templatetags.tuopin import language

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def household_list(request: HttpRequest) -> HttpResponse:
    """The list; by POST the search box: what is typed there may be a name and never stands in an address."""
    if request.method == "POST":
        context = listing.searched(request.actor, request.POST.get("q", ""), on=request.today, at=days.now())
    else:
        context = listing.household_list(request.actor, request.GET, on=request.today)
    return respond(request, "web/households/list.html", context, fragment="web/households/_rows.html")


@require_POST
@login_required
def export(request: HttpRequest) -> HttpResponse:
    with TemporaryDirectory(prefix="tuopin-export-") as folder:
        path = Path(folder) / "households.xlsx"
        try:
            export_households(
                actor=request.actor, asked=Filters.read(request.POST), path=path, language=language(), at=days.now()
            )  # fmt: skip
        except BadInput as refused:
            context = {
                **listing.household_list(request.actor, request.POST, on=request.today),
                "refused": refused,
            }
            return respond(request, "web/households/list.html", context, status=outcome_of(refused).status)
        response = HttpResponse(path.read_bytes(), content_type=WORKBOOK)
    response.headers["Content-Disposition"] = f'attachment; filename="households-{request.today}.xlsx"'
    return response


@require_safe
@login_required
def household_page(request: HttpRequest, code: str) -> HttpResponse:
    context = pages.household_page(request.actor, code, on=request.today)
    context["may_edit"] = request.actor.may(Act.EDIT_FACTS.value)
    return respond(request, "web/households/page.html", context)


@require_safe
@login_required
def history(request: HttpRequest, code: str) -> HttpResponse:
    return respond(request, "web/households/history.html", pages.history_page(request.actor, code))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, code: str, standard: str, criterion: str) -> HttpResponse:
    """The form of one question: shows while typing what would change, then saves it."""
    form = answering.Answering.of(request.actor, code, standard, criterion, on=request.today)
    if request.method != "POST":
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
