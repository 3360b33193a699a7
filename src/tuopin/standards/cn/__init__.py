"""The Chinese national pack: status and exit of households, exit of villages."""

from tuopin.kernel.text import Text
from tuopin.standards.cn import (
    household_exit,
    household_status,
    places,
    village_exit,
    village_exit_services,
)
from tuopin.standards.cn.facts import FACTS, households, members, person, registered_households, villages
from tuopin.standards.cn.limits import PARAMETERS
from tuopin.standards.cn.overview import OVERVIEW
from tuopin.standards.cn.workbook import LAYOUT
from tuopin.standards.pack import Pack

PACK = Pack(
    code="cn",
    label=Text("中国精准扶贫", "China: targeted poverty alleviation"),
    note=Text(
        "农户现状、贫困户退出、贫困村退出（2014—2020 年建档立卡与退出；2020 年后仅作现状判定）。"
        "凡未标“已核对”的数值和条款，使用前须与原文核对。",
        "Household status, household exit, village exit (registration and exit of 2014 to 2020; after that, "
        "status only). Values and clauses not marked verified must be compared with their texts before use.",
    ),
    facts=FACTS,
    groups=(members, households, registered_households, villages),
    standards=(
        household_status.STANDARD,
        household_exit.STANDARD,
        village_exit.STANDARD,
        village_exit_services.STANDARD,
    ),
    parameters=tuple(PARAMETERS.values()),
    overview=OVERVIEW,
    place_levels=places.LEVELS,
    place_labels=places.LABELS,
    places_of=places.places_of,
    layout=LAYOUT,
    folder=__name__,
    unit_words={
        "CNY": Text("元", "yuan"),
        "mu": Text("亩", "mu"),
        "kilometre": Text("公里", "km"),
        "job": Text("个岗位", "job"),
    },
    person_role=person.relation,
    time_zone="Asia/Shanghai",
)
