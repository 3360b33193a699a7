"""A process that does something, says "here" when it has reached a point, and is killed there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def killed_when_here(script: str, *arguments: str) -> None:
    """Runs the script on this test's database until it prints "here", kills it, and waits until the server knows."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-c", script, str(connection.settings_dict["NAME"]), *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.kill()
    while connection.vendor == "postgresql" and _others() > 0:
        time.sleep(0.05)


def _others() -> int:
    """Sessions of the killed process that the server has not yet ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
