"""Changes that need two people: what each asks, when it is refused, and who is where afterwards. Pure.

Members are named by their number in the household, which is never given again there. A relation that nobody names
is not known: what somebody was to the old head says nothing about the new one.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.kernel.text import Text
from tuopin.registry.rules.homes import Home, Someone, refuse_head, refuse_too_early

Relations = Mapping[int, int | None]


class Why(StrEnum):
    """Why a household leaves the registry. Striking off the list of the poor is a decision and none of these."""

    NOBODY_LEFT = "nobody_left"
    MOVED_AWAY = "moved_away"
    REGISTERED_TWICE = "registered_twice"
    EMPTY_ADDRESS = "empty_address"


WHYS = {
    Why.NOBODY_LEFT: Text("整户自然减少（已无成员）", "nobody is left"),
    Why.MOVED_AWAY: Text("整户迁出本地", "the whole household moved away"),
    Why.REGISTERED_TWICE: Text("重复登记", "registered twice"),
    Why.EMPTY_ADDRESS: Text("不在此共同生活（空挂）", "an address nobody lives at"),
}


@dataclass(frozen=True)
class Split:
    """`leaving` found a household of their own. `staying_head` is needed when the head is among them."""

    kind: ClassVar[str] = "split"
    leaving: tuple[int, ...]
    code: str
    head: int
    staying_head: int | None = None
    relations: Relations = field(default_factory=dict)


@dataclass(frozen=True)
class Merge:
    """Everybody of `other`, whose relations these are, joins the household; the other one closes."""

    kind: ClassVar[str] = "merge"
    other: str
    other_seen: int
    relations: Relations = field(default_factory=dict)


@dataclass(frozen=True)
class Transfer:
    kind: ClassVar[str] = "transfer"
    village: str


@dataclass(frozen=True)
class NewHead:
    kind: ClassVar[str] = "head"
    head: int
    relations: Relations = field(default_factory=dict)


@dataclass(frozen=True)
class Removal:
    kind: ClassVar[str] = "removal"
    why: Why


Asked = Split | Merge | Transfer | NewHead | Removal
KINDS: dict[str, type[Any]] = {each.kind: each for each in (Split, Merge, Transfer, NewHead, Removal)}
LABELS = {
    "split": Text("分户", "Split"),
    "merge": Text("并户", "Merge"),
    "transfer": Text("迁移到另一个村", "Transfer to another village"),
    "head": Text("变更户主", "Change of head"),
    "removal": Text("整户注销", "Removal"),
}


def payload_of(asked: Asked) -> dict[str, Any]:
    """As kept with the request: keys and codes, nothing personal."""
    told = asdict(asked)
    if "relations" in told:
        told["relations"] = {str(number): role for number, role in asked.relations.items()}  # type: ignore[union-attr]
    return told


def asked_of(kind: str, payload: Mapping[str, Any]) -> Asked:
    told = dict(payload)
    if "relations" in told:
        told["relations"] = {int(number): role for number, role in told["relations"].items()}
    if "leaving" in told:
        told["leaving"] = tuple(told["leaving"])
    if "why" in told:
        told["why"] = Why(told["why"])
    found: Asked = KINDS[kind](**told)
    return found


def refuse(asked: Asked, home: Home, other: Home | None, day: date) -> None:
    """Raises RefusedByRule, BadInput or NotFound with the sentence, when the change cannot be made that day."""
    refuse_too_early(home, day)
    if isinstance(asked, Split):
        _refuse_split(asked, home)
    elif isinstance(asked, NewHead):
        _refuse_head(asked, home)
    elif isinstance(asked, Merge):
        assert other is not None
        _refuse_merge(asked, home, other, day)
    elif isinstance(asked, Transfer):
        _refuse_transfer(asked, home)
    elif home.people and asked.why is Why.NOBODY_LEFT:
        raise RefusedByRule(
            "removal_people_left",
            zh=f"户 {home.code} 还有 {len(home.people)} 名成员，不能按“已无成员”注销。请先登记各人的去向，或另选原因。",
            en=f"Household {home.code} still has {len(home.people)} members, so it is not removed as empty. Record "
            "first how each left, or choose another reason.",
        )


def after(asked: Asked, home: Home, other: Home | None, head_role: int) -> tuple[Home, ...]:
    """The household first, then the one that is founded or closed."""
    if isinstance(asked, Split):
        return _after_split(asked, home, head_role)
    if isinstance(asked, NewHead):
        (head,) = home.some([asked.head])
        return (home.headed_by(head.key, _by_key(home, asked.relations), head_role),)
    if isinstance(asked, Merge):
        assert other is not None
        relations = _by_key(other, asked.relations)
        grown = home.joined_by(
            Someone(each.key, each.number, False, each.adult, relations.get(each.key), each.name)
            for each in other.people
        )
        return grown, _emptied(other)
    if isinstance(asked, Transfer):
        return (Home(home.code, asked.village, home.people, home.since, home.next_number),)
    return (_emptied(home),)


def _after_split(asked: Split, home: Home, head_role: int) -> tuple[Home, ...]:
    leaving, relations = home.some(asked.leaving), _by_key(home, asked.relations)
    staying = home.without(asked.leaving)
    if asked.staying_head is not None:
        (head,) = staying.some([asked.staying_head])
        staying = staying.headed_by(head.key, relations, head_role)
    (founder,) = home.some([asked.head])
    founded = Home(asked.code, home.village, (), home.since, 1).joined_by(leaving)
    return staying, founded.headed_by(founder.key, relations, head_role)


def _emptied(home: Home) -> Home:
    return Home(home.code, home.village, (), home.since, home.next_number, closed=True)


def _by_key(home: Home, relations: Relations) -> dict[UUID, int | None]:
    return {each.key: relations[each.number] for each in home.people if each.number in relations}


def _refuse_split(asked: Split, home: Home) -> None:
    leaving = home.some(asked.leaving)
    if not leaving or len(leaving) == len(home.people):
        raise BadInput(
            "split_needs_both",
            zh="分户要有人分出、也要有人留下。请勾选分出的成员，至少一人、不能是全部。",
            en="A split needs people who leave and people who stay. Tick at least one member, and not all.",
        )
    if asked.head not in asked.leaving:
        raise BadInput(
            "head_not_among",
            zh=f"新户的户主（第 {asked.head} 号）不在分出的成员之中。请在分出的成员里选一位。",
            en=f"The head of the new household (member {asked.head}) is not among those who leave. Choose one of them.",
        )
    refuse_head(home.some([asked.head])[0], leaving)
    staying = home.without(asked.leaving)
    if asked.staying_head is not None:
        refuse_head(staying.some([asked.staying_head])[0], staying.people)
    elif staying.head is None:
        raise BadInput(
            "staying_head_needed",
            zh="原户主分出后，留下的成员需要一位新户主。请选定。",
            en="The head leaves, so those who stay need one. Choose who.",
        )


def _refuse_head(asked: NewHead, home: Home) -> None:
    (head,) = home.some([asked.head])
    if head.head:
        raise RefusedByRule(
            "head_already",
            zh=f"第 {head.number} 号成员已经是户主，无需变更。请核对序号。",
            en=f"Member {head.number} is the head already. Check the number.",
        )
    refuse_head(head, home.people)


def _refuse_merge(asked: Merge, home: Home, other: Home, day: date) -> None:
    if other.code == home.code:
        raise BadInput(
            "merge_with_itself",
            zh=f"户 {home.code} 不能与自己合并。请填写另一户的编号。",
            en=f"Household {home.code} cannot be merged with itself. Give the code of the other one.",
        )
    refuse_too_early(other, day)
    other.some(asked.relations)


def _refuse_transfer(asked: Transfer, home: Home) -> None:
    if asked.village == home.village:
        raise BadInput(
            "transfer_same_village",
            zh=f"户 {home.code} 已在村 {asked.village}。请填写要迁往的村。",
            en=f"Household {home.code} lives in village {asked.village} already. Give the village it moves to.",
        )
