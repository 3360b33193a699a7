"""A real Chromium with Chinese fonts: Debian's own, installed first where we are root there.

Where none can be had a test is skipped with the reason; with CI=true it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.postgres import only_one_installs

PACKAGES = ("chromium", "fonts-noto-cjk")


class NoBrowser(Exception):
    """No browser can be had here; the message says why."""


def find_or_install() -> Path:
    found = _found()
    if found:
        return found
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoBrowser(
            f"chromium was not found, and only root on Debian can install it ({' '.join(PACKAGES)})"
        )
    with only_one_installs():
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
            if _found() is None:
                _apt(arguments)
    found = _found()
    if not found:
        raise NoBrowser("the Debian package chromium is installed, but no chromium is found")
    return found


def _found() -> Path | None:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return Path(found) if found else None


def _apt(arguments: list[str]) -> None:
    done = subprocess.run(
        ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", *arguments],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise NoBrowser(f"apt-get failed: {(done.stdout + done.stderr).strip()[-600:]}")


def chromium() -> Path:
    """Its path; otherwise the test is skipped, or in CI fails."""
    try:
        return find_or_install()
    except NoBrowser as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"no browser: {reason}")
        pytest.skip(f"no browser: {reason}")
