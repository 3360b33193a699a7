"""Villages merge and split: households, postings and the tree change together, in one transaction or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tuopin.accounts.following import follow_places
from tuopin.accounts.rules import Act
from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.places import changes
from tuopin.places.models import Change, Place
from tuopin.places.selectors import place_visible_to
from tuopin.registry.models import Household, Residence

ACT = Act.ADMINISTER_PLACES.value
_NAMED = 5
"""How many households a refusal names."""


@dataclass(frozen=True)
class Moved:
    households: int
    postings: int


@transaction.atomic
def merge_place(
    *, actor: Actor, old: str, new: str, on: date, source: str, at: datetime, today: date
) -> Moved:
    """One place becomes (part of) another that exists. Where the other exists from that very day and nothing else went
    into it, the code was only renamed.

    Raises NotFound, BadInput (`place_change_source`, `place_change_target`), RefusedByRule (`place_gone`,
    `place_change_day`, `place_not_empty`), ChangedMeanwhile.
    """
    source, gone = changes.sourced(source), _changing(actor, old, on, today)
    target = _target(actor, gone, new, on)
    fresh = target.valid_from == on and not Change.objects.filter(new=target).exists()
    households = _move(gone, dict.fromkeys(_living_in(gone), target), on, at)
    postings = follow_places(actor=actor, old=gone, news=[target], on=on, at=at)
    changes.become(gone, target, Change.Kind.RENAMED if fresh else Change.Kind.MERGED, on=on, source=source)
    changes.close(gone, on)
    _record(actor, "places.merge", gone, [target], households, postings, on=on, source=source, at=at)
    return Moved(len(households), postings)


@transaction.atomic
def split_place(
    *, actor: Actor, old: str, mapping: Mapping[str, str], on: date, source: str, at: datetime, today: date
) -> Moved:
    """Each household, by its code, goes to one of several places; the old one may be among them and then goes on.

    Raises what `merge_place` raises, and BadInput (`split_incomplete`, `split_unknown`, `split_one_part`).
    """
    source, divided = changes.sourced(source), _changing(actor, old, on, today)
    living = _living_in(divided)
    by_code = {household.code: household for household in living}
    _refuse_incomplete(by_code, mapping)
    targets = {
        code: divided if code == divided.code else _target(actor, divided, code, on)
        for code in sorted(set(mapping.values()))
    }
    if len(targets) < 2:
        raise BadInput(
            "split_one_part",
            zh="拆分至少要有两个地区。全部并入一个地区的，请用“并入”。",
            en="A split has at least two parts. Where all go to one place, merge it.",
        )
    going = {by_code[code]: targets[to] for code, to in mapping.items() if to != divided.code}
    households = _move(divided, going, on, at)
    parts = [target for code, target in targets.items() if code != divided.code]
    goes_on = divided.code in targets
    postings = 0 if goes_on else follow_places(actor=actor, old=divided, news=parts, on=on, at=at)
    for part in parts:
        changes.become(divided, part, Change.Kind.SPLIT, on=on, source=source)
    if not goes_on:
        changes.close(divided, on)
    _record(actor, "places.split", divided, parts, households, postings, on=on, source=source, at=at)
    return Moved(len(households), postings)


def _changing(actor: Actor, code: str, on: date, today: date) -> Place:
    place = place_visible_to(actor, ACT, code)
    changes.refuse_gone(place)
    changes.refuse_day(place, on, after=place.valid_from, today=today)
    inside = Place.objects.filter(parent=place, valid_until=None).order_by("code").first()
    if inside is not None:
        raise RefusedByRule(
            "place_not_empty",
            zh=f"地区 {code} 里还有 {inside.code} 等下级地区。请先调整下级，再调整它。",
            en=f"Place {code} still holds {inside.code} and perhaps others. Change those first.",
        )
    return place


def _target(actor: Actor, old: Place, code: str, on: date) -> Place:
    target = place_visible_to(actor, ACT, code)
    there = target.valid_from <= on and target.valid_until is None
    if target.pk == old.pk or target.level != old.level or not there:
        raise BadInput(
            "place_change_target",
            zh=f"地区 {code} 不能接收：应是另一个同级地区，并且在 {on} 已经设立、没有撤销。新地区请先用地区表导入。",
            en=f"Place {code} cannot take them: it must be another place of the same level that exists on {on}. "
            "Import a new place by the table first.",
        )
    return target


def _living_in(place: Place) -> list[Household]:
    return list(Household.objects.filter(village=place, closed_on=None).order_by("code"))


def _move(old: Place, going: Mapping[Household, Place], on: date, at: datetime) -> list[UUID]:
    """Where they live now, and how it came about. A household's version grows: who edits it meanwhile is told."""
    by_target: dict[int, list[UUID]] = {}
    for household, place in going.items():
        by_target.setdefault(place.pk, []).append(household.pk)
    for target, keys in by_target.items():
        for chunk in _chunks(keys):
            open_ones = Residence.objects.filter(household__in=chunk, village=old, ends_before=None)
            lived = set(open_ones.filter(starts_on__lt=on).values_list("household", flat=True))
            open_ones.filter(starts_on__gte=on).update(village=target)
            open_ones.filter(starts_on__lt=on).update(ends_before=on)
            Residence.objects.bulk_create(
                Residence(household_id=key, village_id=target, starts_on=on, recorded_at=at)
                for key in chunk
                if key in lived
            )
            Household.objects.filter(pk__in=chunk).update(village=target, version=F("version") + 1)
    return [household.pk for household in going]


def _chunks(keys: Sequence[UUID], size: int = 500) -> list[Sequence[UUID]]:
    return [keys[at : at + size] for at in range(0, len(keys), size)]


def _refuse_incomplete(by_code: Mapping[str, Household], mapping: Mapping[str, str]) -> None:
    """Every household has a new place, and nothing else is named: nobody is lost in a split."""
    lacking, unknown = sorted(by_code.keys() - mapping.keys()), sorted(mapping.keys() - by_code.keys())
    if lacking:
        raise BadInput(
            "split_incomplete",
            zh=f"对应表缺 {len(lacking)} 户，如 {'、'.join(lacking[:_NAMED])}。每一户都要写明去哪里。",
            en=f"The mapping lacks {len(lacking)} households, such as {', '.join(lacking[:_NAMED])}. Say of each where "
            "it goes.",
        )
    if unknown:
        raise BadInput(
            "split_unknown",
            zh=f"对应表里有 {len(unknown)} 户不在这个地区，如 {'、'.join(unknown[:_NAMED])}。请删去或核对户编号。",
            en=f"{len(unknown)} households of the mapping do not live here, such as {', '.join(unknown[:_NAMED])}. "
            "Remove them, or check the codes.",
        )


def _record(
    actor: Actor, action: str, old: Place, news: Sequence[Place], households: Sequence[UUID], postings: int, *,
    on: date, source: str, at: datetime,
) -> None:  # fmt: skip
    """One entry in the old place and one in each new one, so that both sides see it."""
    details = {
        "from": old.code, "to": [new.code for new in news], "on": on.isoformat(), "source": source,
        "households": len(households), "postings": postings,
    }  # fmt: skip
    digests = [key.bytes for key in households]
    for place in (old, *news):
        audit.record(
            actor=actor, action=action, about=f"place:{place.code}", path=place.path, at=at, details=details,
            batch=digests,
        )  # fmt: skip
