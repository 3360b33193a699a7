"""Make `.venv` ready, then hand over to it. Standard library only; never imports tuopin.

`tuopin` and `tuopin.bat` find a Python and call this file. `.venv` gets the locked dependencies and a
`.pth` file pointing to `src`; the project itself is not built. A receipt per lock, written last, says that
all went well, so the next start only compares two short texts.

Syntax stays readable for Python 3.7, so that an old Python gets a sentence and not a traceback.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Iterator, NamedTuple, NoReturn, Sequence

OLDEST_PYTHON = (3, 11)
UNAVAILABLE = 69  # EX_UNAVAILABLE: something this machine lacks
INTERRUPTED = 130
SIGN_OF_LIFE_S = 5.0
NO_NETWORK = (
    "Retrying (",
    "ConnectionError",
    "Temporary failure in name resolution",
    "ProxyError",
    "SSLError",
)
STARTED = time.monotonic()
WINDOWS = sys.platform == "win32"
ME = "tuopin" if WINDOWS else "./tuopin"


class Trouble(Exception):
    """The environment cannot be made ready. The message says why and what to do, in both languages."""


def main(root: Path, arguments: Sequence[str]) -> int:
    """Make ready what the command needs and run it; the command's exit code."""
    with contextlib.suppress(AttributeError, ValueError):
        sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console that knows no Chinese
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    try:
        require_python(tuple(sys.version_info[:2]))
        if command == "pack-offline":
            make_ready(root, ("run",), wheelhouse=None)  # an outdated wheelhouse must not stop its renewal
            return pack_offline(root, rest)
        if command == "native":
            make_ready(root, ("run", "native"), wheelhouse_of(root))
            say("编译引擎已就绪，用 --engine native", "the native engine is ready: --engine native")
            return 0
        if command == "test":
            make_ready(root, ("run", "test", "native"), wheelhouse_of(root))
            return hand_over(root, [str(root / "tests" / "run.py"), *rest])
        if command == "night":
            make_ready(root, ("run", "test"), wheelhouse_of(root))
            os.environ["PYTHONPATH"] = str(root)
            return hand_over(root, ["-P", "-m", "tests.night", *rest])
        if command == "bench":
            make_ready(root, ("run", "test", "native"), wheelhouse_of(root))
            os.environ["PYTHONPATH"] = str(root)  # benchmarks/ stands beside src/, not in it
            return hand_over(root, ["-P", "-m", "benchmarks", *rest])
        make_ready(root, ("run",), wheelhouse_of(root))
        return hand_over(root, ["-P", "-m", "tuopin", *arguments])
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return UNAVAILABLE
    except KeyboardInterrupt:
        say("已中断，下次启动会接着处理", "interrupted; the next start puts it right")
        return INTERRUPTED


def require_python(version: tuple[int, ...]) -> None:
    """Trouble if the Python that runs this file is too old."""
    if version < OLDEST_PYTHON:
        found, needed = ".".join(map(str, version)), ".".join(map(str, OLDEST_PYTHON))
        raise Trouble(
            f"tuopin: 需要 Python {needed} 或更新的版本，现在用的是 {found}。请安装后再运行 {ME}。\n"
            f"tuopin: Python {needed} or newer is needed, this is {found}. Install one, then run {ME} again."
        )


# ---------------------------------------------------------------- is it ready?


def venv_of(root: Path) -> Path:
    return root / ".venv"


def python_of(root: Path) -> Path:
    return venv_of(root) / ("Scripts/python.exe" if WINDOWS else "bin/python")


def lock_of(root: Path, lock: str) -> Path:
    return root / "locks" / f"{lock}.txt"


def receipt_of(root: Path, lock: str) -> Path:
    return venv_of(root) / f".tuopin-ready-{lock}"


def busy_mark(root: Path) -> Path:
    """Stands in `.venv` while it is being changed. Left behind, it tells of an interrupted start."""
    return venv_of(root) / ".tuopin-busy"


def receipt(root: Path, lock: str, python_version: str) -> str:
    """What a receipt says when this lock was installed under this Python."""
    content = lock_of(root, lock).read_bytes().replace(b"\r\n", b"\n")
    return f"python {python_version}\nlock sha256 {hashlib.sha256(content).hexdigest()}\n"


