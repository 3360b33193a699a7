"""What a household still lacks, whether it is on the list or not (两不愁三保障 and safe water, beside the income line).

Poor by income is strictly below the line: exactly on it is met here, and not yet enough to exit.
"""

from datetime import date

from tuopin.engine.language import Criterion, Level, Standard
from tuopin.kernel.text import Text
from tuopin.standards.cn import indicators, limits, owners, sources
from tuopin.standards.cn.facts import household
from tuopin.standards.cn.guarantees import GUARANTEES

INCOME = Criterion(
    code="income",
    label=Text("收入不低于标准线", "income at or above the line"),
    met_when=indicators.income_per_person >= limits.income_line,
    source=sources.INCOME,
    owner=owners.POVERTY_ALLEVIATION,
    evidence=(indicators.income_per_person, household.net_income, household.size),
    gap=Text("收入低于标准线", "income below the line"),
)

STANDARD = Standard(
    code="household_status",
    label=Text("农户现状", "household status"),
    level=Level.HOUSEHOLD,
    source=sources.GUARANTEES,
    criteria=(INCOME, *GUARANTEES),
    in_force_from=date(2014, 1, 1),
    note=Text(
        "按事实判定，与是否建档立卡无关。收入低于标准线才算收入贫困，恰好等于标准线不算。",
        "Judged on facts, whether registered or not. Poor by income is below the line; exactly on it is not poor.",
    ),
)
