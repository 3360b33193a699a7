"""The first people of an office: the three separated administrators, by whoever holds the machine."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tuopin.accounts.models import User
from tuopin.accounts.rules import Role
from tuopin.accounts.services import add_user, post
from tuopin.accounts.sign_in import one_time_password
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.places import PlaceTree
from tuopin.places.models import Place
from tuopin.places.services import import_tree

FIRST = {
    "system": (Role.SYSTEM_ADMIN, "系统管理员"),
    "security": (Role.SECURITY_ADMIN, "安全管理员"),
    "audit": (Role.AUDIT_ADMIN, "审计管理员"),
}
"""By code; each gives the account to a person, who changes the password at the first sign-in."""


@dataclass(frozen=True, slots=True)
class FirstAccount:
    code: str
    role: Role
    password: str


@transaction.atomic
def first_administrators(
    *, tree: PlaceTree, place: int, valid_from: date, at: datetime, on: date
) -> tuple[FirstAccount, ...]:
    """The places down to the office's own, and an account for each administrator there, with one-time passwords.

    Raises RefusedByRule (`office_has_people`) in an office that has any account.
    """
    if User.objects.exists():
        raise RefusedByRule(
            "office_has_people",
            zh="这个办公室已有账号。新账号请由安全管理员在“人员与岗位”页面或用 tuopin user add 办理。",
            en="This office has accounts already. The security administrator adds others on the page People and "
            "postings, or with tuopin user add.",
        )
    import_tree(actor=SYSTEM, tree=tree, valid_from=valid_from, at=at)
    where = Place.objects.get(pk=place)
    found = []
    for code, (role, name) in FIRST.items():
        password = one_time_password()
        user = add_user(actor=SYSTEM, code=code, name=name, password=password, at=at, must_change=True)
        post(actor=SYSTEM, user=user, role=role, place=where, starts_on=on, at=at)
        found.append(FirstAccount(code, role, password))
    return tuple(found)
