"""Whether a registered household may leave poverty (贫困人口退出).

Every criterion applies to registered households only: for the others "may exit" is no question, and n/a says so
better than a "met" that nobody asked for. Households that have exited are still judged, because a wrong exit
must be seen; who is ready to exit is counted among those not yet exited (overview.py). No run re-opens a decision.
"""

from datetime import date

from tuopin.engine.language import Criterion, Level, Standard
from tuopin.kernel.text import Text
from tuopin.standards.cn import indicators, limits, owners, sources
from tuopin.standards.cn.facts import household
from tuopin.standards.cn.guarantees import GUARANTEES, only_for

# 稳定超过: above the line; exactly on it is not enough.
INCOME = Criterion(
    code="income",
    label=Text("收入稳定超过标准线", "income stably above the line"),
    met_when=indicators.income_per_person > limits.income_line,
    applies_when=household.registered,
    source=sources.EXIT_HOUSEHOLD,
    verified=True,
    owner=owners.POVERTY_ALLEVIATION,
    evidence=(indicators.income_per_person, household.net_income, household.size),
    gap=Text("收入未稳定超过标准线", "income not above the line"),
)

STANDARD = Standard(
    code="household_exit",
    label=Text("贫困户退出", "household exit"),
    level=Level.HOUSEHOLD,
    source=sources.EXIT_HOUSEHOLD,
    criteria=(INCOME, *only_for(household.registered, GUARANTEES)),
    in_force_from=date(2016, 4, 1),  # the Opinions are of April 2016 (general knowledge)
    in_force_until=date(2020, 12, 31),  # national registration and exit ended with 2020
    note=Text(
        "只适用于建档立卡户。已脱贫户仍按此复核，但历史决定不因复核而改变。",
        "For registered households only. Those that have exited are checked too, but no decision is re-opened.",
    ),
)
