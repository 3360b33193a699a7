"""A small invented world for the engine's own tests: facts, groups, places, and subjects written in one line.

Money is in dollars and cents; nothing here belongs to any pack. A fact that is not given is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from tuopin.engine.kinds import Code, CodeSet, Entry, Level, Number
from tuopin.engine.language import CodeList, Fact, Group, code, code_set, day, number, yes_no
from tuopin.engine.parameters import DatedValue, Parameter
from tuopin.engine.records import Record, Value
from tuopin.engine.terms import Terms
from tuopin.engine.units import Unit
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Text

P, H, V, C = Level
TODAY = date(2020, 6, 30)

ROOFS = CodeList(
    "roof",
    Text("屋顶", "roof"),
    (
        Entry("tile", 1, Text("瓦", "tile")),
        Entry("thatch", 2, Text("茅草", "thatch")),
        Entry("tin", 3, Text("铁皮", "tin")),
    ),
)
ASSETS = CodeList(
    "asset",
    Text("资产", "asset"),
    (
        Entry("bike", 1, Text("自行车", "bike")),
        Entry("phone", 2, Text("电话", "phone")),
        Entry("radio", 5, Text("收音机", "radio")),
    ),
)


class person:  # noqa: N801 - reads as the subject in rules: person.ill
    ill = yes_no(P, "ill", "生病", "ill")
    treated = yes_no(P, "treated", "已治疗", "treated")
    wage = number(P, "wage", "工资", "wage", unit="USD/person/year", decimals=2, low=-100, high=10_000)
    weight = number(P, "weight", "权重", "weight", unit="1", low=0, high=5)
    trade = code(P, "trade", "屋顶工种", "kind of roofer", codes=ROOFS)
    born = day(P, "born", "出生日期", "date of birth")


class household:  # noqa: N801
    size = number(H, "size", "人口", "people", unit="person/household", low=0, high=20)
    income = number(
        H, "income", "收入", "income", unit="USD/household/year", decimals=2, low=-1000, high=100_000
    )
    debt = number(H, "debt", "债务", "debt", unit="USD/household/year", low=0, high=5000)
    poor = yes_no(H, "poor", "贫困", "poor")
    listed = yes_no(H, "listed", "在册", "listed")
    away = yes_no(H, "away", "外出", "away")
    roof = code(H, "roof", "屋顶", "roof", codes=ROOFS)
    assets = code_set(H, "assets", "资产", "assets", codes=ASSETS)
    moved_on = day(H, "moved_on", "迁入日期", "moved in on")
    visited_on = day(H, "visited_on", "走访日期", "visited on")


class village:  # noqa: N801
    households = number(V, "households", "户数", "households", unit="household/village", low=0, high=50)
    on_list = number(
        V, "on_list", "在册户数", "households on the list", unit="household/village", low=0, high=50
    )
    people = number(V, "people", "人口数", "people", unit="person/village", low=0, high=500)
    road = yes_no(V, "road", "通路", "road")


class county:  # noqa: N801
    villages = number(C, "villages", "村数", "villages", unit="village/county", low=0, high=9)


FACTS: Mapping[Level, tuple[Fact, ...]] = {
    level: tuple(fact for fact in vars(subject).values() if isinstance(fact, Fact))
    for level, subject in zip(Level, (person, household, village, county), strict=True)
}
members = Group(P, household.size)
households = Group(H, village.households)
on_list = Group(H, village.on_list, among=household.listed)
villages = Group(V, county.villages)

NOWHERE = Text("", "")
DRY, WET = 110101, 120101  # a village each; the dry one lies in a place group
PLACES = PlaceTree.of(
    [
        Place(11, "11", "province", NOWHERE, None, frozenset({"dry"})),
        Place(1101, "1101", "county", NOWHERE, 11),
        Place(DRY, "110101", "village", NOWHERE, 1101),
        Place(12, "12", "province", NOWHERE, None),
        Place(1201, "1201", "county", NOWHERE, 12),
        Place(WET, "120101", "village", NOWHERE, 1201),
    ]
)
TERMS = Terms(TODAY, PLACES)


def steps(fact: Fact, value: object) -> Value:
    """What a record stores for a value as people write it: 12.5 dollars, a code's name, several names."""
    kind = fact.kind
    if isinstance(kind, Number) and isinstance(value, int | str | Decimal):
        return int(Decimal(value).scaleb(kind.decimals))
    if isinstance(kind, Code) and isinstance(value, str):
        return kind.codes.by_code[value].number
    if isinstance(kind, CodeSet):
        assert isinstance(value, str | None)
        return kind.codes.mask(value.split()) if value else 0 if value == "" else None
    assert value is None or isinstance(value, bool | date)
    return value


def subject(
    level: Level,
    facts: Mapping[str, object],
    children: Iterable[Record] = (),
    *,
    code: str = "1",
    place: int = DRY,
) -> Record:
    """`facts` by code. Raises KeyError for one this world does not have."""
    known = {fact.code: fact for fact in FACTS[level]}
    stored = {name: steps(known[name], value) for name, value in facts.items() if value is not None}
    return Record(level, code, place, stored, numbered(children))


def numbered(children: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(
        Record(child.level, str(at), child.place, child.facts, child.children, child.collected_on)
        for at, child in enumerate(children, start=1)
    )


def a_person(place: int = DRY, **facts: object) -> Record:
    return subject(P, facts, place=place)


def a_household(*inside: Record, place: int = DRY, **facts: object) -> Record:
    return subject(H, facts, inside, place=place)


def a_village(*inside: Record, place: int = DRY, **facts: object) -> Record:
    return subject(V, facts, inside, place=place)


def a_county(*inside: Record, place: int = 1101, **facts: object) -> Record:
    return subject(C, facts, inside, place=place)


def a_parameter(
    *values: tuple[str, str | None, str],
    unit: str = "1",
    decimals: int = 2,
    low: str = "0",
    high: str = "1",
    code: str = "limit",
) -> Parameter:
    """Values as (from, value, where): a place code, `group:name`, or "" for everywhere."""
    dated = tuple(
        DatedValue(
            date.fromisoformat(start),
            None if value is None else Decimal(value),
            f"Act of {start}",
            verified=False,
            place=where if where and not where.startswith("group:") else None,
            group=where.removeprefix("group:") if where.startswith("group:") else None,
        )
        for start, value, where in values
    )
    return Parameter(
        code, Text("界限", "limit"), Unit.parse(unit), decimals, Decimal(low), Decimal(high), dated
    )
