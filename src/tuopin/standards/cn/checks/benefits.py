"""Benefits against the status that brings them: allowance (低保), support as destitute (特困), insurance, pensions."""

from tuopin.engine.language import Level, indicator, on
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import household, members, person
from tuopin.standards.cn.facts.income_parts import household as parts
from tuopin.standards.cn.facts.people_details import person as details

_age = person.birth.age(on)
_OWNER = owners.CIVIL_AFFAIRS
_with_allowance = household.kind.is_one_of("allowance", "allowance_only")
someone_with_allowance = indicator(
    "someone_with_allowance", "有低保成员", "somebody with the allowance", members.any(person.allowance)
)
someone_supported = indicator(
    "someone_supported", "有特困供养成员", "somebody supported as destitute", members.any(details.support)
)
nobody_can_work = indicator(
    "nobody_can_work", "整户无劳动力", "nobody can work", members.all(person.labour.is_one_of("none", "lost"))
)

PEOPLE = family(
    "checks_benefits_people", "个人待遇", "benefits of people", Level.PERSON,
    check(ERROR, "allowance_or_support", ("低保与特困供养不重复", "allowance or support, not both"),
          ("同时享受低保和特困供养", "allowance and support as destitute at once"),
          ~(person.allowance & details.support), owner=_OWNER),
    check(DOUBT, "support_for_reason", ("18 至 59 岁健康的不享受特困供养", "no healthy adult supported as destitute"),
          ("18 至 59 岁且健康，却享受特困供养", "healthy, 18 to 59, and supported as destitute"),
          ~((_age >= limits.support_age_from) & (_age < limits.support_age_until)
            & person.health.has_any_of("healthy")), when=details.support, owner=_OWNER),
    check(ERROR, "one_insurance", ("居民医保与职工医保不重复", "resident or employee insurance, not both"),
          ("同时参加居民医保和职工医保", "resident and employee medical insurance at once"),
          ~(person.resident_insurance & person.employee_insurance), owner=owners.MEDICAL_INSURANCE),
    check(DOUBT, "serious_with_resident", ("参加大病保险的参加居民医保", "serious-illness insurance with the other"),
          ("参加大病保险，没有参加居民医保", "serious-illness insurance without the resident scheme"),
          person.resident_insurance | person.insured_elsewhere, when=person.serious_illness_insurance,
          owner=owners.MEDICAL_INSURANCE, source=sources.GENERAL),
    check(DOUBT, "one_pension", ("居民养老与职工养老不重复", "resident or employee pension, not both"),
          ("同时参加居民养老和职工养老保险", "resident and employee pension schemes at once"),
          ~(details.resident_pension & details.employee_pension), owner=owners.LABOUR, source=sources.GENERAL),
    check(DOUBT, "ill_with_doctor", ("患病、残疾的签约家庭医生", "a contract doctor for the ill and the disabled"),
          ("患慢性病、大病或残疾，没有签约家庭医生", "ill or disabled, and no contract doctor"),
          details.contract_doctor, when=person.health.has_any_of("chronic", "serious", "disabled"),
          owner=owners.HEALTH, source=sources.GENERAL),
)  # fmt: skip

HOUSEHOLDS = family(
    "checks_benefits_households", "户待遇", "benefits of households", Level.HOUSEHOLD,
    check(ERROR, "allowance_member", ("低保户有低保成员", "an allowance household has a member with it"),
          ("低保户没有一名低保成员", "an allowance household without anybody who has it"), someone_with_allowance,
          when=_with_allowance, owner=_OWNER),
    check(DOUBT, "allowance_household", ("有低保成员的为低保户", "an allowance household where a member has it"),
          ("有低保成员，贫困户属性却是一般户", "a member with the allowance in an ordinary household"),
          household.kind != "ordinary", when=someone_with_allowance, owner=_OWNER),
    check(ERROR, "support_member", ("特困户有特困成员", "a supported household has a supported member"),
          ("特困供养户没有一名特困供养成员", "a supported household without anybody supported"), someone_supported,
          when=household.kind == "support", owner=_OWNER),
    check(DOUBT, "allowance_without_labour", ("整户无劳动力的享受低保或特困", "an allowance where nobody can work"),
          ("整户无劳动力，没有低保也没有特困供养", "nobody can work, and neither allowance nor support"),
          someone_with_allowance | someone_supported, when=nobody_can_work, owner=_OWNER),
    check(DOUBT, "allowance_money", ("有低保成员的有低保金", "allowance received where a member has it"),
          ("有低保成员，没有低保金", "a member with the allowance, and none received"), parts.allowance_income > 0,
          when=someone_with_allowance, owner=_OWNER),
    check(ERROR, "money_without_allowance", ("领低保金的有低保成员", "a member with it where allowance is received"),
          ("有低保金，没有低保成员", "allowance received, and nobody who has it"), someone_with_allowance,
          when=parts.allowance_income > 0, owner=_OWNER),
    check(ERROR, "money_without_support", ("领特困供养金的有特困成员", "somebody supported where support is received"),
          ("有特困供养金，没有特困供养成员", "support received, and nobody supported"), someone_supported,
          when=parts.support_income > 0, owner=_OWNER),
)  # fmt: skip
