"""Recording facts of a village. Nothing recorded is ever changed, and who edits names what was seen."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tuopin.accounts.rules import Act
from tuopin.audit import services as audit
from tuopin.engine.kinds import Level
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import ChangedMeanwhile
from tuopin.places.models import Place
from tuopin.registry.models.facts import Source
from tuopin.registry.services.facts import add_version, refuse_future
from tuopin.registry.villages import latest_version, village_visible_to


@transaction.atomic
def record_village_facts(
    *,
    actor: Actor,
    village: str,
    seen: int,
    collected_on: date,
    source: Source,
    at: datetime,
    on: date,
    facts: Mapping[str, Any],
) -> Place:
    """Facts of a village, collected on one day. `seen` is the last version the actor was shown.

    Raises NotFound, ChangedMeanwhile (`village_changed`), BadInput as for households.
    """
    refuse_future(collected_on, on)
    row = village_visible_to(actor, village, Act.EDIT_FACTS.value)
    Place.objects.select_for_update().get(pk=row.pk)  # one editor at a time; SQLite has one writer anyway
    if latest_version(row) != seen:
        raise ChangedMeanwhile(
            "village_changed",
            zh=f"村 {village} 的信息在您打开之后已被他人修改，您的修改没有保存。请刷新后核对，再提交一次。",
            en=f"The facts of village {village} were changed by somebody else after you opened them; your change was "
            "not saved. Reload, check, and submit again.",
        )
    add_version(Level.VILLAGE, row, facts, collected_on, source, actor.code, at)
    audit.record(
        actor=actor, action="villages.record", about=f"village:{row.code}", path=row.path, at=at,
        details={"collected_on": collected_on.isoformat(), "source": str(source.value), "facts": sorted(facts)},
    )  # fmt: skip
    return row
