"""Income: whether its parts add up, have somebody who could have earned them, and are of a size that can be."""

from tuopin.engine.language import Level, indicator, on
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import household, members, person
from tuopin.standards.cn.facts.income_parts import household as parts
from tuopin.standards.cn.facts.land_and_home import household as land
from tuopin.standards.cn.facts.people_details import person as details

_age = person.birth.age(on)
someone_earns = indicator(
    "someone_earns",
    "有务工或公益岗位成员",
    "somebody with work or a post",
    members.any((person.work_months > 0) | details.public_post),
)
_named_transfers = (
    parts.family_planning_grant
    + parts.allowance_income
    + parts.support_income
    + parts.pension_income
    + parts.ecology_income
    + parts.disability_subsidy
    + parts.farm_subsidy
    + parts.old_age_allowance
    + parts.resettlement_subsidy
    + parts.other_transfer
)
_sum = household.wage + household.production + household.property_income + household.transfer
_FINANCE = owners.PUBLIC_FINANCE

STANDARD = family(
    "checks_income", "收入", "income", Level.HOUSEHOLD,
    check(ERROR, "adds_up", ("纯收入等于各项收入减支出", "net income is the sum of its parts less costs"),
          ("家庭年纯收入与各项收入、支出不符", "net income is not the sum of its parts less costs"),
          household.net_income == _sum - household.production_cost, source=sources.GENERAL,
          evidence=(household.net_income, household.production_cost)),
    check(DOUBT, "cost_with_production", ("有生产收入的有生产支出", "costs where there is income from production"),
          ("有生产经营性收入，没有生产经营性支出", "income from production, and no costs"),
          household.production_cost > 0, when=household.production > 0, owner=owners.AGRICULTURE),
    check(DOUBT, "cost_below_production", ("生产支出不超过生产收入", "costs not above income from production"),
          ("生产经营性支出高于生产经营性收入", "costs above income from production"),
          household.production_cost <= household.production, owner=owners.AGRICULTURE, source=sources.GENERAL),
    check(ERROR, "income_above_nothing", ("人均纯收入大于 0", "net income per person above 0"),
          ("人均纯收入为 0 或负数", "net income per person of 0 or less"), i.income_per_person > 0,
          evidence=(i.income_per_person,)),
    check(DOUBT, "income_not_high", ("人均纯收入不过高", "net income per person not too high"),
          ("人均纯收入高于 10 万元", "net income per person above 100,000 yuan"),
          i.income_per_person <= limits.income_most, evidence=(i.income_per_person,)),
    check(DOUBT, "wage_not_low", ("工资性收入不过低", "wages not too low"),
          ("工资性收入低于 300 元", "wages below 300 yuan"), household.wage >= limits.wage_least,
          when=household.wage > 0, owner=owners.LABOUR),
    check(DOUBT, "wage_not_high", ("工资性收入不过高", "wages not too high"),
          ("工资性收入高于 30 万元", "wages above 300,000 yuan"), household.wage <= limits.wage_most,
          owner=owners.LABOUR),
    check(DOUBT, "wage_with_worker", ("有工资的有务工成员", "somebody works where there are wages"),
          ("有工资性收入，没有务工或公益岗位成员", "wages, and nobody works"), someone_earns,
          when=household.wage > 0, owner=owners.LABOUR),
    check(DOUBT, "worker_with_wage", ("有务工成员的有工资", "wages where somebody works"),
          ("有务工或公益岗位成员，没有工资性收入", "somebody works, and no wages"), household.wage > 0,
          when=someone_earns, owner=owners.LABOUR),
    check(ERROR, "transfers_add_up", ("各项转移性收入之和不超过合计", "named transfers within the sum of transfers"),
          ("各项转移性收入之和超过转移性收入", "named transfers above the sum of transfers"),
          _named_transfers <= household.transfer, source=sources.GENERAL),
    check(ERROR, "dividend_in_property", ("资产收益不超过财产性收入", "dividend within income from property"),
          ("资产收益超过财产性收入", "dividend above income from property"),
          parts.asset_dividend <= household.property_income, source=sources.GENERAL),
    check(DOUBT, "allowance_not_low", ("低保金不过低", "allowance not too low"),
          ("全年低保金低于 200 元", "an allowance below 200 yuan a year"),
          parts.allowance_income >= limits.allowance_least, when=parts.allowance_income > 0,
          owner=owners.CIVIL_AFFAIRS),
    check(DOUBT, "pension_not_low", ("养老金不过低", "pension not too low"),
          ("全年养老金低于 88 元", "a pension below 88 yuan a year"), parts.pension_income >= limits.pension_least,
          when=parts.pension_income > 0, owner=owners.LABOUR),
    check(DOUBT, "pension_with_elder", ("领养老金的有 60 岁成员或退休职工", "somebody of sixty where it is paid"),
          ("有养老金，没有 60 岁及以上成员，也没有参加职工养老保险的成员", "a pension, and nobody of sixty or retired"),
          members.any((_age >= limits.pension_age) | details.employee_pension), when=parts.pension_income > 0,
          owner=owners.LABOUR, source=sources.GENERAL),
    check(DOUBT, "old_age_with_elder", ("领高龄津贴的有 80 岁成员", "somebody of eighty where its allowance is paid"),
          ("有高龄津贴，没有 80 岁及以上成员", "an old-age allowance, and nobody of eighty"),
          members.any(_age >= limits.old_age_allowance_age), when=parts.old_age_allowance > 0,
          owner=owners.CIVIL_AFFAIRS, source=sources.GENERAL),
    check(DOUBT, "subsidy_with_disabled", ("领残疾人补贴的有残疾成员", "somebody disabled where the subsidy is paid"),
          ("有残疾人两项补贴，没有残疾成员", "disability subsidies, and nobody disabled"),
          members.any(person.health.has_any_of("disabled") | details.disability_card),
          when=parts.disability_subsidy > 0, owner=owners.DISABLED_FEDERATION, source=sources.GENERAL),
    check(DOUBT, "ecology_with_forest", ("领生态补偿的有退耕地或林地", "forest where its compensation is paid"),
          ("有生态补偿金，没有退耕还林地", "ecological compensation, and no land returned to forest"),
          (land.returned_forest > 0) | (land.forest > 0), when=parts.ecology_income > 0,
          owner=owners.NATURAL_RESOURCES),
    check(DOUBT, "farm_subsidy_with_land", ("领农业补贴的有耕地", "farmland where its subsidies are paid"),
          ("有农业补贴，没有耕地", "farm subsidies, and no farmland"), household.farmland > 0,
          when=parts.farm_subsidy > 0, owner=_FINANCE, source=sources.GENERAL),
)  # fmt: skip
