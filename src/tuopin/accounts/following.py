"""Postings follow the places they are in: when a village becomes another, its people go on working there."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F, Q

from tuopin.accounts.models import Posting, User
from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.places.models import Place


def follow_places(*, actor: Actor, old: Place, news: Sequence[Place], on: date, at: datetime) -> int:
    """Ends what is posted at the old place and posts the same at each new one; how many postings ended.

    Belongs into the transaction of the change; whoever may change places need not administer users.
    """
    held = list(
        Posting.objects.filter(place=old)
        .filter(Q(ends_before=None) | Q(ends_before__gt=on))
        .select_related("user")
    )
    for posting in held:
        for new in news:
            _post_like(posting, new, max(on, posting.starts_on))
        if posting.starts_on >= on:
            Posting.objects.filter(pk=posting.pk).delete()
        else:
            Posting.objects.filter(pk=posting.pk).update(ends_before=on)
        audit.record(
            actor=actor, action="users.follow_place", about=f"user:{posting.user.code}", at=at, path=old.path,
            details={"role": posting.role, "from": old.code, "to": [new.code for new in news], "on": on.isoformat()},
        )  # fmt: skip
    User.objects.filter(pk__in={posting.user_id for posting in held}).update(authority=F("authority") + 1)
    return len(held)


def _post_like(posting: Posting, place: Place, starts_on: date) -> None:
    """Unless the person holds the same role there for at least as long."""
    same = Posting.objects.filter(
        user=posting.user,
        role=posting.role,
        place=place,
        department=posting.department,
        starts_on__lte=starts_on,
    )
    lasting = Q(ends_before=None)
    if posting.ends_before is not None:
        lasting |= Q(ends_before__gte=posting.ends_before)
    if not same.filter(lasting).exists():
        Posting.objects.create(
            user=posting.user, role=posting.role, place=place, department=posting.department, starts_on=starts_on,
            ends_before=posting.ends_before,
        )  # fmt: skip
