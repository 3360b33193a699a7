"""Who is chosen: a sum of points by region below a cut-off. Who is poor: measured consumption below a line."""

from datetime import date

from tuopin.engine.language import Criterion, Level, Method, Reads, Standard, indicator, points
from tuopin.kernel.text import Text
from tuopin.standards.pmt_example import limits
from tuopin.standards.pmt_example.facts import household

SOURCE = "Invented example, nobody's formula: how such a test is written down"
_OFFICE = Text("社会保障部门", "social protection services")
_SURVEY = Text("统计部门", "statistics office")
_BEGINNING = date(2000, 1, 1)

score = indicator(
    "score",
    "家境分",
    "welfare score",
    limits.base
    + limits.per_person * household.size
    + limits.per_room * household.rooms
    + limits.per_head * household.cattle
    + limits.per_school_year * household.schooling
    + points(limits.for_metal_roof, where=household.metal_roof)
    + points(limits.for_electricity, where=household.electricity)
    + points(limits.for_telephone, where=household.telephone),
)
CHOSEN = Standard(
    code="chosen",
    label=Text("按家境分入选", "chosen by the score"),
    level=Level.HOUSEHOLD,
    source=SOURCE,
    criteria=(
        Criterion(
            code="score",
            label=Text("家境分低于分数线", "score below the cut-off"),
            met_when=score < limits.cut_off,
            source=SOURCE,
            owner=_OFFICE,
            reads=Reads.DEPRIVATION,
            evidence=(score,),
            gap=Text("家境分低", "low score"),
        ),
    ),
    method=Method.LINEAR_SCORE,
    in_force_from=_BEGINNING,
    note=Text(
        "分数越低越可能贫困；系数按地区不同。公布入选名单时必须同时公布漏出率和误入率。",
        "The lower the score, the likelier poverty; coefficients differ by region. A list of the chosen is never "
        "published without both errors.",
    ),
)

consumption_per_person = indicator(
    "consumption_per_person",
    "人均实测消费",
    "measured consumption per person",
    household.consumption / household.size,
)
POOR = Standard(
    code="poor",
    label=Text("消费贫困（实测）", "poor by measured consumption"),
    level=Level.HOUSEHOLD,
    source=SOURCE,
    criteria=(
        Criterion(
            code="consumption",
            label=Text("人均消费低于标准线", "consumption below the line"),
            met_when=consumption_per_person < limits.consumption_line,
            source=SOURCE,
            owner=_SURVEY,
            reads=Reads.DEPRIVATION,
            evidence=(consumption_per_person,),
            gap=Text("消费低于标准线", "below the line"),
        ),
    ),
    method=Method.LINE,
    in_force_from=_BEGINNING,
    note=Text(
        "只有测过消费的户才有结论；漏出率和误入率按这些户计算。",
        "Only households whose consumption was measured have an answer; the errors are worked out on them.",
    ),
)
