"""Monitoring against a return to poverty, from 2021: who is watched, why, with what help, and what happened to them.

Facts *derived from events* say in a word what dated events of the months before add up to on the day of the
data: a claim settled, a card issued, a house graded. They are filled when events are read, and stay null where
no event file was delivered: no report is not a report of nothing.
"""

from tuopin.engine.language import Fact, Level, code, code_set, day, number, yes_no
from tuopin.standards.cn import codes

P, H = Level.PERSON, Level.HOUSEHOLD


def _yuan_a_year(level: Level, code: str, zh: str, en: str) -> Fact:
    """Money of the last twelve months, in fen, per person or per household."""
    return number(level, code, zh, en, unit=f"CNY/{level.value}/year", decimals=2, low=0, high=10_000_000)


class person:  # noqa: N801 - reads as the subject in rules
    """All derived from events of the window before the day of the data: the last twelve months."""

    medical_self_pay = _yuan_a_year(
        P, "medical_self_pay", "医疗费用个人自付", "own payments for medical care"
    )
    new_disability_card = yes_no(P, "new_disability_card", "新办残疾人证", "new disability card")
    insurance_lapsed = yes_no(P, "insurance_lapsed", "医保断保", "medical insurance lapsed")
    enrolment_missing = yes_no(
        P, "enrolment_missing", "适龄而无学籍", "of school age and on no school's list"
    )
    lost_job = yes_no(P, "lost_job", "失业或返乡", "lost work or came home")


class household:  # noqa: N801
    """The record of monitoring first (as the national system keeps it), then what events of the window add up to."""

    monitored = yes_no(H, "monitored", "监测对象", "monitored")
    """Ever taken in: a household whose risk is cleared stays on record. `risk_cleared` tells them apart."""
    monitored_group = code(
        H, "monitored_group", "监测对象类别", "group of monitored households", codes=codes.MONITORED_GROUP
    )
    monitored_on = day(H, "monitored_on", "监测对象识别时间", "monitored since")
    risks = code_set(H, "risks", "返贫致贫风险", "risks when taken in", codes=codes.RISK)
    risks_now = code_set(H, "risks_now", "现存返贫致贫风险", "risks today", codes=codes.RISK)
    """As the last visit found them; the empty set says that somebody looked and found none."""
    risk_cleared = yes_no(H, "risk_cleared", "风险已消除", "risk cleared")
    cleared_on = day(H, "cleared_on", "风险消除时间", "risk cleared on")
    clearance = code(H, "clearance", "风险消除方式", "how the risk was cleared", codes=codes.CLEARANCE)
    assistance = code_set(
        H, "assistance", "帮扶措施类别", "families of assistance received", codes=codes.ASSISTANCE
    )
    """Received since the household was taken in."""
    assistance_measures = number(
        H,
        "assistance_measures",
        "帮扶措施数",
        "how many kinds of help",
        unit="item/household",
        low=0,
        high=200,
    )
    rigid_spending = _yuan_a_year(H, "rigid_spending", "合规自付刚性支出", "rigid spending paid by itself")
    """Of the last twelve months: medical care, schooling, disasters and the like, after what others paid."""
    grave_difficulty = yes_no(H, "grave_difficulty", "基本生活出现严重困难", "in grave difficulty")
    copes = yes_no(H, "copes", "自身能够应对", "can cope by itself")
    """As the visit and the villagers' appraisal found: savings, family, work."""
    income_stable = yes_no(H, "income_stable", "收入持续稳定", "steady income")
    """Derived from events or a visit: above this year's line for half a year."""

    disaster_loss = _yuan_a_year(H, "disaster_loss", "因灾损失", "loss by disaster")
    """Derived from events."""
    lost_earner = yes_no(H, "lost_earner", "劳动力死亡或重大意外事故", "death or accident of an earner")
    """Derived from events."""
    newly_dangerous = yes_no(H, "newly_dangerous", "住房新鉴定为C、D级", "house newly graded C or D")
    """Derived from events."""
    water_cut = yes_no(H, "water_cut", "供水中断", "water supply cut")
    """Derived from events."""
    loan_overdue = yes_no(H, "loan_overdue", "小额信贷逾期", "micro-loan overdue")
    """Derived from events."""
    production_failed = yes_no(H, "production_failed", "产业失败", "production failed")
    """Derived from events."""
    price_shock = yes_no(H, "price_shock", "农产品滞销或价格大跌", "produce unsold or prices fallen")
    """Derived from events."""
    self_reported = yes_no(H, "self_reported", "农户自主申报", "reported itself")
    """Derived from events: the hotline 12317, the app, the village."""
    sweep_clue = yes_no(H, "sweep_clue", "干部排查发现线索", "found by officials on a visit")
    """Derived from events."""
