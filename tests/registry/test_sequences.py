"""Random sequences of changes and events: nobody is lost or doubled, and no past day ever reads differently."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from tests.support.cast import AT, CLERK, COUNTY, HERE, NEXT_VILLAGE, TODAY
from tests.support.families import OPENED, household, make_families, seen

from tuopin.kernel.errors import BadInput, NotFound, RefusedByRule
from tuopin.registry import selectors
from tuopin.registry.models import Household, Membership, Person
from tuopin.registry.models.facts import Source
from tuopin.registry.rules.changes import Asked, Merge, NewHead, Removal, Split, Transfer, Why
from tuopin.registry.services.changes.deciding import approve
from tuopin.registry.services.changes.proposing import propose
from tuopin.registry.services.identity import Papers
from tuopin.registry.services.members import add_member, member_left
from tuopin.warehouse.registry_snapshot import registry_dataset

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
STEPS = 25
DAYS = [OPENED + timedelta(days=day) for day in range(1, (TODAY - OPENED).days + 1, 47)]
Picture = dict[str, list[tuple[int, object]]]
"""By household, its members with their relation; and as number 0 what the household declares."""


def picture(day: date, known_at: datetime | None = None) -> Picture:
    found: Picture = {}
    for each in Household.objects.select_related("village").order_by("code"):
        record = selectors.record_of(each, on=day, known_at=known_at)
        found[each.code] = [(int(child.code), child.facts.get("relation")) for child in record.children]
        found[each.code].append((0, record.facts.get("size")))
    return {code: people for code, people in found.items() if people != [(0, None)]}


class Office:
    """Does something at random; what it did is counted, what was refused did nothing."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.at = AT
        self.made = self.steps = 0

    def step(self) -> tuple[date, int]:
        """The day the act is about, and by how many the registered people changed."""
        self.at += timedelta(hours=1)
        self.steps += 1
        code = self.random.choice(
            list(Household.objects.filter(closed_on=None).order_by("code").values_list("code", flat=True))
        )
        day = DAYS[2 * self.steps] if self.random.random() < 0.8 else self.random.choice(DAYS)
        numbers = [each.number for each in Membership.objects.filter(household__code=code, ends_before=None)]
        act = self.random.choice(
            ("born", "born", "left", "split", "split", "merge", "transfer", "head", "removal")
        )
        if act == "born":
            add_member(
                actor=CLERK, household=code, seen=seen(code), papers=Papers(), begin=Membership.Begin.BORN,
                starts_on=day, facts={"birth": day, "relation": 7}, source=Source.REPORT, at=self.at, on=TODAY,
            )  # fmt: skip
            return day, 1
        if act == "left":
            member_left(
                actor=CLERK, household=code, seen=seen(code), number=self.random.choice(numbers or [1]),
                end=Membership.End.DIED, ends_before=day, at=self.at, on=TODAY,
            )  # fmt: skip
            return day, -1
        self.two_people(code, self.asked(act, code, numbers), day)
        return day, -len(numbers) if act == "removal" else 0

    def two_people(self, code: str, asked: Asked, day: date) -> None:
        request = propose(
            actor=CLERK, household=code, seen=seen(code), asked=asked, takes_effect_on=day, reason="群众申请",
            at=self.at, on=TODAY,
        )  # fmt: skip
        approve(actor=COUNTY, key=request.pk, answer="", at=self.at, on=TODAY)

    def asked(self, act: str, code: str, numbers: list[int]) -> Asked:
        some = numbers or [1]
        if act == "split":
            self.made += 1
            leaving = tuple(self.random.sample(some, self.random.randint(1, len(some))))
            staying = [number for number in some if number not in leaving]
            return Split(leaving, f"{HERE}9{self.made:03}", leaving[0], staying[0] if staying else None)
        if act == "merge":
            other = self.random.choice(list(Household.objects.values_list("code", flat=True)))
            return Merge(other, seen(other))
        if act == "transfer":
            return Transfer(self.random.choice((HERE, NEXT_VILLAGE)))
        if act == "head":
            return NewHead(self.random.choice(some))
        last = Household.objects.filter(closed_on=None).count() == 1
        return Removal(Why.NOBODY_LEFT if last else self.random.choice([Why.NOBODY_LEFT, Why.MOVED_AWAY]))


def overlapping() -> list[object]:
    """People who are in two households on one day."""
    periods: dict[object, list[tuple[date, date]]] = defaultdict(list)
    for each in Membership.objects.all():
        periods[each.person_id].append((each.starts_on, each.ends_before or date.max))
    return [
        person
        for person, spans in periods.items()
        for (_, ended), (began, _) in zip(sorted(spans), sorted(spans)[1:], strict=False)
        if began < ended
    ]


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_whatever_happens_people_and_the_past_are_kept(seed: int) -> None:
    make_families()
    office, people, done = Office(seed), 7, 0
    told: list[tuple[date, datetime, Picture]] = []

    for _ in range(STEPS):
        before = {day: picture(day) for day in DAYS[::16]}
        try:
            day, moved = office.step()
        except (BadInput, RefusedByRule, NotFound):
            assert {day: picture(day) for day in before} == before
            continue
        people, done = people + moved, done + 1
        assert Person.objects.exclude(household=None).count() == people
        assert Membership.objects.filter(ends_before=None).count() == people
        assert overlapping() == []
        assert {past: picture(past) for past in before if past < day} == {
            past: seen_then for past, seen_then in before.items() if past < day
        }
        told.append((TODAY, office.at, picture(TODAY)))

    assert done >= 8
    assert [picture(day, at) for day, at, _ in told] == [then for _, _, then in told]
    assert registry_dataset(on=TODAY).table("persons").num_rows == people
    open_ = Household.objects.filter(closed_on=None)
    assert registry_dataset(on=TODAY).table("households").num_rows == open_.count()
    assert household(open_.order_by("code")[0].code).residences.filter(ends_before=None).count() == 1
