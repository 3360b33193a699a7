"""The office served as `tuopin serve` does, in processes of their own, with a look at their memory."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

START_LIMIT_S = 60
LOOK_EVERY_S = 0.5


class Memory:
    """The most that the server, its worker and what they start had at one time. 0 where /proc is not to be had."""

    def __init__(self, root: int) -> None:
        self.root, self.peak_mb = root, 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        while not self.over.wait(LOOK_EVERY_S):
            self.peak_mb = max(self.peak_mb, _memory_of_tree(self.root))

    def restart(self) -> None:
        self.peak_mb = 0.0


@contextlib.contextmanager
def served(environment: Mapping[str, str]) -> Iterator[tuple[int, Memory]]:
    """The port, once the first page answers."""
    port = _free_port()
    command = [sys.executable, "-P", "-m", "tuopin", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL) as server:
        try:
            _wait(port, server)
            memory = Memory(server.pid)
            yield port, memory
            memory.over.set()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + START_LIMIT_S
    while server.poll() is None and time.monotonic() < last:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise RuntimeError("the server did not start")


def _memory_of_tree(root: int) -> float:
    """Resident megabytes of a process and all below it."""
    children: dict[int, list[int]] = {}
    resident: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            process = int(told["Pid"])
            children.setdefault(int(told["PPid"]), []).append(process)
            resident[process] = int(told.get("VmRSS", "0 kB").split()[0])
    found, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        found += resident.get(process, 0)
        waiting += children.get(process, [])
    return found / 1024
