"""What the pages of a member show: masked unless somebody said why, and then in that one answer only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tuopin.accounts.rules import Act
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.registry import masking
from tuopin.registry.columns import the_pack
from tuopin.registry.models import Household, Person
from tuopin.registry.selectors import household_visible_to, person_in
from tuopin.registry.services.consents import PURPOSES, Purpose, consents_of
from tuopin.registry.services.identity import LOOKS, Papers, opened
from tuopin.warehouse.one_household import preview_members
from tuopin.web.crumbs import crumbs_of
from tuopin.web.fact_inputs import inputs_of, read
from tuopin.web.members.wording import BEGINS, ENDS

JOINING = Text("登记新成员", "New member")
LEAVING = Text("登记离开", "A member leaves")


def member_page(
    actor: Actor, code: str, number: int, *, on: date, shown: Papers | None = None
) -> dict[str, Any]:
    """`shown` is the full identity, where the reader has just said why. Raises NotFound."""
    household = household_visible_to(actor, code)
    person = person_in(household, number)
    path, open_ = household.village.path, household.closed_on is None
    return {
        **_head(household, _title(number)),
        "number": number,
        "fields": _fields(person, shown),
        "shown": shown is not None,
        "looks": list(LOOKS.items()),
        "may_unmask": actor.may(Act.UNMASK.value, path),
        "may_edit": open_ and actor.may(Act.EDIT_FACTS.value, path),
        "consents": _consents(person),
        "purposes": list(PURPOSES.items()),
        "today": on,
    }


def _title(number: int) -> Text:
    return Text(f"第 {number} 号成员", f"Member {number}")


def _head(household: Household, last: Text) -> dict[str, Any]:
    return {"crumbs": crumbs_of(household, last=last), "household": household, "title": last}


def _fields(person: Person, shown: Papers | None) -> list[tuple[Text, str | None]]:
    papers = opened(person)
    if shown is not None:
        values = (shown.name, shown.id_number, shown.phone)
    else:
        values = (
            masking.masked_name(papers.name), masking.masked_number(papers.id_number),
            masking.masked_phone(papers.phone),
        )  # fmt: skip
    labels = (Text("姓名", "name"), Text("证件号码", "number of papers"), Text("电话", "phone"))
    return list(zip(labels, values, strict=True))


def _consents(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "purpose": PURPOSES[Purpose(each.purpose)], "code": each.purpose, "given_on": each.given_on,
            "withdrawn_on": each.withdrawn_on, "recorded_by": each.recorded_by,
        }
        for each in consents_of(person)
    ]  # fmt: skip


def join_page(actor: Actor, code: str, posted: Mapping[str, Any] | None, *, on: date) -> dict[str, Any]:
    """The form for somebody who joins; with what was typed and, where it can be read, what it would change."""
    household = household_visible_to(actor, code, Act.EDIT_FACTS)
    facts = the_pack().asked_of_newcomers
    typed = posted or {}
    values, errors = read(facts, typed) if posted else ({}, {})
    begin = str(typed.get("begin", ""))
    moves = None
    if posted and not errors:
        moves = preview_members(household, on=on, joining=values, counted=begin != "registered").moves
    return {
        **_head(household, JOINING),
        "begins": list(BEGINS.items()),
        "inputs": inputs_of(facts, values, errors=errors),
        "typed": typed,
        "starts_on": typed.get("starts_on") or on.isoformat(),
        "seen": typed.get("seen") or household.version,
        "values": values,
        "errors": errors,
        "moves": moves,
    }


def leave_page(
    actor: Actor, code: str, number: int, posted: Mapping[str, Any] | None, *, on: date
) -> dict[str, Any]:
    household = household_visible_to(actor, code, Act.EDIT_FACTS)
    person = person_in(household, number)
    typed = posted or {}
    return {
        **_head(household, LEAVING),
        "number": number,
        "name": masking.masked_name(opened(person).name) or "-",
        "ends": list(ENDS.items()),
        "typed": typed,
        "ends_before": typed.get("ends_before") or on.isoformat(),
        "seen": typed.get("seen") or household.version,
        "moves": preview_members(household, on=on, leaving=number).moves,
    }
