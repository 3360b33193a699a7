"""A household for the rules of change: who is in it, who heads it, since when nothing about that has changed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from tuopin.kernel.errors import NotFound, RefusedByRule


@dataclass(frozen=True, slots=True)
class Someone:
    """A member. `adult` None: the date of birth is not known. `role` is the number of the relation to the head."""

    key: UUID
    number: int
    head: bool
    adult: bool | None
    role: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """`since` is the last day on which somebody joined, or the last before somebody left or the household moved."""

    code: str
    village: str
    people: tuple[Someone, ...]
    since: date
    next_number: int
    closed: bool = False

    @property
    def head(self) -> Someone | None:
        return next((each for each in self.people if each.head), None)

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(each.number for each in self.people)

    def some(self, numbers: Iterable[int]) -> tuple[Someone, ...]:
        """Those members, in order. Raises NotFound (`no_such_person`) when one is not in it."""
        wanted = set(numbers)
        absent = sorted(wanted - self.numbers)
        if absent:
            raise no_such_person(self.code, absent[0])
        return tuple(each for each in self.people if each.number in wanted)

    def without(self, numbers: Iterable[int]) -> "Home":
        gone = set(numbers)
        return replace(self, people=tuple(each for each in self.people if each.number not in gone))

    def joined_by(self, people: Iterable[Someone]) -> "Home":
        """They get numbers nobody had here, in their order."""
        arriving = list(people)
        numbered = tuple(
            replace(each, number=self.next_number + at, head=False) for at, each in enumerate(arriving)
        )
        return replace(self, people=(*self.people, *numbered), next_number=self.next_number + len(arriving))

    def headed_by(self, head: UUID, relations: Mapping[UUID, int | None], head_role: int) -> "Home":
        """The others stand to the new head as `relations` say; not named is not known."""
        return replace(
            self,
            people=tuple(
                replace(each, head=True, role=head_role)
                if each.key == head
                else replace(each, head=False, role=relations.get(each.key))
                for each in self.people
            ),
        )


def no_such_person(household: str, number: int) -> NotFound:
    return NotFound(
        "no_such_person",
        zh=f"户 {household} 中没有第 {number} 号成员。请核对成员序号。",
        en=f"Household {household} has no member {number}. Check the number.",
    )


def refuse_head(head: Someone, among: Iterable[Someone]) -> None:
    """Where somebody is known to be of age, the head must be. Raises RefusedByRule (`head_must_be_adult`)."""
    if head.adult is True or not any(each.adult for each in among):
        return
    why_zh, why_en = (
        ("出生日期待核实", "has no known date of birth")
        if head.adult is None
        else ("未成年", "is not of age")
    )
    raise RefusedByRule(
        "head_must_be_adult",
        zh=f"第 {head.number} 号成员{why_zh}，而这一户还有成年成员，不能担任户主。请另选成年成员，或先补上出生日期。",
        en=f"Member {head.number} {why_en} while others of the household are of age, so cannot be its head. Choose one "
        "of age, or record the date of birth first.",
    )


def refuse_too_early(home: Home, day: date) -> None:
    """A change takes effect after everything recorded about who belongs there, so that no past day changes.

    Raises RefusedByRule (`change_too_early`, `household_closed`).
    """
    if home.closed:
        raise household_closed(home.code)
    if day <= home.since:
        raise RefusedByRule(
            "change_too_early",
            zh=f"生效日期 {day} 不晚于户 {home.code} 最近一次成员或住址变动（{home.since}）。请填写更晚的日期。",
            en=f"The day {day} is not after the last change of members or of the village of household {home.code} "
            f"({home.since}). Give a later day.",
        )


def household_closed(code: str) -> RefusedByRule:
    return RefusedByRule(
        "household_closed",
        zh=f"户 {code} 已合并或注销，只能查看，不能再改动。请到合并后的户办理。",
        en=f"Household {code} was merged or removed: it can be read but no longer changed. Go to the household it "
        "became part of.",
    )
