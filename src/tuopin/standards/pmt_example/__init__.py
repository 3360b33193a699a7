"""A worked example of a linear score (proxy means test): invented coefficients by region, and the errors it makes."""

from tuopin.kernel.text import Text
from tuopin.standards import pcodes
from tuopin.standards.pack import Pack
from tuopin.standards.plain_workbook import layout_of
from tuopin.standards.pmt_example.chosen import CHOSEN, POOR
from tuopin.standards.pmt_example.facts import FACTS, households, members, villages
from tuopin.standards.pmt_example.limits import PARAMETERS
from tuopin.standards.pmt_example.overview import OVERVIEW

PACK = Pack(
    code="pmt_example",
    label=Text("代理家计调查示例（虚构）", "Proxy means test, an invented example"),
    note=Text(
        "示例：系数全是虚构的，不是任何国家或机构的公式，不能用于实际工作。照此写自己的公式时，请换上有出处的系数，"
        "并始终公布漏出率和误入率。",
        "An example: every coefficient is invented and nobody's formula, and it decides nothing. To write your own, "
        "put coefficients with sources in their place, and always publish both errors.",
    ),
    facts=FACTS,
    groups=(members, households, villages),
    standards=(CHOSEN, POOR),
    parameters=tuple(PARAMETERS.values()),
    overview=OVERVIEW,
    place_levels=pcodes.LEVELS,
    place_labels=pcodes.LABELS,
    places_of=pcodes.places_of,
    layout=layout_of(FACTS),
    folder=__name__,
    unit_words={
        "LCU": Text("当地货币", "local currency"),
        "room": Text("间", "rooms"),
        "head": Text("头", "head"),
    },
)
