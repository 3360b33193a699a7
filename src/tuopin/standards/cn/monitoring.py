"""Who is to be taken into monitoring: three groups until 2025, one class from 2026.

Both weigh the same four things: income, compliant spending of one's own, prominent difficulty, and whether the
household can cope. `met` is a call to visit and appraise, never a decision; there is no quota. Households already on
the list are no question here; when their risk was cleared they can be taken in again.
"""

from datetime import date

from tuopin.engine.language import Criterion, Expression, Level, Method, Reads, Standard, indicator
from tuopin.kernel.text import Text
from tuopin.standards.cn import clocks, limits, owners, sources
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import monitoring_indicators as m
from tuopin.standards.cn.facts import household
from tuopin.standards.cn.facts.monitoring import household as watched

_CLOCKS = (clocks.CLUE_TO_MEASURES, clocks.DECISION_TO_PLAN)

exited = indicator(
    "exited", "已脱贫户", "exited", household.registered & household.poverty_status.is_one_of("exited")
)
_below_and_in_difficulty = m.in_monitoring_range & m.prominent_difficulty & ~watched.copes


def _group(code: str, *, label: Text, met_when: Expression, gap: Text, whom: Expression | None) -> Criterion:
    """One group: whom it can be about, and when such a household is to be taken in."""
    return Criterion(
        code=code,
        label=label,
        met_when=met_when,
        applies_when=m.may_be_taken_in if whom is None else m.may_be_taken_in & whom,
        source=sources.MONITORED,
        owner=owners.POVERTY_ALLEVIATION,
        reads=Reads.SIGNAL,
        evidence=(i.income_per_person, m.income_after_spending, watched.grave_difficulty, watched.copes),
        gap=gap,
        clocks=_CLOCKS,
    )


GROUPS = (
    _group(
        "unstable",
        label=Text("应纳入：脱贫不稳定户", "to be taken in: exited and unstable"),
        met_when=_below_and_in_difficulty,
        gap=Text("脱贫不稳定", "exited and unstable"),
        whom=exited,
    ),
    _group(
        "marginal",
        label=Text("应纳入：边缘易致贫户", "to be taken in: marginal, may become poor"),
        met_when=_below_and_in_difficulty,
        gap=Text("边缘易致贫", "marginal"),
        whom=~household.registered,
    ),
    # Above the range, but what it must pay leaves it below, or it has lost an earner; whatever its history.
    _group(
        "sudden",
        label=Text("应纳入：突发严重困难户", "to be taken in: in sudden grave difficulty"),
        met_when=~m.in_monitoring_range
        & ((m.income_after_spending < limits.monitoring_line) | watched.lost_earner)
        & watched.grave_difficulty
        & ~watched.copes,
        gap=Text("突发严重困难", "sudden grave difficulty"),
        whom=None,
    ),
)

UNTIL_2025 = Standard(
    code="monitoring",
    label=Text("监测对象识别（三类户）", "households to be monitored (three groups)"),
    level=Level.HOUSEHOLD,
    source=sources.MONITORED,
    criteria=GROUPS,
    method=Method.EACH,
    in_force_from=date(2021, 1, 1),
    in_force_until=date(2025, 12, 31),
    note=Text(
        "符合即为应入户核查、评议的线索，不是决定；应纳尽纳，不设规模。收入在监测范围内指严格低于监测范围；"
        "监测范围各省逐年确定，默认值须换成本省数值。",
        "Met is a call to visit and appraise, not a decision; there is no quota. Within the range is strictly below "
        "its line, which every province sets every year: put your own in place of the values given here.",
    ),
)


def _part(
    code: str, *, label: Text, met_when: Expression, evidence: tuple[Expression, ...], gap: Text
) -> Criterion:
    """One of the things that together make a household one at risk."""
    return Criterion(
        code=code,
        label=label,
        met_when=met_when,
        applies_when=m.may_be_taken_in,
        source=sources.AT_RISK_FROM_2026,
        owner=owners.POVERTY_ALLEVIATION,
        reads=Reads.SIGNAL,
        evidence=evidence,
        gap=gap,
        clocks=_CLOCKS,
    )


FROM_2026 = Standard(
    code="prevention",
    label=Text("防止返贫致贫对象识别", "households at risk of poverty"),
    level=Level.HOUSEHOLD,
    source=sources.AT_RISK_FROM_2026,
    criteria=(
        _part(
            "below_line",
            label=Text("扣除刚性支出后收入低于监测范围", "income after rigid spending below the line"),
            met_when=m.income_after_spending < limits.monitoring_line,
            evidence=(m.income_after_spending, household.net_income, watched.rigid_spending),
            gap=Text("收支相抵后偏低", "too little after spending"),
        ),
        _part(
            "difficulty",
            label=Text("有突出困难", "a prominent difficulty"),
            met_when=m.prominent_difficulty,
            evidence=(watched.grave_difficulty, watched.risks_now),
            gap=Text("突出困难", "prominent difficulty"),
        ),
        _part(
            "cannot_cope",
            label=Text("自身不能应对", "cannot cope by itself"),
            met_when=~watched.copes,
            evidence=(watched.copes,),
            gap=Text("自身不能应对", "cannot cope"),
        ),
    ),
    in_force_from=date(2026, 1, 1),
    note=Text(
        "2026 年起三类户合为一类，收入与支出一并核算。原三类监测对象继续在册，不必重新识别。"
        "具体标准公布后以公布的为准。",
        "From 2026 the three groups are one class, and income and spending are weighed together. Households monitored "
        "before stay on record. Where a standard has been published, put it in place of this reading.",
    ),
)
