"""The Two Assurances and Three Guarantees, and safe water: the same six questions in every household standard."""

from collections.abc import Iterable
from dataclasses import replace

from tuopin.engine.language import Criterion, Expression
from tuopin.kernel.text import Text
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.facts import household

FOOD = Criterion(
    code="food",
    label=Text("不愁吃", "food assured"),
    met_when=i.food_assured,
    source=sources.FOOD,
    owner=owners.CIVIL_AFFAIRS,
    evidence=(household.staple_enough, household.protein_monthly),
    gap=Text("吃不好", "food not assured"),
)
CLOTHING = Criterion(
    code="clothing",
    label=Text("不愁穿", "clothing assured"),
    met_when=i.clothing_assured,
    source=sources.GUARANTEES,
    verified=True,
    owner=owners.CIVIL_AFFAIRS,
    evidence=(household.clothes_four_seasons,),
    gap=Text("缺换季衣服", "no change of clothes"),
)
EDUCATION = Criterion(
    code="education",
    label=Text("义务教育有保障", "compulsory education guaranteed"),
    met_when=i.schooling_guaranteed,
    applies_when=i.has_child_of_school_age,
    source=sources.EDUCATION,
    owner=owners.EDUCATION,
    evidence=(i.children_of_school_age, i.children_out_of_school),
    gap=Text("失学辍学", "a child out of school"),
)
MEDICAL_CARE = Criterion(
    code="medical_care",
    label=Text("基本医疗有保障", "basic medical care guaranteed"),
    met_when=i.medical_care_guaranteed,
    applies_when=i.someone_to_insure,
    source=sources.MEDICAL_CARE,
    owner=owners.MEDICAL_INSURANCE,
    evidence=(household.size, i.people_not_insured),
    gap=Text("未参加基本医疗保险", "no basic medical insurance"),
)
HOUSING = Criterion(
    code="housing",
    label=Text("住房安全有保障", "safe housing guaranteed"),
    met_when=i.safe_housing,
    source=sources.HOUSING,
    owner=owners.HOUSING,
    evidence=(
        household.dwelling,
        household.housing_grade,
        household.repair_accepted,
        household.moved_in,
    ),
    gap=Text("住房不安全", "unsafe housing"),
)
WATER = Criterion(
    code="water",
    label=Text("饮水安全有保障", "safe water guaranteed"),
    met_when=i.safe_water,
    source=sources.WATER,
    verified=True,
    owner=owners.WATER,
    evidence=(i.water_quantity, i.water_quality, i.water_convenience, i.water_reliability),
    gap=Text("饮水不安全", "unsafe water"),
)


GUARANTEES = (FOOD, CLOTHING, EDUCATION, MEDICAL_CARE, HOUSING, WATER)


def only_for(whom: Expression, criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """The same questions, asked only of those `whom` is true of."""
    return tuple(replace(each, applies_when=_also(whom, each.applies_when)) for each in criteria)


def _also(condition: Expression, concerned: Expression | None) -> Expression:
    return condition if concerned is None else condition & concerned
