"""The list of commands, and the one place where errors become exit codes."""

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from tuopin import __version__
from tuopin.cli.commands import Group, common_options
from tuopin.cli.complaints import complain, complain_of_fault, complain_of_usage
from tuopin.cli.session import Session, early_session
from tuopin.kernel.errors import CannotWrite, TuopinError
from tuopin.kernel.outcomes import INTERRUPTED, OK
from tuopin.kernel.text import Text

COMMANDS = {
    "demo": (
        "tuopin.cli.demo",
        Text(
            "生成一个虚构的市，判定它，并提示接下来可以做什么",
            "make an invented city, judge it, say what to try next",
        ),
    ),
    "judge": (
        "tuopin.cli.judge",
        Text("判定工作表、csv 或数据快照", "judge a workbook, csv files or a snapshot"),
    ),
    "explain": (
        "tuopin.cli.explain",
        Text("说明一户或一村为什么这样判，还要核实什么", "say why a household or a village was judged so"),
    ),
    "figures": (
        "tuopin.cli.figures",
        Text("截至某日、报告可以引用的数字", "the numbers a report quotes, by a day"),
    ),
    "whatif": (
        "tuopin.cli.whatif",
        Text("假如参数或标准改变，谁的结论会变", "who would be judged otherwise if a rule were another"),
    ),
    "difference": (
        "tuopin.cli.difference",
        Text(
            "比较前后两次：脱贫、返贫、短板的出现与消除",
            "compare two days: exits, returns, gaps opened and closed",
        ),
    ),
    "standard": (
        "tuopin.cli.standard",
        Text("查看标准、参数及其出处、判定示例", "read the rules, their parameters and their examples"),
    ),
    "snapshot": (
        "tuopin.cli.snapshot",
        Text("把工作表或调查数据写成数据快照", "write workbooks or a survey as a snapshot"),
    ),
    "synth": (
        "tuopin.cli.synth",
        Text("生成虚构的市，供练习和测试", "write an invented city, for practice and tests"),
    ),
    "setup": (
        "tuopin.cli.office",
        Text("建立或升级一个办公室", "make an office, or bring it up to date"),
    ),
    "serve": (
        "tuopin.cli.office",
        Text("提供网页，直到停止", "serve the pages until stopped"),
    ),
    "worker": (
        "tuopin.cli.office",
        Text("执行后台任务，直到停止", "do the jobs until stopped"),
    ),
    "import": (
        "tuopin.cli.importing",
        Text("把工作簿导入登记库", "import a workbook into the registry"),
    ),
    "household": (
        "tuopin.cli.households",
        Text("登记库中的农户：列出、查看、导出", "households of the registry: list, show, export"),
    ),
    "run": (
        "tuopin.cli.runs",
        Text("判定登记库，查看历次判定", "judge the registry; show its runs"),
    ),
    "token": (
        "tuopin.cli.tokens",
        Text("程序用的令牌", "tokens of programs"),
    ),
    "user": (
        "tuopin.cli.users",
        Text("账号和岗位", "accounts and postings"),
    ),
    "backup": (
        "tuopin.cli.backup",
        Text("备份数据库，并立即核对", "back up the database and prove the copy at once"),
    ),
    "restore": (
        "tuopin.cli.backup",
        Text("恢复备份", "restore a backup"),
    ),
    "audit": (
        "tuopin.cli.audit",
        Text("核对审计链，写锚点和封存段", "verify the audit chain, write anchors and segments"),
    ),
    "manage": (
        "tuopin.cli.office",
        Text("Django 的管理命令", "Django's own commands"),
    ),
}

root = common_options(
    click.version_option(__version__, prog_name="tuopin")(
        Group(
            "tuopin",
            callback=lambda: None,
            homes=COMMANDS,
            says=Text(
                "逐户逐村判定：还缺什么，是不是贫困，能不能退出；每个结论都有理由和出处。",
                "Judges household by household and village by village what is lacking, who is poor and who may "
                "leave poverty, with the reason and the source of every answer.",
            ),
        )
    )
)


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line of this process and ends it."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # a console that knows no Chinese
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, _stop)
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, _stop)  # the terminal was closed; under nohup it is to go on
    code = main(list(sys.argv[1:] if arguments is None else arguments))
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.exit(code)


def main(arguments: list[str]) -> int:
    """One call; its exit code. Everything that can go wrong ends here in a sentence."""
    session = early_session(arguments)
    try:
        root.main(arguments, prog_name="tuopin", standalone_mode=False, obj=session)
    except TuopinError as error:
        return complain(session, error)
    except click.UsageError as error:
        return complain_of_usage(session, error)
    except (click.Abort, KeyboardInterrupt):
        return _interrupted(session)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK.code
    except OSError as error:
        return complain(session, CannotWrite.because(error, error.filename or "-"))
    except Exception as error:
        return complain_of_fault(session, error)
    return OK.code


def _interrupted(session: Session) -> int:
    session.say("已中断，没有留下半份结果。", "Interrupted. Nothing half-written was left.")
    return INTERRUPTED.code


def _stop(signum: int, frame: FrameType | None) -> NoReturn:
    """A request to end is treated like Ctrl-C, so that half-written folders are removed."""
    raise KeyboardInterrupt
