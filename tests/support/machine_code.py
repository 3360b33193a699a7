"""The compiler of the native engine in tests: its folder, and what happens where it is not installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuopin.warehouse import native_code

KEPT = Path(__file__).resolve().parents[2] / ".pytest_cache" / "loops"


@pytest.fixture(scope="session")
def compiler() -> Iterator[None]:
    """Machine code is kept beside pytest's own cache, so that a second run of the tests need not wait for it."""
    if not native_code.is_installed():
        absent()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(KEPT))
        native_code.folder.cache_clear()
        yield
    native_code.folder.cache_clear()


def absent() -> None:
    """Skip here, fail in CI: a check that CI silently leaves out is no check."""
    if os.environ.get("CI") == "true":
        pytest.fail("CI needs numba: ./tuopin test installs it")
    pytest.skip("no numba: ./tuopin native installs it")
