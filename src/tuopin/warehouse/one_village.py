"""One village of the registry judged by the reference engine, with its households: as it is, and after an edit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.places.models import Place
from tuopin.places.selectors import tree_above
from tuopin.registry.columns import the_pack
from tuopin.registry.values import checked
from tuopin.registry.villages import village_record
from tuopin.warehouse.explaining import Explanation, explained
from tuopin.warehouse.one_household import Preview, moves_between


def judged_village(village: Place, *, on: date) -> Explanation:
    """Every village standard in force that day, with reasons, what is unknown and which households decide."""
    return _explained(village, _record(village, on), on)


def preview_village(village: Place, *, on: date, facts: Mapping[str, Any]) -> Preview:
    """The village with these facts in place of those known, nothing stored. Raises BadInput as saving would."""
    record = _record(village, on)
    told = {**record.facts, **checked(Level.VILLAGE, facts)}
    edited = replace(record, facts={code: value for code, value in told.items() if value is not None})
    before, after = _explained(village, record, on), _explained(village, edited, on)
    return Preview(after, tuple(moves_between(before, after)))


def _record(village: Place, on: date) -> Record:
    asked = [each for each in the_pack().by_default if each.level is Level.VILLAGE]
    keys = {key for each in asked for key in each.facts}
    return village_record(village, on=on, keys=keys)


def _explained(village: Place, record: Record, on: date) -> Explanation:
    return explained(the_pack(), tree_above(village), record, on=on)
