"""Pages of imports. Each calls one service or reads one page; long work becomes a job."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuopin.intake.imports import files, staging
from tuopin.intake.imports.national import write_change_list
from tuopin.intake.models import Import
from tuopin.kernel.errors import BadInput, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.imports import pages
from tuopin.web.templatetags.tuopin import language

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACTS = {
    "merge": staging.ask_merge,
    "undo": staging.ask_undo,
    "read-again": staging.read_again,
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_list(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return respond(request, "web/imports/list.html", pages.import_list(request.actor))
    try:
        batch = _hand_in(request)
    except TuopinError as refused:
        context = {**pages.import_list(request.actor), "refused": refused.text, "refused_code": refused.code}
        return respond(request, "web/imports/list.html", context, status=outcome_of(refused).status)
    return _to(batch.pk)


def _hand_in(request: HttpRequest) -> Import:
    given = request.FILES.get("file")
    if given is None:
        raise BadInput(
            "import_no_file",
            zh="没有选择文件。请选择一个工作簿。",
            en="No file was chosen. Choose a workbook.",
        )
    purpose = Import.Purpose.NATIONAL if request.POST.get("purpose") == "national" else Import.Purpose.MERGE
    batch, _ = staging.stage(
        actor=request.actor, pieces=given.chunks(), name=given.name or "", purpose=purpose, at=days.now(),
        on=request.today,
    )  # fmt: skip
    return batch


@require_safe
@login_required
def import_page(request: HttpRequest, key: UUID) -> HttpResponse:
    context = pages.import_page(request.actor, key, request.GET)
    return respond(request, "web/imports/page.html", context, fragment="web/imports/_progress.html")


@require_POST
@login_required
def act(request: HttpRequest, key: UUID, act: str) -> HttpResponse:
    try:
        if act == "discard":
            staging.discard(actor=request.actor, key=key, at=days.now())
        elif act in ACTS:
            ACTS[act](actor=request.actor, key=key, at=days.now(), on=request.today)
        else:
            raise Http404
    except TuopinError as refused:
        if outcome_of(refused).status == 404:
            raise
        context = {
            **pages.import_page(request.actor, key, {}), "refused": refused.text, "refused_code": refused.code,
        }  # fmt: skip
        return respond(request, "web/imports/page.html", context, status=outcome_of(refused).status)
    return _to(key)


@require_safe
@login_required
def refused(request: HttpRequest, key: UUID) -> HttpResponse:
    batch = staging.take_refused(actor=request.actor, key=key, at=days.now())
    with files.opened(batch, f"refused-{language()}", ".xlsx") as path:
        return _workbook(path.read_bytes(), f"refused-{batch.on}.xlsx")


@require_safe
@login_required
def change_list(request: HttpRequest, key: UUID) -> HttpResponse:
    batch = staging.take_changes(actor=request.actor, key=key, at=days.now())
    with files.private_folder() as folder:
        write_change_list(batch, folder / "changes.xlsx", language())
        return _workbook((folder / "changes.xlsx").read_bytes(), f"changes-{batch.on}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _to(key: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("import", args=[key]))
