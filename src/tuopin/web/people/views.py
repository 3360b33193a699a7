"""Pages of users and postings. A password that was made is shown once, in the answer to the form that asked for it."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuopin.accounts import second_factor, services, sign_in
from tuopin.accounts.models import User
from tuopin.accounts.rules import Act, role_named
from tuopin.accounts.selectors import posting_visible_to, user_visible_to
from tuopin.kernel.errors import BadInput, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.places.selectors import place_visible_to
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.people import pages

LIST, NEW, PAGE = "web/people/list.html", "web/people/new.html", "web/people/page.html"


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    services.require_administrator(request.actor)
    context = pages.people_page(request.actor, request.GET, on=request.today)
    return respond(request, LIST, context, fragment="web/people/_rows.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_person(request: HttpRequest) -> HttpResponse:
    services.require_administrator(request.actor)
    if request.method != "POST":
        return respond(request, NEW, {"typed": {}})
    password = sign_in.one_time_password()
    try:
        user = services.add_user(
            actor=request.actor, code=request.POST.get("code", "").strip(), name=request.POST.get("name", ""),
            password=password, at=days.now(), must_change=True,
        )  # fmt: skip
    except TuopinError as refused:
        context = {"typed": request.POST, "refused": refused.text, "refused_code": refused.code}
        return respond(request, NEW, context, status=outcome_of(refused).status)
    context = {**pages.person_page(request.actor, user.code, on=request.today), "password": password}
    return respond(request, PAGE, context)


@require_safe
@login_required
def person(request: HttpRequest, code: str) -> HttpResponse:
    return respond(request, PAGE, pages.person_page(request.actor, code, on=request.today))


@require_POST
@login_required
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    if act not in ACTS:
        raise Http404
    user = user_visible_to(request.actor, code)
    try:
        password = ACTS[act](request, user)
    except TuopinError as refused:
        if outcome_of(refused).status == 404:
            raise
        context = {
            **pages.person_page(request.actor, code, on=request.today), "typed": request.POST,
            "refused": refused.text, "refused_code": refused.code,
        }  # fmt: skip
        return respond(request, PAGE, context, status=outcome_of(refused).status)
    if password is None:
        return HttpResponseRedirect(reverse("person", args=[code]))
    context = {**pages.person_page(request.actor, code, on=request.today), "password": password}
    return respond(request, PAGE, context)


def _post(request: HttpRequest, user: User) -> None:
    place = place_visible_to(request.actor, Act.ADMINISTER_USERS.value, request.POST.get("place", "").strip())
    starts_on = _day(request.POST.get("starts_on", "")) or request.today
    services.post(
        actor=request.actor, user=user, role=role_named(request.POST.get("role", "")), place=place, starts_on=starts_on,
        ends_before=_day(request.POST.get("ends_before", "")), at=days.now(),
        department=request.POST.get("department", "").strip(),
    )  # fmt: skip


def _end(request: HttpRequest, user: User) -> None:
    key = request.POST.get("posting", "")
    posting = posting_visible_to(
        request.actor, user, int(key) if key.isascii() and key.isdigit() and len(key) < 16 else 0
    )
    services.end_posting(actor=request.actor, posting=posting, on=request.today, at=days.now())


def _deactivate(request: HttpRequest, user: User) -> None:
    sign_in.set_active(actor=request.actor, user=user, active=False, at=days.now(), on=request.today)


def _reactivate(request: HttpRequest, user: User) -> None:
    sign_in.set_active(actor=request.actor, user=user, active=True, at=days.now(), on=request.today)


def _password(request: HttpRequest, user: User) -> str:
    return sign_in.give_password(actor=request.actor, user=user, at=days.now(), on=request.today)


def _second_factor(request: HttpRequest, user: User) -> None:
    second_factor.reset(actor=request.actor, user=user, at=days.now(), on=request.today)


ACTS: dict[str, Callable[[HttpRequest, User], str | None]] = {
    "post": _post,
    "end": _end,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "password": _password,
    "second-factor": _second_factor,
}


def _day(text: str) -> date | None:
    """Raises BadInput (`posting_day`); empty is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "posting_day", zh="日期请写成 2020-06-30 这样。", en="Write a day like 2020-06-30."
        ) from None
