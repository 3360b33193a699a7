"""The standards as the office's pack states them: criteria, parameters with their histories and sources."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router, Schema

from tuopin.api.shapes import Both, Word
from tuopin.registry.columns import the_pack
from tuopin.standards.plain import parameter_as_dict, standard_as_dict

router = Router(tags=["standards"])


class StandardRef(Schema):
    code: str
    label: Both
    level: str
    in_force_from: str
    in_force_until: str | None


class StandardOut(Schema):
    """The rule of each criterion in words of both languages; parameters by code, with every dated value."""

    standard: dict[str, Any]
    parameters: list[dict[str, Any]]


@router.get("/standards", response=list[StandardRef], summary="The standards of the pack")
def list_standards(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "code": each.code,
            "label": Both.of(each.label),
            "level": each.level.value,
            "in_force_from": each.in_force_from.isoformat(),
            "in_force_until": each.in_force_until.isoformat() if each.in_force_until else None,
        }
        for each in the_pack().standards
    ]


@router.get("/standards/{code}", response=StandardOut, summary="One standard")
def one_standard(request: HttpRequest, code: Path[Word]) -> dict[str, Any]:
    standard = the_pack().standard(code)
    return {
        "standard": standard_as_dict(standard),
        "parameters": [parameter_as_dict(each) for each in standard.parameters().values()],
    }
