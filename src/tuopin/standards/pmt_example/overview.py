"""What the table by place counts, and the errors that stand beside it wherever consumption was measured."""

from tuopin.kernel.text import Text
from tuopin.standards.pack import Counter, Overview, Rate, Targeting
from tuopin.standards.pmt_example.chosen import CHOSEN, POOR
from tuopin.standards.pmt_example.facts import household, village

CHOSEN_HOUSEHOLDS = Counter("chosen_households", CHOSEN.label, CHOSEN.met)
POOR_HOUSEHOLDS = Counter("poor_households", POOR.label, POOR.met)

OVERVIEW = Overview(
    people=household.size,
    counters=(CHOSEN_HOUSEHOLDS, POOR_HOUSEHOLDS),
    rates=(
        Rate(
            "chosen_rate",
            Text("入选人口比例", "share of people chosen"),
            counter=CHOSEN_HOUSEHOLDS.code,
            denominator=village.population,
            everybody=True,
        ),
    ),
    gaps_of=CHOSEN,
    weight=household.weight,
    targeting=Targeting(Text("按家境分入选的误差", "errors of the score"), chosen=CHOSEN.met, poor=POOR.met),
)
