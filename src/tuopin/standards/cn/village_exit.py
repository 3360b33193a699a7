"""Whether a poor village may be struck off the list (贫困村退出).

The incidence is the official one: registered people not yet exited out of the declared rural population,
strictly below the limit, so that exactly 2.000 % fails (以下 is read without the number itself). Households not
listed are never counted as nobody: the registered households have a declared count of their own, and one
household too few leaves the answer open.
"""

from datetime import date

from tuopin.engine.language import Criterion, Level, Standard, indicator
from tuopin.kernel.text import Text
from tuopin.standards.cn import indicators, limits, owners, sources
from tuopin.standards.cn.facts import household, registered_households, village

on_the_list = indicator(
    "on_the_list", "在贫困村名单上", "on the list of poor villages", village.kind.is_one_of("poor", "deep")
)

incidence_below_limit = indicator(
    "incidence_below_limit",
    "贫困发生率低于限值",
    "registered incidence below the limit",
    registered_households.share_below(
        indicators.registered_poor,
        limits.incidence_limit,
        weight=household.size,
        of=village.population,
        strictly=True,
    ),
)

INCIDENCE = Criterion(
    code="incidence",
    label=Text("贫困发生率降至限值以下", "registered incidence below the limit"),
    met_when=incidence_below_limit,
    applies_when=on_the_list,
    source=sources.EXIT_VILLAGE,
    verified=True,
    owner=owners.POVERTY_ALLEVIATION,
    evidence=(village.population, village.registered_households),
    gap=Text("贫困发生率偏高", "incidence too high"),
)

STANDARD = Standard(
    code="village_exit",
    label=Text("贫困村退出", "village exit"),
    level=Level.VILLAGE,
    source=sources.EXIT_VILLAGE,
    criteria=(INCIDENCE,),
    in_force_from=date(2016, 4, 1),
    in_force_until=date(2020, 12, 31),
    note=Text(
        "贫困发生率＝建档立卡未脱贫人口÷申报的农村户籍人口，须严格低于限值。",
        "Incidence is registered people not yet exited out of the declared rural population, strictly below the limit.",
    ),
)
