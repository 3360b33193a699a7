"""What monitoring is made of, each named once: the range, spending, difficulties, risks and the help that fits them."""

from collections.abc import Mapping

from tuopin.engine.expressions import And, Or, combine
from tuopin.engine.language import Expression, indicator
from tuopin.standards.cn import codes, limits
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn.facts import household, members, person
from tuopin.standards.cn.facts.monitoring import household as watched

RISKS = tuple(codes.RISK.by_code)

# ---- income and spending -------------------------------------------------------------------------

# Strictly below, as everywhere: exactly on the line a household is outside the range.
in_monitoring_range = indicator(
    "in_monitoring_range",
    "收入在监测范围内",
    "income within the range of monitoring",
    i.income_per_person < limits.monitoring_line,
)
income_after_spending = indicator(
    "income_after_spending",
    "扣除刚性支出后人均纯收入",
    "income per person after rigid spending",
    (household.net_income - watched.rigid_spending) / household.size,
)

# ---- difficulties --------------------------------------------------------------------------------

prominent_difficulty = indicator(
    "prominent_difficulty",
    "有突出困难",
    "a prominent difficulty",
    watched.grave_difficulty
    | watched.risks_now.has_any_of(*RISKS)
    | ~i.schooling_guaranteed
    | ~i.medical_care_guaranteed
    | ~i.safe_housing
    | ~i.safe_water,
)
# Whoever is on the list with a risk not yet cleared has been taken in; a cleared one can be taken in again.
may_be_taken_in = indicator(
    "may_be_taken_in",
    "未纳入监测或风险已消除",
    "not monitored, or cleared",
    ~watched.monitored | watched.risk_cleared,
)
to_be_cleared = indicator(
    "to_be_cleared",
    "监测对象且风险未消除",
    "monitored, risk not yet cleared",
    watched.monitored & ~watched.risk_cleared,
)
someone_can_work = indicator(
    "someone_can_work",
    "户内有劳动力",
    "someone who can work",
    members.any(person.labour.is_one_of("ordinary", "skilled", "weak")),
)

# ---- risks and the help that fits them -----------------------------------------------------------

FITTING_HELP: Mapping[str, tuple[str, ...]] = {
    "illness": ("health", "social", "support"),
    "schooling": ("compulsory_education", "education"),
    "disability": ("support", "health"),
    "labour": ("support", "public_post", "industry", "employment"),
    "housing": ("housing", "relocation"),
    "water": ("water",),
    "work": ("employment", "public_post"),
    "other": tuple(codes.ASSISTANCE.by_code),
    "disaster": ("support", "social", "industry", "housing", "living"),
    "accident": ("support", "social", "health"),
    "industry": ("industry", "finance", "employment"),
}
"""Risk -> families of assistance that answer it. Illness, schooling, disability, housing and water as a province's
data checks of 2023 pair them (https://github.com/Gzuwkj/fuping); the others, and more help, are general knowledge."""


def helped_against(risk: str) -> Expression:
    """Whether some help that fits the risk was given."""
    return watched.assistance.has_any_of(*FITTING_HELP[risk])


risk_remains = indicator(
    "risk_remains",
    "识别时的风险仍存在",
    "a risk it was taken in for remains",
    combine(Or, *(watched.risks.has_any_of(risk) & watched.risks_now.has_any_of(risk) for risk in RISKS)),
)
new_risk = indicator(
    "new_risk",
    "新增风险",
    "a new risk",
    combine(Or, *(~watched.risks.has_any_of(risk) & watched.risks_now.has_any_of(risk) for risk in RISKS)),
)
every_risk_answered = indicator(
    "every_risk_answered",
    "每项风险均有对应帮扶",
    "help that fits every risk",
    combine(And, *(~watched.risks.has_any_of(risk) | helped_against(risk) for risk in RISKS)),
)
