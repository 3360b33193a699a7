"""Refusals as RFC 9457 problems: the status by the one table, the sentence in both languages, the code for machines."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tuopin.kernel.errors import BadInput, NotFound, NotSignedIn, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.kernel.text import Language

MEDIA_TYPE = "application/problem+json"


class Mistake(Schema):
    """One value of a request that cannot be used: where it stands, and what is wrong with it."""

    where: str
    what: str


class Problem(Schema):
    """`code` is stable (docs/errors.md). `title` and `detail` are in the language asked for by Accept-Language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    zh: str
    en: str
    mistakes: list[Mistake] | None = None


def reader_language() -> Language:
    """As asked for by Accept-Language."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def problem(error: TuopinError, mistakes: Sequence[Mistake] = ()) -> HttpResponse:
    outcome = outcome_of(error)
    language = reader_language()
    told: dict[str, Any] = {
        "type": "about:blank", "title": outcome.meaning.in_(language), "status": outcome.status,
        "detail": error.in_(language), "code": error.code, "zh": error.text.zh, "en": error.text.en,
    }  # fmt: skip
    if mistakes:
        told["mistakes"] = [each.dict() for each in mistakes]
    return JsonResponse(
        told, status=outcome.status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def answer_with_problems(api: NinjaAPI) -> None:
    """What is no refusal of ours is a defect, and Django's own business."""
    api.add_exception_handler(TuopinError, _refused)
    api.add_exception_handler(ValidationError, _unusable)
    api.add_exception_handler(AuthenticationError, _nobody)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Http404, _nothing_there)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error)


def _unusable(request: HttpRequest, error: Any) -> HttpResponse:
    """The values themselves are not repeated: they may be about people."""
    mistakes = [
        Mistake(where=".".join(str(part)[:60] for part in each["loc"]), what=each["msg"])
        for each in error.errors
    ]
    refused = BadInput(
        "request_unusable",
        zh=f"请求中有 {len(mistakes)} 处不能使用，见 mistakes。请按接口说明改正后再发。",
        en=f"The request has {len(mistakes)} values that cannot be used, see mistakes. Correct them and send again.",
    )
    return problem(refused, mistakes)


def _nobody(request: HttpRequest, error: Any) -> HttpResponse:
    refused = NotSignedIn(
        "token_needed",
        zh="请求没有带有效的令牌（Authorization: Bearer …）。令牌可能已到期或作废，请在“令牌”页面重新生成。",
        en="The request brings no living token (Authorization: Bearer …). It may have ended or been revoked: make "
        "another on the page Tokens.",
    )
    response = problem(refused)
    response.headers["WWW-Authenticate"] = 'Bearer realm="tuopin"'
    return response


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(
        BadInput(
            "request_unreadable",
            zh="请求正文读不出来：应为 UTF-8 的 JSON（上传文件用 multipart/form-data）。请改正后再发。",
            en="The body of the request cannot be read: it must be JSON in UTF-8 (multipart/form-data for a file). "
            "Correct it and send again.",
        )
    )


def _nothing_there(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(
        NotFound(
            "no_such_address",
            zh="没有这个地址。现有的地址见 /api/v1/openapi.json。",
            en="There is no such address. /api/v1/openapi.json lists those there are.",
        )
    )
