"""What the standards of this pack are made of, each named once: per person, per household.

Written so that a fact nobody needs stays unasked: a tap at home settles convenience whatever the round trip is.
"""

from tuopin.engine.language import indicator, on
from tuopin.standards.cn import limits
from tuopin.standards.cn.facts import household, members, person

# ---- income --------------------------------------------------------------------------------------

income_per_person = indicator(
    "income_per_person", "家庭年人均纯收入", "net income per person", household.net_income / household.size
)

# ---- compulsory education ------------------------------------------------------------------------

# The school year starts on 1 September for those who are six by 31 August; the same day says whether someone
# has outgrown it, so that nobody leaves school age in the middle of a school year. On 31 August itself a
# child who has just turned six is already asked for: by then the school has enrolled it.
_age_at_school_year = person.birth.age(on.latest(8, 31))
of_school_age = indicator(
    "of_school_age",
    "义务教育阶段适龄",
    "of compulsory school age",
    (_age_at_school_year >= limits.school_age_from) & (_age_at_school_year < limits.school_age_until),
)

# Senior and vocational schools count: whoever sits there has left grade 9 behind. Preschool does not.
_AT_SCHOOL = (
    "primary", "grade_7", "grade_8", "grade_9", "senior_1", "senior_2", "senior_3",
    "vocational_1", "vocational_2", "vocational_3",
    "higher_vocational_1", "higher_vocational_2", "higher_vocational_3", "college",
)  # fmt: skip
in_school = indicator(
    "in_school", "在校就读", "in school", person.school.is_one_of(*_AT_SCHOOL) | person.taught_at_home
)

# Only the recorded completion proves that grade 9 is finished: 文化程度 初中 is also written for those who left early.
out_of_school = indicator(
    "out_of_school",
    "失学辍学",
    "out of school",
    of_school_age & ~in_school & ~person.finished_compulsory & ~person.unfit_for_school,
)
children_of_school_age = indicator(
    "children_of_school_age", "义务教育阶段适龄人数", "children of school age", members.count(of_school_age)
)
children_out_of_school = indicator(
    "children_out_of_school", "失学辍学人数", "children out of school", members.count(out_of_school)
)
has_child_of_school_age = indicator(
    "has_child_of_school_age",
    "有义务教育阶段适龄成员",
    "has a child of school age",
    members.any(of_school_age),
)
schooling_guaranteed = indicator(
    "schooling_guaranteed",
    "义务教育有保障",
    "compulsory education guaranteed",
    members.all(~out_of_school),
)

# ---- basic medical care --------------------------------------------------------------------------

# Serious-illness insurance goes with the resident scheme; employees have their own supplement.
insured = indicator(
    "insured",
    "参加基本医疗保险",
    "covered by basic medical insurance",
    person.employee_insurance | (person.resident_insurance & person.serious_illness_insurance),
)
newborn = indicator(
    "newborn",
    "参保宽限期内的新生儿",
    "newborn within the days of grace",
    person.birth.days_since(on) <= limits.newborn_grace_days,
)
exempt_from_insurance = indicator(
    "exempt_from_insurance",
    "无需在本地参保",
    "exempt from insurance here",
    person.insured_elsewhere | person.soldier | person.prisoner | newborn,
)
people_not_insured = indicator(
    "people_not_insured",
    "应参保未参保人数",
    "people who should be insured and are not",
    members.count(~insured & ~exempt_from_insurance),
)
# An insured member settles that the question arises, whatever is unknown about the exemptions of others.
someone_to_insure = indicator(
    "someone_to_insure",
    "有应参保成员",
    "has someone to insure",
    members.any(insured | ~exempt_from_insurance),
)
medical_care_guaranteed = indicator(
    "medical_care_guaranteed",
    "基本医疗有保障",
    "basic medical care guaranteed",
    members.all(insured | exempt_from_insurance),
)

# ---- food and clothing ---------------------------------------------------------------------------

food_assured = indicator(
    "food_assured", "不愁吃", "food assured", household.staple_enough & household.protein_monthly
)
clothing_assured = indicator("clothing_assured", "不愁穿", "clothing assured", household.clothes_four_seasons)

# ---- safe housing --------------------------------------------------------------------------------

# Judged where people live: the grade and the repair are those of that house. Whoever waits for relocation
# housing still lives in the old one; whoever has moved in is safe whatever the old one is graded.
safe_housing = indicator(
    "safe_housing",
    "住房安全",
    "safe housing",
    household.housing_grade.is_one_of("A", "B")
    | household.repair_accepted
    | household.dwelling.is_one_of("child", "rental", "collective")
    | (household.dwelling.is_one_of("relocated") & household.moved_in),
)

# ---- safe water: four parts, all needed ----------------------------------------------------------

water_quantity = indicator(
    "water_quantity",
    "水量达标",
    "enough water",
    (household.water_litres >= limits.water_litres)
    | (household.water_short & (household.water_litres >= limits.water_litres_short)),
)
water_quality = indicator("water_quality", "水质达标", "clean water", household.water_clean)
# Each alternative stands alone, as the source lists them; one that holds makes the others not worth measuring.
water_convenience = indicator(
    "water_convenience",
    "取水方便",
    "water within reach",
    household.tap_at_home
    | (household.water_minutes <= limits.water_minutes)
    | (household.water_distance <= limits.water_distance)
    | (household.water_climb <= limits.water_climb),
)
water_reliability = indicator(
    "water_reliability", "供水有保证", "reliable water", household.dry_days <= limits.water_dry_days
)
safe_water = indicator(
    "safe_water",
    "饮水安全",
    "safe water",
    water_quantity & water_quality & water_convenience & water_reliability,
)

# ---- the list ------------------------------------------------------------------------------------

# Not yet exited: 预脱贫 is a proposal, and a household that fell back counts again. Struck off is neither.
registered_poor = indicator(
    "registered_poor",
    "建档立卡未脱贫",
    "registered and not yet exited",
    household.registered & household.poverty_status.is_one_of("in_poverty", "exit_proposed", "returned"),
)
