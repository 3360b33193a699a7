"""What the table by place counts: people below each of the three lines. Depth and severity are measured beside it."""

from tuopin.engine.language import Standard
from tuopin.kernel.text import Text
from tuopin.standards.pack import Counter, Overview, Rate
from tuopin.standards.world_bank.facts import household, village
from tuopin.standards.world_bank.lines import EXTREME, LOWER_MIDDLE, UPPER_MIDDLE


def _counter(standard: Standard) -> Counter:
    return Counter(f"{standard.code}_households", standard.label, standard.met)


COUNTERS = tuple(_counter(standard) for standard in (EXTREME, LOWER_MIDDLE, UPPER_MIDDLE))
_RATES = (
    Text("极端贫困发生率", "extreme poverty rate"),
    Text("低于每天 4.20 国际元的比例", "rate below $4.20 a day"),
    Text("低于每天 8.30 国际元的比例", "rate below $8.30 a day"),
)

OVERVIEW = Overview(
    people=household.size,
    counters=COUNTERS,
    rates=tuple(
        Rate(
            f"{counter.code.removesuffix('_households')}_rate",
            label,
            counter=counter.code,
            denominator=village.population,
            everybody=True,
        )
        for counter, label in zip(COUNTERS, _RATES, strict=True)
    ),
    gaps_of=EXTREME,
    weight=household.weight,
)
