"""Pages of place administration. A table is read and taken row by row; what was refused can be downloaded at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuopin.accounts.services import may_not
from tuopin.intake.imports.files import private_folder, shown_name, suffix_of
from tuopin.intake.place_table import read_place_table
from tuopin.intake.readers import read_code
from tuopin.intake.small_table import Headers, read_small_table
from tuopin.kernel.errors import BadInput, NotFound, TuopinError
from tuopin.kernel.outcomes import outcome_of
from tuopin.places.adding import Added, add_places
from tuopin.places.changes import rename
from tuopin.registry.columns import the_pack
from tuopin.registry.services.place_changes import merge_place, split_place
from tuopin.warehouse.books import Book, Column
from tuopin.web import days
from tuopin.web.faces import respond
from tuopin.web.place_administration import pages
from tuopin.web.templatetags.tuopin import language, say

LIST, PAGE = "web/place_administration/list.html", "web/place_administration/page.html"
REFUSED = "places_refused"
MOST_REFUSED = 2_000
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPLIT: Headers = {
    "household": ("户编号", "household"),
    "place": ("新地区代码", "新村代码", "place"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def place_list(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return respond(
            request,
            LIST,
            pages.list_page(request.actor, request.GET),
            fragment="web/place_administration/_rows.html",
        )
    plain = pages.list_page(request.actor, {})
    try:
        outcome = _import(request)
    except TuopinError as refused:
        context = {**plain, "refused": refused.text, "refused_code": refused.code}
        return respond(request, LIST, context, status=outcome_of(refused).status)
    request.session[REFUSED] = [
        [each.line, each.code, each.name, each.reason.zh, each.reason.en]
        for each in outcome.refused[:MOST_REFUSED]
    ]
    return respond(request, LIST, pages.list_page(request.actor, {}, outcome))


def _import(request: HttpRequest) -> Added:
    pack = the_pack()
    with _handed_in(request) as (path, name):
        rows, unreadable = read_place_table(path, name=name, pack=pack)
    done = add_places(actor=request.actor, act=pages.ACT, rows=rows, levels=pack.place_levels, at=days.now())
    return Added(
        done.added, done.unchanged, tuple(sorted((*unreadable, *done.refused), key=lambda each: each.line))
    )


@require_safe
@login_required
def refused_rows(request: HttpRequest) -> HttpResponse:
    """Those of one's own last table, until signing out."""
    if not request.actor.may(pages.ACT):
        raise may_not("管理区划", "administer places")
    rows = request.session.get(REFUSED)
    if not rows:
        raise NotFound("no_refused_rows", zh="没有未接受的行。", en="No row was refused.")
    columns = [
        Column(say("原行号", "row in the file"), 10), Column(say("地区代码", "code"), 16),
        Column(say("名称", "name"), 24), Column(say("错误说明", "what is wrong"), 80, wraps=True),
    ]  # fmt: skip
    english = language() == "en"
    with private_folder() as folder:
        with Book(folder / "refused.xlsx", language=language()) as book:
            lines = ([str(line), code, name, en if english else zh] for line, code, name, zh, en in rows)
            book.sheet(say("未接受的行", "not accepted"), columns, lines)
        response = HttpResponse((folder / "refused.xlsx").read_bytes(), content_type=WORKBOOK)
    response.headers["Content-Disposition"] = f'attachment; filename="places-refused-{request.today}.xlsx"'
    return response


@require_safe
@login_required
def place(request: HttpRequest, code: str) -> HttpResponse:
    return respond(request, PAGE, pages.place_page(request.actor, code))


@require_POST
@login_required
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    if act not in ACTS:
        raise Http404
    context = pages.place_page(request.actor, code)
    try:
        ACTS[act](request, code)
    except TuopinError as refused:
        told = {"typed": request.POST, "refused": refused.text, "refused_code": refused.code}
        return respond(request, PAGE, {**context, **told}, status=outcome_of(refused).status)
    return HttpResponseRedirect(reverse("administered_place", args=[code]))


def _rename(request: HttpRequest, code: str) -> None:
    rename(
        actor=request.actor, act=pages.ACT, code=code, name_zh=request.POST.get("name_zh", ""),
        name_en=request.POST.get("name_en", ""), on=_day(request), source=request.POST.get("source", ""),
        at=days.now(), today=request.today,
    )  # fmt: skip


def _merge(request: HttpRequest, code: str) -> None:
    merge_place(
        actor=request.actor, old=code, new=request.POST.get("new", "").strip(), on=_day(request),
        source=request.POST.get("source", ""), at=days.now(), today=request.today,
    )  # fmt: skip


def _split(request: HttpRequest, code: str) -> None:
    day = _day(request)
    with _handed_in(request) as (path, name):
        mapping = _mapping(path, name)
    split_place(
        actor=request.actor, old=code, mapping=mapping, on=day, source=request.POST.get("source", ""), at=days.now(),
        today=request.today,
    )  # fmt: skip


ACTS: dict[str, Callable[[HttpRequest, str], None]] = {"rename": _rename, "merge": _merge, "split": _split}


def _mapping(path: Path, name: str) -> dict[str, str]:
    """Raises BadInput (`split_row`) for a row without household or place, or a household twice."""
    found: dict[str, str] = {}
    for line, cells in read_small_table(path, name=name, headers=SPLIT, needed=("household", "place")):
        household, place = read_code(cells["household"]), read_code(cells["place"])
        if not isinstance(household, str) or not isinstance(place, str) or household in found:
            raise BadInput(
                "split_row",
                zh=f"对应表第 {line} 行缺户编号或新地区代码，或同一户写了两次。请改正后再上传。",
                en=f"Row {line} of the mapping lacks a household or a place, or names a household twice. Mend it and "
                "upload again.",
            )
        found[household] = place
    return found


@contextmanager
def _handed_in(request: HttpRequest) -> Iterator[tuple[Path, str]]:
    """The uploaded file in a private folder, and its name as it may be shown. Raises BadInput (`import_no_file`,
    `import_suffix`)."""
    given = request.FILES.get("file")
    if given is None:
        raise BadInput(
            "import_no_file",
            zh="没有选择文件。请选择一个表格文件。",
            en="No file was chosen. Choose a table.",
        )
    name = shown_name(given.name or "")
    with private_folder() as folder:
        path = folder / f"table{suffix_of(name)}"
        with path.open("wb") as file:
            for piece in given.chunks():
                file.write(piece)
        yield path, name


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise BadInput(
            "place_day", zh="生效日期请写成 2020-06-30 这样。", en="Write the day like 2020-06-30."
        ) from None
