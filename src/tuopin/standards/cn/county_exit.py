"""Whether a poor county may be struck off the list (贫困县退出): two forms by year of exit, the same four figures.

Until the exits of 2017 the State Council's leading group evaluated; from those of 2018 on the province does, and the
centre checks a fifth again. Rates are counts of the evaluation's sample, compared as they are: the point estimate is
official (decisions), what the sample proves is told beside it and never instead.
"""

from datetime import date

from tuopin.engine.language import Criterion, Expression, Level, Standard, indicator
from tuopin.kernel.text import Text
from tuopin.standards.cn import limits, owners, sources
from tuopin.standards.cn.facts import county as declared
from tuopin.standards.cn.facts.county_exit import county

on_county_list = indicator(
    "on_county_list", "在贫困县名单上", "on the list of poor counties", county.kind.is_one_of("poor", "deep")
)
county_incidence = indicator(
    "county_incidence",
    "贫困发生率（在册）",
    "registered incidence of the county",
    county.remaining_poor / declared.population,
)
wrong_exit_rate = indicator(
    "wrong_exit_rate", "错退率", "wrong exits", county.wrongly_exited / county.exited_sampled
)
omission_rate = indicator(
    "omission_rate", "漏评率", "omissions", county.omitted / county.unregistered_surveyed
)
recognition = indicator(
    "recognition", "群众认可度", "recognition", county.households_recognising / county.households_surveyed
)

# (remaining + wrong rate * exited + omission rate * unregistered) / population, both rates multiplied out, so that one
# division is left and nothing is rounded. The declared ranges just fit 64 bits.
combined_incidence = indicator(
    "combined_incidence",
    "综合贫困发生率",
    "combined incidence",
    (
        county.remaining_poor * county.exited_sampled * county.unregistered_surveyed
        + county.wrongly_exited * county.exited_people * county.unregistered_surveyed
        + county.omitted * county.unregistered_people * county.exited_sampled
    )
    / (declared.population * county.exited_sampled * county.unregistered_surveyed),
)


def _criterion(
    code: str,
    *,
    label: Text,
    met_when: Expression,
    source: str,
    gap: Text,
    evidence: tuple[Expression, ...] = (),
    verified: bool = True,
) -> Criterion:
    """One figure, asked of counties on the list only."""
    return Criterion(
        code=code,
        label=label,
        met_when=met_when,
        applies_when=on_county_list,
        source=source,
        verified=verified,
        owner=owners.POVERTY_ALLEVIATION,
        evidence=evidence,
        gap=gap,
    )


FIGURES = (
    _criterion(
        "incidence",
        label=Text("贫困发生率降至限值以下", "registered incidence below the limit"),
        met_when=county_incidence < limits.county_incidence_limit,
        source=sources.EXIT_COUNTY,
        evidence=(county_incidence, county.remaining_poor, declared.population),
        gap=Text("贫困发生率偏高", "incidence too high"),
    ),
    _criterion(
        "wrong_exits",
        label=Text("错退率低于限值", "wrong exits below the limit"),
        met_when=wrong_exit_rate < limits.wrong_exit_limit,
        source=sources.COUNTY_GATE,
        evidence=(wrong_exit_rate, county.wrongly_exited, county.exited_sampled),
        gap=Text("错退率偏高", "too many wrong exits"),
    ),
    _criterion(
        "omissions",
        label=Text("漏评率低于限值", "omissions below the limit"),
        met_when=omission_rate < limits.omission_limit,
        source=sources.COUNTY_GATE,
        evidence=(omission_rate, county.omitted, county.unregistered_surveyed),
        gap=Text("漏评率偏高", "too many omissions"),
    ),
    _criterion(
        "combined",
        label=Text("综合贫困发生率低于限值", "combined incidence below the limit"),
        met_when=combined_incidence < limits.county_incidence_limit,
        source=sources.COMBINED_INCIDENCE,
        verified=False,
        evidence=(combined_incidence, county.exited_people, county.unregistered_people),
        gap=Text("综合贫困发生率偏高", "combined incidence too high"),
    ),
    _criterion(
        "recognised",
        label=Text("群众认可度达到要求", "recognised by the people asked"),
        met_when=recognition >= limits.recognition_floor,
        source=sources.COUNTY_RATES,
        evidence=(recognition, county.households_recognising, county.households_surveyed),
        gap=Text("群众认可度不足", "too little recognition"),
    ),
)

BY_THE_CENTRE = _criterion(
    "evaluated",
    label=Text("经国务院扶贫开发领导小组专项评估检查", "evaluated by the State Council's leading group"),
    met_when=county.surveyed_by == "state_council_group",
    source=sources.EXIT_COUNTY,
    evidence=(county.surveyed_by, county.surveyed_on),
    gap=Text("未经国家专项评估检查", "not evaluated by the centre"),
)
BY_THE_PROVINCE = _criterion(
    "evaluated",
    label=Text(
        "经省级专项评估检查（国家抽查的以抽查为准）",
        "evaluated by the province, or checked again by the centre",
    ),
    met_when=county.surveyed_by.is_one_of("province", "national_spot_check"),
    source=sources.COUNTY_FROM_2018,
    evidence=(county.surveyed_by, county.surveyed_on),
    gap=Text("未经省级专项评估检查", "not evaluated by the province"),
)

_ESTIMATE = Text(
    "各率按样本点估计判定，这是官方口径；样本能证明到什么程度另行列出，不代替结论。样本为零或未报的，待核实。",
    "Rates are judged at the sample's point estimate, which is official; what the sample proves is told elsewhere and "
    "never instead. A sample of nobody, or one not reported, leaves the rate unknown.",
)

UNTIL_2017 = Standard(
    code="county_exit_2016",
    label=Text("贫困县退出（国家专项评估）", "county exit (evaluated by the centre)"),
    level=Level.COUNTY,
    source=sources.EXIT_COUNTY,
    criteria=(*FIGURES, BY_THE_CENTRE),
    in_force_from=date(2016, 4, 1),
    in_force_until=date(2017, 12, 31),
    note=Text(
        "适用于 2016、2017 年退出的县：省级提出，国务院扶贫开发领导小组组织专项评估检查。"
        f"次年评估的，按退出年度的年末判定。{_ESTIMATE.zh}",
        "For exits of 2016 and 2017: the province proposes, the leading group evaluates. An evaluation held the year "
        f"after is judged on the last day of the year of exit. {_ESTIMATE.en}",
    ),
)
STANDARD = Standard(
    code="county_exit",
    label=Text("贫困县退出", "county exit"),
    level=Level.COUNTY,
    source=sources.COUNTY_FROM_2018,
    criteria=(*FIGURES, BY_THE_PROVINCE),
    in_force_from=date(2018, 1, 1),
    in_force_until=date(2020, 12, 31),
    note=Text(
        f"适用于 2018—2020 年退出的县：省级组织专项评估检查并批准，国家按 20% 的比例抽查。{_ESTIMATE.zh}",
        "For exits of 2018 to 2020: the province evaluates and approves, the centre checks one county in five. "
        f"{_ESTIMATE.en}",
    ),
)
