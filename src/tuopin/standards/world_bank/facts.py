"""The facts that the international lines ask for: what a household consumed or earned in a year, and its people.

Money is in the currency of the place, in hundredths, per household and year; a survey that gives amounts per person
and day multiplies by the people and by 365 when it is read. Nothing here has a default: null is unknown.
"""

from tuopin.engine.language import Group, Level, code, number
from tuopin.standards.world_bank import codes

P, H, V, C = Level.PERSON, Level.HOUSEHOLD, Level.VILLAGE, Level.COUNTY


class person:  # noqa: N801 - reads as the subject in rules
    """Members are listed so that they can be counted; the lines ask nothing of one member."""

    age = number(P, "age", "周岁年龄", "age in full years", unit="year", low=0, high=130)


class household:  # noqa: N801
    """`welfare` is not negative: whoever lost money in a year consumed something, and income is set to 0 then.

    `weight` is how many households of the country a surveyed one stands for; it is 1 in a register of everybody.
    """

    size = number(H, "size", "家庭人口数", "people in the household", unit="person/household", low=1, high=60)
    welfare = number(
        H,
        "welfare",
        "全年消费或收入",
        "consumption or income of the year",
        unit="LCU/household/year",
        low=0,
        high=100_000_000_000,
        decimals=2,
    )
    welfare_kind = code(H, "welfare_kind", "福利指标", "welfare aggregate", codes=codes.WELFARE)
    weight = number(H, "weight", "抽样权数", "survey weight", unit="1", low=0, high=1_000_000, decimals=4)


class village:  # noqa: N801
    """A community or survey cluster, with what is declared of it."""

    households = number(V, "households", "户数", "households", unit="household/village", low=0, high=100_000)
    population = number(V, "population", "人口数", "population", unit="person/village", low=0, high=1_000_000)


class county:  # noqa: N801
    villages = number(C, "villages", "社区数", "communities", unit="village/county", low=0, high=20_000)


members = Group(P, household.size)
households = Group(H, village.households)
villages = Group(V, county.villages)

FACTS = tuple(
    fact
    for subject in (person, household, village, county)
    for fact in vars(subject).values()
    if hasattr(fact, "kind")
)
