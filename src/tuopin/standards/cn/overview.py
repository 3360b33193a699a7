"""What the table by place counts. Registered and judged on facts stand side by side and are never merged."""

from tuopin.kernel.text import Text
from tuopin.standards.cn import household_exit, household_status, indicators, limits
from tuopin.standards.cn.facts import county, household, village
from tuopin.standards.pack import Counter, Overview, Rate, Register, Shortfall

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

# Whoever is not registered today stands outside, whatever the form says of an earlier status.
REGISTER = Register(
    listed=household.registered,
    poor=household.registered & household.poverty_status.is_one_of("in_poverty", "exit_proposed"),
    exited=household.registered & household.poverty_status.is_one_of("exited"),
    returned=household.registered & household.poverty_status.is_one_of("returned"),
    struck_off=household.poverty_status.is_one_of("struck_off"),
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
    counters=(REGISTERED, REGISTERED_POOR, POOR_BY_INCOME, LACKS_GUARANTEE, EXIT_READY, MEETS_ALL),
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
)
