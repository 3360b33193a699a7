"""One household of the registry judged by the reference engine: as it is, and as it would be after an edit.

This is what a page shows while somebody types; the nightly run judges the same facts on the compiled engine, and a test
holds that both agree for every household.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tuopin.engine.explain import CriterionExplained
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.engine.standard import Standard
from tuopin.kernel.verdict import Verdict
from tuopin.places.selectors import tree_above
from tuopin.registry.columns import the_pack
from tuopin.registry.models import Household
from tuopin.registry.selectors import record_of
from tuopin.registry.values import checked
from tuopin.warehouse.explaining import Explanation, explained


@dataclass(frozen=True)
class Move:
    """One answer that an edit would change. `criterion` None is the overall verdict of the standard."""

    standard: Standard
    criterion: CriterionExplained | None
    before: Verdict
    after: Verdict


@dataclass(frozen=True)
class Preview:
    """What an edit would do: the household judged with it, and every answer that differs from today's."""

    after: Explanation
    moves: tuple[Move, ...]


def judged(household: Household, *, on: date) -> Explanation:
    """Every household standard in force that day, with reasons, what is unknown and who finds out."""
    return _explained(household, record_of(household, on=on), on)


def preview(
    household: Household,
    *,
    on: date,
    facts: Mapping[str, Any],
    members: Mapping[int, Mapping[str, Any]] | None = None,
) -> Preview:
    """The household with these facts in place of those known, nothing stored. Raises BadInput as saving would."""
    record = record_of(household, on=on)
    edited = _with(record, checked(Level.HOUSEHOLD, facts))
    changed = {str(number): checked(Level.PERSON, told) for number, told in (members or {}).items()}
    children = tuple(_with(each, changed.get(each.code, {})) for each in edited.children)
    before = _explained(household, record, on)
    after = _explained(household, replace(edited, children=children), on)
    return Preview(after, tuple(moves_between(before, after)))


def preview_members(
    household: Household,
    *,
    on: date,
    joining: Mapping[str, Any] | None = None,
    leaving: int | None = None,
    counted: bool = True,
) -> Preview:
    """The household with one member more, of whom these facts are known, or one fewer; nothing stored.

    The declared number follows, unless the person was `counted` in it before (False: only missing on the list).
    """
    record = record_of(household, on=on)
    children = tuple(each for each in record.children if leaving is None or each.code != str(leaving))
    if joining is not None:
        newcomer = Record(Level.PERSON, "+", household.village_id, {}, (), on)
        children = (*children, _with(newcomer, checked(Level.PERSON, joining)))
    group = the_pack().group_of(Level.HOUSEHOLD)
    size = None if group is None else record.facts.get(group.declared.code)
    facts = dict(record.facts)
    if group is not None and isinstance(size, int) and counted:
        facts[group.declared.code] = size + len(children) - len(record.children)
    before = _explained(household, record, on)
    after = _explained(household, replace(record, facts=facts, children=children), on)
    return Preview(after, tuple(moves_between(before, after)))


def _explained(household: Household, record: Record, on: date) -> Explanation:
    return explained(the_pack(), tree_above(household.village), record, on=on)


def _with(record: Record, values: Mapping[str, Any]) -> Record:
    facts = {**record.facts, **values}
    return replace(record, facts={code: value for code, value in facts.items() if value is not None})


def moves_between(before: Explanation, after: Explanation) -> list[Move]:
    """Every answer that differs; both are of the same subject on the same day."""
    found = []
    for old, new in zip(before.findings, after.findings, strict=True):
        if old.overall is not None and new.overall is not None and old.overall is not new.overall:
            found.append(Move(new.standard, None, old.overall, new.overall))
        found += [
            Move(new.standard, is_, was.verdict, is_.verdict)
            for was, is_ in zip(old.criteria, new.criteria, strict=True)
            if was.verdict is not is_.verdict
        ]
    return found
