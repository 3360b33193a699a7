"""Proposing a change of a household, and taking the proposal back. Nothing about the household changes yet."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput, ChangedMeanwhile, RefusedByRule
from tuopin.places.models import Place
from tuopin.registry.columns import the_pack
from tuopin.registry.homes import home_of
from tuopin.registry.models import ChangeRequest, Household
from tuopin.registry.requests import request_visible_to
from tuopin.registry.rules import changes as rules
from tuopin.registry.rules.reasons import reason_given
from tuopin.registry.selectors import household_visible_to
from tuopin.registry.services.facts import refuse_future
from tuopin.registry.services.members import code_taken
from tuopin.registry.services.versions import changed_meanwhile
from tuopin.registry.values import fits


@transaction.atomic
def propose(
    *,
    actor: Actor,
    household: str,
    seen: int,
    asked: rules.Asked,
    takes_effect_on: date,
    reason: str,
    at: datetime,
    on: date,
) -> ChangeRequest:
    """A request for a second person to decide. `seen` is the version of the household the proposer was shown.

    Raises NotFound, ChangedMeanwhile, what the rules of the change raise, RefusedByRule (`change_open_already`).
    """
    row = household_visible_to(actor, household, Act.PROPOSE_CHANGE)
    refuse_future(takes_effect_on, on)
    reason = reason_given(reason)
    other = None
    if isinstance(asked, rules.Merge):
        other = household_visible_to(actor, asked.other, Act.PROPOSE_CHANGE)
    if row.version != seen or (
        isinstance(asked, rules.Merge) and other and other.version != asked.other_seen
    ):
        raise changed_meanwhile(household)
    refuse_change(asked, row, other, takes_effect_on, on)
    if ChangeRequest.objects.filter(household=row, kind=asked.kind, state="proposed").exists():
        raise _open_already(household)
    request = _kept(row, asked, takes_effect_on, reason, actor, at)
    audit.record(
        actor=actor, action="changes.propose", about=f"household:{row.pk}", path=row.village.path, at=at,
        details={
            "request": str(request.pk), "kind": asked.kind, "on": takes_effect_on.isoformat(),
            "asked": request.payload,
        },
    )  # fmt: skip
    return request


def _kept(
    row: Household, asked: rules.Asked, day: date, reason: str, actor: Actor, at: datetime
) -> ChangeRequest:
    try:
        with transaction.atomic():
            return ChangeRequest.objects.create(
                kind=asked.kind, household=row, household_version=row.version, payload=rules.payload_of(asked),
                takes_effect_on=day, reason=reason, proposed_by=actor.code, proposed_at=at,
            )  # fmt: skip
    except IntegrityError:  # somebody proposed the same kind in this very moment
        raise _open_already(row.code) from None


def refuse_change(asked: rules.Asked, row: Household, other: Household | None, day: date, on: date) -> None:
    """What forbids the change as things stand; asked when it is proposed and once more when it is approved."""
    _refuse_relations(asked)
    home = home_of(row, on=on)
    rules.refuse(asked, home, None if other is None else home_of(other, on=on), day)
    if isinstance(asked, rules.Split) and (
        not asked.code.strip() or Household.objects.filter(code=asked.code).exists()
    ):
        raise code_taken(asked.code)
    if isinstance(asked, rules.Transfer):
        village_open(asked.village, day)


def _refuse_relations(asked: rules.Asked) -> None:
    """Relations come from the pack's list, and only the head is the head. Raises BadInput (`relation_value`)."""
    headship, relations = the_pack().headship, getattr(asked, "relations", {})
    for number, role in relations.items():
        if role is not None and (
            headship is None or role == headship.number or not fits(headship.role.kind, role)
        ):
            raise BadInput(
                "relation_value",
                zh=f"第 {number} 号成员与户主的关系不能填 {role}。请从列表中选择；户主另行指定。",
                en=f"The relation of member {number} to the head cannot be {role}. Choose one of the list; the head is "
                "named apart.",
            )


def village_open(code: str, day: date) -> Place:
    """Anybody may name any village of the tree. Raises BadInput (`not_an_open_village`)."""
    found = Place.objects.filter(code=code, level=the_pack().place_levels[-1], valid_from__lte=day).first()
    if found is None or (found.valid_until is not None and found.valid_until <= day):
        raise BadInput(
            "not_an_open_village",
            zh=f"{code} 不是 {day} 时有效的村。请核对村代码；村已改码的，请用新代码。",
            en=f"{code} is not a village that exists on {day}. Check the code; if it changed, use the new one.",
        )
    return found


@transaction.atomic
def withdraw(*, actor: Actor, key: UUID, at: datetime) -> ChangeRequest:
    """By the proposer, while nobody has decided. Raises NotFound, RefusedByRule, ChangedMeanwhile."""
    request = request_visible_to(actor, key)
    if request.proposed_by != actor.code:
        raise may_not("撤回他人的变更申请", "withdraw a request of somebody else")
    settle(request, ChangeRequest.State.WITHDRAWN, actor, at, None)
    audit.record(
        actor=actor, action="changes.withdraw", about=f"household:{request.household_id}",
        path=request.household.village.path, at=at, details={"request": str(request.pk), "kind": request.kind},
    )  # fmt: skip
    return request


def settle(request: ChangeRequest, state: str, actor: Actor, at: datetime, answer: str | None) -> None:
    """Compare and set: only a request that is still open changes. Raises ChangedMeanwhile (`change_decided`)."""
    told = {"state": state, "decided_by": actor.code, "decided_at": at, "answer": answer}
    if not ChangeRequest.objects.filter(pk=request.pk, state=ChangeRequest.State.PROPOSED).update(**told):
        raise ChangedMeanwhile(
            "change_decided",
            zh="这份变更申请已有结论或已撤回，您的操作没有生效。请刷新后查看。",
            en="This request was decided or withdrawn already; what you asked for was not done. Reload and look.",
        )
    for name, value in told.items():
        setattr(request, name, value)


def _open_already(household: str) -> RefusedByRule:
    return RefusedByRule(
        "change_open_already",
        zh=f"户 {household} 已有一份同类变更申请等待审核。请先等它办结，或由申请人撤回。",
        en=f"Household {household} has a request of this kind waiting already. Wait for it, or have it withdrawn.",
    )
