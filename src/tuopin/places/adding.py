"""Adding places from a table: each row is taken or refused by itself; what stands already is left as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tuopin.audit import services as audit
from tuopin.kernel.actor import ROOT, Actor
from tuopin.kernel.text import Text
from tuopin.places.models import Place


@dataclass(frozen=True)
class NewPlace:
    """`id` and `groups` are what the pack makes of the code."""

    line: int
    id: int
    code: str
    level: str
    name: Text
    parent: str | None
    groups: frozenset[str]
    valid_from: date


@dataclass(frozen=True)
class RefusedPlace:
    line: int
    code: str
    name: str
    reason: Text


@dataclass(frozen=True)
class Added:
    added: int
    unchanged: int
    refused: tuple[RefusedPlace, ...]


@transaction.atomic
def add_places(
    *, actor: Actor, act: str, rows: Sequence[NewPlace], levels: Sequence[str], at: datetime
) -> Added:
    """Larger places first, so that a table may bring a township with its villages. `levels` from the top; `act` is what
    the actor must be allowed where the place lies."""
    standing = {place.code: place for place in Place.objects.all()}
    new: list[Place] = []
    refused: list[RefusedPlace] = []
    unchanged = 0
    for row in sorted(rows, key=lambda row: (levels.index(row.level), row.line)):
        if _is_there(standing.get(row.code), row):
            unchanged += 1
            continue
        reason = _reason(actor, act, row, standing, levels)
        if reason is not None:
            refused.append(RefusedPlace(row.line, row.code, row.name.zh, reason))
            continue
        above = standing[row.parent] if row.parent else None
        place = Place(
            id=row.id, code=row.code, level=row.level, name_zh=row.name.zh, name_en=row.name.en, parent=above,
            path=f"{above.path if above else ROOT}{row.code}/", groups=sorted(row.groups), valid_from=row.valid_from,
        )  # fmt: skip
        standing[row.code] = place
        new.append(place)
    Place.objects.bulk_create(new, batch_size=500)
    if new:
        audit.record(
            actor=actor, action="places.import", about="places:tree", at=at,
            path=next(iter(actor.paths(act)), ROOT),
            details={"added": len(new), "given": len(rows), "refused": len(refused)},
            batch=(place.path.encode() for place in new),
        )  # fmt: skip
    return Added(len(new), unchanged, tuple(sorted(refused, key=lambda each: each.line)))


def _is_there(found: Place | None, row: NewPlace) -> bool:
    """The same place, said again: the same table twice adds nothing."""
    return (
        found is not None
        and (found.level, found.name_zh, found.name_en) == (row.level, row.name.zh, row.name.en)
        and (found.parent.code if found.parent else None) == row.parent
    )


def _reason(
    actor: Actor, act: str, row: NewPlace, standing: dict[str, Place], levels: Sequence[str]
) -> Text | None:
    above = standing.get(row.parent) if row.parent else None
    own_path = f"{above.path if above else ROOT}{row.code}/"
    if row.parent and (above is None or not actor.may(act, above.path)):
        return Text(
            f"上级 {row.parent} 不在您管理的地区里。请先导入上级，或核对代码。",
            f"The parent {row.parent} is not among the places you administer. Import it first, or check the code.",
        )
    if not actor.may(act, own_path):
        return Text("该地区不在您的管理范围内。", "This place lies outside the places you administer.")
    at = levels.index(row.level)
    if (above.level if above else None) != (levels[at - 1] if at else None):
        return Text("上级的级别不对：应是紧挨着的上一级。", "The parent must be of the level just above.")
    if row.code in standing:
        return Text(
            "这个代码已有地区，内容不同。更名、合并请在该地区的页面办理；旧代码不再给别的地区。",
            "The code is taken by a place that reads differently. Rename or merge it on its own page; a code is never "
            "given to another place.",
        )
    if above is not None and (
        row.valid_from < above.valid_from
        or (above.valid_until is not None and row.valid_from >= above.valid_until)
    ):
        return Text(
            "生效那天上级不存在。请核对日期。", "On that day the parent does not exist. Check the day."
        )
    return None
