"""Worker processes that share the parts of a data set among them.

Plain processes that talk over pipes, not `multiprocessing`: they work from a script without a main guard, from a
notebook and under every way of starting processes, and each loads DuckDB and nothing of the rules.
"""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from tuopin.kernel.errors import CannotWrite
from tuopin.warehouse.exchange import Job, Task, read_answer, write_task
from tuopin.warehouse.part import PartFound

SQL_WORKER = "tuopin.warehouse.worker"
NATIVE_WORKER = "tuopin.warehouse.native_worker"
MEMORY_MB = 640
"""Of DuckDB in one worker; with Python, Arrow and its buffers a worker stays below a gigabyte (measured)."""
MOST_PROCESSES = 16


def processes_for(parts: int) -> int:
    """As many as there are cores this process may use, and never more than parts."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux says which cores are ours
        cores = os.cpu_count() or 1
    return max(1, min(cores, parts, MOST_PROCESSES))


def found_by_crew(
    folder: Path, task: Task, jobs: Sequence[Job], processes: int, worker: str = SQL_WORKER
) -> Iterator[tuple[int, PartFound]]:
    """What each part holds, as soon as it is there, in any order. Whatever ends this ends the workers.
    `worker` is the module they run.

    Raises what a worker met: refusals and damage as they are, CannotWrite (`worker_died`) when one was killed.
    """
    write_task(folder, task)
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    with contextlib.ExitStack() as crew:
        for _ in range(processes):
            crew.enter_context(_worker(worker, folder, waiting, lines))
        for _ in jobs:
            line = lines.get()
            if line is None:
                raise _died()
            yield read_answer(folder, line)


@contextlib.contextmanager
def _worker(
    module: str, folder: Path, waiting: "queue.SimpleQueue[Job]", lines: "queue.SimpleQueue[str | None]"
) -> Iterator[None]:
    """One process and the thread that feeds it; both are gone when this ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        encoding="utf-8",
    )
    feeder = threading.Thread(target=_feed, args=(process, waiting, lines), daemon=True)
    feeder.start()
    try:
        yield
    finally:
        process.kill()
        process.wait()
        feeder.join()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what could not be written to a dead process
                pipe.close()  # type: ignore[union-attr]


def _feed(
    process: "subprocess.Popen[str]",
    waiting: "queue.SimpleQueue[Job]",
    lines: "queue.SimpleQueue[str | None]",
) -> None:
    """A part as soon as the last is answered; None when the process is gone and a part is not answered."""
    assert process.stdin is not None
    assert process.stdout is not None
    while True:
        try:
            job = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            process.stdin.write(job.line() + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (OSError, ValueError):
            line = ""
        lines.put(line or None)
        if not line:
            return


def _environment() -> dict[str, str]:
    """This very package, wherever it was imported from; threads of Arrow would take cores from other workers."""
    source = str(Path(__file__).resolve().parents[2])
    paths = [source, os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
    }


def _died() -> CannotWrite:
    return CannotWrite(
        "worker_died",
        zh="判定用的一个进程被系统终止（多半是内存不够），没有留下半份结果。请关闭其他程序后再试。",
        en="A process that was judging was ended by the system, most likely for want of memory; nothing half-done was "
        "left. Close other programs and try again.",
    )
