"""The office of the proofs, made once per module, and the day it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.proof.world import TODAY, World, made_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    with django_db_blocker.unblock(), made_world() as made:  # type: ignore[attr-defined]
        yield made


@pytest.fixture(autouse=True)
def _business_day(settings: object) -> None:
    settings.BUSINESS_DAY = TODAY  # type: ignore[attr-defined]
