"""Pages of members. Each calls one service; a refusal is shown above the form it came from."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuopin.kernel.errors import BadInput, NotFound, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.registry.models import Membership
from tuopin.registry.models.facts import Source
from tuopin.registry.services import consents as consenting
from tuopin.registry.services.identity import Look, Papers, correct_identity, unmask
from tuopin.registry.services.members import add_member, member_left
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.members import pages
from tuopin.web.members.wording import BEGINS, ENDS
from tuopin.web.typed import day_of, number_of

PAGE, JOIN, LEAVE = "web/members/page.html", "web/members/join.html", "web/members/leave.html"


@require_safe
@login_required
def member(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return respond(request, PAGE, pages.member_page(request.actor, code, number, on=request.today))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Shows while typing what would change, then saves it."""
    if request.method != "POST":
        return respond(request, JOIN, pages.join_page(request.actor, code, None, on=request.today))
    context = pages.join_page(request.actor, code, request.POST, on=request.today)
    if "preview" in request.POST or context["errors"]:
        return respond(request, JOIN, context, status=200 if "preview" in request.POST else 422)

    def save() -> None:
        begin = _one_of(request.POST.get("begin", ""), BEGINS)
        add_member(
            actor=request.actor, household=code, seen=number_of(request.POST, "seen") or 0,
            papers=_papers(request.POST), begin=Membership.Begin(begin), starts_on=day_of(request.POST, "starts_on"),
            facts={fact: value for fact, value in context["values"].items() if value is not None},
            source=Source.REPORT, at=days.now(), on=request.today,
        )  # fmt: skip

    return _done(request, save, JOIN, lambda: context, reverse("household", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, code: str, number: int) -> HttpResponse:
    def page() -> dict[str, Any]:
        return pages.leave_page(request.actor, code, number, request.POST, on=request.today)

    if request.method != "POST":
        return respond(request, LEAVE, page())

    def save() -> None:
        end = _one_of(request.POST.get("end", ""), ENDS)
        member_left(
            actor=request.actor, household=code, seen=number_of(request.POST, "seen") or 0, number=number,
            end=Membership.End(end), ends_before=day_of(request.POST, "ends_before"), at=days.now(),
            on=request.today,
        )  # fmt: skip

    return _done(request, save, LEAVE, page, reverse("household", args=[code]))


@require_POST
@login_required
def identity(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """`look` shows the full identity in this answer only; `correct` replaces what was filled in."""
    if request.POST.get("act") == "look":
        return _look(request, code, number)

    def save() -> None:
        correct_identity(
            actor=request.actor, household=code, seen=number_of(request.POST, "seen") or 0, number=number,
            papers=_papers(request.POST), reason=request.POST.get("reason", ""), at=days.now(),
        )  # fmt: skip

    return _done(request, save, PAGE, _page(request, code, number), reverse("member", args=[code, number]))


def _look(request: HttpRequest, code: str, number: int) -> HttpResponse:
    page = _page(request, code, number)
    try:
        look = Look(_one_of(request.POST.get("look", ""), {each.value: each for each in Look}))
        shown = unmask(
            actor=request.actor, household=code, number=number, look=look, reason=request.POST.get("reason", ""),
            at=days.now(),
        )  # fmt: skip
    except NotFound:
        raise
    except TuopinError as refused:
        return _refused(request, refused, PAGE, page())
    context = pages.member_page(request.actor, code, number, on=request.today, shown=shown)
    return respond(request, PAGE, context)


@require_POST
@login_required
def consents(request: HttpRequest, code: str, number: int) -> HttpResponse:
    act = request.POST.get("act")
    if act not in ("give", "withdraw"):
        raise Http404

    def save() -> None:
        purpose = consenting.Purpose(
            _one_of(request.POST.get("purpose", ""), {each.value: each for each in consenting.Purpose})
        )
        told = {
            "actor": request.actor, "household": code, "number": number, "purpose": purpose, "at": days.now(),
            "on": request.today,
        }  # fmt: skip
        if act == "give":
            consenting.give_consent(**told, given_on=day_of(request.POST, "day"))
        else:
            consenting.withdraw_consent(**told, withdrawn_on=day_of(request.POST, "day"))

    address = f"{reverse('member', args=[code, number])}#consents"
    return _done(request, save, PAGE, _page(request, code, number), address)


def _page(request: HttpRequest, code: str, number: int) -> Callable[[], dict[str, Any]]:
    return lambda: pages.member_page(request.actor, code, number, on=request.today)


def _papers(posted: Any) -> Papers:
    """A blank says nothing."""
    given = {name: str(posted.get(name, "")).strip()[:80] or None for name in ("name", "id_number", "phone")}
    return Papers(**given)


def _one_of(text: str, choices: Any) -> str:
    if text not in choices:
        raise BadInput(
            "nothing_chosen",
            zh="有一项没有选择。请从列表中选一项，再提交。",
            en="Something was not chosen. Choose from the list and submit again.",
        )
    return text


def _done(
    request: HttpRequest,
    save: Callable[[], None],
    template: str,
    page: Callable[[], dict[str, Any]],
    address: str,
) -> HttpResponse:
    """Saves and goes on, or shows the page again with the sentence. Out of reach stays the one 404."""
    try:
        save()
    except NotFound:
        raise
    except TuopinError as refused:
        return _refused(request, refused, template, page())
    return HttpResponseRedirect(address)


def _refused(
    request: HttpRequest, refused: TuopinError, template: str, context: dict[str, Any]
) -> HttpResponse:
    told = {**context, "refused": refused.text, "refused_code": refused.code}
    return respond(request, template, told, status=outcome_of(refused).status)
