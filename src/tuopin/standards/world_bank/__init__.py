"""The World Bank's international poverty lines: $3.00, $4.20 and $8.30 a day in 2021 prices and purchasing power."""

from tuopin.kernel.text import Text
from tuopin.standards import pcodes
from tuopin.standards.pack import Pack
from tuopin.standards.plain_workbook import layout_of
from tuopin.standards.world_bank.facts import FACTS, households, members, villages
from tuopin.standards.world_bank.limits import PARAMETERS
from tuopin.standards.world_bank.lines import EXTREME, LOWER_MIDDLE, UPPER_MIDDLE
from tuopin.standards.world_bank.overview import OVERVIEW

PACK = Pack(
    code="world_bank",
    label=Text("世界银行国际贫困线", "World Bank international poverty lines"),
    note=Text(
        "每天 3.00、4.20、8.30 国际元（2021 年购买力平价）。当地标准线＝国际线×购买力平价×消费价格之比×365，精确计算，"
        "最后四舍五入一次到每人每年百分之一货币单位。购买力平价和消费价格是参数：缺少某国某年的数值时不能判定，请补上并注明出处。",
        "$3.00, $4.20 and $8.30 a day in 2021 purchasing power. The line here is the line abroad × purchasing power "
        "parity × change of consumer prices × 365, worked out exactly and rounded once, to a hundredth of the currency "
        "per person and year. Parities and prices are parameters: where a country or year is missing the data cannot "
        "be judged; add the value with its source.",
    ),
    facts=FACTS,
    groups=(members, households, villages),
    standards=(EXTREME, LOWER_MIDDLE, UPPER_MIDDLE),
    parameters=tuple(PARAMETERS.values()),
    overview=OVERVIEW,
    place_levels=pcodes.LEVELS,
    place_labels=pcodes.LABELS,
    places_of=pcodes.places_of,
    layout=layout_of(FACTS),
    folder=__name__,
    unit_words={
        "LCU": Text("当地货币", "local currency"),
        "INT": Text("国际元", "PPP dollars"),
    },
)
