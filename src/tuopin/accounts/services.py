"""Adding people and postings. Each change of postings raises the user's authority version."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from tuopin.accounts.models import Posting, User
from tuopin.accounts.rules import CHARTERS, Act, Role, may_meet
from tuopin.audit import services as audit
from tuopin.kernel.actor import ROOT, SYSTEM, Actor
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.places.models import Place


def may_not(what_zh: str, what_en: str) -> RefusedByRule:
    return RefusedByRule(
        "not_allowed",
        zh=f"您的岗位不能{what_zh}。如确需办理，请联系有此权限的同事。",
        en=f"Your posting does not allow you to {what_en}. Ask a colleague whose posting does.",
    )


@transaction.atomic
def add_user(
    *,
    actor: Actor,
    code: str,
    name: str,
    password: str | None,
    at: datetime,
    email: str = "",
    must_change: bool = False,
) -> User:
    """A person who can sign in; without a posting she or he can do nothing.

    Raises BadInput (`account_code`, `account_name`, `account_taken`).
    """
    require_administrator(actor)
    _refuse_unusable(code, name)
    user = User(code=code, name=name.strip(), email=email, must_change_password=must_change)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save(force_insert=True)
    audit.record(actor=actor, action="users.add", about=f"user:{code}", at=at, path=office_of(actor))
    return user


@transaction.atomic
def post(
    *,
    actor: Actor,
    user: User,
    role: Role,
    place: Place,
    starts_on: date,
    at: datetime,
    ends_before: date | None = None,
    department: str = "",
) -> Posting:
    """Gives a role in a place; in force with the next request.

    Raises RefusedByRule (`not_allowed`, `own_account`, `roles_apart`), BadInput (`posting_period`,
    `posting_department`, `posting_place`).
    """
    require_administrator(actor, place.path)
    refuse_oneself(actor, user)
    User.objects.select_for_update().get(
        pk=user.pk
    )  # two administrators at once: the second sees the first's role
    _refuse_period(starts_on, ends_before)
    _refuse_department(role, department)
    _refuse_closed(place, starts_on)
    _refuse_meeting(user, role, starts_on, ends_before)
    posting = Posting.objects.create(
        user=user,
        role=role.value,
        place=place,
        starts_on=starts_on,
        ends_before=ends_before,
        department=department,
    )
    _changed(user)
    audit.record(
        actor=actor, action="users.post", about=f"user:{user.code}", at=at, path=place.path,
        details={
            "role": role.value, "place": place.code, "from": starts_on.isoformat(),
            "until": ends_before.isoformat() if ends_before else None, "department": department or None,
        },
    )  # fmt: skip
    return posting


@transaction.atomic
def end_posting(*, actor: Actor, posting: Posting, on: date, at: datetime) -> None:
    """Ends it: from that day on it allows nothing. One that has not begun by then is taken back whole."""
    require_administrator(actor, posting.place.path)
    refuse_oneself(actor, posting.user)
    if posting.ends_before is not None and posting.ends_before <= on:
        raise RefusedByRule(
            "posting_over",
            zh=f"这个岗位已于 {posting.ends_before} 结束。请刷新页面。",
            en=f"This posting ended on {posting.ends_before} already. Reload the page.",
        )
    if on <= posting.starts_on:
        Posting.objects.filter(pk=posting.pk).delete()
    else:
        Posting.objects.filter(pk=posting.pk).update(ends_before=on)
    _changed(posting.user)
    audit.record(
        actor=actor, action="users.end_posting", about=f"user:{posting.user.code}", at=at, path=posting.place.path,
        details={"role": posting.role, "place": posting.place.code, "on": on.isoformat()},
    )  # fmt: skip


def require_administrator(actor: Actor, path: str | None = None) -> None:
    if actor is not SYSTEM and not actor.may(Act.ADMINISTER_USERS.value, path):
        raise may_not("在这里管理用户", "administer users here")


def office_of(actor: Actor) -> str:
    """Where an act on an account belongs, which has no place of its own: the administrator's widest place."""
    return next(iter(actor.paths(Act.ADMINISTER_USERS.value)), ROOT)


def refuse_oneself(actor: Actor, user: User) -> None:
    if actor is not SYSTEM and actor.code == user.code:
        raise RefusedByRule(
            "own_account",
            zh="不能办理自己的账号和岗位。请由另一位安全管理员办理。",
            en="Nobody administers their own account and postings. Another security administrator has to do it.",
        )


def _changed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(authority=F("authority") + 1)


def _refuse_unusable(code: str, name: str) -> None:
    allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-"
    if not code or len(code) > 40 or set(code) - set(allowed):
        raise BadInput(
            "account_code",
            zh="账号只能用小写字母、数字、点、下划线和短横，最多 40 个字符。请换一个。",
            en="A code is made of small letters, digits, dots, underscores and hyphens, at most 40. Choose another.",
        )
    if not name.strip() or len(name.strip()) > 80:
        raise BadInput(
            "account_name",
            zh="请填写姓名，最多 80 个字。",
            en="Give the person's name, of at most 80 characters.",
        )
    if User.objects.filter(code=code).exists():
        raise BadInput(
            "account_taken",
            zh=f"账号 {code} 已有人使用。请换一个；离任人员的账号不再给别人。",
            en=f"The code {code} is taken. Choose another; the code of somebody who left is not given again.",
        )


def _refuse_period(starts_on: date, ends_before: date | None) -> None:
    if ends_before is not None and ends_before <= starts_on:
        raise BadInput(
            "posting_period",
            zh=f"岗位的结束日期 {ends_before} 不晚于开始日期 {starts_on}。请核对日期。",
            en=f"The posting ends on {ends_before}, not after its beginning on {starts_on}. Check the days.",
        )


def _refuse_department(role: Role, department: str) -> None:
    if (role is Role.SECTOR) != bool(department) or len(department) > 40:
        raise BadInput(
            "posting_department",
            zh="行业部门的岗位要写明是哪个部门，其他岗位不写部门。",
            en="A posting of a sector department names the department; no other posting does.",
        )


def _refuse_closed(place: Place, starts_on: date) -> None:
    if place.valid_until is not None and place.valid_until <= starts_on:
        raise BadInput(
            "posting_place",
            zh=f"地区 {place.code} 已于 {place.valid_until} 撤销。请选择现在的地区。",
            en=f"Place {place.code} ceased to exist on {place.valid_until}. Choose the place it became.",
        )


def _refuse_meeting(user: User, role: Role, starts_on: date, ends_before: date | None) -> None:
    """Separation of the three administrators (三员分立), over every day both postings would be in force."""
    others = Posting.objects.filter(user=user).filter(Q(ends_before=None) | Q(ends_before__gt=starts_on))
    if ends_before is not None:
        others = others.filter(starts_on__lt=ends_before)
    for held in others.values_list("role", flat=True):
        if not may_meet(role, Role(held)):
            now, new = CHARTERS[Role(held)].label, CHARTERS[role].label
            raise RefusedByRule(
                "roles_apart",
                zh=f"同一人不能既是{now.zh}又是{new.zh}：系统、安全、审计三员分立，也不兼业务岗位。"
                "请先结束原岗位，或换一个人。",
                en=f"One person is not {now.en} and {new.en} at once: the system, security and audit administrators "
                "are kept apart and hold no other role. End the first posting, or choose somebody else.",
            )
