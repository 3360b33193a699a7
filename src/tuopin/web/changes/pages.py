"""One change request with the households before and after, and the forms that propose one. Names are masked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from tuopin.accounts.rules import Act
from tuopin.engine.kinds import Code
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import RefusedByRule, TuopinError
from tuopin.kernel.text import Text
from tuopin.places.models import Place
from tuopin.places.selectors import within
from tuopin.registry.columns import the_pack
from tuopin.registry.homes import head_role, home_before, home_of
from tuopin.registry.masking import masked_name
from tuopin.registry.models import ChangeRequest, Household, Person
from tuopin.registry.requests import asked_by, other_of, outdated, request_visible_to
from tuopin.registry.rules import changes as rules
from tuopin.registry.rules.homes import Home, Someone
from tuopin.registry.selectors import household_visible_to, households_visible_to
from tuopin.registry.services.changes.deciding import refuse_decider
from tuopin.registry.services.identity import opened_all
from tuopin.registry.services.members import suggested_code
from tuopin.web.changes.forms import PREFIX, relations_of
from tuopin.web.changes.lists import MARKS, STATES
from tuopin.web.crumbs import crumbs_of


@dataclass(frozen=True)
class Shown:
    """One household in a picture of before or after."""

    code: str
    village: Text
    people: tuple["Member", ...]
    closed: bool
    new: bool = False


@dataclass(frozen=True)
class Member:
    number: int
    name: str
    role: Text | None
    head: bool
    moved: bool


def change_page(actor: Actor, key: UUID) -> dict[str, Any]:
    """Raises NotFound for one out of reach."""
    request = request_visible_to(actor, key)
    asked = asked_by(request)
    before, after = _pictures(actor, request, asked)
    open_ = request.state == ChangeRequest.State.PROPOSED
    return {
        "crumbs": crumbs_of(request.household, last=rules.LABELS[request.kind]),
        "change": request,
        "kind": rules.LABELS[request.kind],
        "household": request.household.code,
        "state": STATES[request.state],
        "mark": MARKS[request.state],
        "why": rules.WHYS[asked.why] if isinstance(asked, rules.Removal) else None,
        "before": before,
        "after": after,
        "outdated": open_ and outdated(request),
        "may_withdraw": open_ and request.proposed_by == actor.code,
        "may_decide": open_ and actor.may(Act.APPROVE_CHANGE.value) and request.proposed_by != actor.code,
        "decider": _not_by(actor, request, asked) if open_ else None,
    }


def _not_by(actor: Actor, request: ChangeRequest, asked: rules.Asked) -> Text | None:
    """Why this reader is not the one who decides; None when she or he is."""
    try:
        refuse_decider(actor, request, asked)
    except RefusedByRule as refused:
        return refused.text
    return None


def _pictures(actor: Actor, request: ChangeRequest, asked: rules.Asked) -> tuple[list[Shown], list[Shown]]:
    """As known when it was proposed, on the day it takes effect: the same before and after the decision."""
    day, known_at = request.takes_effect_on, request.proposed_at
    home = _named(home_before(request.household, day, known_at=known_at))
    other, row = None, other_of(asked)
    if row is not None:
        other = home_before(row, day, known_at=known_at)
        if households_visible_to(actor).filter(pk=row.pk).exists():
            other = _named(other)
    homes = [home] if other is None else [home, other]
    planned = rules.after(asked, home, other, head_role())
    was = {each.key: (found.code, each.role) for found in homes for each in found.people}
    codes = {each.code for each in homes}
    return (
        [_shown(each, {}) for each in homes],
        [_shown(each, was, new=each.code not in codes) for each in planned],
    )


def _shown(home: Home, was: Mapping[UUID, tuple[str, int | None]], *, new: bool = False) -> Shown:
    village = Place.objects.filter(code=home.village).first()
    name = Text(home.village, home.village) if village is None else Text(village.name_zh, village.name_en)
    people = tuple(
        Member(
            each.number, each.name, role_label(each.role), each.head,
            bool(was) and was.get(each.key) != (home.code, each.role),
        )
        for each in home.people
    )  # fmt: skip
    return Shown(home.code, name, people, home.closed, new)


def _named(home: Home) -> Home:
    papers = opened_all(Person(id=each.key) for each in home.people)
    people = tuple(replace(each, name=masked_name(papers[each.key].name) or "-") for each in home.people)
    return replace(home, people=people)


def role_label(role: int | None) -> Text | None:
    headship = the_pack().headship
    if headship is None or role is None:
        return None
    assert isinstance(headship.role.kind, Code)
    return headship.role.kind.codes.by_number[role].label


def form_page(actor: Actor, code: str, kind: str, typed: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The form of one kind, with what was typed. Raises NotFound where the actor may not propose."""
    household = household_visible_to(actor, code, Act.PROPOSE_CHANGE)
    home = _named(home_of(household, on=on))
    chosen = relations_of(typed)
    found: dict[str, Any] = {
        "crumbs": crumbs_of(household, last=rules.LABELS[kind]),
        "household": household,
        "kind": kind,
        "label": rules.LABELS[kind],
        "people": [_row(each, chosen) for each in home.people],
        "roles": _roles(),
        "takes_effect_on": typed.get("takes_effect_on") or on.isoformat(),
        "typed": typed,
        "leaving": {int(each) for each in _list(typed, "leaving") if each.isdigit()},
        "seen": typed.get("seen") or household.version,
        "closed": household.closed_on,
    }
    if kind == "split":
        found["suggested"] = typed.get("code") or suggested_code(household.village)
    elif kind == "removal":
        found["whys"] = list(rules.WHYS.items())
    elif kind == "transfer":
        found["villages"] = _villages(household, on)
    elif kind == "merge":
        found |= _other(actor, typed, chosen, on)
    return found


