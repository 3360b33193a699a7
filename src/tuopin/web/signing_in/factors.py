"""One's own second factors: what there is, turning on one-time codes, adding a passkey, removing, recovery codes."""

import base64
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuopin.accounts import second_factor
from tuopin.accounts.sealing_adapter import opened, sealed
from tuopin.kernel.errors import BadInput, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.signing_in import keys

INDEX, TOTP, KEY, CODES = (f"web/signing_in/{name}.html" for name in ("factors", "totp", "key", "codes"))
PENDING = "pending_secret"
"""The secret that is being set up lies in the session, sealed like those that are in use."""


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    return respond(request, INDEX, _state(request))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def totp(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" or PENDING not in request.session:
        request.session[PENDING] = sealed(generate_totp_secret())
        return respond(request, TOTP, _totp(request))
    try:
        codes = second_factor.add_totp(
            actor=request.actor, user=request.user, password=request.POST.get("password", ""),
            secret=opened(request.session[PENDING]), code=request.POST.get("code", ""), at=days.now(),
        )  # fmt: skip
    except TuopinError as refused:
        return _again(request, TOTP, _totp(request), refused)
    del request.session[PENDING]
    return _done(request, codes)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def key(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return respond(request, KEY, {"options": keys.options_to_add(request.user)})
    try:
        if not request.user.check_password(request.POST.get("password", "")):
            raise BadInput(
                "wrong_password", zh="口令不对，没有改动。", en="The password is wrong; nothing was changed."
            )
        codes = second_factor.add_key(
            actor=request.actor, user=request.user, name=request.POST.get("name", ""),
            credential=keys.added(request.POST.get("credential", "")), at=days.now(),
        )  # fmt: skip
    except TuopinError as refused:
        return _again(request, KEY, {"options": keys.options_to_add(request.user)}, refused)
    return _done(request, codes)


@sensitive_post_parameters()
@require_POST
@login_required
def act(request: HttpRequest, act: str) -> HttpResponse:
    told: dict[str, Any] = {
        "actor": request.actor, "user": request.user, "password": request.POST.get("password", ""), "at": days.now(),
    }  # fmt: skip
    try:
        if act == "codes":
            return _done(request, second_factor.new_codes(**told))
        if act != "remove":
            raise Http404
        pk = request.POST.get("key", "")
        number = None if not pk else int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 16 else 0
        second_factor.remove(**told, pk=number)
    except TuopinError as refused:
        return _again(request, INDEX, _state(request), refused)
    return HttpResponseRedirect(reverse("second_factor"))


def _state(request: HttpRequest) -> dict[str, Any]:
    return {
        "factors": second_factor.factors_of(request.user),
        "due": second_factor.is_due(request.actor, request.user),
    }


def _totp(request: HttpRequest) -> dict[str, Any]:
    adapter, secret = get_adapter(), opened(request.session[PENDING])
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return {
        "drawn": f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}",
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }


def _done(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Recovery codes are shown in this answer and never again."""
    if codes:
        return respond(request, CODES, {"codes": codes})
    return HttpResponseRedirect(reverse("second_factor"))


def _again(
    request: HttpRequest, template: str, context: dict[str, Any], refused: TuopinError
) -> HttpResponse:
    told = {"refused": refused.text, "refused_code": refused.code}
    return respond(request, template, {**context, **told}, status=outcome_of(refused).status)
