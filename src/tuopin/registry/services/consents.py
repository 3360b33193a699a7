"""What a person allowed, for which purpose, from when until when: recorded, taken back, asked for before data go out.

Judging and helping need no consent: they are an office's duty. What goes beyond it does (decision A8 and the law on
personal information): asking banks about assets, photographs, handing data to another office for its own ends.
"""

from datetime import date, datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import Q

from tuopin.accounts.rules import Act
from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import ChangedMeanwhile, RefusedByRule
from tuopin.kernel.text import Text
from tuopin.registry.models import Consent, Household, Person
from tuopin.registry.rules.homes import household_closed
from tuopin.registry.selectors import household_visible_to, person_in
from tuopin.registry.services.facts import refuse_future


class Purpose(StrEnum):
    ASSET_QUERY = "asset_query"
    SECTOR_SHARING = "sector_sharing"
    NOTICE_PHOTO = "notice_photo"
    STORY = "story"


PURPOSES = {
    Purpose.ASSET_QUERY: Text("授权查询家庭资产", "asking banks and registers about assets"),
    Purpose.SECTOR_SHARING: Text("与行业部门共享个人信息", "handing personal data to a sector department"),
    Purpose.NOTICE_PHOTO: Text("公示时使用照片", "a photograph on a public notice"),
    Purpose.STORY: Text("作为典型案例宣传", "being told of as an example in public"),
}


def consented(person: Person, purpose: Purpose, on: date) -> bool:
    """Whether the person allows it on that day. Nothing recorded is no consent."""
    given = Consent.objects.filter(person=person, purpose=purpose.value, given_on__lte=on)
    return given.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)).exists()


def consents_of(person: Person) -> list[Consent]:
    """Newest first. Who asks has found the person within the reader's posting."""
    return list(Consent.objects.filter(person=person).order_by("-given_on", "-pk"))


@transaction.atomic
def give_consent(
    *, actor: Actor, household: str, number: int, purpose: Purpose, given_on: date, at: datetime, on: date
) -> Consent:
    """Records a signed consent. Raises NotFound, BadInput, RefusedByRule (`consent_open`)."""
    refuse_future(given_on, on)
    row, person = _member(actor, household, number)
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                person=person,
                purpose=purpose.value,
                given_on=given_on,
                recorded_by=actor.code,
                recorded_at=at,
            )
    except IntegrityError:
        raise RefusedByRule(
            "consent_open",
            zh=f"第 {number} 号成员对“{PURPOSES[purpose].zh}”的同意已在册，无需重复登记。",
            en=f"Member {number} has a consent on record for {PURPOSES[purpose].en}; there is nothing to add.",
        ) from None
    _recorded(actor, "consents.give", row, person, purpose, given_on, at)
    return consent


@transaction.atomic
def withdraw_consent(
    *, actor: Actor, household: str, number: int, purpose: Purpose, withdrawn_on: date, at: datetime, on: date
) -> Consent:
    """From that day on it no longer holds. Raises NotFound, BadInput, RefusedByRule, ChangedMeanwhile
    (`no_open_consent`)."""
    refuse_future(withdrawn_on, on)
    row, person = _member(actor, household, number)
    consent = Consent.objects.filter(person=person, purpose=purpose.value, withdrawn_on=None).first()
    if consent is not None and withdrawn_on < consent.given_on:
        raise RefusedByRule(
            "withdrawn_before_given",
            zh=f"撤回日期 {withdrawn_on} 早于同意日期 {consent.given_on}。请核对日期。",
            en=f"The day of taking it back {withdrawn_on} is before the day of giving {consent.given_on}. Check them.",
        )
    open_ = Consent.objects.filter(pk=consent.pk if consent else None, withdrawn_on=None)
    if consent is None or not open_.update(withdrawn_on=withdrawn_on):
        raise ChangedMeanwhile(
            "no_open_consent",
            zh=f"第 {number} 号成员没有可撤回的同意，可能已被他人撤回。请刷新后查看。",
            en=f"Member {number} has no consent to take back; somebody may have done so already. Reload and look.",
        )
    consent.withdrawn_on = withdrawn_on
    _recorded(actor, "consents.withdraw", row, person, purpose, withdrawn_on, at)
    return consent


def _member(actor: Actor, household: str, number: int) -> tuple[Household, Person]:
    row = household_visible_to(actor, household, Act.EDIT_FACTS)
    if row.closed_on is not None:
        raise household_closed(household)
    return row, person_in(row, number)


def _recorded(
    actor: Actor, action: str, row: Household, person: Person, purpose: Purpose, day: date, at: datetime
) -> None:
    audit.record(
        actor=actor, action=action, about=f"person:{person.pk}", path=row.village.path, at=at,
        details={"household": str(row.pk), "purpose": purpose.value, "on": day.isoformat()},
    )  # fmt: skip
