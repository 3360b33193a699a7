"""Whether the risk of a monitored household may be marked as cleared (风险消除).

The conditions of the copies compared, in their order; how each is read in numbers is said beside it. Nobody is cleared
on what is unknown, and a household without anyone who can work is not marked at all.
"""

from datetime import date

from tuopin.engine.language import Criterion, Expression, Level, Standard, on
from tuopin.kernel.text import Text
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import limits, owners, sources
from tuopin.standards.cn import monitoring_indicators as m
from tuopin.standards.cn.facts import household
from tuopin.standards.cn.facts.monitoring import household as watched
from tuopin.standards.cn.guarantees import EDUCATION, HOUSING, MEDICAL_CARE, WATER, only_for


def _condition(
    code: str,
    *,
    label: Text,
    met_when: Expression,
    evidence: tuple[Expression, ...],
    gap: Text,
    verified: bool = True,
) -> Criterion:
    """One condition, asked of monitored households whose risk is not cleared."""
    return Criterion(
        code=code,
        label=label,
        met_when=met_when,
        applies_when=m.to_be_cleared,
        source=sources.CLEARANCE if verified else sources.CLEARANCE_READ,
        verified=verified,
        owner=owners.POVERTY_ALLEVIATION,
        evidence=evidence,
        gap=gap,
    )


CONDITIONS = (
    _condition(
        "steady",
        label=Text("收入持续稳定半年以上", "steady income for half a year"),
        met_when=watched.income_stable,
        evidence=(watched.income_stable,),
        gap=Text("收入不稳定", "income not steady"),
    ),
    _condition(
        "income",
        label=Text("人均纯收入稳定超过当年监测范围", "income stably above this year's line"),
        met_when=i.income_per_person > limits.monitoring_line,
        evidence=(i.income_per_person, household.net_income, household.size),
        gap=Text("收入未超过监测范围", "income not above the line"),
    ),
    # Solved: what the household must pay no longer takes it below the line.
    _condition(
        "spending",
        label=Text("大额刚性支出稳定解决", "rigid spending solved"),
        met_when=m.income_after_spending > limits.monitoring_line,
        evidence=(m.income_after_spending, watched.rigid_spending),
        gap=Text("刚性支出未解决", "rigid spending not solved"),
        verified=False,
    ),
    *only_for(m.to_be_cleared, (EDUCATION, MEDICAL_CARE, HOUSING, WATER)),
    _condition(
        "risk_gone",
        label=Text("识别时的风险已消除", "the original risk is gone"),
        met_when=~m.risk_remains,
        evidence=(watched.risks, watched.risks_now),
        gap=Text("原风险未消除", "original risk not gone"),
    ),
    _condition(
        "no_new_risk",
        label=Text("无新增风险", "no new risk"),
        met_when=~m.new_risk,
        evidence=(watched.risks, watched.risks_now),
        gap=Text("有新增风险", "a new risk"),
        verified=False,
    ),
    _condition(
        "long_enough",
        label=Text("识别认定半年以上", "half a year since it was taken in"),
        met_when=watched.monitored_on.days_since(on) >= limits.clearance_days,
        evidence=(watched.monitored_on,),
        gap=Text("识别未满半年", "taken in too lately"),
    ),
    _condition(
        "assistance",
        label=Text("每项风险落实至少一项对应帮扶", "help that fits every risk"),
        met_when=m.every_risk_answered,
        evidence=(watched.risks, watched.assistance, watched.assistance_measures),
        gap=Text("风险无对应帮扶", "a risk without fitting help"),
        verified=False,
    ),
    _condition(
        "can_work",
        label=Text("不属于整户无劳动力", "someone who can work"),
        met_when=m.someone_can_work,
        evidence=(household.size,),
        gap=Text("整户无劳动力，暂不标注", "nobody can work: not marked"),
    ),
)

STANDARD = Standard(
    code="risk_elimination",
    label=Text("监测对象风险消除", "risk may be cleared"),
    level=Level.HOUSEHOLD,
    source=sources.CLEARANCE,
    criteria=CONDITIONS,
    in_force_from=date(2021, 1, 1),
    note=Text(
        "只适用于风险未消除的监测对象；全部达标后仍须入户核实、评议公示、审核公告。不设比例。"
        "2026 年起的消除条件未查到原文，沿用此前条件。",
        "For monitored households whose risk is not cleared. When all is met a visit, appraisal, notice, review and "
        "announcement still follow. There is no quota. No text from 2026 on was found; the conditions are carried on.",
    ),
)
