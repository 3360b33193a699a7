"""Which registered person a row is about: by the number of the paper, else by name within the household.

Nobody is found by name alone across households, and a number that belongs to somebody else is never taken over.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings

from tuopin.registry.models import Identity, Person
from tuopin.registry.services.identity import Papers, context_of, id_index
from tuopin.registry.services.names import plain


@dataclass(frozen=True)
class Asked:
    """A row: the household it stands in (None for one to be made) and what it says of the person."""

    home: UUID | None
    papers: Papers


@dataclass(frozen=True, slots=True)
class Match:
    """`person` None and no reason: somebody new."""

    person: UUID | None = None
    reason: str | None = None


@dataclass
class Matching:
    """For one import. Remembers the numbers given so far, so that one stands for one person only."""

    given: set[bytes] = field(default_factory=set)

    def match(self, rows: Sequence[Asked]) -> list[Match]:
        """The rows of whole households, in order."""
        digests = [id_index(row.papers.id_number) if row.papers.id_number else None for row in rows]
        known = _Known.of(
            {row.home for row in rows if row.home}, {digest for digest in digests if digest is not None}
        )
        return [self._one(row, digest, known) for row, digest in zip(rows, digests, strict=True)]

    def _one(self, row: Asked, digest: bytes | None, known: "_Known") -> Match:
        if digest is not None:
            if digest in self.given:
                return Match(reason="id_twice")
            self.given.add(digest)
            holders = known.holders.get(digest, {})
            if holders:
                here = [person for person, home in holders.items() if home is not None and home == row.home]
                return known.take(here[0]) if here else Match(reason="id_elsewhere")
        return known.named(row, digest) if row.home else Match()


@dataclass
class _Known:
    """What is registered about the people a chunk of rows may be about."""

    members: dict[UUID, dict[UUID, bytes | None]]
    """By household, its members in the order of their numbers, each with the digest of its paper."""
    holders: dict[bytes, dict[UUID, UUID | None]]
    taken: set[UUID] = field(default_factory=set)
    names: dict[UUID, dict[UUID, str | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, homes: Iterable[UUID], digests: set[bytes]) -> "_Known":
        members: dict[UUID, dict[UUID, bytes | None]] = defaultdict(dict)
        found = Person.objects.filter(household_id__in=list(homes)).order_by("household_id", "number")
        for person, home, digest in found.values_list("pk", "household_id", "identity__id_index"):
            members[home][person] = None if digest is None else bytes(digest)
        holders: dict[bytes, dict[UUID, UUID | None]] = defaultdict(dict)
        same = Identity.objects.filter(id_index__in=list(digests))
        for person, home, digest in same.values_list("person_id", "person__household_id", "id_index"):
            holders[bytes(digest)][person] = home
        return cls(members, holders)

    def take(self, person: UUID) -> Match:
        self.taken.add(person)
        return Match(person)

    def named(self, row: Asked, digest: bytes | None) -> Match:
        """The first member of that name nobody has taken; without a name, the first who has none either."""
        assert row.home is not None
        name = plain(row.papers.name) if row.papers.name else None
        alike = [
            person
            for person, known in self._names_in(row.home).items()
            if known == name and person not in self.taken
        ]
        for person in alike:
            if digest is None or self.members[row.home][person] is None:
                return self.take(person)
        return Match(reason="other_number") if alike and name else Match()

    def _names_in(self, home: UUID) -> dict[UUID, str | None]:
        """Opened only for the households in which numbers alone do not settle it."""
        if home not in self.names:
            people = list(self.members.get(home, ()))
            sealed: dict[Any, Any] = dict(
                Identity.objects.filter(person_id__in=people).values_list("person_id", "name")
            )
            self.names[home] = {person: _opened(person, sealed.get(person)) for person in people}
        return self.names[home]


def _opened(person: UUID, sealed: Any) -> str | None:
    if sealed is None:
        return None
    return plain(settings.KEYS.open(bytes(sealed), context=context_of(Person(id=person), "name")))
