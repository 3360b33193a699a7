"""Names and papers: sealed when stored, masked when shown; showing them in full is an act with a reason."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tuopin.accounts.rules import Act
from tuopin.audit import services as audit
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput
from tuopin.registry.models import Identity, Person
from tuopin.registry.selectors import household_visible_to, person_in
from tuopin.registry.services.names import index_names, plain

FIELDS = ("name", "id_number", "phone", "account")
SHORTEST_REASON = 4


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
    row = Identity.objects.filter(person=person).first()
    if row is None:
        return Papers()
    values = {
        field: settings.KEYS.open(bytes(value), context=context_of(person, field))
        for field in FIELDS
        if (value := getattr(row, field)) is not None
    }
    return Papers(id_kind=row.id_kind, **values)


@transaction.atomic
def unmask(*, actor: Actor, household: str, number: int, reason: str, at: datetime) -> Papers:
    """The full identity of one member, for a stated reason; the look itself is audited.

    Raises NotFound for what is out of reach, BadInput (`reason_too_short`).
    """
    row = household_visible_to(actor, household, Act.UNMASK)
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput(
            "reason_too_short",
            zh="请写明查看完整身份信息的理由（至少四个字）。这次查看会记入审计。",
            en="Say why you need the full identity (four characters at least). The look is recorded.",
        )
    person = person_in(row, number)
    audit.record(
        actor=actor, action="identity.unmask", about=f"person:{person.pk}", path=row.village.path, at=at,
        details={"household": str(row.pk), "number": number}, sealed={person.pk: {"reason": reason.strip()}},
    )  # fmt: skip
    return opened(person)


def context_of(person: Person, field: str) -> str:
    return f"registry_identity:{person.pk}:{field}"
