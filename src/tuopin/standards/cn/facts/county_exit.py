"""What a county's exit is judged by: its own declaration, and the evaluation that sampled it.

The samples are counts of persons and households as the evaluation reports them, never rows of ours. Ranges are
kept as narrow as counties are, because the combined incidence multiplies three of them (county_exit.py).
"""

from tuopin.engine.language import Fact, Level, code, day, number
from tuopin.standards.cn import codes

C = Level.COUNTY


def _people(code: str, zh: str, en: str, *, high: int) -> Fact:
    return number(C, code, zh, en, unit="person/county", low=0, high=high)


class county:  # noqa: N801 - reads as the subject in rules
    kind = code(C, "kind", "县属性", "kind of county", codes=codes.COUNTY_KIND)
    exited_on = day(C, "exited_on", "摘帽时间", "struck off the list on")
    remaining_poor = _people(
        "remaining_poor", "建档立卡未脱贫人口数", "registered people not yet exited", high=1_000_000
    )
    exited_people = _people(
        "exited_people", "建档立卡已脱贫人口数", "registered people exited", high=1_000_000
    )
    unregistered_people = _people(
        "unregistered_people", "未建档立卡农村户籍人口数", "rural people never registered", high=4_000_000
    )

    surveyed_by = code(
        C, "surveyed_by", "评估组织单位", "who organised the evaluation", codes=codes.SURVEYED_BY
    )
    surveyed_on = day(C, "surveyed_on", "评估时间", "evaluated on")
    exited_sampled = _people("exited_sampled", "抽样脱贫人口数", "exited people sampled", high=10_000)
    wrongly_exited = _people("wrongly_exited", "错退人口数", "people wrongly exited", high=10_000)
    unregistered_surveyed = _people(
        "unregistered_surveyed",
        "调查村未建档立卡人口数",
        "unregistered people in surveyed villages",
        high=100_000,
    )
    omitted = _people("omitted", "漏评人口数", "people omitted", high=100_000)
    households_surveyed = number(
        C, "households_surveyed", "认可度调查户数", "households asked", unit="household/county", low=0, high=100_000
    )  # fmt: skip
    households_recognising = number(
        C, "households_recognising", "认可户数", "households recognising", unit="household/county", low=0, high=100_000
    )  # fmt: skip
