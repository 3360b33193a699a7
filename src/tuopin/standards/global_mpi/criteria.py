"""The ten indicators of the global MPI, each met when a household is deprived in it.

A household without an eligible member is not deprived in that indicator: not applicable, which counts 0.
"""

from fractions import Fraction

from tuopin.engine.language import Criterion, Cutoff, Dimension, Expression, Reads
from tuopin.kernel.text import Text
from tuopin.standards.global_mpi import indicators as i
from tuopin.standards.global_mpi import owners, sources
from tuopin.standards.global_mpi.facts import household


def _deprivation(
    code: str,
    label: Text,
    met_when: Expression,
    *,
    gap: Text,
    owner: Text,
    source: str = sources.TABLE,
    applies_when: Expression | None = None,
    evidence: tuple[Expression, ...] = (),
) -> Criterion:
    return Criterion(
        code=code,
        label=label,
        met_when=met_when,
        source=source,
        owner=owner,
        reads=Reads.DEPRIVATION,
        applies_when=applies_when,
        evidence=evidence,
        # A rule that also rests on general knowledge says so in its source.
        verified=source == sources.TABLE,
        gap=gap,
    )


HEALTH = (
    _deprivation(
        "nutrition",
        Text("营养", "nutrition"),
        i.someone_undernourished,
        applies_when=i.has_someone_to_measure,
        gap=Text("有成员营养不良", "somebody is undernourished"),
        owner=owners.HEALTH,
    ),
    _deprivation(
        "child_mortality",
        Text("儿童死亡", "child mortality"),
        household.child_died,
        applies_when=household.birth_history,
        gap=Text("五年内有孩子死亡", "a child has died"),
        owner=owners.HEALTH,
        source=sources.BIRTHS,
    ),
)
EDUCATION = (
    _deprivation(
        "years_of_schooling",
        Text("受教育年限", "years of schooling"),
        i.nobody_schooled,
        applies_when=i.has_someone_of_age,
        gap=Text("无人读满六年", "nobody has completed six years"),
        owner=owners.EDUCATION,
        source=sources.SCHOOLING,
    ),
    _deprivation(
        "school_attendance",
        Text("儿童入学", "school attendance"),
        i.child_out_of_school,
        applies_when=i.has_child_of_school_age,
        gap=Text("有学龄儿童未上学", "a child is out of school"),
        owner=owners.EDUCATION,
        source=sources.ATTENDANCE,
    ),
)
LIVING_STANDARDS = (
    _deprivation(
        "cooking_fuel",
        Text("炊事燃料", "cooking fuel"),
        i.solid_fuel,
        gap=Text("用固体燃料做饭", "cooks with solid fuel"),
        owner=owners.ENERGY,
        evidence=(household.fuel,),
    ),
    _deprivation(
        "sanitation",
        Text("卫生设施", "sanitation"),
        i.unimproved_sanitation | household.sanitation_shared,
        gap=Text("厕所未改良或合用", "unimproved or shared sanitation"),
        owner=owners.WATER,
        source=sources.SANITATION,
        evidence=(household.sanitation, household.sanitation_shared),
    ),
    _deprivation(
        "drinking_water",
        Text("饮用水", "drinking water"),
        i.unsafe_source | i.water_far,
        gap=Text("饮水不安全或路远", "unsafe or distant water"),
        owner=owners.WATER,
        source=sources.WATER,
        evidence=(household.water_source, household.water_minutes),
    ),
    _deprivation(
        "electricity",
        Text("用电", "electricity"),
        ~household.electricity,
        gap=Text("不通电", "no electricity"),
        owner=owners.ENERGY,
    ),
    _deprivation(
        "housing",
        Text("住房", "housing"),
        i.inadequate_housing,
        gap=Text("住房材料不合格", "inadequate housing"),
        owner=owners.HOUSING,
        evidence=(household.floor_adequate, household.roof_adequate, household.walls_adequate),
    ),
    _deprivation(
        "assets",
        Text("资产", "assets"),
        i.few_assets,
        gap=Text("资产过少", "few assets"),
        owner=owners.WELFARE,
        evidence=(i.two_assets, household.car_or_truck),
    ),
)
DIMENSIONS = (HEALTH, EDUCATION, LIVING_STANDARDS)
CRITERIA = tuple(criterion for dimension in DIMENSIONS for criterion in dimension)

# Dimensions weigh the same, and so do the indicators within one: 1/6 in the first two, 1/18 in the third.
WEIGHTS = {
    criterion.code: Fraction(1, len(DIMENSIONS) * len(dimension))
    for dimension in DIMENSIONS
    for criterion in dimension
}


_LABELS = (Text("健康", "health"), Text("教育", "education"), Text("生活水平", "living standards"))
_DIMENSIONS = tuple(
    Dimension(label, tuple(criterion.code for criterion in dimension))
    for label, dimension in zip(_LABELS, DIMENSIONS, strict=True)
)


def cutoff(k: Fraction) -> Cutoff:
    return Cutoff(WEIGHTS, k, _DIMENSIONS)
