"""The global Multidimensional Poverty Index: ten deprivations, three cut-offs."""

from tuopin.kernel.text import Text
from tuopin.standards import pcodes
from tuopin.standards.global_mpi.facts import FACTS, members, villages
from tuopin.standards.global_mpi.facts import households as households_of_village
from tuopin.standards.global_mpi.households import POOR, SEVERE, VULNERABLE
from tuopin.standards.global_mpi.limits import PARAMETERS
from tuopin.standards.global_mpi.overview import OVERVIEW
from tuopin.standards.pack import Pack
from tuopin.standards.plain_workbook import layout_of

PACK = Pack(
    code="global_mpi",
    label=Text("全球多维贫困指数", "Global Multidimensional Poverty Index"),
    note=Text(
        "十项指标，健康、教育、生活水平三个维度权重相等。凡未标“已核对”的数值和条款，使用前须与原文核对。",
        "Ten indicators in three dimensions of equal weight: health, education, living standards. "
        "Values and clauses not marked verified must be compared with their texts "
        "before use.",
    ),
    facts=FACTS,
    groups=(members, households_of_village, villages),
    standards=(VULNERABLE, POOR, SEVERE),
    parameters=tuple(PARAMETERS.values()),
    overview=OVERVIEW,
    place_levels=pcodes.LEVELS,
    place_labels=pcodes.LABELS,
    places_of=pcodes.places_of,
    layout=layout_of(FACTS),
    folder=__name__,
)
