"""What somebody typed into a form that proposes, as the change asked for. Whether it can be is the rules' business."""

from collections.abc import Callable, Mapping
from typing import Any

from tuopin.kernel.errors import BadInput
from tuopin.registry.rules.changes import Asked, Merge, NewHead, Relations, Removal, Split, Transfer, Why
from tuopin.web.typed import number_of

PREFIX = "relation_"
_NOBODY = 0
"""No member has this number: a head that nobody chose is refused by the rules as a member that is not there."""


def seen(posted: Mapping[str, Any]) -> int:
    return number_of(posted, "seen") or 0


def relations_of(posted: Mapping[str, Any]) -> Relations:
    """By number; "" is not known."""
    names = [name for name in posted if name.startswith(PREFIX) and name[len(PREFIX) :].isdigit()]
    return {int(name[len(PREFIX) :][:9]): number_of(posted, name) for name in names}


def _split(posted: Mapping[str, Any]) -> Asked:
    chosen = posted.getlist("leaving") if hasattr(posted, "getlist") else posted.get("leaving", [])
    leaving = tuple(
        sorted({int(each) for each in chosen if each.isascii() and each.isdigit() and len(each) < 6})
    )
    head, staying = number_of(posted, "head") or _NOBODY, number_of(posted, "staying_head")
    heads = {head, staying}
    relations = {number: role for number, role in relations_of(posted).items() if number not in heads}
    if staying is None:  # those who stay keep their head and what they are to it
        relations = {number: role for number, role in relations.items() if number in leaving}
    return Split(leaving, str(posted.get("code", "")).strip()[:32], head, staying, relations)


def _merge(posted: Mapping[str, Any]) -> Asked:
    other = str(posted.get("other", "")).strip()
    return Merge(other, number_of(posted, "other_seen") or 0, relations_of(posted))


def _transfer(posted: Mapping[str, Any]) -> Asked:
    return Transfer(str(posted.get("village", "")).strip()[:20])


def _head(posted: Mapping[str, Any]) -> Asked:
    head = number_of(posted, "head") or _NOBODY
    return NewHead(head, {number: role for number, role in relations_of(posted).items() if number != head})


def _removal(posted: Mapping[str, Any]) -> Asked:
    try:
        return Removal(Why(str(posted.get("why", ""))))
    except ValueError:
        raise BadInput(
            "removal_without_reason",
            zh="请从列表中选择注销的原因。",
            en="Choose from the list why the household is removed.",
        ) from None


FORMS: dict[str, Callable[[Mapping[str, Any]], Asked]] = {
    "split": _split, "merge": _merge, "transfer": _transfer, "head": _head, "removal": _removal,
}  # fmt: skip
