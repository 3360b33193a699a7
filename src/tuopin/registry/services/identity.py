"""Names and papers: sealed when stored, masked when shown; showing them in full is an act with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tuopin.accounts.rules import Act
from tuopin.audit import services as audit
from tuopin.engine.kinds import Level
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.kernel.text import Text
from tuopin.registry.columns import the_pack
from tuopin.registry.models import Identity, Person
from tuopin.registry.rules.reasons import reason_given
from tuopin.registry.selectors import household_visible_to, person_in
from tuopin.registry.services.names import index_names, plain
from tuopin.registry.services.versions import taken

FIELDS = ("name", "id_number", "phone", "account")


@dataclass(frozen=True, slots=True)
class Papers:
    """What identifies a person. None is not known. Never printed: the repr shows only which fields are known."""

    name: str | None = None
    id_kind: str | None = None
    id_number: str | None = None
    phone: str | None = None
    account: str | None = None

    def __repr__(self) -> str:
        return f"Papers({', '.join(field for field in FIELDS if getattr(self, field))})"

    def told(self) -> dict[str, object]:
        return {field: getattr(self, field) for field in FIELDS if getattr(self, field) is not None}


def store_identity(person: Person, papers: Papers) -> None:
    """Seals every value to its row and renews the blind indexes. The caller holds the transaction and the audit."""
    sealed = {
        field: settings.KEYS.seal(value, context=context_of(person, field))
        for field in FIELDS
        if (value := getattr(papers, field)) is not None
    }
    id_number, phone = papers.id_number, papers.phone
    Identity.objects.update_or_create(
        person=person,
        defaults={
            **{field: sealed.get(field) for field in FIELDS},
            "id_kind": papers.id_kind,
            "id_index": id_index(id_number) if id_number else None,
            "phone_index": settings.KEYS.blind("phone", plain(phone)) if phone else None,
        },
    )
    index_names(person, papers.name)


def id_index(number: str) -> bytes:
    """The keyed digest under which a number is found."""
    found: bytes = settings.KEYS.blind("id", plain(number))
    return found


def opened(person: Person) -> Papers:
    """Everything in the clear. Only for services that show it masked, or that recorded why it is shown."""
    return opened_all([person])[person.pk]


def opened_all(people: Iterable[Person]) -> dict[UUID, Papers]:
    """The same for many by key, in one query."""
    by_key = {person.pk: person for person in people}
    found = dict.fromkeys(by_key, Papers())
    for row in Identity.objects.filter(person__in=list(by_key)):
        values = {
            field: settings.KEYS.open(bytes(value), context=context_of(by_key[row.person_id], field))
            for field in FIELDS
            if (value := getattr(row, field)) is not None
        }
        found[row.person_id] = Papers(id_kind=row.id_kind, **values)
    return found


class Look(StrEnum):
    """What somebody's full identity is needed for; a sentence of the official's own stands beside it."""

    CONTACT = "contact"
    PAYMENT = "payment"
    COMPARISON = "comparison"
    CORRECTION = "correction"
    COMPLAINT = "complaint"
    PAPERS = "papers"


LOOKS = {
    Look.CONTACT: Text("联系本人", "to reach the person"),
    Look.PAYMENT: Text("发放或核对补助", "to pay or check a benefit"),
    Look.COMPARISON: Text("与部门数据比对", "to compare with a department"),
    Look.CORRECTION: Text("更正身份信息", "to correct the identity"),
    Look.COMPLAINT: Text("核查异议或投诉", "to look into an objection or complaint"),
    Look.PAPERS: Text("代办证件或手续", "to help with papers"),
}


@transaction.atomic
def unmask(*, actor: Actor, household: str, number: int, look: Look, reason: str, at: datetime) -> Papers:
    """The full identity of one member, for a stated reason; the look itself is audited.

    Raises NotFound for what is out of reach, BadInput (`reason_too_short`, `reason_too_long`).
    """
    row = household_visible_to(actor, household, Act.UNMASK)
    reason = reason_given(reason)
    person = person_in(row, number)
    audit.record(
        actor=actor, action="identity.unmask", about=f"person:{person.pk}", path=row.village.path, at=at,
        details={"household": str(row.pk), "number": number, "look": look.value},
        sealed={person.pk: {"reason": reason}},
    )  # fmt: skip
    return opened(person)


@transaction.atomic
def correct_identity(
    *, actor: Actor, household: str, seen: int, number: int, papers: Papers, reason: str, at: datetime
) -> Person:
    """What `papers` names replaces what was known; what it leaves out stays. Old and new are sealed in the audit.

    Raises NotFound, ChangedMeanwhile, BadInput (`id_number`, `nothing_given`), RefusedByRule (`id_registered`).
    """
    row = taken(actor, household, seen=seen, act=Act.EDIT_FACTS)
    reason, told = reason_given(reason), papers.told()
    if not told:
        raise BadInput(
            "nothing_given",
            zh="没有填写要更正的内容。请填写姓名、证件号码或电话中的至少一项。",
            en="Nothing to correct was given. Fill in the name, the number or the phone.",
        )
    person = person_in(row, number)
    refuse_registered(papers.id_number, but=person)
    before = opened(person)
    store_identity(person, replace(before, **{field: getattr(papers, field) for field in told}))
    audit.record(
        actor=actor, action="identity.correct", about=f"person:{person.pk}", path=row.village.path, at=at,
        details={"household": str(row.pk), "number": number, "fields": sorted(told)},
        sealed={
            person.pk: {
                "reason": reason, "old": {field: before.told().get(field) for field in told}, "new": told,
            }
        },
    )  # fmt: skip
    return person


def refuse_registered(number: str | None, *, but: Person | None = None) -> None:
    """A number is valid by the pack and stands for one person. Says nothing about where it is registered.

    Raises BadInput (`id_number`), RefusedByRule (`id_registered`).
    """
    if not number:
        return
    wrong = problem_of_number(number)
    if wrong is not None:
        raise BadInput("id_number", zh=wrong.zh, en=wrong.en)
    same = Identity.objects.filter(id_index=id_index(number))
    if (same if but is None else same.exclude(person=but)).exists():
        raise RefusedByRule(
            "id_registered",
            zh="这个证件号码已登记在册，不能再登记一次。请核对号码；确属同一人的，请上级主管部门查重后办理迁移或合并。",
            en="This number is registered already and is not registered twice. Check it; if it is the same person, ask "
            "the office above you to find the other entry and to move or merge it.",
        )


def problem_of_number(number: str) -> Text | None:
    """What the pack's own check of such numbers says; None when it is fine, or the pack has no check."""
    layout = the_pack().layout
    checks = [
        column.check
        for sheet in (layout.sheets if layout is not None else ())
        if sheet.level is Level.PERSON
        for column in sheet.columns
        if column.role == "id_number" and column.check is not None
    ]
    return next((wrong for check in checks if (wrong := check(plain(number))) is not None), None)


def context_of(person: Person, field: str) -> str:
    return f"registry_identity:{person.pk}:{field}"
