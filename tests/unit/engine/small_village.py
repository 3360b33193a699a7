"""A hand-made village of three households and two standards, for explanations: one sound, one failing, one unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.unit.engine.world import (
    TERMS,
    H,
    V,
    a_household,
    a_parameter,
    a_person,
    a_village,
    household,
    households,
    members,
    person,
    village,
)

from tuopin.engine.explain import Explainer
from tuopin.engine.language import Criterion, Standard, indicator, on, parameter_ref
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.wording import Words
from tuopin.kernel.text import Text

VISITED = date(2020, 5, 20)
WELFARE, HEALTH, ROADS = (
    Text("民政所", "welfare office"),
    Text("卫生院", "health centre"),
    Text("交通所", "roads office"),
)

LINE = a_parameter(
    ("2014-01-01", "100", ""), ("2019-01-01", "120.50", "group:dry"),
    unit="USD/person/year", low="0", high="9999", code="line",
)  # fmt: skip
LIMIT = a_parameter(("2014-01-01", "0.2", ""), decimals=4)

per_person = indicator("per_person", "人均收入", "income per person", household.income / household.size)
untreated = indicator("untreated", "生病未治疗", "ill and not treated", person.ill & ~person.treated)
grown_up = indicator("grown_up", "成年", "grown up", person.born.age(on) >= 18)

DECENT = Standard(
    "decent",
    Text("体面住家", "decent home"),
    H,
    "Act 1",
    (
        Criterion(
            "income", Text("收入过线", "income on the line or above"),
            per_person >= parameter_ref(LINE), "Act 1 (1)", WELFARE,
        ),
        Criterion(
            "health", Text("有病有治", "the ill are treated"), members.all(~untreated), "Act 1 (2)", HEALTH,
            applies_when=members.any(person.ill),
        ),
        Criterion(
            "roof", Text("屋顶结实", "a sound roof"), household.roof.is_one_of("tile", "tin"), "Act 1 (3)", WELFARE
        ),
        Criterion(
            "in_touch", Text("能联系", "can be reached"),
            household.assets.has_any_of("phone", "radio") | members.any(grown_up), "Act 1 (4)", WELFARE,
        ),
    ),
)  # fmt: skip

ON_TRACK = Standard(
    "on_track",
    Text("村达标", "village on track"),
    V,
    "Act 2",
    (
        Criterion(
            "few_poor", Text("贫困人口少", "few are poor"),
            households.share_below(
                ~DECENT.criterion_met("income"), parameter_ref(LIMIT),
                weight=household.size, of=village.people, strictly=True,
            ),
            "Act 2 (1)", WELFARE,
        ),
        Criterion("road", Text("通路", "a road"), village.road, "Act 2 (2)", ROADS),
    ),
)  # fmt: skip

SOUND = a_household(
    a_person(born=date(1980, 1, 1), ill=False),
    a_person(born=date(2015, 6, 30), ill=False),
    size=2, income="241.00", roof="tile", assets="bike",
)  # fmt: skip
FAILING = a_household(
    a_person(born=date(2002, 7, 1), ill=True, treated=True),
    a_person(born=date(2004, 2, 29), ill=True, treated=False),
    a_person(born=date(2010, 1, 1), ill=False),
    size=3, income="361.49", roof="thatch", assets="",
)  # fmt: skip
OPEN = a_household(a_person(ill=True), a_person(ill=False), size=3)

NAMES = {
    "1": Text("张家", "the first home"),
    "2": Text("李家", "the second home"),
    "3": Text("王家", "the third home"),
}


def _visited(record: Record) -> Record:
    children = tuple(_visited(child) for child in record.children)
    return replace(record, collected_on=VISITED, children=children)


VILLAGE = _visited(
    replace(a_village(SOUND, FAILING, OPEN, households=3, people=16, road=False), code="110101")
)
HOUSEHOLDS = VILLAGE.children


def name(record: Record) -> Text:
    return NAMES[record.code] if record.level is H else Text(f"成员{record.code}", f"member {record.code}")


def an_explainer() -> Explainer:
    return Explainer(Reference(TERMS), Words({"USD": Text("美元", "USD")}), name)
