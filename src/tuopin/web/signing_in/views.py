"""One's own password, and the language somebody chose, kept in a cookie."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tuopin.accounts import sign_in
from tuopin.kernel.errors import TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.middleware import LANGUAGE_COOKIE
from tuopin.web.templatetags.tuopin import say

A_YEAR = 365 * 24 * 3600


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_password(request: HttpRequest) -> HttpResponse:
    template = "web/signing_in/own_password.html"
    if request.method != "POST":
        return respond(request, template, {})
    try:
        sign_in.change_own_password(
            actor=request.actor, user=request.user, old=request.POST.get("old", ""), new=request.POST.get("new", ""),
            again=request.POST.get("again", ""), at=days.now(),
        )  # fmt: skip
    except TuopinError as refused:
        context = {"refused": refused.text, "refused_code": refused.code}
        return respond(request, template, context, status=outcome_of(refused).status)
    update_session_auth_hash(request, request.user)
    messages.info(
        request,
        say("口令已修改，下次登录请用新口令。", "The password was changed; use the new one from now on."),
    )
    return HttpResponseRedirect(reverse("today"))


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Back to the page one came from, in the other language."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("language") in ("zh-hans", "en"):
        response.set_cookie(
            LANGUAGE_COOKIE, request.POST["language"], max_age=A_YEAR, samesite="Lax", httponly=True
        )
    return response
