"""The facts that the graduation approach asks for at each visit of the coach. Null is unknown, whatever the fact."""

from datetime import date

from tuopin.engine.language import Group, Level, day, number, yes_no

P, H, V, C = Level.PERSON, Level.HOUSEHOLD, Level.VILLAGE, Level.COUNTY


class person:  # noqa: N801 - reads as the subject in rules: person.age
    age = number(P, "age", "周岁年龄", "age in full years", unit="year", low=0, high=130)
    married = yes_no(P, "married", "已婚", "married")
    attending_school = yes_no(P, "attending_school", "正在上学", "attending school")


class household:  # noqa: N801
    """`joined_on` is empty outside the programme; `couple_of_age` says whether family planning concerns it."""

    size = number(H, "size", "家庭人口数", "people in the household", unit="person/household", low=1, high=60)
    in_programme = yes_no(H, "in_programme", "参加项目", "takes part in the programme")
    joined_on = day(H, "joined_on", "参加项目日期", "joined on", low=date(1990, 1, 1))
    food_short_months = number(
        H,
        "food_short_months",
        "近十二个月缺粮月数",
        "months of the last twelve with too little food",
        unit="month/household",
        low=0,
        high=12,
    )
    income_sources = number(
        H, "income_sources", "收入来源数", "sources of income", unit="source/household", low=0, high=20
    )
    livestock = yes_no(H, "livestock", "饲养牲畜或家禽", "keeps livestock or poultry")
    productive_assets = yes_no(H, "productive_assets", "有生产工具或店铺", "owns productive assets or a shop")
    kitchen_garden = yes_no(H, "kitchen_garden", "有菜园", "has a kitchen garden")
    cash_savings = yes_no(H, "cash_savings", "有现金储蓄", "has cash savings")
    latrine = yes_no(H, "latrine", "使用卫生厕所", "uses a sanitary latrine")
    clean_water = yes_no(H, "clean_water", "饮用清洁水", "drinks clean water")
    solid_roof = yes_no(H, "solid_roof", "屋顶坚固", "has a solid roof")
    couple_of_age = yes_no(H, "couple_of_age", "有育龄夫妇", "has a couple of childbearing age")
    family_planning = yes_no(
        H, "family_planning", "了解并能获得计划生育服务", "uses or can get family planning"
    )


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
