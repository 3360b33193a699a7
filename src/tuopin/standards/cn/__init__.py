"""The Chinese national pack: status and exit of households, exit of villages and counties, monitoring, flags."""

from tuopin.kernel.text import Text
from tuopin.standards.cn import (
    county_exit,
    exclusion_flags,
    household_exit,
    household_status,
    monitoring,
    monitoring_risk,
    places,
    risk_elimination,
    village_exit,
    village_exit_services,
)
from tuopin.standards.cn.checks import CHECKS
from tuopin.standards.cn.events import EVENTS, FROM_EVENTS
from tuopin.standards.cn.facts import (
    FACTS,
    compared,
    household,
    households,
    members,
    person,
    registered_households,
    villages,
)
from tuopin.standards.cn.facts import monitoring as monitoring_facts
from tuopin.standards.cn.limits import PARAMETERS
from tuopin.standards.cn.overview import OVERVIEW
from tuopin.standards.cn.workbook import LAYOUT
from tuopin.standards.pack import Family, Headship, Pack
from tuopin.standards.registers import DaysBetween, OnRecord, SameInVillage

PACK = Pack(
    code="cn",
    label=Text("中国精准扶贫", "China: targeted poverty alleviation"),
    note=Text(
        "农户现状；2014—2020 年的贫困户、贫困村、贫困县退出；2021 年起的防返贫监测（2026 年起合为一类）；"
        "需说明事项。凡未标“已核对”的数值和条款，使用前须与原文核对。",
        "Household status; exits of households, villages and counties of 2014 to 2020; monitoring from 2021 on, in one "
        "class from 2026; flags to be explained. Values and clauses not marked verified must be compared with their "
        "texts before use.",
    ),
    facts=FACTS,
    groups=(members, households, registered_households, villages, compared.households_on_record),
    standards=(
        household_status.STANDARD,
        household_exit.STANDARD,
        village_exit.STANDARD,
        village_exit_services.STANDARD,
        county_exit.UNTIL_2017,
        county_exit.STANDARD,
        monitoring.UNTIL_2025,
        monitoring.FROM_2026,
        monitoring_risk.STANDARD,
        risk_elimination.STANDARD,
        exclusion_flags.UNTIL_2020,
        exclusion_flags.STANDARD,
        *CHECKS,
    ),
    families=(
        Family("checks", Text("数据核查与疑似编造", "data checks and traces of falsification"), CHECKS),
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
    headship=Headship(person.relation, "head", person.birth, PARAMETERS["adult_age"]),
    asked_of_newcomers=(
        person.relation,
        person.birth,
        person.sex,
        person.health,
        person.resident_insurance,
    ),
    kept_on_split=(
        household.registered,
        household.poverty_status,
        household.kind,
        household.cause,
        household.identified_on,
        household.exited_on,
    ),
    time_zone="Asia/Shanghai",
    events=EVENTS,
    from_events=FROM_EVENTS,
    days_between=(
        DaysBetween(
            compared.household.days_to_clearance,
            monitoring_facts.household.monitored_on,
            monitoring_facts.household.cleared_on,
        ),
    ),
    on_record=(
        OnRecord(compared.household.people_on_record),
        OnRecord(compared.village.households_on_record),
    ),
    same_in_village=(
        SameInVillage(compared.household.same_income_households, household.net_income, household.size),
    ),
)
