"""`tuopin setup`, `serve`, `worker` and `manage`: an office on this machine."""

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click

from tuopin.cli.commands import Command, common_options, option, pass_session
from tuopin.cli.session import Session
from tuopin.kernel.errors import BadInput
from tuopin.kernel.outcomes import INTERRUPTED
from tuopin.kernel.text import Text
from tuopin.project.office import HOME, office_of
from tuopin.vault.ring import new_ring, write_ring

SETTINGS = "tuopin.project.settings"

home_option = option(
    "--home",
    type=click.Path(path_type=Path),
    zh="办公室目录（数据库、密钥、快照）；默认取环境变量 TUOPIN_HOME，否则 tuopin-office。",
    en="Folder of the office (database, keys, snapshots); by default TUOPIN_HOME, else tuopin-office.",
)


def at_home(home: Path | None) -> None:
    """Everything below reads the environment: the settings of Django among it."""
    if home is not None:
        os.environ[HOME] = str(home.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)


def make_office() -> bool:
    """The folder, the keys and an up-to-date database; whether the keys are new."""
    office = office_of()
    office.home.mkdir(parents=True, exist_ok=True)
    fresh = not office.keys.exists()
    if fresh:
        write_ring(new_ring(), office.keys)
    django("migrate", "--verbosity", "0")
    return fresh


def check_office() -> None:
    """Raises RefusedByRule (`office_unsafe`) unless everything that protects people is in place."""
    from tuopin.project.guard import refuse_unsafe  # noqa: PLC0415 - models exist only after setup

    refuse_unsafe(office_of())


def django(*arguments: str) -> None:
    """One command of Django's, in this process."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - most commands never need Django

    execute_from_command_line(["tuopin manage", *arguments])


@click.command(
    "setup",
    cls=Command,
    says=Text(
        "建立或升级一个办公室：目录、密钥、数据库。可反复运行。",
        "Makes an office or brings it up to date: folder, keys, database. May be run again.",
    ),
)
@home_option
@common_options
@pass_session
def setup_command(session: Session, *, home: Path | None) -> None:
    at_home(home)
    fresh = make_office()
    office = office_of()
    if session.for_machines:
        session.answer({"home": str(office.home), "new_keys": fresh})
        return
    session.show(f"办公室已就绪：{office.home}", f"The office is ready: {office.home}")
    if fresh:
        session.show(
            f"密钥文件：{office.keys}。请另存一份在安全的地方；没有它，已加密的内容无法恢复。",
            f"The key file: {office.keys}. Keep a copy in a safe place: without it nothing sealed opens again.",
        )


@click.command(
    "serve",
    cls=Command,
    says=Text(
        "提供网页，并带一个后台任务进程，直到停止。",
        "Serves the pages, with one worker beside, until stopped.",
    ),
)
@home_option
@option("--host", default="127.0.0.1", show_default=True, zh="监听地址。", en="Address to listen on.")
@option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, zh="端口。", en="Port.")
@option("--no-worker", is_flag=True, zh="不带后台任务进程，由单独的 tuopin worker 执行。",
        en="Bring no worker: `tuopin worker` runs by itself.")  # fmt: skip
@common_options
@pass_session
def serve_command(session: Session, *, home: Path | None, host: str, port: int, no_worker: bool) -> None:
    at_home(home)
    refuse_taken(host, port)
    make_office()
    check_office()
    session.say(f"网页：http://{host}:{port}/（Ctrl-C 停止）", f"Pages: http://{host}:{port}/ (Ctrl-C stops)")
    serve(host, port, worker=not no_worker)


def refuse_taken(host: str, port: int) -> None:
    """Raises BadInput (`port_taken`). Servers may share a port without a word, and then answer in turns."""
    with socket.socket() as probe:
        # A port whose server stopped a moment ago is not taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise BadInput(
                "port_taken",
                zh=f"端口 {port} 已被占用，可能已经开着一个 tuopin。请先停掉它，或用 --port 换一个端口。",
                en=f"Port {port} is taken, perhaps by a tuopin that is still running. Stop it, or choose another with "
                "--port.",
            ) from None


def serve(host: str, port: int, *, worker: bool = True) -> None:
    """The server and one worker, each in a process of its own, so that stopping them is stopping exactly them."""
    command = [
        sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--blocking-threads", "16", "--no-access-log", "--log-level", "warning", "tuopin.project.wsgi:application",
    ]  # fmt: skip
    if not worker:
        with subprocess.Popen(command, start_new_session=True) as server:
            _until_interrupted(server)
        return
    with subprocess.Popen([sys.executable, "-P", "-m", "tuopin", "worker"]) as beside:
        try:
            with subprocess.Popen(command, start_new_session=True) as server:
                _until_interrupted(server)
        finally:
            _stop(beside)


def _until_interrupted(server: subprocess.Popen[bytes]) -> None:
    """A server told to end while it starts may never hear it; then it goes with all its processes."""
    try:
        server.wait()
    except KeyboardInterrupt:
        server.send_signal(signal.SIGINT)
        with suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
            server.wait(10)
            return
        _kill_all(server)


def _kill_all(server: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(server.pid, signal.SIGKILL)  # it leads a session of its own
    else:
        server.kill()


def _stop(worker: subprocess.Popen[bytes]) -> None:
    """It ends after the job in hand; one that takes longer is cut off, and taken up again at the next start."""
    worker.terminate()
    try:
        worker.wait(10)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        worker.kill()


@click.command(
    "worker",
    cls=Command,
    says=Text(
        "执行后台任务（导入、判定），直到停止。serve 已自带一个。",
        "Does the jobs (imports, judging) until stopped. `serve` brings one along.",
    ),
)
@home_option
@common_options
@pass_session
def worker_command(session: Session, *, home: Path | None) -> None:
    at_home(home)
    make_office()
    check_office()
    from tuopin.jobs.worker import work_until  # noqa: PLC0415 - models exist only after setup

    stopping = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        if stopping.is_set():  # asked twice: at once; the job is taken up again later
            os._exit(INTERRUPTED.code)
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    session.say("后台任务进程已启动。", "The worker is at work.")
    work_until(stopping.is_set)


@click.command(
    "manage",
    cls=Command,
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    says=Text("Django 的管理命令，如 check、dbshell。", "Django's own commands, such as check or dbshell."),
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@pass_session
def manage_command(session: Session, *, arguments: tuple[str, ...]) -> None:
    at_home(None)
    django(*arguments)
