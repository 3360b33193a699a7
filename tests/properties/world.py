"""A small invented world for random rules: its facts, its places, and random subjects with gaps in them.

Numbers are drawn from short lists, so that values on the line, zeros and ties happen all the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st

from tuopin.engine.kinds import Code, CodeSet, Date, Entry, Level, Number, YesNo
from tuopin.engine.language import CodeList, Fact, Group, code, code_set, day, number, yes_no
from tuopin.engine.records import Record, Value
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Text

P, H, V, C = Level
COLOURS = CodeList(
    "colour", Text("颜色", "colour"), tuple(Entry(c, n, Text(c, c)) for n, c in enumerate("rgbk", start=1))
)

FACTS: Mapping[Level, tuple[Fact, ...]] = {
    P: (
        number(P, "p_pay", "", "", unit="CNY/person/year", low=-100, high=100, decimals=2),
        number(P, "p_pay2", "", "", unit="CNY/person/year", low=0, high=50, decimals=1),
        number(P, "p_weight", "", "", unit="1", low=0, high=3),
        yes_no(P, "p_yes", "", ""),
        yes_no(P, "p_yes2", "", ""),
        code(P, "p_code", "", "", codes=COLOURS),
        code_set(P, "p_set", "", "", codes=COLOURS),
        day(P, "p_born", "", "", low=date(2000, 1, 1), high=date(2021, 1, 1)),
        day(P, "p_seen", "", "", low=date(2000, 1, 1), high=date(2021, 1, 1)),
    ),
    H: (
        number(H, "h_size", "", "", unit="person/household", low=0, high=5),
        number(H, "h_money", "", "", unit="CNY/household/year", low=-300, high=300, decimals=2),
        number(H, "h_cost", "", "", unit="CNY/household/year", low=0, high=300),
        number(H, "h_factor", "", "", unit="1", low=-2, high=2),
        yes_no(H, "h_yes", "", ""),
        yes_no(H, "h_listed", "", ""),
        code(H, "h_code", "", "", codes=COLOURS),
        code_set(H, "h_set", "", "", codes=COLOURS),
        day(H, "h_day", "", "", low=date(2000, 1, 1), high=date(2021, 1, 1)),
    ),
    V: (
        number(V, "v_households", "", "", unit="household/village", low=0, high=6),
        number(V, "v_on_list", "", "", unit="household/village", low=0, high=6),
        number(V, "v_people", "", "", unit="person/village", low=0, high=30),
        number(V, "v_money", "", "", unit="CNY/village/year", low=0, high=900, decimals=2),
        yes_no(V, "v_yes", "", ""),
    ),
    C: (
        number(C, "c_villages", "", "", unit="village/county", low=0, high=4),
        number(C, "c_people", "", "", unit="person/county", low=0, high=60),
        yes_no(C, "c_yes", "", ""),
    ),
}  # fmt: skip
BY_CODE = {fact.code: fact for facts in FACTS.values() for fact in facts}

MEMBERS = Group(P, BY_CODE["h_size"])
HOUSEHOLDS = Group(H, BY_CODE["v_households"])
ON_LIST = Group(H, BY_CODE["v_on_list"], among=BY_CODE["h_listed"])
VILLAGES = Group(V, BY_CODE["c_villages"])
GROUPS = {H: (MEMBERS,), V: (HOUSEHOLDS, ON_LIST), C: (VILLAGES,)}

_NAME = Text("", "")
PLACES = PlaceTree.of(
    [
        Place(99, "99", "province", _NAME, None, frozenset({"hilly"})),
        Place(98, "98", "province", _NAME, None),
        Place(9901, "9901", "county", _NAME, 99),
        Place(9801, "9801", "county", _NAME, 98, frozenset({"dry"})),
        Place(990101, "990101", "village", _NAME, 9901),
        Place(990102, "990102", "village", _NAME, 9901, frozenset({"dry"})),
        Place(980101, "980101", "village", _NAME, 9801),
    ]
)
VILLAGE_IDS = {9901: (990101, 990102), 9801: (980101,)}
DAYS = tuple(
    date.fromisoformat(text)
    for text in (
        "2000-02-29", "2004-02-29", "2008-02-28", "2012-03-01", "2013-08-31", "2013-09-01", "2014-06-30", "2014-07-01",
        "2019-02-28", "2020-02-28", "2020-02-29", "2020-03-01", "2020-06-29", "2020-06-30", "2020-07-01", "2020-08-31",
    )
)  # fmt: skip
JUDGING_DAYS = tuple(day for day in DAYS if day.year >= 2019)


def values_of(fact: Fact) -> st.SearchStrategy[Value]:
    """A known value, mostly one of few, so that equal and boundary values are common."""
    kind = fact.kind
    if isinstance(kind, YesNo):
        return st.booleans()
    if isinstance(kind, Code):
        return st.sampled_from(sorted(kind.codes.by_number))
    if isinstance(kind, CodeSet):
        return st.integers(0, 15)
    if isinstance(kind, Date):
        return st.sampled_from(DAYS)
    assert isinstance(kind, Number)
    few = {0, 1, kind.low, kind.high, 10**kind.decimals, 2 * 10**kind.decimals, (kind.low + kind.high) // 2}
    return st.sampled_from(sorted(value for value in few if kind.low <= value <= kind.high))


@st.composite
def subjects(draw: st.DrawFn, level: Level, place: int, code: str = "1") -> Record:
    """A subject with everything inside it; declared counts are mostly right, sometimes off or unknown."""
    children: list[Record] = []
    if level is C:
        children = [draw(subjects(V, village)) for village in VILLAGE_IDS[place] if draw(st.booleans())]
    elif level is not P:
        child = level.child
        assert child is not None
        count = draw(st.integers(0, 4 if child is H else 3))
        children = [draw(subjects(child, place, str(number))) for number in range(1, count + 1)]
    facts: dict[str, Value] = {}
    for fact in FACTS[level]:
        if draw(st.integers(0, 4)):
            facts[fact.code] = draw(values_of(fact))
    declare(draw, level, facts, children)
    return Record(level, code, place, facts, tuple(children))


def declare(draw: st.DrawFn, level: Level, facts: dict[str, Value], children: list[Record]) -> None:
    for group in GROUPS.get(level, ()):
        listed = (
            len(children)
            if group.among is None
            else sum(1 for c in children if c.facts.get("h_listed") is True)
        )
        right = draw(st.integers(0, 5))
        if right:
            facts[group.declared.code] = listed
        elif draw(st.booleans()):
            facts.pop(group.declared.code, None)


counties = st.tuples(subjects(C, 9901), subjects(C, 9801))
UNITS_OF_VALUES = {
    P: ("CNY/person/year",),
    H: ("CNY/household/year", "person/household"),
    V: ("CNY/village/year", "person/village"),
    C: ("person/county",),
}
