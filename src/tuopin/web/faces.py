"""Refusals as pages: one table gives the status, the sentence is the refusal's own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuopin.kernel.errors import TuopinError
from tuopin.kernel.outcomes import outcome_of

Respond = Callable[[HttpRequest], HttpResponse]


class Refusals:
    """Turns a refusal that a view did not show itself into a page or, for htmx, into a fragment."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal(request, error) if isinstance(error, TuopinError) else None


def refusal(request: HttpRequest, error: TuopinError) -> HttpResponse:
    """The sentence, its code, and nothing else that could tell absent from forbidden."""
    status = outcome_of(error).status
    fragment = getattr(request, "htmx", False)
    template = "web/_refusal.html" if fragment else "web/refusal.html"
    return render(request, template, {"error": error.text, "code": error.code}, status=status)


def respond(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or only its fragment when htmx asks for it. The page includes the same fragment."""
    asked_for_part = fragment is not None and getattr(request, "htmx", False) and not request.htmx.boosted
    return render(request, fragment if asked_for_part and fragment else template, context, status=status)
