"""Households: the list, one with its judgement and facts, what an edit would change, and recording facts.

Names are masked as on the pages; papers are not shown at all.
"""

from datetime import date
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Path, Query, Router, Schema
from pydantic import Field

from tuopin.accounts.rules import Act
from tuopin.api.auth import caller
from tuopin.api.problems import reader_language
from tuopin.api.shapes import WORKBOOK, Answer, Both, Page, Paging, Word
from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput
from tuopin.kernel.verdict import Verdict
from tuopin.registry.columns import the_pack
from tuopin.registry.models import Household
from tuopin.registry.models.facts import Source
from tuopin.registry.plain import stored_values
from tuopin.registry.selectors import household_visible_to
from tuopin.registry.services.facts import record_facts
from tuopin.warehouse.household_export import export_households
from tuopin.warehouse.household_filters import Filters, households_found, refuse_no_criterion
from tuopin.warehouse.household_plain import household_as_dict, rows_as_dicts
from tuopin.warehouse.one_household import preview

router = Router(tags=["households"])
MOST_FACTS = 500
Facts = dict[Word, Any]


class FactOut(Schema):
    """`value` null: asked and found to be unknown. A fact that was never asked is not listed."""

    value: Any
    collected_on: date
    source: str


class MemberOut(Schema):
    number: int
    name: str | None
    facts: dict[str, FactOut]


class DecisionOut(Schema):
    on: date
    kind: str


class HouseholdOut(Schema):
    """`judgement` are all standards in force on the day, each criterion with its verdict, reasons, the facts still to
    find and who finds them. `version` is what recording facts must name."""

    code: str
    version: int
    village: str
    on: date
    facts: dict[str, FactOut]
    members: list[MemberOut]
    decisions: list[DecisionOut]
    judgement: dict[str, Any]


class HouseholdRow(Schema):
    """A row of the list, with what the current run found: all overall verdicts, and the criteria of the pack's standard
    of gaps that are gaps or unknown; null where the run did not judge the household."""

    code: str
    village: str
    closed_on: date | None
    verdicts: dict[str, Answer]
    gaps: list[str] | None
    unknown: list[str] | None


class ListAsked(Paging):
    """As the filters of the page. `place` with all it holds; `verdict` of `standard`, by default the standard of gaps;
    `about` is a standard or `standard.criterion`, and `answer` whether it is a gap or unknown there; `listed` by the
    register."""

    place: Word | None = None
    standard: Word | None = None
    verdict: Answer | None = None
    about: Word | None = None
    answer: Literal["gap", "unknown"] | None = None
    listed: Literal["yes", "no", "unknown"] | None = None
    closed: bool = False


class FactsIn(Schema):
    """By code of the fact; null for asked and found unknown. Members by their number.

    Numbers with decimals are texts ("12000.50"), codes their names, sets lists of names, days like 2020-06-30.
    """

    facts: Facts = Field(default={}, max_length=MOST_FACTS)
    members: dict[int, Facts] = Field(default={}, max_length=100)


class RecordIn(FactsIn):
    collected_on: date
    source: Literal["visit", "department", "report"] = "visit"
    version: int | None = Field(default=None, ge=1, le=2**31 - 1)


class Recorded(Schema):
    code: str
    version: int


class MoveOut(Schema):
    """`criterion` null: the overall verdict of the standard."""

    standard: str
    criterion: str | None
    label: Both
    before: str
    after: str


@router.get("/households", response=Page[HouseholdRow], summary="Households in reach, in order of code")
def list_households(request: HttpRequest, asked: Query[ListAsked]) -> dict[str, Any]:
    found = households_found(caller(request), _filters(asked)).select_related("village").order_by("code")
    if asked.after is not None:
        found = found.filter(code__gt=asked.after)
    rows = list(found[: asked.limit + 1])
    shown = rows[: asked.limit]
    return {"items": rows_as_dicts(shown), "next": shown[-1].code if len(rows) > len(shown) else None}