def _other(actor: Actor, typed: Mapping[str, Any], chosen: rules.Relations, on: date) -> dict[str, Any]:
    """The household that is to be merged in, once its code is given; or why there is none to show."""
    code = str(typed.get("other", "")).strip()
    if not code:
        return {}
    try:
        other = household_visible_to(actor, code, Act.PROPOSE_CHANGE)
    except TuopinError as refused:
        return {"other_refused": refused.text}
    people = [_row(each, chosen) for each in _named(home_of(other, on=on)).people]
    return {"other": other, "other_people": people}


def _row(each: Someone, chosen: rules.Relations) -> dict[str, Any]:
    return {
        "number": each.number, "name": each.name, "role": role_label(each.role), "head": each.head,
        "input": f"{PREFIX}{each.number}", "chosen": chosen.get(each.number),
    }  # fmt: skip


def _roles() -> list[dict[str, Any]]:
    """What somebody can be to the head, without the head."""
    headship = the_pack().headship
    if headship is None:
        return []
    assert isinstance(headship.role.kind, Code)
    return [
        {"number": each.number, "label": each.label}
        for each in headship.role.kind.codes.entries
        if each.number != headship.number
    ]


def _villages(household: Household, on: date) -> list[dict[str, Any]]:
    """Of the same county, to choose from; another one is typed by its code."""
    county = household.village.path.rsplit("/", 3)[0] + "/"
    found = Place.objects.filter(
        within([county]), level=household.village.level, valid_from__lte=on, valid_until=None
    )
    return [
        {
            "code": each.code,
            "label": Text(f"{each.parent.name_zh} {each.name_zh}", f"{each.name_en}, {each.parent.name_en}"),
        }
        for each in found.exclude(pk=household.village_id).select_related("parent").order_by("path")
    ]


def _list(typed: Mapping[str, Any], name: str) -> list[str]:
    found: list[str] = typed.getlist(name) if hasattr(typed, "getlist") else []
    return found
