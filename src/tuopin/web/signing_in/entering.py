"""Signing in: password, then the second step where the person has one; or a passkey alone. Nothing said here tells
whether an account exists."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tuopin.accounts import throttle
from tuopin.accounts.models import User
from tuopin.accounts.second_factor import factors_of, has_one, right_code
from tuopin.accounts.selectors import actor_of
from tuopin.accounts.sign_in import home_of
from tuopin.audit import services as audit
from tuopin.kernel.actor import ROOT, SYSTEM
from tuopin.kernel.errors import BadInput, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.signing_in import keys

FIRST, SECOND = "web/signing_in/sign_in.html", "web/signing_in/second_step.html"
WAITS = "second_step"
WITHIN = timedelta(minutes=10)
"""How long somebody may take between password and code."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    onward = _onward(request)
    if request.method != "POST":
        return respond(request, FIRST, {"next": onward})
    code = request.POST.get("username", "").strip()
    until = throttle.locked_until(request, code)
    if until is not None:
        return _locked(request, until)
    user = authenticate(request, username=code, password=request.POST.get("password", ""))
    if user is None:
        return _after_failure(request, code, FIRST, {"next": onward, "wrong": True})
    assert isinstance(user, User)
    if has_one(user):
        request.session[WAITS] = {
            "user": user.pk, "since": days.now().isoformat(), "hash": user.get_session_auth_hash(), "next": onward,
        }  # fmt: skip
        return HttpResponseRedirect(reverse("second_step"))
    return _enter(request, user, "password", onward)


@sensitive_post_parameters("code", "credential")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """A one-time code, a recovery code, or a passkey as the second step."""
    user = _waiting(request)
    if user is None:
        return HttpResponseRedirect(reverse("sign_in"))
    onward = request.session[WAITS]["next"]
    factors = factors_of(user)
    if request.method != "POST":
        return respond(request, SECOND, _second(user, factors))
    until = throttle.locked_until(request, user.code)
    if until is not None:
        return _locked(request, until)
    if "credential" in request.POST:
        try:
            keys.used(request.POST["credential"], user)
        except BadInput as refused:
            context = {**_second(user, factors), "refused": refused.text, "refused_code": refused.code}
            throttle.failed(request, user.code)
            return _after_failure(request, user.code, SECOND, context)
        return _enter(request, user, "password+passkey", onward)
    if not right_code(user, request.POST.get("code", "")):
        throttle.failed(request, user.code)
        return _after_failure(request, user.code, SECOND, {**_second(user, factors), "wrong": True})
    return _enter(request, user, "password+code", onward)


@sensitive_post_parameters("credential")
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """What a passkey is asked, and its answer: two factors in one, so no other step follows."""
    if request.method != "POST":
        return JsonResponse(keys.options_to_use(None))
    onward = _onward(request)
    try:
        user = keys.used(request.POST.get("credential", ""), None)
        if not user.is_active:
            raise BadInput("passkey_refused", zh="通行密钥没有通过验证。", en="The passkey was not accepted.")
    except TuopinError as refused:
        context = {"next": onward, "refused": refused.text, "refused_code": refused.code}
        return respond(request, FIRST, context, status=outcome_of(refused).status)
    return _enter(request, user, "passkey", onward)


@transaction.atomic
def _enter(request: HttpRequest, user: User, by: str, onward: str) -> HttpResponse:
    request.session.pop(WAITS, None)
    login(request, user, backend=BACKEND)
    actor = actor_of(user, on=request.today)
    audit.record(
        actor=actor, action="sign_in.done", about=f"user:{user.code}", path=home_of(actor), at=days.now(),
        details={"by": by},
    )  # fmt: skip
    return HttpResponseRedirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))


def _waiting(request: HttpRequest) -> User | None:
    """Who gave the right password a moment ago and may still sign in."""
    told = request.session.get(WAITS)
    if told is None or days.now() - datetime.fromisoformat(told["since"]) > WITHIN:
        request.session.pop(WAITS, None)
        return None
    user = User.objects.filter(pk=told["user"], is_active=True).first()
    if user is None or not constant_time_compare(told["hash"], user.get_session_auth_hash()):
        return None
    return user


def _second(user: User, factors: Any) -> dict[str, Any]:
    return {"factors": factors, "options": keys.options_to_use(user) if factors.keys else None}


def _after_failure(request: HttpRequest, code: str, template: str, context: dict[str, Any]) -> HttpResponse:
    """The failure just counted may have been the last one allowed."""
    until = throttle.locked_until(request, code)
    if until is None:
        return respond(request, template, context)
    known = User.objects.filter(code=code).first()
    path = home_of(actor_of(known, on=request.today)) if known else ROOT
    with transaction.atomic():
        about = f"user:{known.code}" if known else "user:unknown"
        audit.record(actor=SYSTEM, action="sign_in.locked", about=about, path=path, at=days.now())
    return _locked(request, until)


def _locked(request: HttpRequest, until: datetime) -> HttpResponse:
    return respond(request, "web/signing_in/locked.html", {"until": until}, status=429)


def _onward(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is here."""
    asked: str = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else ""
