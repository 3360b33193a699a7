"""The help of monitored households against their risks, and the days of their monitoring against each other."""

from datetime import date

from tuopin.engine.language import Criterion, Level, on
from tuopin.standards.cn import codes, owners, sources
from tuopin.standards.cn import limits as law
from tuopin.standards.cn import monitoring_indicators as m
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import household
from tuopin.standards.cn.facts.compared import household as compared
from tuopin.standards.cn.facts.monitoring import household as watched

_OWNER = owners.POVERTY_ALLEVIATION
_HELP = codes.ASSISTANCE.by_code
_not_only_support = watched.assistance.has_any_of(*(code for code in _HELP if code != "support"))


def _risk_answered(risk: str, zh: str, en: str) -> Criterion:
    return check(DOUBT, f"{risk}_answered", (f"{zh}风险有对应帮扶", f"help that fits the risk: {en}"),
                 (f"有{zh}风险，没有对应帮扶措施", f"a risk without fitting help: {en}"), m.helped_against(risk),
                 when=watched.monitored & watched.risks.has_any_of(risk), owner=_OWNER,
                 evidence=(watched.assistance,))  # fmt: skip


STANDARD = family(
    "checks_measures", "监测与帮扶", "monitoring and help", Level.HOUSEHOLD,
    check(ERROR, "risk_named", ("监测对象有风险类型", "a monitored household has a risk"),
          ("监测对象没有填返贫致贫风险", "monitored, and no risk named"),
          watched.risks.has_any_of(*codes.RISK.by_code), when=watched.monitored, owner=_OWNER,
          source=sources.GENERAL),
    _risk_answered("illness", "因病", "illness"),
    _risk_answered("schooling", "因学", "schooling"),
    _risk_answered("disability", "因残", "disability"),
    _risk_answered("housing", "住房", "housing"),
    _risk_answered("water", "饮水", "water"),
    check(DOUBT, "able_not_only_supported", ("有劳动力的不只有综合保障", "more than support where somebody can work"),
          ("户内有劳动力，帮扶措施只有综合保障", "somebody can work, and the only help is support"), _not_only_support,
          when=watched.monitored & m.someone_can_work & watched.assistance.has_any_of("support"), owner=_OWNER),
    check(ERROR, "helped_when_cleared", ("帮扶消除的有帮扶措施", "help where assistance cleared the risk"),
          ("以帮扶消除风险，没有一项帮扶措施", "cleared by assistance, and no help"),
          watched.assistance.has_any_of(*_HELP), when=watched.risk_cleared & (watched.clearance == "assistance"),
          owner=_OWNER),
    check(ERROR, "cleared_after_start", ("风险消除不早于识别", "cleared after being taken in"),
          ("风险消除时间早于识别时间", "cleared before being taken in"), watched.cleared_on >= watched.monitored_on,
          owner=_OWNER, source=sources.GENERAL),
    check(ERROR, "not_cleared_at_once", ("不在当月或次月消除", "not cleared in the same or the next month"),
          ("识别当月或次月即消除风险", "cleared in the same or the next month"),
          compared.days_to_clearance >= limits.clear_at_once, when=watched.risk_cleared, owner=_OWNER),
    check(DOUBT, "cleared_after_half_year", ("识别半年后消除", "cleared after half a year"),
          ("识别不满半年即消除风险", "cleared within half a year"), compared.days_to_clearance >= law.clearance_days,
          when=watched.risk_cleared, owner=_OWNER),
    check(ERROR, "cleared_day_given", ("风险消除的有消除时间", "a day where the risk is cleared"),
          ("风险已消除，没有消除时间", "cleared, and no day"), watched.cleared_on.is_known(),
          when=watched.risk_cleared, owner=_OWNER),
    check(ERROR, "cleared_not_in_future", ("风险消除时间不晚于今天", "not cleared in the future"),
          ("风险消除时间在将来", "cleared in the future"), watched.cleared_on <= on, owner=_OWNER,
          source=sources.GENERAL),
    check(ERROR, "group_given", ("监测对象有类别", "a monitored household has a group"),
          ("监测对象没有填类别", "monitored, and no group"), watched.monitored_group.is_known(),
          when=watched.monitored, owner=_OWNER),
    check(DOUBT, "income_production_helped", ("产业帮扶的有生产收入", "income from production where it is helped"),
          ("有产业帮扶，没有生产经营性收入", "help with production, and no income from it"), household.production > 0,
          when=watched.risk_cleared & watched.assistance.has_any_of("industry"), owner=owners.AGRICULTURE),
    check(DOUBT, "income_employment_helped", ("就业帮扶的有工资", "wages where employment is helped"),
          ("有就业帮扶或公益岗位，没有工资性收入", "help with employment, and no wages"), household.wage > 0,
          when=watched.risk_cleared & watched.assistance.has_any_of("employment", "public_post"),
          owner=owners.LABOUR),
    since=date(2021, 1, 1),
)  # fmt: skip
