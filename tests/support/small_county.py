"""A pack of three short standards and an invented county of a few villages, for tests of the warehouse.

Facts come from the national pack, so their types are the real ones; the rules are made up and small
enough to follow by hand.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from tuopin.engine.language import Criterion, Level, Method, Reads, Standard, indicator, parameter_ref
from tuopin.engine.parameters import DatedValue, Parameter
from tuopin.engine.records import Record
from tuopin.engine.units import ONE, Unit
from tuopin.kernel.places import Place
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset, in_memory
from tuopin.standards.cn import facts as f
from tuopin.standards.cn.places import LABELS, LEVELS, places_of
from tuopin.standards.pack import Counter, Overview, Pack, Rate, Register, Shortfall

ON = date(2020, 6, 30)
OFFICE = Text("扶贫办", "poverty office")
HOUSING = Text("住建局", "housing bureau")
MEDICAL = Text("医保局", "medical insurance bureau")

LINE = Parameter(
    "income_line", Text("收入标准线", "income line"), Unit.parse("CNY/person/year"), 2, Decimal(0), Decimal(100_000),
    (
        DatedValue(date(2014, 1, 1), Decimal("2800"), "EXAMPLE-1", False),
        DatedValue(date(2020, 1, 1), Decimal("4000"), "EXAMPLE-2", False),
        DatedValue(date(2020, 1, 1), Decimal("4200"), "EXAMPLE-3", False, place="980102"),
    ),
)  # fmt: skip
LIMIT = Parameter(
    "incidence_limit", Text("贫困发生率上限", "limit of incidence"), ONE, 3, Decimal(0), Decimal(1),
    (DatedValue(date(2014, 1, 1), Decimal("0.02"), "EXAMPLE-4", False),
     DatedValue(date(2014, 1, 1), Decimal("0.03"), "EXAMPLE-4", False, group="western")),
)  # fmt: skip

_income = indicator("income", "人均纯收入", "income per person", f.household.net_income / f.household.size)
_safe = f.household.housing_grade.is_one_of("A", "B")
_insured = f.members.all(f.person.resident_insurance | f.person.employee_insurance)


def _criterion(code: str, zh: str, en: str, rule: Any, owner: Text, gap: Text, **more: Any) -> Criterion:
    return Criterion(code, Text(zh, en), rule, "EXAMPLE", owner, gap=gap, **more)


STATUS = Standard(
    "mini_status", Text("基本状况", "status"), Level.HOUSEHOLD, "EXAMPLE",
    (
        _criterion("income", "收入不低于标准线", "income not below the line", _income >= parameter_ref(LINE), OFFICE,
                   Text("收入低于标准线", "income below the line")),
        _criterion("housing", "住房安全", "safe housing", _safe, HOUSING, Text("住房不安全", "unsafe housing"),
                   applies_when=~f.household.dwelling.is_one_of("collective")),
        _criterion("medical", "参加医疗保险", "medical insurance", _insured, MEDICAL,
                   Text("有人未参保", "somebody uninsured")),
    ),
    in_force_from=date(2014, 1, 1),
)  # fmt: skip
EXIT = Standard(
    "mini_exit", Text("户退出", "household exit"), Level.HOUSEHOLD, "EXAMPLE",
    tuple(
        replace(criterion, applies_when=f.household.registered)
        for criterion in (
            _criterion("income", "收入高于标准线", "income above the line", _income > parameter_ref(LINE), OFFICE,
                       Text("收入未高于标准线", "income not above the line")),
            _criterion("assured", "保障达标", "assured", STATUS.met, OFFICE, Text("保障有缺口", "gaps remain")),
        )
    ),
    in_force_from=date(2016, 1, 1),
)  # fmt: skip
POOR = indicator("poor", "收入低于标准线", "income below the line", ~STATUS.criterion_met("income"))
VILLAGE = Standard(
    "mini_village", Text("村退出", "village exit"), Level.VILLAGE, "EXAMPLE",
    (
        _criterion(
            "incidence", "贫困发生率达标", "incidence below the limit",
            f.households.share_below(POOR, parameter_ref(LIMIT), weight=f.household.size,
                                     of=f.village.population, strictly=True),
            OFFICE, Text("贫困发生率未达标", "incidence not below the limit"),
        ),
        _criterion("road", "通硬化路", "paved road", f.village.paved_road, OFFICE, Text("未通硬化路", "no paved road")),
    ),
    in_force_from=date(2016, 1, 1),
)  # fmt: skip
COUNTY = Standard(
    "mini_county", Text("县退出", "county exit"), Level.COUNTY, "EXAMPLE",
    (_criterion("villages", "各村均达标", "every village met", f.villages.all(VILLAGE.criterion_met("road")), OFFICE,
                Text("有村未达标", "a village is not met")),),
    in_force_from=date(2016, 1, 1),
)  # fmt: skip
SIGNALS = Standard(
    "mini_signals", Text("预警", "signals"), Level.HOUSEHOLD, "EXAMPLE",
    (_criterion("dry", "缺水", "short of water", f.household.dry_days > 30, OFFICE, Text("缺水", "short of water"),
                reads=Reads.SIGNAL),),
    method=Method.EACH, in_force_from=date(2021, 1, 1),
)  # fmt: skip

REGISTERED = f.household.registered & ~f.household.poverty_status.is_one_of("exited", "struck_off")
REGISTER = Register(
    listed=f.household.registered,
    poor=f.household.registered & f.household.poverty_status.is_one_of("in_poverty", "exit_proposed"),
    exited=f.household.registered & f.household.poverty_status.is_one_of("exited"),
    returned=f.household.registered & f.household.poverty_status.is_one_of("returned"),
    struck_off=f.household.poverty_status.is_one_of("struck_off"),
)
PACK = Pack(
    code="mini",
    label=Text("测试标准包", "test pack"),
    note=Text("仅供测试", "for tests only"),
    facts=f.FACTS,
    groups=(f.members, f.households, f.registered_households, f.villages),
    standards=(STATUS, EXIT, VILLAGE, COUNTY, SIGNALS),
    parameters=(LINE, LIMIT),
    overview=Overview(
        people=f.household.size,
        counters=(
            Counter("poor", Text("贫困", "poor"), POOR),
            Counter("exit_ready", Text("可退出", "exit-ready"), EXIT.met),
            Counter("registered", Text("在册", "registered"), REGISTERED),
        ),
        rates=(
            Rate("registered_rate", Text("贫困发生率（在册）", "registered incidence"), "registered",
                 f.village.population, everybody=False),
            Rate("fact_rate", Text("贫困发生率（按事实）", "fact-based rate"), "poor",
                 f.village.population, everybody=True),
        ),
        gaps_of=STATUS,
        register=REGISTER,
        shortfalls=(
            Shortfall("income_gap", Text("补到标准线所需资金", "cost to the line"), STATUS, "income",
                      parameter_ref(LINE) * f.household.size - f.household.net_income),
        ),
    ),
    place_levels=LEVELS,
    place_labels=LABELS,
    places_of=places_of,
)  # fmt: skip

VILLAGES = ("980101001001", "980101001002", "980101002001", "980102001001", "980102001002", "970101001001")


def places(villages: Sequence[str] = VILLAGES) -> list[Place]:
    found = {place.id: place for code in villages for place in places_of(code, {"village": f"{code[-6:]}村"})}
    return list(found.values())


class Rows:
    """Rows by table, filled by hand; `dataset()` turns them into what the warehouse judges."""

    def __init__(self, villages: Sequence[str] = VILLAGES) -> None:
        self.village_codes = villages
        self.persons: list[dict[str, Any]] = []
        self.households: list[dict[str, Any]] = []
        self.villages: list[dict[str, Any]] = []
        self.counties: list[dict[str, Any]] = []

    def village(self, code: str, **facts: Any) -> None:
        self.villages.append({"village": int(code), "county": int(code[:6]), **facts})

    def county(self, code: str, **facts: Any) -> None:
        self.counties.append({"county": int(code), **facts})

    def household(self, village: str, *, members: Sequence[Mapping[str, Any]] = (), **facts: Any) -> int:
        number = len(self.households) + 1
        keys = {"household": number, "village": int(village), "county": int(village[:6])}
        self.households.append({**keys, "code": f"H{number:05d}", "collected_on": date(2020, 5, 1), **facts})
        for person, member in enumerate(members, start=1):
            self.persons.append({**keys, "person": person, **member})
        return number

    def tables(self) -> dict[str, pa.Table]:
        named = {"persons": self.persons, "households": self.households, "villages": self.villages,
                 "counties": self.counties}  # fmt: skip
        return {name: _table(rows) for name, rows in named.items() if rows}

    def dataset(self, content: str = "0" * 64) -> Dataset:
        return with_pack(
            in_memory(
                PACK, as_of=ON, tables=self.tables(), places=places(self.village_codes), content=content
            )
        )

    def records(self) -> dict[int, Record]:
        """Each village as the reference engine sees it, by id."""
        return {row["village"]: self._village(row) for row in self.villages}

    def county_records(self) -> list[Record]:
        """Each county, with its villages and all that is in them."""
        return [
            Record(
                Level.COUNTY,
                str(row["county"]),
                row["county"],
                row,
                tuple(
                    self._village(village) for village in self.villages if village["county"] == row["county"]
                ),
            )
            for row in self.counties
        ]

    def _village(self, row: Mapping[str, Any]) -> Record:
        inside = tuple(self._household(h) for h in self.households if h["village"] == row["village"])
        return Record(Level.VILLAGE, str(row["village"]), row["village"], row, inside)

    def _household(self, row: Mapping[str, Any]) -> Record:
        inside = tuple(
            Record(Level.PERSON, str(p["person"]), p["village"], p)
            for p in self.persons
            if p["household"] == row["household"]
        )
        return Record(Level.HOUSEHOLD, row["code"], row["village"], row, inside)


def with_pack(dataset: Dataset) -> Dataset:
    """The data set with the test pack in its place; `standards.load` knows only packs that are installed."""
    dataset.__dict__["pack"] = PACK
    return dataset


def _table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: pa.array([row.get(name) for row in rows]) for name in names})


def invented(*, households: int = 240, seed: int = 1) -> Rows:
    """Random rows with every kind of gap: unknown facts and sizes, missing members, undeclared populations."""
    draw = random.Random(seed)
    rows = Rows()
    for code in VILLAGES:
        declared = None if draw.random() < 0.2 else draw.randint(households // 8, households)
        rows.village(
            code,
            population=declared,
            households=draw.choice([None, households // len(VILLAGES)]),
            paved_road=draw.choice([True, True, False, None]),
        )
    for code in sorted({code[:6] for code in VILLAGES}):
        within = sum(1 for village in VILLAGES if village.startswith(code))
        rows.county(code, villages=draw.choice([within, within, within + 1, None]))
    for _ in range(households):
        _household(rows, draw)
    return rows


def _household(rows: Rows, draw: random.Random) -> None:
    size = draw.randint(1, 5)
    listed = size - (draw.random() < 0.1)
    income = draw.choice([None, 400_000 * size, 420_000 * size, draw.randint(100_000, 3_000_000) * size])
    rows.household(
        draw.choice(VILLAGES),
        size=None if draw.random() < 0.05 else size,
        net_income=income,
        registered=draw.choice([True, True, False, None]),
        poverty_status=draw.choice([None, 1, 3, 3]),
        housing_grade=draw.choice([None, 1, 2, 2, 3, 4]),
        dwelling=draw.choice([None, 1, 1, 1, 5]),
        members=[
            {"resident_insurance": draw.choice([True] * 12 + [False, None]), "employee_insurance": False}
            for _ in range(listed)
        ],
    )
