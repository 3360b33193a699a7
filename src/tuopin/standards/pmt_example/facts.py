"""What the invented proxy means test asks: things a visitor can see or count, and consumption where it was measured.

Nothing here has a default: null is unknown. Most households of a register have no measured consumption; those that
have are what the errors of the test are worked out on.
"""

from tuopin.engine.language import Group, Level, number, yes_no

P, H, V, C = Level.PERSON, Level.HOUSEHOLD, Level.VILLAGE, Level.COUNTY


class person:  # noqa: N801 - reads as the subject in rules
    """Members are listed so that they can be counted; the test asks nothing of one member."""

    age = number(P, "age", "周岁年龄", "age in full years", unit="year", low=0, high=130)


class household:  # noqa: N801
    size = number(H, "size", "家庭人口数", "people in the household", unit="person/household", low=1, high=30)
    rooms = number(H, "rooms", "房间数", "rooms", unit="room/household", low=0, high=30)
    cattle = number(H, "cattle", "牛的头数", "head of cattle", unit="head/household", low=0, high=500)
    schooling = number(
        H,
        "schooling",
        "户主受教育年数",
        "years of schooling of the head",
        unit="year/household",
        low=0,
        high=25,
    )
    metal_roof = yes_no(H, "metal_roof", "金属屋顶", "metal roof")
    electricity = yes_no(H, "electricity", "通电", "electricity")
    telephone = yes_no(H, "telephone", "有电话", "telephone")
    consumption = number(
        H,
        "consumption",
        "实测全年消费",
        "measured consumption of the year",
        unit="LCU/household/year",
        low=0,
        high=1_000_000_000,
        decimals=2,
    )
    weight = number(H, "weight", "抽样权数", "survey weight", unit="1", low=0, high=1_000_000, decimals=4)


class village:  # noqa: N801
    """A community, with what is declared of it."""

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
