"""The filters of the list as drop-downs: what can be chosen, what is chosen, and the address that says the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from tuopin.accounts.rules import Act
from tuopin.engine.standard import Method, Standard
from tuopin.kernel.actor import Actor
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place
from tuopin.places.selectors import places_visible_to
from tuopin.registry.columns import the_pack
from tuopin.warehouse.household_filters import GAP, NO, UNKNOWN, YES, Filters, groups, listed_fact
from tuopin.warehouse.registry_runs import household_standards

ANY = Text("不限", "any")
KEPT = ("place", "standard", "verdict", "about", "answer", "listed", "group", "closed", "sort", "code")
"""What the address may hold. Names and numbers of papers never stand in it."""


@dataclass(frozen=True)
class Option:
    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True)
class Select:
    name: str
    label: Text
    options: tuple[Option, ...]


def sticky(asked: Mapping[str, str]) -> str:
    """The filters as a query, for links to other pages of the same list."""
    return urlencode({name: asked[name] for name in KEPT if asked.get(name)})


def selects(actor: Actor, asked: Filters, on: date) -> tuple[Select, ...]:
    standards = household_standards(the_pack(), on)
    found = [
        _place(actor, asked),
        _select("standard", Text("标准", "standard"), _standards(standards),
                asked.verdict_of.code if asked.verdict_of else ""),
        _select("verdict", Text("结论", "verdict"), ((str(each.value), each.label) for each in Verdict),
                str(asked.verdict.value) if asked.verdict else ""),
        _select("about", Text("条件", "criterion"), _criteria(standards), _about(asked)),
        _select("answer", Text("条件的情况", "that criterion"),
                ((GAP, Text("有差距", "a gap")), (UNKNOWN, Verdict.UNKNOWN.label)), asked.answer),
    ]  # fmt: skip
    if (fact := listed_fact()) is not None:
        states = ((YES, Text("是", "yes")), (NO, Text("否", "no")), (UNKNOWN, Verdict.UNKNOWN.label))
        found.append(_select("listed", fact.label, states, asked.listed))
    if entries := groups():
        told = ((str(entry.number), entry.label) for entry in entries)
        label = Text("监测对象类别", "monitored group")
        found.append(_select("group", label, told, "" if asked.group is None else str(asked.group)))
    return tuple(found)


def _place(actor: Actor, asked: Filters) -> Select:
    """Down the tree step by step: the actor's own places, the way down to the chosen one, and what lies inside it."""
    own = actor.paths(Act.SEE_HOUSEHOLDS.value)
    mine = places_visible_to(actor, Act.SEE_HOUSEHOLDS.value).filter(valid_until=None)
    chosen = mine.filter(code=asked.place).first() if asked.place else None
    shown = {each.pk: each for each in Place.objects.filter(path__in=own)}
    if chosen is not None:
        way = [code for code in chosen.path.split("/") if code]
        shown |= {each.pk: each for each in mine.filter(code__in=way)}
    inside = chosen.pk if chosen is not None else (next(iter(shown)) if len(shown) == 1 else None)
    shown |= {each.pk: each for each in mine.filter(parent=inside)} if inside is not None else {}
    rows = sorted(shown.values(), key=lambda each: each.path)
    top = min((each.path.count("/") for each in rows), default=0)
    told = (
        (each.code, _indented(Text(each.name_zh, each.name_en), each.path.count("/") - top)) for each in rows
    )
    return _select("place", Text("地区（选后列出下级）", "place (choose to see inside)"), told, asked.place)


def _indented(name: Text, depth: int) -> Text:
    return Text("　" * depth + name.zh, "　" * depth + name.en)


def _standards(standards: Iterable[Standard]) -> Iterable[tuple[str, Text]]:
    return ((each.code, each.label) for each in standards if each.method is not Method.EACH)


def _criteria(standards: Iterable[Standard]) -> Iterable[tuple[str, Text]]:
    for standard in standards:
        for criterion in standard.criteria:
            label = criterion.gap or criterion.label
            yield (
                f"{standard.code}.{criterion.code}",
                Text(f"{standard.label.zh}：{label.zh}", f"{standard.label.en}: {label.en}"),
            )


def _about(asked: Filters) -> str:
    if asked.about is None:
        return ""
    standard, criterion = asked.about
    return standard.code if criterion is None else f"{standard.code}.{criterion.code}"


def _select(name: str, label: Text, told: Iterable[tuple[str, Text]], chosen: str) -> Select:
    rows = (("", ANY), *told)
    return Select(name, label, tuple(Option(value, text, value == chosen) for value, text in rows))
