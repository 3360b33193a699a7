"""The facts that the global MPI asks for: what a household survey (DHS, MICS) holds, or a register's survey module.

Ages are full years at the interview, as such surveys give them. Nothing here has a default: null is unknown.
"""

from tuopin.engine.language import Group, Level, code, number, yes_no
from tuopin.standards.global_mpi import codes

P, H, V, C = Level.PERSON, Level.HOUSEHOLD, Level.VILLAGE, Level.COUNTY


class person:  # noqa: N801 - reads as the subject in rules: person.age
    """`anthropometry`: whether the survey sets out to measure this person, not whether it succeeded."""

    age = number(P, "age", "周岁年龄", "age in full years", unit="year", low=0, high=130)
    anthropometry = yes_no(P, "anthropometry", "属于体格测量对象", "to be measured (height and weight)")
    undernourished = yes_no(P, "undernourished", "营养不良", "undernourished")
    years_of_schooling = number(
        P, "years_of_schooling", "完成的学年数", "completed years of schooling", unit="year", low=0, high=40
    )
    attending_school = yes_no(P, "attending_school", "正在上学", "attending school")


class household:  # noqa: N801
    """`birth_history`: whether somebody here is asked about the children born to her or him.

    `child_died` covers the five years before the interview, the window in which surveys ask and record it.
    """

    size = number(H, "size", "家庭人口数", "people in the household", unit="person/household", low=1, high=60)
    birth_history = yes_no(
        H, "birth_history", "有可询问生育史的成员", "has a member to ask about births and deaths"
    )
    child_died = yes_no(
        H,
        "child_died",
        "五年内有未满十八岁的孩子死亡",
        "a child under 18 has died in the last five years",
    )
    fuel = code(H, "fuel", "炊事燃料", "cooking fuel", codes=codes.FUEL)
    sanitation = code(H, "sanitation", "厕所", "sanitation", codes=codes.SANITATION)
    sanitation_shared = yes_no(H, "sanitation_shared", "与他户合用厕所", "sanitation shared with others")
    water_source = code(H, "water_source", "饮用水来源", "source of drinking water", codes=codes.WATER)
    water_minutes = number(
        H, "water_minutes", "取水往返时间", "round trip for water", unit="minute", low=0, high=1440
    )
    electricity = yes_no(H, "electricity", "通电", "electricity")
    floor_adequate = yes_no(H, "floor_adequate", "地面材料合格", "adequate floor")
    roof_adequate = yes_no(H, "roof_adequate", "屋顶材料合格", "adequate roof")
    walls_adequate = yes_no(H, "walls_adequate", "墙体材料合格", "adequate walls")
    radio = yes_no(H, "radio", "收音机", "radio")
    television = yes_no(H, "television", "电视机", "television")
    telephone = yes_no(H, "telephone", "电话", "telephone")
    computer = yes_no(H, "computer", "电脑", "computer")
    animal_cart = yes_no(H, "animal_cart", "畜力车", "animal cart")
    bicycle = yes_no(H, "bicycle", "自行车", "bicycle")
    motorbike = yes_no(H, "motorbike", "摩托车", "motorbike")
    refrigerator = yes_no(H, "refrigerator", "冰箱", "refrigerator")
    car_or_truck = yes_no(H, "car_or_truck", "汽车或卡车", "car or truck")


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
