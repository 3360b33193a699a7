"""The village sheet against itself and against the households listed below it (decision A1)."""

from tuopin.engine.language import Level, indicator
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import household, households, village
from tuopin.standards.cn.facts.compared import village as compared
from tuopin.standards.cn.facts.village_details import village as details

_exited = village.exited_on.is_known()
people_listed = indicator(
    "people_listed", "各户登记人数之和", "people listed", households.sum(household.size)
)

STANDARD = family(
    "checks_villages", "村", "villages", Level.VILLAGE,
    check(ERROR, "road_of_exited", ("出列村通硬化路", "a paved road to a village struck off"),
          ("已出列，但未通硬化路", "struck off, and no paved road"), village.paved_road, when=_exited,
          owner=owners.TRANSPORT),
    check(DOUBT, "bus_of_exited", ("出列村通客运班车", "a bus to a village struck off"),
          ("已出列，但未通客运班车", "struck off, and no bus"), village.bus, when=_exited, owner=owners.TRANSPORT),
    check(ERROR, "clinic_of_exited", ("出列村有标准化卫生室", "a clinic in a village struck off"),
          ("已出列，但没有标准化卫生室", "struck off, and no clinic"), village.clinic, when=_exited,
          owner=owners.HEALTH),
    check(ERROR, "power_of_exited", ("出列村通生活用电", "power in a village struck off"),
          ("已出列，但未通生活用电", "struck off, and no power"), village.power, when=_exited, owner=owners.POWER,
          source=sources.GENERAL),
    check(ERROR, "water_within_households", ("饮水不安全户数不超过总户数", "unsafe water within all households"),
          ("未实现饮水安全户数超过总户数", "households without safe water above all households"),
          details.unsafe_water_households <= village.households, owner=owners.WATER),
    check(ERROR, "danger_within_households", ("危房户数不超过总户数", "dangerous houses within all households"),
          ("危房户数超过总户数", "dangerous houses above all households"),
          details.dangerous_houses <= village.households, owner=owners.HOUSING),
    check(ERROR, "registered_within_households", ("建档立卡户数不超过总户数", "registered within all households"),
          ("建档立卡户数超过总户数", "registered households above all households"),
          village.registered_households <= village.households),
    check(ERROR, "registered_within_people", ("建档立卡人口不超过户籍人口", "registered within all people"),
          ("建档立卡人口数超过户籍人口数", "registered people above all people"),
          details.registered_people <= village.population),
    check(ERROR, "allowance_within_households", ("低保户与特困户不超过总户数", "allowances within all households"),
          ("低保户数与特困供养户数之和超过总户数", "households with allowance or support above all households"),
          details.allowance_households + details.support_households <= village.households,
          owner=owners.CIVIL_AFFAIRS, source=sources.GENERAL),
    check(ERROR, "away_within_able", ("外出务工人数不超过户籍人口", "people working away within all people"),
          ("外出务工人数超过户籍人口数", "people working away above all people"),
          details.people_working_away <= village.population, owner=owners.LABOUR, source=sources.GENERAL),
    check(DOUBT, "land_covers_households", ("村耕地面积不小于各户之和", "the farmland covers all households'"),
          ("村耕地总面积小于各户耕地之和", "the village's farmland below the sum of its households'"),
          households.sum(household.farmland) <= details.total_farmland, owner=owners.NATURAL_RESOURCES),
    check(ERROR, "households_agree", ("登记的户数等于总户数", "as many households on record as declared"),
          ("登记的户数与总户数不符", "other households on record than declared"),
          compared.households_on_record == village.households, evidence=(compared.households_on_record,),
          source=sources.GENERAL),
    check(ERROR, "people_agree", ("各户人数之和等于户籍人口", "people listed as declared"),
          ("各户登记人数之和与户籍人口数不符", "people listed other than declared"),
          people_listed == village.population, evidence=(people_listed, village.population),
          source=sources.GENERAL),
    check(ERROR, "registered_agree", ("登记的建档立卡户数与申报相符", "registered households listed as declared"),
          ("各户登记的建档立卡户数与村表不符", "registered households listed other than declared"),
          households.count(household.registered) == village.registered_households, source=sources.GENERAL),
)  # fmt: skip
