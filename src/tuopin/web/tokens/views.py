"""The page of tokens. A secret is shown once, in the answer to the form that asked for it."""

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tuopin.accounts.tokens.services import make_token, revoke_token
from tuopin.kernel.errors import BadInput, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.tokens import pages

PAGE = "web/tokens/list.html"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return respond(request, PAGE, pages.token_page(request.actor, on=request.today))
    try:
        _, secret = make_token(
            actor=request.actor, label=request.POST.get("label", ""), acts=set(request.POST.getlist("acts")),
            place=request.POST.get("place", "").strip() or None, last_day=_day(request.POST.get("last_day", "")),
            at=days.now(), on=request.today,
        )  # fmt: skip
    except TuopinError as refused:
        context = {
            **pages.token_page(request.actor, on=request.today, typed=request.POST),
            "refused": refused.text, "refused_code": refused.code,
        }  # fmt: skip
        return respond(request, PAGE, context, status=outcome_of(refused).status)
    context = {**pages.token_page(request.actor, on=request.today), "secret": secret}
    return respond(request, PAGE, context)


@require_POST
@login_required
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    revoke_token(actor=request.actor, key=key, at=days.now())
    return HttpResponseRedirect(reverse("tokens"))


def _day(text: str) -> date:
    """Raises BadInput (`token_day`)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "token_day",
            zh="请填写令牌的最后一天，写成 2020-06-30 这样。",
            en="Give the last day of the token, like 2020-06-30.",
        ) from None
