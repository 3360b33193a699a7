"""Deciding a change: by somebody else than who proposed it, posted over every village concerned; all or nothing."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import ChangedMeanwhile, RefusedByRule
from tuopin.registry.models import ChangeRequest, Household
from tuopin.registry.requests import asked_by, other_of, paths_touched, request_visible_to
from tuopin.registry.rules.changes import Asked, Merge
from tuopin.registry.rules.reasons import reason_given
from tuopin.registry.services.changes.effects import Change, take_effect
from tuopin.registry.services.changes.proposing import refuse_change, settle
from tuopin.registry.services.versions import raised


@transaction.atomic
def approve(*, actor: Actor, key: UUID, answer: str, at: datetime, on: date) -> ChangeRequest:
    """Decides and carries out, in one transaction.

    Raises NotFound, RefusedByRule, ChangedMeanwhile: `change_decided` when somebody was faster, `change_outdated` when
    a household concerned has changed since the proposal.
    """
    request = request_visible_to(actor, key)
    asked = asked_by(request)
    refuse_decider(actor, request, asked)
    settle(request, ChangeRequest.State.APPROVED, actor, at, answer.strip() or None)
    other = other_of(asked)
    _raise_versions(request, asked, other)
    refuse_change(asked, request.household, other, request.takes_effect_on, on)
    touched = take_effect(
        asked, Change(request.household, other, request.takes_effect_on, request.proposed_by, at, on)
    )
    audit.record(
        actor=actor, action="changes.approve", about=f"household:{request.household_id}",
        path=request.household.village.path, at=at,
        details={
            "request": str(request.pk), "kind": request.kind, "on": request.takes_effect_on.isoformat(),
            "proposed_by": request.proposed_by, "asked": request.payload,
            "households": [str(each.pk) for each in touched],
        },
    )  # fmt: skip
    return request


@transaction.atomic
def refuse(*, actor: Actor, key: UUID, answer: str, at: datetime) -> ChangeRequest:
    """Decides against it, with a reason the proposer can read. Raises as `approve`, and BadInput for no reason."""
    request = request_visible_to(actor, key)
    refuse_decider(actor, request, asked_by(request))
    settle(request, ChangeRequest.State.REFUSED, actor, at, reason_given(answer))
    audit.record(
        actor=actor, action="changes.refuse", about=f"household:{request.household_id}",
        path=request.household.village.path, at=at, details={"request": str(request.pk), "kind": request.kind},
    )  # fmt: skip
    return request


def refuse_decider(actor: Actor, request: ChangeRequest, asked: Asked) -> None:
    """Raises RefusedByRule (`not_allowed`, `change_two_people`, `change_beyond_posting`)."""
    if not actor.may(Act.APPROVE_CHANGE.value, request.household.village.path):
        raise may_not("审核变更申请", "decide changes of households")
    if request.proposed_by == actor.code:
        raise RefusedByRule(
            "change_two_people",
            zh="申请人不能审核自己的变更申请。请由另一位有审核权的同事办理。",
            en="Nobody decides a request of their own. Ask a colleague who may.",
        )
    if not all(actor.may(Act.APPROVE_CHANGE.value, path) for path in paths_touched(request, asked)):
        raise RefusedByRule(
            "change_beyond_posting",
            zh="这项变更涉及您岗位范围以外的村，需由同时管辖两个村的上级审核。请转给县级（跨县的转给市级）有审核权的同事。",
            en="This change concerns a village outside your posting. It is decided by somebody posted over both: in "
            "the county, or above it when the villages lie in two counties.",
        )


def _raise_versions(request: ChangeRequest, asked: Asked, other: Household | None) -> None:
    """Every household concerned must be as the proposer saw it; in order of key, so that two deciders never wait for
    each other."""
    seen = {request.household.pk: (request.household, request.household_version)}
    if isinstance(asked, Merge) and other is not None:
        seen[other.pk] = (other, asked.other_seen)
    for key in sorted(seen):
        household, version = seen[key]
        if not raised(household, seen=version):
            raise ChangedMeanwhile(
                "change_outdated",
                zh=f"变更申请提出之后，户 {household.code} 又有改动，不能按原申请办理。请退回，由申请人核对后再提。",
                en=f"Household {household.code} has changed since the request was made, so it is not carried out. "
                "Refuse it, and have it proposed again after a look.",
            )