def version_of_venv(root: Path) -> str | None:
    """The version of `.venv`'s Python, asked of itself; None if it does not run."""
    question = [str(python_of(root)), "-I", "-S", "-c", "import sys; print(sys.version.split()[0])"]
    try:
        return subprocess.run(question, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def has_receipt(root: Path, lock: str, python_version: str) -> bool:
    try:
        return receipt_of(root, lock).read_text(encoding="utf-8") == receipt(root, lock, python_version)
    except FileNotFoundError:
        return False


class Plan(NamedTuple):
    """What stands between this folder and a run."""

    rebuild: tuple[str, str] | None  # why `.venv` must be made anew, in both languages
    install: list[str]  # locks to install after that


def plan(root: Path, locks: Sequence[str]) -> Plan:
    """Look at `.venv` and say what must be done before these locks are usable."""
    version = version_of_venv(root)
    if not venv_of(root).exists():
        why = (
            "首次启动，准备运行环境（约半分钟）",
            "first start, preparing the environment (about half a minute)",
        )
    elif busy_mark(root).exists():
        why = "上次准备没有完成，重新准备", "an earlier start did not finish, starting over"
    elif version is None:
        why = "运行环境的 Python 已失效，重新准备", "the environment's Python no longer runs, making it anew"
    elif not receipt_of(root, "run").exists():
        why = "运行环境不完整，重新准备", "the environment is incomplete, making it anew"
    elif not has_receipt(root, "run", version):
        why = "依赖清单或 Python 有变，重新准备", "the lock or the Python has changed, making it anew"
    else:
        return Plan(None, [lock for lock in locks if not has_receipt(root, lock, version)])
    return Plan(why, list(locks))


# ---------------------------------------------------------------- make it ready


def make_ready(root: Path, locks: Sequence[str], wheelhouse: Path | None) -> None:
    """Bring `.venv` to the state the locks describe. Two starts at once: the second waits for the first."""
    if plan(root, locks) == Plan(None, []):
        return
    try:
        with only_one(root):
            todo = plan(root, locks)  # again: another start may have done it while we waited
            if todo.rebuild:
                say(*todo.rebuild)
                make_venv(root)
            for lock in todo.install:
                install(root, lock, wheelhouse)
            say("运行环境已就绪", "the environment is ready")
    except OSError as error:
        raise Trouble(
            f"tuopin: 无法在 {root} 写入运行环境：{error}。请检查磁盘空间和权限，并关闭其他正在运行的 tuopin。\n"
            f"tuopin: the environment in {root} could not be written: {error}. "
            "Check disk space and permissions, and close any other running tuopin."
        ) from error


@contextlib.contextmanager
def only_one(root: Path) -> Iterator[None]:
    """Hold the lock file. The system lets go of it when the process ends, however it ends."""
    with open(root / ".venv.lock", "a+b") as file:
        os.set_inheritable(file.fileno(), True)  # pip holds it too: were we killed, it would go on writing
        if not try_to_lock(file.fileno()):
            say(
                "另一个 tuopin 正在准备运行环境，请稍候",
                "another tuopin is preparing the environment, waiting",
            )
            while not try_to_lock(file.fileno()):
                time.sleep(0.2)
        yield


def try_to_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  # exists on one system only

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  # exists on the others only

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def make_venv(root: Path) -> None:
    """A fresh, empty `.venv` that sees `src`. It stays marked as busy until a lock is installed."""
    if importlib.util.find_spec("ensurepip") is None:
        raise Trouble(
            "tuopin: 这个 Python 缺少 venv 组件。Debian 系统：sudo apt install python3-venv，再运行一次。\n"
            "tuopin: this Python lacks its venv part. On Debian: sudo apt install python3-venv, then again."
        )
    clear_away(venv_of(root))
    venv_of(root).mkdir()
    busy_mark(root).touch()
    run = subprocess.run(
        [sys.executable, "-m", "venv", str(venv_of(root))],
        capture_output=True,
        text=True,
        errors="replace",
        close_fds=False,
    )
    if run.returncode:
        raise Trouble(
            f"tuopin: 建立 .venv 失败：\n{tail(run.stdout + run.stderr)}\n"
            "tuopin: making .venv failed, see above. Another Python 3.11 or newer may do better."
        )
    for site_packages in venv_of(root).glob("Lib/site-packages" if WINDOWS else "lib/python*/site-packages"):
        # Relative, so that the folder may be moved or copied.
        (site_packages / "tuopin.pth").write_text(os.path.relpath(root / "src", site_packages) + "\n")


def clear_away(venv: Path) -> None:
    """Remove an old environment: first aside under another name, so that a half-removed one never runs."""
    ours = (venv / "pyvenv.cfg").exists() or (venv / ".tuopin-busy").exists()
    if venv.is_symlink() or (venv.exists() and not ours and any(venv.iterdir())):
        raise Trouble(
            f"tuopin: {venv} 不是 tuopin 建立的运行环境，不敢删除。请移走或改名后再运行。\n"
            f"tuopin: {venv} is not an environment tuopin made and is left alone. Move it away, then run again."
        )
    if venv.exists():
        venv.rename(venv.with_name(f".venv-old-{os.getpid()}"))
    for old in venv.parent.glob(".venv-old-*"):
        shutil.rmtree(old, ignore_errors=True)


def install(root: Path, lock: str, wheelhouse: Path | None) -> None:
    """Install one lock and write its receipt. The busy mark stands as long as pip works."""
    busy_mark(root).touch()
    # Not --no-deps: a dependency missing in the lock must be an error, and --require-hashes makes it one.
    # Wheels only: building from source would fetch build tools that no hash in the lock covers.
    command = ["install", "--require-hashes", "--only-binary", ":all:", "-r", str(lock_of(root, lock))]
    if wheelhouse is None:
        pip(root, command)
    else:
        say(f"从 {wheelhouse.name} 安装，不联网", f"installing from {wheelhouse.name}, without a network")
        offline = [*command, "--no-index", "--find-links", str(wheelhouse)]
        try:
            pip(root, offline)
        except Trouble:
            if lock == "run":
                raise
            say(
                f"wheelhouse 里没有 {lock} 所需的包，改从网络安装",
                f"wheelhouse lacks the {lock} lock, asking the network",
            )
            pip(root, command)
    version = version_of_venv(root) or ""
    receipt_of(root, lock).write_text(receipt(root, lock, version), encoding="utf-8")
    busy_mark(root).unlink()


def wheelhouse_of(root: Path) -> Path | None:
    """The folder of downloaded wheels, if there is one with something in it."""
    folder = root / "wheelhouse"
    return folder if any(folder.glob("*.whl")) else None


def pack_offline(root: Path, options: list[str]) -> int:
    """Fetch every wheel of the run lock into ./wheelhouse; `--with-test` and `--with-native` add those locks.

    Other options go to `pip download`: `--platform win_amd64 --python-version 3.12` packs for another kind
    of machine.
    """
    more = [lock for lock in ("test", "native") if f"--with-{lock}" in options]
    locks = ["run", *more]
    options = [option for option in options if option not in [f"--with-{lock}" for lock in more]]
    folder, part = root / "wheelhouse", root / "wheelhouse.part"
    for lock in locks:
        say(f"下载 {lock} 依赖", f"fetching the {lock} lock")
        command = ["download", "--require-hashes", "--only-binary", ":all:", "--dest", str(part)]
        pip(root, [*command, "-r", str(lock_of(root, lock)), *options])
    folder.mkdir(exist_ok=True)
    for wheel in part.iterdir():
        wheel.replace(folder / wheel.name)
    part.rmdir()
    count = len(list(folder.glob("*.whl")))
    say(
        f"wheelhouse 里有 {count} 个包，连同本文件夹拷走即可",
        f"{count} wheels; copy wheelhouse with this folder",
    )
    return 0


# ---------------------------------------------------------------- pip, and what its failures mean


def pip(root: Path, arguments: Sequence[str]) -> None:
    """Run pip, say what it is at, give a sign of life every few seconds; Trouble if it fails."""
    command = [str(python_of(root)), "-m", "pip", "--no-input", "--disable-pip-version-check", *arguments]
    environment = {**os.environ, "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
        close_fds=False,
    )
    lines: queue.Queue[str | None] = queue.Queue()

    def listen() -> None:
        for line in process.stdout or ():
            lines.put(line)
        lines.put(None)

    threading.Thread(target=listen, daemon=True).start()
    output, doing = "", ("启动 pip", "starting pip")
    while True:
        try:
            line = lines.get(timeout=SIGN_OF_LIFE_S)
        except queue.Empty:
            say(*doing)
            continue
        if line is None:
            break
        output += line
        told = what_pip_is_at(line)
        if told:
            doing = told
            say(*doing)
    if process.wait():
        explain_failure(output, offline="--no-index" in arguments)


def what_pip_is_at(line: str) -> tuple[str, str] | None:
    words = line.split()
    if line.startswith("Collecting "):
        return f"获取 {words[1]}", f"fetching {words[1]}"
    if line.startswith("Installing collected packages"):
        return f"安装 {len(words) - 3} 个包", f"installing {len(words) - 3} packages"
    if "Retrying (" in line:
        return "连不上软件包源，重试中", "the package index does not answer, trying again"
    return None


def explain_failure(output: str, *, offline: bool) -> NoReturn:
    """Turn pip's failure into Trouble that says what to do."""
    zh, en = remedy(output, offline=offline)
    raise Trouble(f"{tail(output)}\n\ntuopin: {zh}\ntuopin: {en}")


def remedy(output: str, *, offline: bool) -> tuple[str, str]:
    """What pip's output means and what to do about it."""
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "下载到的文件与清单中的校验值不符，可能被改动或损坏，没有安装。请换一个软件包源，或重新制作 wheelhouse。",
            "A file differs from its hash in the lock: damaged or tampered with. "
            "It was not installed. Try another package index, or pack the wheelhouse again.",
        )
    if "No space left on device" in output:
        return "磁盘已满，请腾出约 1 GB 后再试。", "The disk is full. Free about 1 GB and try again."
    if offline:
        return (
            "wheelhouse 里缺少适合本机的包。请在能上网、系统和 Python 版本相同的电脑上，"
            f"用同一版 tuopin 运行 {ME} pack-offline，再把 wheelhouse 拷来；本机能上网时，也可以删掉 wheelhouse。",
            "The wheelhouse lacks a package for this machine. On a machine with a network and the same system "
            f"and Python, run {ME} pack-offline of the same tuopin and copy its wheelhouse here; "
            "or, if this machine has a network, remove the wheelhouse.",
        )
    if any(sign in output for sign in NO_NETWORK):
        return (
            "连不上软件包源，可能没有网络。请检查网络和代理；内网可用 PIP_INDEX_URL 指向本单位的镜像；"
            f"不能上网时，请在另一台能上网的同类电脑上运行 {ME} pack-offline，"
            "把得到的 wheelhouse 文件夹拷到这里，再运行一次。",
            "The package index cannot be reached: no network? Check network and proxy; PIP_INDEX_URL may name "
            f"your own mirror; without a network, run {ME} pack-offline on a like machine that has one, "
            "copy the resulting wheelhouse folder here, and run this again.",
        )
    if "No matching distribution" in output:
        return (
            "软件包源里没有适合本机系统或 Python 版本的安装包。Python 3.11 至 3.13 最稳妥。",
            "The index has no package for this system or Python. Python 3.11 to 3.13 are the safest.",
        )
    return "安装依赖失败，原因见上。", "Installing the dependencies failed, see above."


def tail(output: str, lines: int = 8) -> str:
    return "\n".join(f"    {line[:200]}" for line in output.strip().splitlines()[-lines:])


def say(zh: str, en: str) -> None:
    """One line of progress, with the seconds since the start."""
    sys.stderr.write(f"tuopin {time.monotonic() - STARTED:4.0f} s  {zh} · {en}\n")
    sys.stderr.flush()


def hand_over(root: Path, arguments: Sequence[str]) -> int:
    """Become `.venv`'s Python. Windows cannot, so there it is called and its exit code passed on."""
    command = [str(python_of(root)), *arguments]
    if not WINDOWS:
        os.execv(command[0], command)
    with subprocess.Popen(command) as process:
        while True:
            with contextlib.suppress(KeyboardInterrupt):  # the child gets it too, and decides
                return process.wait()


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent, sys.argv[1:]))
