"""Signals that a household may fall into poverty or back into it: each alone, each with an owner and a clock.

`met` calls for a visit within the clock; it decides nothing. A signal rests on what departments deliver: where a list
was never delivered the signal is unknown, not silent.
"""

from datetime import date

from tuopin.engine.language import Criterion, Expression, Level, Method, Reads, Standard
from tuopin.kernel.text import Text
from tuopin.standards.cn import clocks, limits, owners, sources
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import monitoring_indicators as m
from tuopin.standards.cn.facts import household, members
from tuopin.standards.cn.facts.monitoring import household as watched
from tuopin.standards.cn.facts.monitoring import person


def _signal(
    code: str,
    zh: str,
    en: str,
    met_when: Expression,
    owner: Text,
    *,
    evidence: tuple[Expression, ...] = (),
    source: str = sources.ALERTS,
) -> Criterion:
    """One signal about any rural household; its gap is what it is called on lists."""
    return Criterion(
        code=code,
        label=Text(zh, en),
        met_when=met_when,
        source=source,
        owner=owner,
        reads=Reads.SIGNAL,
        evidence=evidence,
        gap=Text(zh, en),
        clocks=(clocks.CLUE_TO_DECISION, clocks.CLUE_TO_MEASURES),
    )


SIGNALS = (
    # The lower alert is for registered households; whoever reaches the upper one has passed both.
    _signal(
        "medical_spending",
        "医疗费用自付过高",
        "high own payments for medical care",
        (household.registered & members.any(person.medical_self_pay >= limits.medical_alert_registered))
        | members.any(person.medical_self_pay >= limits.medical_alert_other),
        owners.MEDICAL_INSURANCE,
        evidence=(household.registered,),
        source=sources.MEDICAL_ALERT,
    ),
    _signal(
        "insurance_lapsed",
        "医保断保",
        "medical insurance lapsed",
        members.any(person.insurance_lapsed),
        owners.MEDICAL_INSURANCE,
    ),
    _signal(
        "new_disability",
        "新办残疾人证",
        "new disability card",
        members.any(person.new_disability_card),
        owners.DISABLED_FEDERATION,
    ),
    _signal(
        "lost_earner",
        "劳动力死亡或重大意外事故",
        "death or accident of an earner",
        watched.lost_earner,
        owners.PUBLIC_SECURITY,
    ),
    _signal(
        "disaster",
        "因灾损失较大",
        "heavy loss by disaster",
        watched.disaster_loss >= limits.disaster_alert,
        owners.EMERGENCY,
        evidence=(watched.disaster_loss,),
    ),
    _signal(
        "not_enrolled",
        "适龄儿童无学籍",
        "a child on no school's list",
        members.any(person.enrolment_missing),
        owners.EDUCATION,
    ),
    _signal("lost_job", "失业或返乡", "lost work or came home", members.any(person.lost_job), owners.LABOUR),
    _signal(
        "dangerous_house",
        "住房新鉴定为C、D级",
        "house newly graded C or D",
        watched.newly_dangerous,
        owners.HOUSING,
    ),
    _signal("water_cut", "供水中断", "water supply cut", watched.water_cut, owners.WATER),
    _signal("loan_overdue", "小额信贷逾期", "micro-loan overdue", watched.loan_overdue, owners.FINANCE),
    _signal(
        "production_failed", "产业失败", "production failed", watched.production_failed, owners.AGRICULTURE
    ),
    _signal(
        "price_shock",
        "农产品滞销或价格大跌",
        "produce unsold or prices fallen",
        watched.price_shock,
        owners.AGRICULTURE,
    ),
    _signal(
        "low_income",
        "收入在监测范围内",
        "income within the range of monitoring",
        m.in_monitoring_range,
        owners.POVERTY_ALLEVIATION,
        evidence=(i.income_per_person,),
    ),
    _signal(
        "spending",
        "扣除刚性支出后低于监测范围",
        "income after rigid spending below the line",
        m.income_after_spending < limits.monitoring_line,
        owners.POVERTY_ALLEVIATION,
        evidence=(m.income_after_spending, watched.rigid_spending),
    ),
    _signal(
        "self_reported", "农户自主申报", "reported itself", watched.self_reported, owners.POVERTY_ALLEVIATION
    ),
    _signal(
        "sweep", "干部排查发现线索", "found by officials on a visit", watched.sweep_clue, owners.TOWNSHIP
    ),
)

STANDARD = Standard(
    code="monitoring_risk",
    label=Text("返贫致贫风险预警信号", "signals of risk"),
    level=Level.HOUSEHOLD,
    source=sources.ALERTS,
    criteria=SIGNALS,
    method=Method.EACH,
    in_force_from=date(2021, 1, 1),
    note=Text(
        "每个信号单独成立，都是入户核查的线索，不是认定。部门没有推送名单的，信号待核实，不等于没有风险。"
        "时限两种读法（到县级确定、到措施落实）都列出。各项预警线由各地自定。",
        "Each signal stands alone and calls for a visit; none decides. Where a department has delivered no list the "
        "signal is unknown, which is not safe. Both readings of the clock are given: until the decision, and until "
        "help is in place. Counties set their own alerts.",
    ),
)
