"""An office for tests: a folder with keys of its own, made before Django reads its settings, gone at the end.

Loaded by pyproject (`-p tests.support.office`). TUOPIN_TEST_DATABASE=postgres runs the same tests on a real PostgreSQL.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from tests.support.postgres import NoPostgres, scratch_server
from tuopin.vault.ring import new_ring, write_ring

_MEMORY = Path("/dev/shm")


def _prepare() -> None:
    home = Path(tempfile.mkdtemp(prefix="tuopin-office-", dir=_MEMORY if _MEMORY.is_dir() else None))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    write_ring(new_ring(), home / "keys.json")
    os.environ["TUOPIN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.support.settings"
    os.environ.pop("TUOPIN_DATABASE", None)
    if os.environ.get("TUOPIN_TEST_DATABASE") == "postgres" and _runs_tests():
        stack = contextlib.ExitStack()
        atexit.register(stack.close)
        try:
            dsn = stack.enter_context(scratch_server())
        except NoPostgres as reason:
            raise SystemExit(f"no PostgreSQL for the registry's tests: {reason}") from None
        socket = dsn.split("host=")[1].split()[0]
        os.environ["TUOPIN_DATABASE"] = f"postgresql://tuopin@/postgres?host={socket}"


def _runs_tests() -> bool:
    """Workers run the tests; the process that only hands them out needs no server."""
    return "PYTEST_XDIST_WORKER" in os.environ or "-n" not in os.environ.get("PYTEST_ADDOPTS", "")


_prepare()
