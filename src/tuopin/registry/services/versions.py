"""Whoever changes a household names the version seen; if somebody was faster, nothing happens."""

from django.db.models import F

from tuopin.accounts.rules import Act
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import ChangedMeanwhile
from tuopin.registry.models import Household
from tuopin.registry.rules.homes import household_closed
from tuopin.registry.selectors import household_visible_to


def taken(actor: Actor, code: str, *, seen: int, act: Act) -> Household:
    """The household, its version raised by one.

    Raises NotFound, RefusedByRule (`household_closed`), ChangedMeanwhile (`changed_meanwhile`).
    """
    household = household_visible_to(actor, code, act)
    if household.closed_on is not None:
        raise household_closed(code)
    if not raised(household, seen=seen):
        raise changed_meanwhile(code)
    return household


def raised(household: Household, *, seen: int) -> bool:
    """Compare and set: changed only if it is still in the version seen, on any database, without a lock."""
    if not Household.objects.filter(pk=household.pk, version=seen).update(version=F("version") + 1):
        return False
    household.version = seen + 1
    return True


def changed_meanwhile(code: str) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        "changed_meanwhile",
        zh=f"户 {code} 在您打开之后已被他人修改，您的修改没有保存。请刷新后核对，再提交一次。",
        en=f"Household {code} was changed by somebody else after you opened it; your change was not saved. "
        "Reload, check, and submit again.",
    )
