"""A scratch PostgreSQL for tests: its own cluster and folder, reached by a unix socket, gone at the end.

Tests ask for `postgres_dsn` (a connection string, one cluster per test process) or `postgres` (an open
connection, rolled back after the test). Where no server can be had the test is skipped with the reason;
with CI=true it fails.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest

try:
    import fcntl
    import pwd
except ImportError:  # Windows
    fcntl = pwd = None  # type: ignore[assignment]

START_LIMIT_S = 60
SERVER_SETTINGS = {
    "listen_addresses": "",  # no network at all
    "fsync": "off",  # nobody will miss this data
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "80",  # fifty at once in the tests of races
    "timezone": "UTC",
}


class NoPostgres(Exception):
    """No server can be had here; the message says why."""


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """The connection string of a scratch server that lives as long as this test process."""
    with contextlib.ExitStack() as stack:
        try:
            dsn = stack.enter_context(scratch_server())
        except NoPostgres as reason:
            absent(str(reason))
        yield dsn


@pytest.fixture
def postgres(postgres_dsn: str) -> Iterator[psycopg.Connection]:
    """A connection whose changes are rolled back after the test."""
    with psycopg.connect(postgres_dsn) as connection:
        yield connection
        connection.rollback()


def absent(reason: str) -> None:
    """Skip here, fail in CI: a check that CI silently leaves out is no check."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI needs a real PostgreSQL: {reason}")
    pytest.skip(f"no PostgreSQL: {reason}")


@contextlib.contextmanager
def scratch_server(
    data: Path | None = None, server_settings: Mapping[str, str] = SERVER_SETTINGS
) -> Iterator[str]:
    """Start a server of our own and yield its connection string; stop exactly that server afterwards.

    `data`: a folder in which its databases stay; by default they go with it.
    """
    binaries = find_or_install()
    # A short path: a unix socket's may not exceed some hundred characters.
    with tempfile.TemporaryDirectory(prefix="tuopin-pg-", ignore_cleanup_errors=True) as folder:
        home = data or Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        cluster = home / "cluster"
        owner = unprivileged_user()
        if owner:
            for each in (folder, home):
                shutil.chown(each, owner["user"])
        log = Path(folder) / "log"
        if not cluster.exists():
            initdb: list[str | Path] = [
                binaries / "initdb", "--pgdata", cluster, "--auth", "trust", "--no-sync", "--username", "tuopin",
                "--encoding", "UTF8", "--locale", "C.UTF-8",
            ]  # fmt: skip
            run_as(owner, initdb)
        settings = [f"--{name}={value}" for name, value in server_settings.items()]
        command = [str(binaries / "postgres"), "-D", str(cluster), "-k", folder, *settings]
        with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, **owner) as server:
            try:
                dsn = f"host={folder} user=tuopin dbname=postgres"
                wait_until_it_answers(server, dsn, log)
                yield dsn
            finally:
                server.send_signal(signal.SIGINT)  # fast shutdown, and only of our own child


def wait_until_it_answers(server: subprocess.Popen[bytes], dsn: str, log: Path) -> None:
    last = time.monotonic() + START_LIMIT_S
    while server.poll() is None and time.monotonic() < last:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(dsn).close()
            return
        time.sleep(0.05)
    raise NoPostgres(f"the server did not start: {log.read_text(errors='replace')[-600:]}")


def find_or_install() -> Path:
    """The folder of `initdb` and `postgres`, installed first if we are root on Debian; else NoPostgres."""
    if pwd is None:
        raise NoPostgres("the scratch server is reached by a unix socket, which this system lacks")
    found = find_binaries()
    if found:
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoPostgres("initdb was not found, and only root on Debian can install it (package postgresql)")
    with only_one_installs():
        if not find_binaries():
            for command in (["update"], ["install", "--yes", "--no-install-recommends", "postgresql"]):
                run_as({}, ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", *command])
    found = find_binaries()
    if not found:
        raise NoPostgres("the Debian package postgresql is installed, but initdb is still not found")
    return found


def find_binaries(where: Path = Path("/usr/lib/postgresql")) -> Path | None:
    """Debian's folders first, newest version first; then PATH."""
    for folder in sorted(where.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    on_path = shutil.which("initdb")
    if on_path:
        folder = Path(on_path).resolve().parent
        if (folder / "postgres").exists():
            return folder
    return None


@contextlib.contextmanager
def only_one_installs() -> Iterator[None]:
    """Two test processes must not call apt-get at once."""
    with open(Path(tempfile.gettempdir()) / "tuopin-pg-install.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def unprivileged_user() -> dict[str, Any]:
    """Who runs the server when we are root, which PostgreSQL refuses to be: arguments for subprocess."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return {"user": user.pw_name, "group": user.pw_gid, "extra_groups": []}


def run_as(user: dict[str, Any], command: list[str | Path]) -> None:
    """Run a command to its end, as this user; NoPostgres with its output if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd="/", **user)
    if done.returncode:
        raise NoPostgres(f"{command[0]} failed: {(done.stdout + done.stderr).strip()[-600:]}")
