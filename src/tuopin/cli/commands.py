"""click's commands, options and groups with their words in Chinese and English, and commands loaded on use."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from tuopin.cli.session import Session, session_of
from tuopin.kernel.text import Text

Function = TypeVar("Function", bound=Callable[..., Any])


class Option(click.Option):
    """An option whose help has two languages."""

    def __init__(self, *args: Any, says: Text, **more: Any) -> None:
        super().__init__(*args, **more)
        self.says = says

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.says.in_(session_of(ctx).language)
        return super().get_help_record(ctx)


class Argument(click.Argument):
    """An argument with a name per language in the usage line."""

    def __init__(self, *args: Any, named: Text, **more: Any) -> None:
        super().__init__(*args, **more)
        self.named = named

    def make_metavar(self, ctx: click.Context) -> str:
        name = self.named.in_(session_of(ctx).language)
        name = f"{name}..." if self.nargs != 1 else name
        return name if self.required else f"[{name}]"


class Command(click.Command):
    """A command whose help has two languages; its first sentence stands in the list of commands."""

    def __init__(self, *args: Any, says: Text, **more: Any) -> None:
        super().__init__(*args, **more)
        self.says = says

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = self.says.in_(session_of(ctx).language)
        super().format_help_text(ctx, formatter)


class Group(click.Group):
    """Subcommands by name with the module that holds each; a module is loaded when its command is called.

    What each says about itself stands in the table, so that the list of commands loads none of them.
    """

    def __init__(self, *args: Any, says: Text, homes: Mapping[str, tuple[str, Text]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.says = says
        self.homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.homes:
            return None
        command = getattr(importlib.import_module(self.homes[cmd_name][0]), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = self.says.in_(session_of(ctx).language)
        super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        session = session_of(ctx)
        with formatter.section(session.words("命令", "Commands")):
            formatter.write_dl([(name, says.in_(session.language)) for name, (_, says) in self.homes.items()])


def common_options(function: Function) -> Function:
    """--lang and --json, the same on every command; they reach the command as its session."""

    def to_session(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        session = session_of(ctx)
        if value in ("zh", "en"):
            session.language = value
        elif value is True:
            session.for_machines = True

    function = click.option(
        "--json", is_flag=True, cls=Option, expose_value=False, callback=to_session,
        says=Text("输出给程序读的 JSON。", "Print JSON for machines."),
    )(function)  # fmt: skip
    return click.option(
        "--lang", type=click.Choice(["zh", "en"]), cls=Option, expose_value=False, callback=to_session,
        says=Text("界面语言。", "Language of what is printed and written."),
    )(function)  # fmt: skip


def pass_session(function: Callable[..., None]) -> Callable[..., None]:
    """Gives the session to a command as its first argument."""

    def with_session(ctx: click.Context, *args: Any, **more: Any) -> None:
        function(session_of(ctx), *args, **more)

    with_session.__name__ = function.__name__
    with_session.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
    return click.pass_context(with_session)


__all__ = ["Argument", "Command", "Group", "Option", "Session", "common_options", "pass_session"]
