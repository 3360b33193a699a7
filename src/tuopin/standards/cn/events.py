"""The registers of events that departments hand over, and the facts of monitoring that come from them.

Windows are the parameter `event_days`. A register says "nothing happened" only where somebody declared it complete
(sheet 台账范围); otherwise these facts stay as the forms have them, or unknown.
"""

from tuopin.engine.language import CodeList, Entry, Fact, Level, code, number
from tuopin.kernel.text import Text
from tuopin.standards.cn import codes
from tuopin.standards.cn.facts.monitoring import household, person
from tuopin.standards.cn.limits import PARAMETERS
from tuopin.standards.registers import EventRegister, FromEvents, How

P, H = Level.PERSON, Level.HOUSEHOLD
_DAYS = PARAMETERS["event_days"]


def _yuan(level: Level, name: str, zh: str, en: str) -> Fact:
    return number(level, name, zh, en, unit=f"CNY/{level.value}", decimals=2, low=0, high=10_000_000)


PRODUCTION_RISK = CodeList(
    "production_risk",
    Text("产业风险类型", "risk of production"),
    (
        Entry("failed", 1, Text("产业失败", "production failed"), ("绝收", "疫病")),
        Entry("unsold", 2, Text("滞销", "produce unsold"), ("卖难",)),
        Entry("price", 3, Text("价格大跌", "prices fallen"), ("价格下跌",)),
    ),
)
CLUE = CodeList(
    "clue",
    Text("线索来源", "where a clue came from"),
    (
        Entry("self_report", 1, Text("农户自主申报", "reported itself"), ("自主申报", "12317")),
        Entry("sweep", 2, Text("干部排查", "found by officials"), ("排查", "大排查")),
    ),
)

_TOTAL = _yuan(P, "total", "医疗总费用", "medical costs")
_SELF_PAID = _yuan(P, "self_paid", "个人自付费用", "paid by oneself")
_LOSS = _yuan(H, "loss", "损失金额", "loss")
_GRADE = code(H, "grade", "鉴定等级", "grade", codes=codes.HOUSING_GRADE)
_RISK = code(H, "risk", "产业风险类型", "risk of production", codes=PRODUCTION_RISK)
_CLUE = code(H, "clue", "线索来源", "where the clue came from", codes=CLUE)


def _register(table: str, zh: str, en: str, level: Level, *columns: Fact) -> EventRegister:
    return EventRegister(table, Text(zh, en), level, columns)


MEDICAL_SPENDING = _register("medical_spending", "大额医疗支出", "medical spending", P, _TOTAL, _SELF_PAID)
DISABILITY_CARDS = _register("disability_cards", "新办残疾人证", "disability cards issued", P)
INSURANCE_LAPSES = _register("insurance_lapses", "医保断保", "medical insurance lapsed", P)
SCHOOLING_ALERTS = _register("schooling_alerts", "失学预警", "children missing from school lists", P)
JOB_LOSSES = _register("job_losses", "失业返乡", "work lost or returned home", P)
DISASTERS = _register("disasters", "受灾情况", "disasters", H, _LOSS)
ACCIDENTS = _register("accidents", "意外事故", "deaths and accidents of earners", H)
HOUSE_GRADINGS = _register("house_gradings", "住房鉴定", "houses graded", H, _GRADE)
WATER_CUTS = _register("water_cuts", "供水中断", "water supply cut", H)
LOANS_OVERDUE = _register("loans_overdue", "小额信贷逾期", "micro-loans overdue", H)
PRODUCTION_LOSSES = _register("production_losses", "产业风险", "risks of production", H, _RISK)
CLUES = _register("clues", "申报与排查", "reports and sweeps", H, _CLUE)

EVENTS = (
    MEDICAL_SPENDING, DISABILITY_CARDS, INSURANCE_LAPSES, SCHOOLING_ALERTS, JOB_LOSSES, DISASTERS, ACCIDENTS,
    HOUSE_GRADINGS, WATER_CUTS, LOANS_OVERDUE, PRODUCTION_LOSSES, CLUES,
)  # fmt: skip


def _any(
    fact: Fact, register: EventRegister, kind: Fact | None = None, kinds: tuple[str, ...] = ()
) -> FromEvents:
    return FromEvents(fact, register, How.ANY, kind=kind, kinds=kinds, window=_DAYS)


FROM_EVENTS = (
    FromEvents(person.medical_self_pay, MEDICAL_SPENDING, How.SUM, of=_SELF_PAID, window=_DAYS),
    _any(person.new_disability_card, DISABILITY_CARDS),
    _any(person.insurance_lapsed, INSURANCE_LAPSES),
    _any(person.enrolment_missing, SCHOOLING_ALERTS),
    _any(person.lost_job, JOB_LOSSES),
    FromEvents(household.disaster_loss, DISASTERS, How.SUM, of=_LOSS, window=_DAYS),
    _any(household.lost_earner, ACCIDENTS),
    _any(household.newly_dangerous, HOUSE_GRADINGS, _GRADE, ("C", "D")),
    _any(household.water_cut, WATER_CUTS),
    _any(household.loan_overdue, LOANS_OVERDUE),
    _any(household.production_failed, PRODUCTION_LOSSES, _RISK, ("failed",)),
    _any(household.price_shock, PRODUCTION_LOSSES, _RISK, ("unsold", "price")),
    _any(household.self_reported, CLUES, _CLUE, ("self_report",)),
    _any(household.sweep_clue, CLUES, _CLUE, ("sweep",)),
)
