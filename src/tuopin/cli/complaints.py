"""What a person sees when something is wrong: one sentence, what to do, and an exit code; never a stack of code."""

import hashlib
import json
import os
import sys
import traceback

import click

from tuopin.cli.commands import Argument
from tuopin.cli.session import Session, both
from tuopin.kernel.errors import TuopinError
from tuopin.kernel.outcomes import UNEXPECTED, USAGE, Outcome, outcome_of
from tuopin.kernel.text import Language, Text


def complain(session: Session, error: TuopinError) -> int:
    """A refusal with its own sentence."""
    where = outcome_of(error)
    _show(session, error.code, error.text, where)
    return where.code


def complain_of_usage(session: Session, error: click.UsageError) -> int:
    """What click could not make sense of, in the reader's language. Without any command it gets the help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx is not None:
        click.echo(error.ctx.get_help())
        return USAGE.code
    text = _usage(error)
    path = error.ctx.command_path if error.ctx is not None else "tuopin"
    more = Text(f"用 {path} --help 查看说明。", f"See {path} --help.")
    _show(session, "usage", Text(f"{text.zh}{more.zh}", f"{text.en} {more.en}"), USAGE)
    return USAGE.code


def complain_of_fault(session: Session, error: BaseException) -> int:
    """A fault of the program: a number by which the same fault is recognised, and how to see more."""
    if os.environ.get("TUOPIN_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    number = reference_of(error)
    _show(
        session,
        "unexpected",
        Text(
            f"程序出错了，参考编号 {number}。没有留下半份结果。设置 TUOPIN_DEBUG=1 再运行一次可看到细节；"
            "反馈问题时请附上编号，不要附真实个人的信息。",
            f"tuopin failed; reference {number}. Nothing half-written was left. Run again with TUOPIN_DEBUG=1 to see "
            "the details; when you report it, give the reference and nobody's personal data.",
        ),
        UNEXPECTED,
    )
    return UNEXPECTED.code


def reference_of(error: BaseException) -> str:
    """The same fault at the same place of the code has the same number, whatever data it met."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [
        type(error).__name__,
        *(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames),
    ]
    return f"{type(error).__name__}-{hashlib.sha256(' '.join(where).encode()).hexdigest()[:6]}"


def _show(session: Session, code: str, text: Text, where: Outcome) -> None:
    if session.for_machines:
        error = {"code": code, "message": both(text), "exit": where.code}
        click.echo(json.dumps({"error": error}, ensure_ascii=False), err=True)
        return
    session.err.print(f"tuopin: {text.in_(session.language)}", style="red", markup=False, soft_wrap=True)
    session.err.print(f"[{code}]", style="dim", markup=False)


def _usage(error: click.UsageError) -> Text:
    """click speaks English only; its kinds of complaint are said here in both."""
    en = error.format_message()
    if isinstance(error, click.NoSuchOption):
        close = "、".join(error.possibilities or ())
        return Text(f"没有选项 {error.option_name}。" + (f"是不是 {close}？" if close else ""), en)
    if isinstance(error, click.MissingParameter):
        return Text(f"缺少{_name(error, 'zh')}。", f"Give {_name(error, 'en')}.")
    if isinstance(error, click.BadParameter):
        return Text(f"{_name(error, 'zh')} 的值不能用。{_allowed(error)}", en)
    if en.startswith("No such command"):
        return Text(f"没有命令 {en.split(chr(39))[1] if chr(39) in en else ''}。", en)
    return Text(f"命令写法有误：{en}", en)


def _name(error: click.BadParameter, language: Language) -> str:
    if isinstance(error.param, Argument):
        return error.param.named.in_(language)
    return error.param.opts[0] if error.param is not None else ""


def _allowed(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return f"可选：{'、'.join(map(str, kind.choices))}。"
    if isinstance(kind, click.IntRange):
        return f"请给一个整数，最小 {kind.min}。"
    return ""
