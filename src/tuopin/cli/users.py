"""`tuopin user`: the first administrators of an office, then people and postings as the security administrator gives
them, by the same services as the pages."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from tuopin.cli.commands import Command, Group, common_options, option, pass_session
from tuopin.cli.office import home_option
from tuopin.cli.registry import acting, by_option, open_registry, today
from tuopin.cli.session import Session
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.text import Text
from tuopin.warehouse.scope import day_of

FIRST_DAY = date(1900, 1, 1)
"""Since when the office's own place is taken to exist, where nobody says otherwise."""


@click.command(
    "first",
    cls=Command,
    says=Text(
        "为新办公室建立系统、安全、审计三个管理员账号。口令只显示这一次，首次登录必须修改。",
        "Makes the accounts of the system, security and audit administrators of a new office. Passwords are shown "
        "this once and must be changed at the first sign-in.",
    ),
)
@option("--village", required=True, metavar="CODE", zh="办公室所辖任意一个村的代码。",
        en="Code of any village the office is for.")  # fmt: skip
@option(
    "--level",
    required=True,
    zh="办公室是哪一级，如 city、county。",
    en="Level of the office: city, county, …",
)
@option("--name", required=True, zh="办公室所在地区的名称。", en="Name of the office's place.")
@home_option
@common_options
@pass_session
def first_command(session: Session, *, village: str, level: str, name: str, home: Path | None) -> None:
    open_registry(home)
    from tuopin.accounts.first import first_administrators  # noqa: PLC0415 - models exist only after setup
    from tuopin.registry.columns import the_pack  # noqa: PLC0415

    pack = the_pack()
    pack.check_place_level(level)
    chain = pack.places_of(village, {level: name})[: pack.place_levels.index(level) + 1]
    made = first_administrators(
        tree=PlaceTree.of(chain), place=chain[-1].id, valid_from=FIRST_DAY, at=datetime.now(UTC), on=today()
    )
    if session.for_machines:
        session.answer({"accounts": [{"code": each.code, "password": each.password} for each in made]})
        return
    for each in made:
        session.show(
            f"{each.code}  一次性口令 {each.password}", f"{each.code}  one-time password {each.password}"
        )


@click.command(
    "add", cls=Command, says=Text("新增人员，显示一次性口令。", "Adds a person; shows a one-time password.")
)
@click.argument("code")
@option("--name", required=True, zh="姓名。", en="The person's name.")
@by_option
@home_option
@common_options
@pass_session
def add_command(session: Session, *, code: str, name: str, by: str, home: Path | None) -> None:
    open_registry(home)
    from tuopin.accounts.services import add_user  # noqa: PLC0415 - models exist only after setup
    from tuopin.accounts.sign_in import one_time_password  # noqa: PLC0415

    password = one_time_password()
    add_user(
        actor=acting(by), code=code, name=name, password=password, at=datetime.now(UTC), must_change=True
    )
    if session.for_machines:
        session.answer({"code": code, "password": password})
        return
    session.show(f"{code}  一次性口令 {password}", f"{code}  one-time password {password}")


@click.command("post", cls=Command, says=Text("给一个岗位。", "Gives a posting: a role in a place."))
@click.argument("code")
@option("--role", required=True, zh="岗位，如 county_office。", en="The role, such as county_office.")
@option("--place", required=True, metavar="CODE", zh="地区代码。", en="Code of the place.")
@option("--from", "starts", metavar="DATE", zh="从哪天起；默认今天。", en="From when on; by default today.")
@option("--until", metavar="DATE", zh="到哪天为止（不含）。", en="Until when, not including the day.")
@option("--department", default="", zh="部门（仅行业部门）。", en="Department, of a sector office only.")
@by_option
@home_option
@common_options
@pass_session
def post_command(
    session: Session, *, code: str, role: str, place: str, starts: str | None, until: str | None, department: str,
    by: str, home: Path | None,
) -> None:  # fmt: skip
    open_registry(home)
    from tuopin.accounts.rules import Act, role_named  # noqa: PLC0415 - models exist only after setup
    from tuopin.accounts.selectors import user_visible_to  # noqa: PLC0415
    from tuopin.accounts.services import post  # noqa: PLC0415
    from tuopin.places.selectors import place_visible_to  # noqa: PLC0415

    actor = acting(by)
    posting = post(
        actor=actor, user=user_visible_to(actor, code), role=role_named(role),
        place=place_visible_to(actor, Act.ADMINISTER_USERS.value, place),
        starts_on=day_of(starts) if starts else today(),
        ends_before=day_of(until) if until else None, at=datetime.now(UTC), department=department,
    )  # fmt: skip
    if session.for_machines:
        session.answer(
            {"code": code, "role": posting.role, "place": place, "from": posting.starts_on.isoformat()}
        )
        return
    session.show(
        "岗位已给出，对方下一次点击就生效。",
        "The posting is given; it holds from the person's next click on.",
    )


user_command = common_options(
    Group(
        "user",
        callback=lambda: None,
        says=Text("账号和岗位。", "Accounts and postings."),
        homes={
            "first": (__name__, Text("新办公室的三个管理员", "the three administrators of a new office")),
            "add": (__name__, Text("新增人员", "add a person")),
            "post": (__name__, Text("给一个岗位", "give a posting")),
        },
    )
)
