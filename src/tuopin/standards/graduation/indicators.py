"""What the criteria of graduation are made of, each named once."""

from tuopin.engine.language import Expression, indicator, on
from tuopin.standards.graduation import limits
from tuopin.standards.graduation.facts import household, members, person

fed = indicator(
    "fed",
    "一年不缺粮",
    "enough food all year",
    household.food_short_months <= limits.food_short_months_most,
)
several_incomes = indicator(
    "several_incomes",
    "有多种收入来源",
    "several sources of income",
    household.income_sources >= limits.income_sources_least,
)
productive = indicator(
    "productive",
    "有牲畜或生产资产",
    "livestock or productive assets",
    household.livestock | household.productive_assets,
)
water_and_sanitation = indicator(
    "water_and_sanitation",
    "有卫生厕所和清洁水",
    "sanitary latrine and clean water",
    household.latrine & household.clean_water,
)
child_bride_or_groom = indicator(
    "child_bride_or_groom",
    "未成年已婚",
    "married as a child",
    (person.age < limits.child_age) & person.married,
)
no_child_marriage = indicator(
    "no_child_marriage", "无童婚", "no child marriage", ~members.any(child_bride_or_groom)
)
of_school_age = indicator(
    "of_school_age",
    "学龄",
    "of school age",
    (person.age >= limits.school_age_from) & (person.age <= limits.school_age_until),
)
has_child_of_school_age = indicator(
    "has_child_of_school_age", "有学龄儿童", "has a child of school age", members.any(of_school_age)
)
children_in_school = indicator(
    "children_in_school",
    "学龄儿童均在学",
    "every child of school age is in school",
    ~members.any(of_school_age & ~person.attending_school),
)
running = indicator(
    "running",
    "项目期内",
    "in the programme and not yet through it",
    household.in_programme & (household.joined_on.age(on) < limits.programme_years),
)
through = indicator(
    "through",
    "项目期满",
    "through the programme",
    household.in_programme & (household.joined_on.age(on) >= limits.programme_years),
)


def holds_or_does_not_concern(rule: Expression, concerns: Expression) -> Expression:
    return ~concerns | rule
