"""What-if: the rules as they stand beside the rules as they might be, on the last run's data."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from tuopin.accounts.rules import Act
from tuopin.api.auth import caller
from tuopin.api.shapes import Word
from tuopin.places.selectors import places_visible_to
from tuopin.registry.columns import the_pack
from tuopin.warehouse.changes_plain import changes_as_dict
from tuopin.warehouse.registry_whatif import supposed

router = Router(tags=["whatif"])
Value = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^-?[0-9]+([.][0-9]+)?$")]


class Supposed(Schema):
    """Parameters by code with another value, in the unit each declares. Changes and figures are told of places of
    `level`, by default of every level in reach."""

    values: dict[Word, Value] = Field(min_length=1, max_length=20)
    level: Word | None = None


class WhatIfOut(Schema):
    """`changes` by level: who is answered otherwise, by place and by reason. `overview` has counters, rates and costs
    of both worlds; those of the supposed one have codes that end alike."""

    on: date
    values: dict[str, str]
    changes: dict[str, Any]
    overview: list[dict[str, Any]]


@router.post("/whatif", response=WhatIfOut, summary="Who would be judged otherwise")
def what_if(request: HttpRequest, told: Supposed) -> dict[str, Any]:
    """Nothing is stored, and no rule and no decision changes."""
    pack = the_pack()
    if told.level is not None:
        pack.check_place_level(told.level)
    levels = [told.level] if told.level is not None else list(pack.place_levels)
    actor = caller(request)
    codes = set(places_visible_to(actor, Act.TRY_WHAT_IF.value).values_list("code", flat=True))
    with supposed(actor=actor, values=dict(told.values)) as found:
        tree = found.judged.dataset.places
        changes = {level: changes_as_dict(each, tree, levels) for level, each in found.changes.items()}
        return {
            "on": found.judged.scope.on,
            "values": {code: str(value) for code, value in found.values.items()},
            "changes": {level.value: _in_reach(each, codes) for level, each in changes.items()},
            "overview": [
                each.as_dict()
                for each in found.overview()
                if each.place.code in codes and each.place.level in levels
            ],
        }


def _in_reach(changes: dict[str, Any], codes: set[str]) -> dict[str, Any]:
    return {**changes, "by_place": [each for each in changes["by_place"] if each["place"] in codes]}
