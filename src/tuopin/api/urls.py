"""Everything under /api/v1/, and its description for machines at /api/v1/openapi.json."""

from typing import Any

from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

import tuopin
from tuopin.api import households, imports, jobs, places, runs, standards, whatif
from tuopin.api.auth import Token
from tuopin.api.problems import MEDIA_TYPE, Problem, answer_with_problems

REFUSED = {
    "description": "Refused: why, and what to do",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class Api(NinjaAPI):
    """Says of every operation how it refuses."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["4XX"] = REFUSED
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schema["components"]["schemas"] |= {**problem.pop("$defs"), "Problem": problem}
        return schema


api = Api(
    title="tuopin",
    version=tuopin.__version__,
    description="Households, findings, places, figures, imports and runs of one office. See docs/api.md.",
    auth=Token(),
    docs_url=None,
    docs_decorator=require_safe,
    urls_namespace="api",
)
answer_with_problems(api)
for area in (households, places, runs, imports, standards, whatif, jobs):
    api.add_router("", area.router)