@router.post(
    "/households/export",
    summary="The filtered list as a workbook, recorded in the audit",
    openapi_extra={
        "responses": {200: {"content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}}}
    },
)
def export(request: HttpRequest, asked: ListAsked) -> HttpResponse:
    """Codes, villages, verdicts, gaps, unknowns; no name and no number. `after` and `limit` count for nothing."""
    with TemporaryDirectory(prefix="tuopin-export-") as folder:
        path = FilePath(folder) / "households.xlsx"
        export_households(
            actor=caller(request),
            asked=_filters(asked),
            path=path,
            language=reader_language(),
            at=timezone.now(),
        )
        return HttpResponse(path.read_bytes(), content_type=WORKBOOK)


@router.get(
    "/households/{code}", response=HouseholdOut, summary="One household, judged as of the business day"
)
def one_household(request: HttpRequest, response: HttpResponse, code: Path[Word]) -> dict[str, Any]:
    """The answer's ETag is the version: send it back as If-Match when recording facts."""
    household = household_visible_to(caller(request), code)
    response["ETag"] = f'"{household.version}"'
    return household_as_dict(household, on=request.today)


@router.post("/households/{code}/preview", response=list[MoveOut], summary="What an edit would change")
def preview_facts(request: HttpRequest, code: Path[Word], told: FactsIn) -> list[dict[str, Any]]:
    """Judges the household with these facts in place of those known. Nothing is stored."""
    household = household_visible_to(caller(request), code, Act.EDIT_FACTS)
    facts, members = _stored(told)
    return [
        {
            "standard": move.standard.code,
            "criterion": move.criterion.criterion.code if move.criterion else None,
            "label": Both.of(move.criterion.criterion.label if move.criterion else move.standard.label),
            "before": move.before.name.lower(),
            "after": move.after.name.lower(),
        }
        for move in preview(household, on=request.today, facts=facts, members=members).moves
    ]


@router.post("/households/{code}/facts", response=Recorded, summary="Record facts")
def record(
    request: HttpRequest,
    response: HttpResponse,
    code: Path[Word],
    told: RecordIn,
    if_match: Header[str | None] = None,
) -> dict[str, Any]:
    """Compare and set: names the version seen, as If-Match or in the body; 409 if somebody was faster."""
    facts, members = _stored(told)
    household: Household = record_facts(
        actor=caller(request), household=code, seen=_seen(if_match, told.version), collected_on=told.collected_on,
        source=Source(told.source), at=timezone.now(), on=request.today, facts=facts, members=members,
    )  # fmt: skip
    response["ETag"] = f'"{household.version}"'
    return {"code": household.code, "version": household.version}


def _filters(asked: ListAsked) -> Filters:
    """Raises NotFound (`no_such_standard`, `no_such_criterion`): a program is told, where a form shows what holds."""
    for named in (asked.standard, asked.about):
        if named is not None:
            standard, _, criterion = named.partition(".")
            refuse_no_criterion(the_pack().standard(standard), criterion)
    told = {name: value for name, value in asked.dict().items() if isinstance(value, str)}
    verdict = {"verdict": str(Verdict[asked.verdict.upper()].value)} if asked.verdict else {}
    return Filters.read({**told, **verdict, "closed": "1" if asked.closed else ""})


def _seen(if_match: str | None, version: int | None) -> int:
    told = (if_match or "").strip().removeprefix('"').removesuffix('"')
    matched = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else None
    if (if_match is not None and matched is None) or (matched is None and version is None) or (
        matched is not None and version not in (None, matched)
    ):  # fmt: skip
        raise BadInput(
            "version_missing",
            zh='请写明所依据的户版本：If-Match: "3"，或正文中的 version；两处都写时应相同。请先读取该户。',
            en='Name the version of the household you saw, as If-Match: "3" or as version in the body, and the same '
            "if both. Read the household first.",
        )
    return matched if matched is not None else version or 0


def _stored(told: FactsIn) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    members = {number: stored_values(Level.PERSON, facts) for number, facts in told.members.items()}
    return stored_values(Level.HOUSEHOLD, told.facts), members
