"""Reading change requests, within what the actor may see: those about households that live there now."""

from uuid import UUID

from django.db.models import QuerySet

from tuopin.accounts.rules import Act
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import NotFound
from tuopin.places.models import Place
from tuopin.places.selectors import within
from tuopin.registry.models import ChangeRequest, Household
from tuopin.registry.rules.changes import Asked, Merge, Transfer, asked_of


def requests_visible_to(actor: Actor, act: Act = Act.SEE_HOUSEHOLDS) -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.filter(within(actor.paths(act.value), "household__village__path"))


def request_visible_to(actor: Actor, key: UUID) -> ChangeRequest:
    """Raises NotFound (`no_such_change`), the same for one that is absent and one out of reach."""
    found = requests_visible_to(actor).select_related("household__village").filter(pk=key).first()
    if found is None:
        raise NotFound(
            "no_such_change",
            zh="没有找到这份变更申请。请从列表重新进入；不在您负责范围内的申请也不显示。",
            en="There is no such change request. Open it from the list; those outside your posting are not shown.",
        )
    return found


def asked_by(request: ChangeRequest) -> Asked:
    return asked_of(request.kind, request.payload)


def other_of(asked: Asked) -> Household | None:
    """The household that a merge closes, wherever it lies: who may act on it is asked by the services."""
    if not isinstance(asked, Merge):
        return None
    return Household.objects.select_related("village").get(code=asked.other)


def paths_touched(request: ChangeRequest, asked: Asked) -> tuple[str, ...]:
    """Every village the change concerns; whoever decides has to be posted over all of them."""
    paths = [request.household.village.path]
    other = other_of(asked)
    if other is not None:
        paths.append(other.village.path)
    if isinstance(asked, Transfer):
        paths += Place.objects.filter(code=asked.village).values_list("path", flat=True)
    return tuple(paths)


def waiting_for(actor: Actor) -> QuerySet[ChangeRequest]:
    """Open requests that somebody else made where the actor decides. Some of them may need a wider posting."""
    found = requests_visible_to(actor, Act.APPROVE_CHANGE).filter(state=ChangeRequest.State.PROPOSED)
    return found.exclude(proposed_by=actor.code)


def outdated(request: ChangeRequest) -> bool:
    """Whether a household it concerns has changed since, so that it can only be refused or withdrawn."""
    if request.household.version != request.household_version:
        return True
    asked = asked_by(request)
    other = other_of(asked)
    return isinstance(asked, Merge) and other is not None and other.version != asked.other_seen
