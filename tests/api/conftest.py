"""Every test begins with no wrong tokens counted."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nobody_failed_yet() -> None:
    cache.clear()
