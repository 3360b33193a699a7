"""What-if: the rules as they stand beside the rules as they might be, on the last run's data."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from tuopin.api.auth import caller
from tuopin.api.shapes import RunRef, Word
from tuopin.registry.columns import the_pack
from tuopin.warehouse.changes_plain import changes_as_dict
from tuopin.warehouse.registry_whatif import try_what_if

router = Router(tags=["whatif"])
Value = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^-?[0-9]+([.][0-9]+)?$")]


class Supposed(Schema):
    """Parameters by code with another value, in the unit each declares; `standard` looks at that one only. Changes and
    figures are told of places of `level`, by default of every level in reach."""

    values: dict[Word, Value] = Field(min_length=1, max_length=20)
    standard: Word | None = None
    level: Word | None = None


class WhatIfOut(Schema):
    """`changes` by level: who is answered otherwise, by place and by reason. `overview` has counters, rates and costs
    of both worlds; those of the supposed one have codes that end alike."""

    run: RunRef
    values: dict[str, str]
    changes: dict[str, Any]
    overview: list[dict[str, Any]]


@router.post("/whatif", response=WhatIfOut, summary="Who would be judged otherwise")
def what_if(request: HttpRequest, supposed: Supposed) -> dict[str, Any]:
    """Nothing is stored, and no rule and no decision changes."""
    pack = the_pack()
    if supposed.level is not None:
        pack.check_place_level(supposed.level)
    levels = [supposed.level] if supposed.level is not None else list(pack.place_levels)
    tried = try_what_if(actor=caller(request), values=supposed.values, standard=supposed.standard)
    with tried.found as found:
        tree, within = found.judged.dataset.places, tried.within
        codes = {place.code for place in tree.places.values() if place.id in within}
        told = {level: changes_as_dict(changes, tree, levels) for level, changes in found.changes.items()}
        return {
            "run": {"id": tried.run.pk, "on": tried.run.on},
            "values": {code: str(value) for code, value in found.values.items()},
            "changes": {level.value: _in_reach(changes, codes) for level, changes in told.items()},
            "overview": [
                each.as_dict()
                for each in found.overview()
                if each.place.id in within and each.place.level in levels
            ],
        }


def _in_reach(changes: dict[str, Any], codes: set[str]) -> dict[str, Any]:
    return {**changes, "by_place": [each for each in changes["by_place"] if each["place"] in codes]}
