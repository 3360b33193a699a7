"""The graduation approach: what a household must have when a two-year programme ends, and whether it is on track."""

from tuopin.kernel.text import Text
from tuopin.standards import pcodes
from tuopin.standards.graduation import graduated, on_track
from tuopin.standards.graduation.facts import FACTS, households, members, villages
from tuopin.standards.graduation.limits import PARAMETERS
from tuopin.standards.graduation.overview import OVERVIEW
from tuopin.standards.pack import Pack
from tuopin.standards.plain_workbook import layout_of

PACK = Pack(
    code="graduation",
    label=Text("毕业法（极贫户帮扶项目）", "Graduation approach"),
    note=Text(
        "BRAC 首创的极贫户帮扶：约二十四个月的生活补贴、资产转移和辅导，期满按十项条件判定是否毕业。"
        "条件和数值未与原文核对，使用前请按各项目的规定核对。",
        "Support for the ultra-poor as begun by BRAC: about 24 months of stipend, assets and coaching; at the end ten "
        "criteria say who graduates. Criteria and numbers were not compared with their texts; check them with the "
        "programme before use.",
    ),
    facts=FACTS,
    groups=(members, households, villages),
    standards=(graduated.STANDARD, on_track.STANDARD),
    parameters=tuple(PARAMETERS.values()),
    overview=OVERVIEW,
    place_levels=pcodes.LEVELS,
    place_labels=pcodes.LABELS,
    places_of=pcodes.places_of,
    layout=layout_of(FACTS),
    folder=__name__,
    unit_words={"source": Text("种来源", "sources")},
)
