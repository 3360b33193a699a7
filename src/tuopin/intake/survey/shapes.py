"""The shapes of a mapping file: names with contents, lists of words. Another shape is refused where it stands."""

from collections.abc import Sequence
from typing import Any

from tuopin.intake.survey.mapping import MappingWrong


def as_dict(raw: Any, where: str, *, known: set[str], needed: Sequence[str] = ()) -> dict[str, Any]:
    """Raises MappingWrong for another shape, for a word that is none of the known ones, or for one that is needed."""
    if raw == "":
        raw = {}
    if not isinstance(raw, dict):
        raise MappingWrong(
            where, zh="这里应是“名称: 内容”的列表", en="names with their contents are wanted here"
        )
    unknown = [str(word) for word in raw if word not in known]
    if unknown:
        raise MappingWrong(
            where,
            zh=f"不认识 {'、'.join(unknown)}。可以写：{'、'.join(sorted(known))}",
            en=f"{', '.join(unknown)} is not known here. There are: {', '.join(sorted(known))}",
        )
    lacking = [word for word in needed if word not in raw]
    if lacking:
        raise MappingWrong(where, zh=f"缺少 {'、'.join(lacking)}", en=f"{', '.join(lacking)} is missing")
    return raw


def as_texts(raw: Any, where: str) -> tuple[str, ...]:
    """One text or a list of them."""
    texts = [raw] if isinstance(raw, str) else raw
    if not isinstance(texts, list) or any(not isinstance(text, str) for text in texts):
        raise MappingWrong(where, zh="应为一个词或一列词", en="a word or a list of words is wanted")
    return tuple(texts)
