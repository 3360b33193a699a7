"""Places change over time: they get another name, or become another place. Rows stay, so old codes are still found."""

from datetime import date, datetime

from django.db import transaction

from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput, ChangedMeanwhile, RefusedByRule
from tuopin.places.models import Change, FormerName, Place
from tuopin.places.selectors import place_visible_to

LONGEST_SOURCE = 200


@transaction.atomic
def rename(
    *,
    actor: Actor,
    act: str,
    code: str,
    name_zh: str,
    name_en: str,
    on: date,
    source: str,
    at: datetime,
    today: date,
) -> Place:
    """Another name under the same code; the former one is kept with the day it ended.

    Raises NotFound, BadInput (`place_name`, `place_change_source`), RefusedByRule (`place_change_day`, `place_gone`).
    """
    place = place_visible_to(actor, act, code)
    name_zh, name_en = name_zh.strip(), name_en.strip() or name_zh.strip()
    if (
        not name_zh
        or max(len(name_zh), len(name_en)) > 80
        or (name_zh, name_en) == (place.name_zh, place.name_en)
    ):
        raise BadInput(
            "place_name",
            zh="请填写与现在不同的新名称，最多 80 个字。",
            en="Give a new name that differs from the present one, of at most 80 characters.",
        )
    source = sourced(source)
    refuse_gone(place)
    last = FormerName.objects.filter(place=place).order_by("-ends_before").first()
    refuse_day(
        place, on, after=max(place.valid_from, last.ends_before) if last else place.valid_from, today=today
    )
    FormerName.objects.create(
        place=place, name_zh=place.name_zh, name_en=place.name_en, ends_before=on, source=source
    )
    Place.objects.filter(pk=place.pk).update(name_zh=name_zh, name_en=name_en)
    audit.record(
        actor=actor, action="places.rename", about=f"place:{code}", at=at, path=place.path,
        details={
            "from": place.name_zh, "from_en": place.name_en, "to": name_zh, "to_en": name_en, "on": on.isoformat(),
            "source": source,
        },
    )  # fmt: skip
    return place


def become(old: Place, new: Place, kind: str, *, on: date, source: str) -> None:
    """Notes that one place became another; closing it is another step."""
    Change.objects.create(kind=kind, old=old, new=new, on=on, source=source)


def close(place: Place, on: date) -> None:
    """From that day on it no longer exists. Raises ChangedMeanwhile (`place_gone_meanwhile`)."""
    if not Place.objects.filter(pk=place.pk, valid_until=None).update(valid_until=on):
        raise ChangedMeanwhile(
            "place_gone_meanwhile",
            zh=f"地区 {place.code} 刚刚已被他人调整，本次没有办理。请刷新后核对。",
            en=f"Place {place.code} was changed by somebody else just now; nothing was done. Reload and check.",
        )


def sourced(source: str) -> str:
    """Raises BadInput (`place_change_source`)."""
    if not source.strip() or len(source.strip()) > LONGEST_SOURCE:
        raise BadInput(
            "place_change_source",
            zh=f"请写明依据（文件名称和文号），最多 {LONGEST_SOURCE} 个字。",
            en=f"Name the document that ordered it, in at most {LONGEST_SOURCE} characters.",
        )
    return source.strip()


def refuse_gone(place: Place) -> None:
    """Raises RefusedByRule (`place_gone`)."""
    if place.valid_until is not None:
        raise RefusedByRule(
            "place_gone",
            zh=f"地区 {place.code} 已于 {place.valid_until} 撤销，不能再调整。请在它变成的地区上办理。",
            en=f"Place {place.code} ceased to exist on {place.valid_until} and cannot change. Use the place it became.",
        )


def refuse_day(place: Place, on: date, *, after: date, today: date) -> None:
    """Raises RefusedByRule (`place_change_day`)."""
    if not after < on <= today:
        raise RefusedByRule(
            "place_change_day",
            zh=f"生效日期 {on} 应晚于地区 {place.code} 的上次变动（{after}），且不晚于今天（{today}）。请核对。",
            en=f"The day {on} must be after the last change of place {place.code} on {after} and not after today "
            f"({today}). Check the day.",
        )
