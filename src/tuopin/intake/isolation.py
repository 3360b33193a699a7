"""Runs the reading process, watches its time, and turns its death into a sentence."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tuopin.intake.exchange import Outcome, Request, read_error, read_outcome, write_request
from tuopin.intake.limits import Limits
from tuopin.kernel.errors import BadInput

_CHILD = "tuopin.intake.child"
_CPU_TIME_OVER = -24
"""SIGXCPU, under the name it has where it exists."""
_ONE_THREAD = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONUTF8": "1",
}
"""Threads and their memory pools would count against the limit of address space without making this faster."""


def read_apart(request: Request, folder: Path, progress: Callable[[str, int, int], None] | None) -> Outcome:
    """The outcome of reading in a process of its own. Raises what that process refused, or BadInput if it died."""
    write_request(folder, request)
    code, too_long = _run(folder, request.limits, progress)
    error = read_error(folder)
    if error is not None:
        raise error
    outcome = read_outcome(folder) if code == 0 else None
    if outcome is None:
        raise _died([name for _, name in request.files], too_long or code == _CPU_TIME_OVER)
    return outcome


def _run(folder: Path, limits: Limits, progress: Callable[[str, int, int], None] | None) -> tuple[int, bool]:
    """The exit code, and whether the time was over."""
    command = [sys.executable, "-m", _CHILD, str(folder)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        encoding="utf-8",
    ) as process:
        time_over = threading.Event()

        def stop() -> None:
            time_over.set()
            process.kill()

        watch = threading.Timer(limits.wall_seconds, stop)
        watch.start()
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if progress is not None and line.startswith("["):
                    progress(*json.loads(line))
            return process.wait(), time_over.is_set()
        finally:
            watch.cancel()
            process.kill()


def _environment() -> dict[str, str]:
    """This very package, wherever it was imported from."""
    source = str(Path(__file__).resolve().parents[2])
    paths = [source, os.environ.get("PYTHONPATH", "")]
    return {**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def _died(names: list[str], too_long: bool) -> BadInput:
    listed = "、".join(names)
    if too_long:
        return BadInput(
            "reading_too_long",
            zh=f"读取 {listed} 超过了时间上限，已停止，没有导入任何内容。"
            "请按乡镇分成几个文件，或另存为新的 .xlsx 再试。",
            en=f"Reading {', '.join(names)} took too long and was stopped; nothing was imported. "
            "Split it by township, or save it as a new .xlsx.",
        )
    return BadInput(
        "reading_too_heavy",
        zh=f"读取 {listed} 需要的内存超过上限（也可能文件已损坏），已停止，没有导入任何内容。"
        "请删除多余的行列和格式后另存为新的 .xlsx，或按乡镇分成几个文件。",
        en=f"Reading {', '.join(names)} needs more memory than allowed, or the file is damaged; it was stopped and "
        "nothing was imported. "
        "Delete unused rows, columns and formats and save it as a new .xlsx, or split it by township.",
    )
