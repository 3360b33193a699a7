"""What the ten indicators are made of, each named once: per person, per household.

Every name says the deprivation, as the index does: yes is bad.
"""

from tuopin.engine.language import Expression, indicator
from tuopin.standards.global_mpi import limits
from tuopin.standards.global_mpi.facts import household, members, person

# ---- health --------------------------------------------------------------------------------------

to_be_measured = indicator(
    "to_be_measured",
    "营养指标适用对象",
    "eligible for nutrition",
    person.anthropometry & (person.age < limits.nutrition_age),
)
has_someone_to_measure = indicator(
    "has_someone_to_measure",
    "有营养指标适用对象",
    "has someone eligible for nutrition",
    members.any(to_be_measured),
)
someone_undernourished = indicator(
    "someone_undernourished",
    "有适用对象营养不良",
    "an eligible person is undernourished",
    members.any(to_be_measured & person.undernourished),
)

# ---- education -----------------------------------------------------------------------------------

# Old enough to have completed as many years as are asked for, had school begun at the usual age.
of_age_to_have_schooling = indicator(
    "of_age_to_have_schooling",
    "受教育年限指标适用对象",
    "eligible for years of schooling",
    person.age >= limits.school_entry_age + limits.schooling_years,
)
has_someone_of_age = indicator(
    "has_someone_of_age",
    "有受教育年限指标适用对象",
    "has someone eligible for years of schooling",
    members.any(of_age_to_have_schooling),
)
nobody_schooled = indicator(
    "nobody_schooled",
    "适用对象均未读满规定学年",
    "no eligible member has completed the years",
    ~members.any(of_age_to_have_schooling & (person.years_of_schooling >= limits.schooling_years)),
)
of_school_age = indicator(
    "of_school_age",
    "学龄",
    "of school age",
    (person.age >= limits.school_entry_age)
    & (person.age <= limits.school_entry_age + limits.attendance_classes),
)
has_child_of_school_age = indicator(
    "has_child_of_school_age", "有学龄儿童", "has a child of school age", members.any(of_school_age)
)
child_out_of_school = indicator(
    "child_out_of_school",
    "有学龄儿童未上学",
    "a child of school age is not attending",
    members.any(of_school_age & ~person.attending_school),
)

# ---- living standards ----------------------------------------------------------------------------

solid_fuel = indicator(
    "solid_fuel",
    "用固体燃料做饭",
    "cooks with solid fuel",
    household.fuel.is_one_of("coal", "charcoal", "wood", "crop", "residue", "dung"),
)
unimproved_sanitation = indicator(
    "unimproved_sanitation",
    "厕所未改良",
    "unimproved sanitation",
    household.sanitation.is_one_of("flush_elsewhere", "open_pit", "bucket", "hanging", "none"),
)
unsafe_source = indicator(
    "unsafe_source",
    "水源不安全",
    "unsafe source of water",
    household.water_source.is_one_of("unprotected_well", "unprotected_spring", "surface"),
)
# Water piped to the home needs no walk, so nobody has to time one.
water_far = indicator(
    "water_far",
    "取水路远",
    "water far away",
    ~household.water_source.is_one_of("piped_home") & (household.water_minutes >= limits.water_minutes),
)
inadequate_housing = indicator(
    "inadequate_housing",
    "住房材料不合格",
    "inadequate housing",
    ~household.floor_adequate | ~household.roof_adequate | ~household.walls_adequate,
)


def _two_of(*assets: Expression) -> Expression:
    """Whether at least two are true. No negation inside: two known ones settle it whatever else is unknown."""
    found = assets[0] & assets[1]
    before = assets[0] | assets[1]
    for asset in assets[2:]:
        found, before = found | (asset & before), before | asset
    return found


two_assets = indicator(
    "two_assets",
    "小件资产不止一件",
    "owns more than one of the small assets",
    _two_of(
        household.radio,
        household.television,
        household.telephone,
        household.computer,
        household.animal_cart,
        household.bicycle,
        household.motorbike,
        household.refrigerator,
    ),
)
few_assets = indicator("few_assets", "资产过少", "few assets", ~two_assets & ~household.car_or_truck)
