"""What the table by place counts. Registered and judged on facts stand side by side and are never merged."""

from datetime import date

from tuopin.engine.expressions import Or, combine
from tuopin.engine.language import Expression, Standard
from tuopin.kernel.text import Renamed, Text
from tuopin.standards.cn import (
    codes,
    exclusion_flags,
    household_exit,
    household_status,
    indicators,
    limits,
    monitoring,
    monitoring_indicators,
    monitoring_risk,
    risk_elimination,
    village_exit,
)
from tuopin.standards.cn.facts import county, household, village
from tuopin.standards.cn.facts.county_exit import county as of_county
from tuopin.standards.cn.facts.monitoring import household as watched
from tuopin.standards.pack import Counter, Listed, Overview, Rate, Register, Shortfall

_status = household_status.STANDARD

REGISTERED = Counter("registered_households", Text("建档立卡户", "registered"), household.registered)
REGISTERED_POOR = Counter(
    "registered_poor", Text("建档立卡未脱贫", "registered, not yet exited"), indicators.registered_poor
)
POOR_BY_INCOME = Counter(
    "poor_by_income", Text("收入贫困", "poor by income"), ~_status.criterion_met("income")
)

# Education and medical care may be not applicable, and a verdict that is n/a is neither yes nor no; their
# indicators are: a household without a child of school age lacks no schooling.
LACKS_GUARANTEE = Counter(
    "lacks_guarantee",
    Text("“两不愁三保障”及饮水有短板", "lacks a guarantee"),
    ~_status.criterion_met("food")
    | ~_status.criterion_met("clothing")
    | ~indicators.schooling_guaranteed
    | ~indicators.medical_care_guaranteed
    | ~_status.criterion_met("housing")
    | ~_status.criterion_met("water"),
)
EXIT_READY = Counter(
    "exit_ready", Text("达到退出标准", "exit-ready"), indicators.registered_poor & household_exit.STANDARD.met
)
# Households for which this is unknown are the ones still to be verified (待核实).
MEETS_ALL = Counter("meets_all", Text("各项均达标", "meets everything"), _status.met)

# ---- monitoring and flags: tables of their own -----------------------------------------------------

_MONITORING = Text("防返贫监测", "monitoring")
_FLAGS = Text("需说明事项", "flags to be explained")


def _any_of(standard: Standard) -> Expression:
    """Whether some criterion applies and is met. Asked of the rules, because a verdict n/a is neither yes nor no."""
    return combine(
        Or,
        *(
            each.met_when if each.applies_when is None else each.applies_when & each.met_when
            for each in standard.criteria
        ),
    )


def _watching(code: str, label: Text, when: Expression, era: Standard = risk_elimination.STANDARD) -> Counter:
    return Counter(code, label, when, topic=_MONITORING, era=era)


MONITORING = (
    _watching(
        "monitored",
        Renamed(
            "防止返贫致贫对象（累计）",
            "at risk (ever)",
            ((date(2026, 1, 1), Text("监测对象（累计）", "monitored (ever)")),),
        ),
        watched.monitored,
    ),
    _watching("being_monitored", Text("风险未消除", "risk not cleared"), monitoring_indicators.to_be_cleared),
    _watching("risk_cleared", Text("风险已消除", "risk cleared"), watched.monitored & watched.risk_cleared),
    _watching(
        "may_be_cleared",
        Text("达到消除条件", "may be cleared"),
        monitoring_indicators.to_be_cleared & risk_elimination.STANDARD.met,
    ),
    _watching(
        "to_be_taken_in",
        Text("应纳入监测", "to be taken in"),
        _any_of(monitoring.UNTIL_2025),
        monitoring.UNTIL_2025,
    ),
    _watching(
        "at_risk",
        Text("应纳入监测", "to be taken in"),
        monitoring_indicators.may_be_taken_in & monitoring.FROM_2026.met,
    ),
    _watching(
        "signal_not_monitored",
        Text("有预警信号而未在监测", "a signal, not monitored"),
        monitoring_indicators.may_be_taken_in & _any_of(monitoring_risk.STANDARD),
    ),
)
FLAGGED = tuple(
    Counter(
        code,
        Text("在册而须说明", "on a list, to be explained"),
        _any_of(standard),
        topic=_FLAGS,
        era=standard,
    )
    for code, standard in (
        ("flagged_registered", exclusion_flags.UNTIL_2020),
        ("flagged", exclusion_flags.STANDARD),
    )
)

# Whoever is not registered today stands outside, whatever the form says of an earlier status.
REGISTER = Register(
    listed=household.registered,
    poor=household.registered & household.poverty_status.is_one_of("in_poverty", "exit_proposed"),
    exited=household.registered & household.poverty_status.is_one_of("exited"),
    returned=household.registered & household.poverty_status.is_one_of("returned"),
    struck_off=household.poverty_status.is_one_of("struck_off"),
    groups=codes.MONITORED_GROUP,
)
VILLAGES = Listed(
    "villages",
    Text("贫困村", "poor villages"),
    Text("出列", "struck off the list"),
    on_list=village_exit.on_the_list,
    left_on=village.exited_on,
)
COUNTIES = Listed(
    "counties",
    Text("贫困县", "poor counties"),
    Text("摘帽", "struck off the list"),
    on_list=of_county.kind.is_one_of("poor", "deep"),
    left_on=of_county.exited_on,
)
INCOME_GAP = Shortfall(
    "income_gap",
    Text("补到标准线所需资金", "cost of lifting incomes to the line"),
    standard=_status,
    criterion="income",
    amount=limits.income_line * household.size - household.net_income,
)

OVERVIEW = Overview(
    people=household.size,
    counters=(
        REGISTERED,
        REGISTERED_POOR,
        POOR_BY_INCOME,
        LACKS_GUARANTEE,
        EXIT_READY,
        MEETS_ALL,
        *MONITORING,
        *FLAGGED,
    ),
    rates=(
        Rate(
            "registered_incidence",
            Text("贫困发生率（在册）", "registered incidence"),
            counter=REGISTERED_POOR.code,
            denominator=village.population,
            everybody=False,
            of_county=county.population,
        ),
        Rate(
            "fact_based_rate",
            Text("贫困发生率（按事实判定）", "fact-based rate"),
            counter=POOR_BY_INCOME.code,
            denominator=village.population,
            everybody=True,
            of_county=county.population,
        ),
    ),
    gaps_of=_status,
    register=REGISTER,
    shortfalls=(INCOME_GAP,),
    listed=(VILLAGES, COUNTIES),
)
