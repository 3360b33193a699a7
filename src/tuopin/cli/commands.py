"""click's commands, options and groups with their words in Chinese and English, and commands loaded on use."""

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
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
    """An argument with its name and what it says in both languages."""

    def __init__(self, *args: Any, named: Text, says: Text, **more: Any) -> None:
        super().__init__(*args, **more)
        self.named = named
        self.says = says

    def make_metavar(self, ctx: click.Context) -> str:
        name = self.named.in_(session_of(ctx).language)
        name = f"{name}..." if self.nargs != 1 else name
        return name if self.required else f"[{name}]"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        language = session_of(ctx).language
        return self.named.in_(language), self.says.in_(language)


class _TwoLanguages(click.Command):
    """Help in the reader's language: click's own words too."""

    says: Text

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        prefix = session_of(ctx).words("用法：", "Usage: ")
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = self.says.in_(session_of(ctx).language)
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        session = session_of(ctx)
        records = [
            record for each in self.get_params(ctx) if (record := each.get_help_record(ctx)) is not None
        ]
        with formatter.section(session.words("选项", "Options")):
            formatter.write_dl(
                [(names, _OWN_WORDS.get((session.language, names), told)) for names, told in records]
            )


_OWN_WORDS = {("zh", "--help"): "显示这份说明。", ("zh", "--version"): "显示版本。"}


class Command(_TwoLanguages):
    """A command whose help has two languages."""

    def __init__(self, *args: Any, says: Text, **more: Any) -> None:
        super().__init__(*args, **more)
        self.says = says


class Group(_TwoLanguages, click.Group):
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

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        session = session_of(ctx)
        with formatter.section(session.words("命令", "Commands")):
            formatter.write_dl([(name, says.in_(session.language)) for name, (_, says) in self.homes.items()])


def option(*names: str, zh: str, en: str, **more: Any) -> Callable[[Function], Function]:
    """An option with its help in both languages."""
    return click.option(*names, cls=Option, says=Text(zh, en), **more)


def common_options(function: Function) -> Function:
    """--lang and --json, the same on every command; they reach the command as its session."""

    def to_session(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        session = session_of(ctx)
        if value in ("zh", "en"):
            session.language = value
        elif value is True:
            session.for_machines = True

    function = option(
        "--json",
        is_flag=True,
        expose_value=False,
        callback=to_session,
        zh="输出给程序读的 JSON。",
        en="Print JSON for machines.",
    )(function)
    return option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        callback=to_session,
        zh="界面语言。",
        en="Language of what is printed and written.",
    )(function)


def pass_session(function: Callable[..., None]) -> Callable[..., None]:
    """Gives the session to a command as its first argument."""

    def with_session(ctx: click.Context, *args: Any, **more: Any) -> None:
        function(session_of(ctx), *args, **more)

    with_session.__name__ = function.__name__
    with_session.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
    return click.pass_context(with_session)


def _inputs(ctx: click.Context, argument: click.Parameter, value: tuple[Path, ...]) -> tuple[Path, ...]:
    """Some are needed unless a mapping was given, which names its own."""
    if not value and ctx.params.get("mapping") is None:
        raise click.MissingParameter(ctx=ctx, param=argument)
    return value


inputs_argument = click.argument(
    "inputs",
    nargs=-1,
    callback=_inputs,
    type=click.Path(path_type=Path),
    cls=Argument,
    named=Text("输入", "INPUT"),
    says=Text(
        "工作表或 csv（可多个，作为一批），或一个快照目录；给出 --mapping 时可省略。",
        "Workbooks or csv files, read as one batch, or one snapshot folder; with --mapping there need be none.",
    ),
)
mapping_option = option(
    "--mapping",
    is_eager=True,  # looked at before the inputs
    type=click.Path(path_type=Path),
    metavar="FILE",
    zh="映射文件：说明调查数据的哪一列是哪项登记信息（见 docs/howto/judge-a-survey.md）。",
    en="A mapping file, which says what column of a survey is what fact (docs/howto/judge-a-survey.md).",
)

__all__ = [
    "Argument",
    "Command",
    "Group",
    "Option",
    "Session",
    "common_options",
    "inputs_argument",
    "mapping_option",
    "pass_session",
]
