"""Who a user is today."""

from datetime import date

from django.db.models import Q

from tuopin.accounts.models import Posting, User
from tuopin.accounts.rules import CHARTERS, Role
from tuopin.kernel.actor import Actor, Duty


def actor_of(user: User, *, on: date) -> Actor:
    """The person with the postings in force that day. Made anew for each request: an ended posting is gone at once."""
    postings = Posting.objects.filter(user=user, starts_on__lte=on).filter(
        Q(ends_before=None) | Q(ends_before__gt=on)
    )
    duties = tuple(
        Duty(
            each.role,
            each.place.path,
            frozenset(act.value for act in CHARTERS[Role(each.role)].acts),
            each.department or None,
        )
        for each in postings.select_related("place").order_by("id")
    )
    return Actor(user.code, duties if user.is_active else (), user.authority)
