"""The register itself: what the forms of registration ask, with the national field codes where known.

Facts of a person are per person, of a household per household. Nothing here has a default: null is 待核实.
"""

from tuopin.engine.language import Group, Level, code, code_set, day, number, yes_no
from tuopin.standards.cn import codes

P, H, V, C = Level.PERSON, Level.HOUSEHOLD, Level.VILLAGE, Level.COUNTY


class person:  # noqa: N801 - reads as the subject in rules: person.birth
    """aab001 and on. Names and numbers of identity papers stay outside: a data set holds no identity."""

    relation = code(P, "relation", "与户主关系", "relation to the head", codes=codes.RELATION)
    sex = code(P, "sex", "性别", "sex", codes=codes.SEX)
    birth = day(P, "birth", "出生日期", "date of birth")
    education = code(P, "education", "文化程度", "education", codes=codes.EDUCATION)
    school = code(P, "school", "在校生状况", "school", codes=codes.SCHOOL)
    taught_at_home = yes_no(P, "taught_at_home", "送教上门", "taught at home")
    finished_compulsory = yes_no(P, "finished_compulsory", "完成义务教育", "finished compulsory education")
    unfit_for_school = yes_no(
        P, "unfit_for_school", "因身体原因不具备学习条件", "unfit for school for health reasons"
    )
    health = code_set(P, "health", "健康状况", "health", codes=codes.HEALTH)
    labour = code(P, "labour", "劳动技能", "labour", codes=codes.LABOUR)
    resident_insurance = yes_no(
        P, "resident_insurance", "参加城乡居民基本医疗保险", "resident medical insurance"
    )
    employee_insurance = yes_no(
        P, "employee_insurance", "参加城镇职工基本医疗保险", "employee medical insurance"
    )
    serious_illness_insurance = yes_no(
        P, "serious_illness_insurance", "参加大病保险", "serious-illness insurance"
    )
    insured_elsewhere = yes_no(P, "insured_elsewhere", "异地参保", "insured elsewhere")
    soldier = yes_no(P, "soldier", "现役军人", "soldier on duty")
    prisoner = yes_no(P, "prisoner", "服刑人员", "in prison")
    allowance = yes_no(P, "allowance", "享受低保", "minimum-living allowance")
    work_place = code(P, "work_place", "务工区域", "where they work", codes=codes.WORK_PLACE)
    work_months = number(
        P, "work_months", "务工时间", "months of work", unit="month/person/year", low=0, high=12
    )


