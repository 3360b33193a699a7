"""Changing the tree of places: import, and changes of codes with a mapping from old to new."""

from datetime import date, datetime

from django.db import transaction

from tuopin.audit import services as audit
from tuopin.kernel.actor import ROOT, Actor
from tuopin.kernel.places import PlaceTree
from tuopin.places.models import Place


@transaction.atomic
def import_tree(*, actor: Actor, tree: PlaceTree, valid_from: date, at: datetime) -> int:
    """Adds the places the office does not have yet and updates names and groups; how many were added."""
    known = set(Place.objects.values_list("id", flat=True))
    paths: dict[int, str] = {}
    new = []
    for area in sorted(tree.places.values(), key=lambda area: len(tree.chain(area.id))):
        above = ROOT if area.parent is None else paths[area.parent]
        paths[area.id] = f"{above}{area.code}/"
        row = Place(
            id=area.id,
            code=area.code,
            level=area.level,
            name_zh=area.name.zh,
            name_en=area.name.en,
            parent_id=area.parent,
            path=paths[area.id],
            groups=sorted(area.groups),
            valid_from=valid_from,
        )
        if area.id not in known:
            new.append(row)
        else:
            Place.objects.filter(id=area.id).update(
                name_zh=row.name_zh, name_en=row.name_en, groups=row.groups
            )
    Place.objects.bulk_create(new, batch_size=500)
    audit.record(
        actor=actor, action="places.import", about="places:tree", at=at,
        details={"added": len(new), "given": len(tree.places)}, batch=(row.path.encode() for row in new),
    )  # fmt: skip
    return len(new)
