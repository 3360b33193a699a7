"""Three lines, one question: whether a person's share of what the household consumed or earned lies below the line."""

from datetime import date

from tuopin.engine.language import Criterion, Expression, Level, Method, Reads, Standard, indicator
from tuopin.kernel.text import Text
from tuopin.standards.world_bank import limits
from tuopin.standards.world_bank.facts import household

# The platform's first surveys; parameters say for which places and years there is a line.
_FIRST_SURVEYS = date(1980, 1, 1)
_OWNER = Text("社会保障部门", "social protection services")
SOURCE = (
    "World Bank, June 2025 update to global poverty lines: $3.00, $4.20 and $8.30 a day in 2021 PPP; poor strictly "
    "below, as the platform's own programs compute it"
)

welfare_per_person = indicator(
    "welfare_per_person",
    "人均全年消费或收入",
    "consumption or income per person and year",
    household.welfare / household.size,
)


def _below(code: str, label: Text, line: Expression, note: Text) -> Standard:
    below = Criterion(
        code="welfare",
        label=Text("人均消费或收入低于标准线", "consumption or income below the line"),
        met_when=welfare_per_person < line,
        source=SOURCE,
        owner=_OWNER,
        reads=Reads.DEPRIVATION,
        evidence=(welfare_per_person, household.welfare_kind),
        verified=True,
        gap=Text("低于标准线", "below the line"),
    )
    return Standard(
        code=code,
        label=label,
        level=Level.HOUSEHOLD,
        source=SOURCE,
        criteria=(below,),
        method=Method.LINE,
        in_force_from=_FIRST_SURVEYS,
        note=note,
    )


EXTREME = _below(
    "extreme",
    Text("极端贫困（每天 3.00 国际元）", "in extreme poverty ($3.00 a day)"),
    limits.line_extreme,
    Text(
        "低于最贫困国家通行的标准线。恰好等于标准线不算贫困。",
        "Below the line typical of the poorest countries. Exactly on the line is not poor.",
    ),
)
LOWER_MIDDLE = _below(
    "lower_middle",
    Text("低于每天 4.20 国际元", "below $4.20 a day"),
    limits.line_lower_middle,
    Text("低于中低收入国家通行的标准线。", "Below the line typical of lower-middle-income countries."),
)
UPPER_MIDDLE = _below(
    "upper_middle",
    Text("低于每天 8.30 国际元", "below $8.30 a day"),
    limits.line_upper_middle,
    Text("低于中高收入国家通行的标准线。", "Below the line typical of upper-middle-income countries."),
)
