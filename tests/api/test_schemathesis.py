"""The description of the API holds against random requests: no fault of the server, every answer as described."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.office import AT, HERE, HOUSEHOLD, ON, acting, make_registry, program

from tuopin.intake.imports import staging
from tuopin.intake.models import Import
from tuopin.kernel.actor import SYSTEM
from tuopin.warehouse.registry_runs import judge_registry

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip
STANDARD = "household_status"
EXAMPLES = 8
"""Of each operation and of each kind of request: allowed by the description, and not."""


@pytest.fixture
def registry(settings: Any) -> dict[str, dict[str, str]]:
    """Judged once. By resource, real codes to put into addresses, so that requests get past the first 404."""
    settings.BUSINESS_DAY = ON
    make_registry()
    run = judge_registry(actor=SYSTEM, on=ON, at=AT)
    batch, job = staging.stage(
        actor=acting("county"), pieces=[b"x"], name="a.xlsx", purpose=Import.Purpose.MERGE, at=AT, on=ON
    )
    return {
        "households": {"code": HOUSEHOLD},
        "places": {"code": HERE, "on": str(ON - timedelta(days=1))},
        "runs": {"key": str(run.pk), "standard": STANDARD},
        "imports": {"key": str(batch.pk)},
        "jobs": {"key": str(job.pk)},
        "standards": {"code": STANDARD},
        "whatif": {},
    }


@pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
def test_no_request_makes_the_server_fail_and_every_answer_is_as_described(
    registry: dict[str, dict[str, str]],
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    headers = program("county").headers
    called, answered = 0, set[tuple[str, int]]()

    for found in schema.get_all_operations():
        operation = found.ok()
        known = registry[operation.path.split("/")[3]]
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            for case in examples(operation, mode):
                called += 1
                if called % 3:
                    given = case.path_parameters.items()
                    case.path_parameters = {name: known.get(name, value) for name, value in given}
                answer = case.call_and_validate(headers=headers, checks=CHECKS)
                answered.add((operation.label, answer.status_code // 100))

    assert sum(kind == 2 for _, kind in answered) >= 18, sorted(answered)
    assert called > 300


def examples(operation: Any, mode: GenerationMode) -> list[Any]:
    found: list[Any] = []

    @seed(20200630)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        found.append(case)

    collect()
    return found
