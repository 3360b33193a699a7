"""Settings all tests share: Hypothesis profiles, the scratch PostgreSQL, the summary of earlier checks."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

# `deadline=None` everywhere: a slow machine is not a wrong answer.
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci",
    max_examples=200,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
# For planted bugs: find one failure, do not make it pretty.
settings.register_profile(
    "planted",
    max_examples=200,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    report_multiple_bugs=False,
)
settings.register_profile(
    "night", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the night tests for the night, unless -m says otherwise."""
    if config.option.markexpr:
        return
    night = [item for item in items if item.get_closest_marker("night")]
    if night:
        config.hook.pytest_deselected(items=night)
        items[:] = [item for item in items if item not in set(night)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """tests/run.py tells which checks failed before pytest; say so where it is seen."""
    failed = os.environ.get("TUOPIN_FAILED_CHECKS")
    if failed:
        terminalreporter.section("checks before the tests", red=True)
        terminalreporter.write_line(f"FAILED: {failed} (their output stands above; the run as a whole fails)")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Once the database stands, the fact tables count as Django's own: so they are emptied with the rest."""
    from tuopin.registry.models.facts import STATES, VERSIONS  # noqa: PLC0415 - only where Django is used

    for model in (*VERSIONS.values(), *STATES.values()):
        model._meta.managed = True


@pytest.fixture(autouse=True)
def _audit_may_be_emptied(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """A test that commits is followed by emptying its tables, which the guard of the audit refuses on SQLite."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        from django.db import connection  # noqa: PLC0415 - only where Django is used

        from tuopin.audit import guards  # noqa: PLC0415

        guards.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_entry")
        guards.install(connection)