class household:  # noqa: N801
    """aac001 and on. Money in fen a year, as the form's own columns in yuan with two decimals."""

    size = number(H, "size", "家庭人口数", "people in the household", unit="person/household", low=1, high=40)
    registered = yes_no(H, "registered", "建档立卡户", "registered")
    poverty_status = code(H, "poverty_status", "脱贫属性", "registration status", codes=codes.POVERTY_STATUS)
    kind = code(H, "kind", "贫困户属性", "kind of household", codes=codes.HOUSEHOLD_KIND)
    cause = code(H, "cause", "主要致贫原因", "main cause of poverty", codes=codes.CAUSE)
    identified_on = day(H, "identified_on", "识别时间", "identified on")
    exited_on = day(H, "exited_on", "脱贫时间", "exited on")
    wage = number(
        H, "wage", "工资性收入", "wages", unit="CNY/household/year", decimals=2, low=0, high=10_000_000
    )
    production = number(
        H,
        "production",
        "生产经营性收入",
        "income from production",
        unit="CNY/household/year",
        decimals=2,
        low=0,
        high=10_000_000,
    )
    property_income = number(
        H,
        "property_income",
        "财产性收入",
        "income from property",
        unit="CNY/household/year",
        decimals=2,
        low=0,
        high=10_000_000,
    )
    transfer = number(
        H,
        "transfer",
        "转移性收入",
        "transfers",
        unit="CNY/household/year",
        decimals=2,
        low=0,
        high=10_000_000,
    )
    production_cost = number(
        H,
        "production_cost",
        "生产经营性支出",
        "production costs",
        unit="CNY/household/year",
        decimals=2,
        low=0,
        high=10_000_000,
    )
    net_income = number(
        H,
        "net_income",
        "家庭年纯收入",
        "net income",
        unit="CNY/household/year",
        decimals=2,
        low=-10_000_000,
        high=50_000_000,
    )
    staple_enough = yes_no(H, "staple_enough", "主食充足", "enough staple food")
    protein_monthly = yes_no(H, "protein_monthly", "每月有肉蛋奶豆", "meat, eggs, milk or beans every month")
    clothes_four_seasons = yes_no(
        H, "clothes_four_seasons", "四季有换洗衣服", "a change of clothes in every season"
    )
    dwelling = code(H, "dwelling", "居住情况", "where they live", codes=codes.DWELLING)
    moved_in = yes_no(H, "moved_in", "安置房已入住", "moved into relocation housing")
    housing_grade = code(H, "housing_grade", "住房鉴定等级", "housing grade", codes=codes.HOUSING_GRADE)
    repair_accepted = yes_no(H, "repair_accepted", "危房改造已竣工验收", "repair or rebuilding accepted")
    floor_area = number(
        H, "floor_area", "住房面积", "floor area", unit="m2/household", decimals=2, low=0, high=2000
    )
    water_litres = number(
        H, "water_litres", "人均日用水量", "water a person and day", unit="litre/person/day", low=0, high=1000
    )
    water_short = yes_no(H, "water_short", "缺水地区", "water-short area")
    water_clean = yes_no(H, "water_clean", "水质达标", "clean water")
    tap_at_home = yes_no(H, "tap_at_home", "自来水入户", "tap at home")
    water_minutes = number(
        H, "water_minutes", "取水往返时间", "round trip for water", unit="minute", low=0, high=1440
    )
    water_distance = number(
        H, "water_distance", "取水水平距离", "distance to water", unit="metre", low=0, high=50_000
    )
    water_climb = number(H, "water_climb", "取水垂直高差", "climb to water", unit="metre", low=0, high=5000)
    dry_days = number(
        H, "dry_days", "年缺水天数", "days without water a year", unit="day/year", low=0, high=366
    )
    farmland = number(
        H, "farmland", "耕地面积", "farmland", unit="mu/household", decimals=2, low=0, high=10_000
    )


class village:  # noqa: N801
    """aad001 and on: the village sheet, declared by the village and dated."""

    kind = code(V, "kind", "村属性", "kind of village", codes=codes.VILLAGE_KIND)
    households = number(V, "households", "总户数", "households", unit="household/village", low=0, high=20_000)
    population = number(
        V, "population", "户籍人口数", "rural population", unit="person/village", low=0, high=100_000
    )
    registered_households = number(
        V,
        "registered_households",
        "建档立卡户数",
        "registered households",
        unit="household/village",
        low=0,
        high=20_000,
    )
    paved_road = yes_no(V, "paved_road", "通硬化路", "paved road to the township")
    bus = yes_no(V, "bus", "通客运班车", "bus service")
    power = yes_no(V, "power", "通生活用电", "power")
    broadband = yes_no(V, "broadband", "通宽带", "broadband")
    clinic = yes_no(V, "clinic", "有标准化卫生室", "standard clinic")
    doctors = number(V, "doctors", "村医人数", "village doctors", unit="person/village", low=0, high=200)
    culture_room = yes_no(V, "culture_room", "有文化活动室", "room for culture")
    collective_income = number(
        V,
        "collective_income",
        "村集体经济收入",
        "collective income",
        unit="CNY/village/year",
        decimals=2,
        low=0,
        high=1_000_000_000,
    )
    exited_on = day(V, "exited_on", "出列时间", "struck off the list on")


class county:  # noqa: N801
    villages = number(C, "villages", "行政村数", "villages", unit="village/county", low=0, high=5000)
    population = number(
        C, "population", "农村户籍人口数", "rural population", unit="person/county", low=0, high=4_000_000
    )


members = Group(P, household.size)
households = Group(H, village.households)
registered_households = Group(H, village.registered_households, among=household.registered)
villages = Group(V, county.villages)
