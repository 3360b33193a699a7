"""Who a user is today, and which users an administrator sees."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from tuopin.accounts.models import Posting, User
from tuopin.accounts.rules import CHARTERS, Act, Role
from tuopin.kernel.actor import Actor, Duty
from tuopin.kernel.errors import NotFound
from tuopin.places.selectors import within


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


def actor_named(code: str, *, on: date) -> Actor:
    """Raises NotFound (`no_such_user`)."""
    user = User.objects.filter(code=code, is_active=True).first()
    if user is None:
        raise NotFound(
            "no_such_user",
            zh=f"没有代码为 {code} 的在岗用户。请核对用户代码。",
            en=f"There is no user {code} at work here. Check the code.",
        )
    return actor_of(user, on=on)


def users_visible_to(actor: Actor) -> QuerySet[User]:
    """Those who are or were posted where the actor administers users, and those who never had a posting."""
    paths = actor.paths(Act.ADMINISTER_USERS.value)
    if not paths:
        return User.objects.none()
    postings = Posting.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(postings.filter(within(paths, "place__path"))) | ~Exists(postings))


def user_visible_to(actor: Actor, code: str) -> User:
    """Raises NotFound (`no_such_account`), the same for one that is absent and one that is out of reach."""
    found = users_visible_to(actor).filter(code=code).first()
    if found is None:
        raise NotFound(
            "no_such_account",
            zh="没有找到这个账号。请核对；不在您管理范围内的账号也不显示。",
            en="There is no such account. Check the code; accounts outside your posting are not shown either.",
        )
    return found


def posting_visible_to(actor: Actor, user: User, key: int) -> Posting:
    """Raises NotFound (`no_such_posting`)."""
    found = (
        Posting.objects.filter(within(actor.paths(Act.ADMINISTER_USERS.value), "place__path"))
        .filter(user=user, pk=key)
        .select_related("place", "user")
        .first()
    )
    if found is None:
        raise NotFound(
            "no_such_posting",
            zh="没有找到这个岗位。它可能已被取消，或不在您的管理范围内。",
            en="There is no such posting. It may have been taken back, or lies outside your own.",
        )
    return found
