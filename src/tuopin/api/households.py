"""Households: the list, one with its judgement and facts, what an edit would change, and recording facts.

Names are masked as on the pages; papers are not shown at all.
"""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Path, Router, Schema
from pydantic import Field

from tuopin.accounts.rules import Act
from tuopin.api.auth import caller
from tuopin.api.shapes import Both, Word
from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput
from tuopin.registry.columns import facts_of
from tuopin.registry.masking import masked_name
from tuopin.registry.models import Household
from tuopin.registry.models.facts import Source
from tuopin.registry.plain import plain_value, stored_values
from tuopin.registry.selectors import facts_as_of, household_visible_to, members_on
from tuopin.registry.services.facts import record_facts
from tuopin.registry.services.identity import opened
from tuopin.warehouse.one_household import judged, preview

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


@router.get(
    "/households/{code}", response=HouseholdOut, summary="One household, judged as of the business day"
)
def one_household(request: HttpRequest, response: HttpResponse, code: Path[Word]) -> dict[str, Any]:
    """The answer's ETag is the version: send it back as If-Match when recording facts."""
    household = household_visible_to(caller(request), code)
    on = request.today
    response["ETag"] = f'"{household.version}"'
    return {
        "code": household.code,
        "version": household.version,
        "village": household.village.code,
        "on": on,
        "facts": _facts(Level.HOUSEHOLD, household, on),
        "members": [
            {
                "number": each.number,
                "name": masked_name(opened(each.person).name),
                "facts": _facts(Level.PERSON, each.person, on),
            }
            for each in members_on(household, on)
        ],
        "decisions": [
            {"on": each.decided_on, "kind": each.kind}
            for each in household.decisions.order_by("decided_on", "id")
        ],
        "judgement": judged(household, on=on).as_dict(),
    }


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


def _facts(level: Level, subject: object, on: date) -> dict[str, Any]:
    folded = facts_as_of(level, subject, as_of=on)
    return {
        fact.code: {
            "value": plain_value(fact.kind, folded.values[fact.code]),
            "collected_on": folded.origin[fact.code].collected_on,
            "source": folded.origin[fact.code].source,
        }
        for fact in facts_of(level)
        if fact.code in folded.values
    }
