"""`tuopin token`: what programs call the API with, by the same services as the page."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from tuopin.cli.commands import Command, Group, common_options, option, pass_session
from tuopin.cli.office import home_option
from tuopin.cli.registry import acting, by_option, open_registry, today
from tuopin.cli.session import Session
from tuopin.kernel.text import Text
from tuopin.warehouse.scope import day_of


@click.command(
    "make",
    cls=Command,
    says=Text("生成一个令牌；只显示这一次。", "Makes a token; it is shown this once."),
)
@click.argument("label")
@option("--act", "acts", multiple=True, required=True, metavar="ACT",
        zh="权限，如 figures.see、households.see、imports.stage；可重复。",
        en="What it may do, such as figures.see, households.see, imports.stage; may be repeated.")  # fmt: skip
@option("--place", metavar="CODE", zh="只在这个地区有效。", en="Good in this place only.")
@option("--until", metavar="DATE", zh="最后一天。", en="Its last day.", required=True)
@by_option
@home_option
@common_options
@pass_session
def make_command(
    session: Session,
    *,
    label: str,
    acts: tuple[str, ...],
    place: str | None,
    until: str,
    by: str,
    home: Path | None,
) -> None:
    last_day = day_of(until)
    open_registry(home)
    from tuopin.accounts.tokens.services import make_token  # noqa: PLC0415 - models exist only after setup

    token, secret = make_token(
        actor=acting(by),
        label=label,
        acts=set(acts),
        place=place,
        last_day=last_day,
        at=datetime.now(UTC),
        on=today(),
    )
    if session.for_machines:
        session.answer({"token": str(token.pk), "secret": secret, "last_day": last_day.isoformat()})
        return
    session.show(f"令牌 {token.pk}，只显示这一次：", f"Token {token.pk}, shown this once:")
    session.show(secret, secret)


@click.command("list", cls=Command, says=Text("列出令牌。", "Lists tokens."))
@by_option
@home_option
@common_options
@pass_session
def list_command(session: Session, *, by: str, home: Path | None) -> None:
    open_registry(home)
    from tuopin.accounts.tokens.rules import lives  # noqa: PLC0415 - models exist only after setup
    from tuopin.accounts.tokens.selectors import tokens_visible_to  # noqa: PLC0415

    found = [
        {
            "token": str(each.pk),
            "label": each.label,
            "of": each.user.code,
            "acts": each.acts,
            "place": each.place.code if each.place else None,
            "last_day": _last_day(each.ends_before),
            "last_used_on": each.last_used_on.isoformat() if each.last_used_on else None,
            "alive": lives(each.revoked_at is not None, each.ends_before, today()),
        }
        for each in tokens_visible_to(acting(by)).order_by("-made_at")
    ]
    if session.for_machines:
        session.answer({"tokens": found})
        return
    for each in found:
        state = session.words("有效", "alive") if each["alive"] else session.words("已失效", "dead")
        acts = ", ".join(each["acts"])
        line = f"{each['token']}  {state}  {each['of']}  {each['label']}  {acts}  {each['last_day']}"
        session.show(line, line)
    if not found:
        session.show("还没有令牌。", "There are none yet.")


def _last_day(ends_before: date) -> str:
    return (ends_before - timedelta(days=1)).isoformat()


@click.command("revoke", cls=Command, says=Text("作废一个令牌。", "Revokes a token."))
@click.argument("token", type=click.UUID)
@by_option
@home_option
@common_options
@pass_session
def revoke_command(session: Session, *, token: object, by: str, home: Path | None) -> None:
    open_registry(home)
    from tuopin.accounts.tokens.services import revoke_token  # noqa: PLC0415 - models exist only after setup

    revoke_token(actor=acting(by), key=token, at=datetime.now(UTC))
    if session.for_machines:
        session.answer({"token": str(token), "alive": False})
        return
    session.show("令牌已作废。", "The token is revoked.")


token_command = common_options(
    Group(
        "token",
        callback=lambda: None,
        says=Text(
            "程序调用接口用的令牌：生成、列出、作废。",
            "Tokens by which programs call the API: make, list, revoke.",
        ),
        homes={
            "make": (__name__, Text("生成一个令牌", "make a token")),
            "list": (__name__, Text("列出令牌", "list tokens")),
            "revoke": (__name__, Text("作废一个令牌", "revoke a token")),
        },
    )
)
