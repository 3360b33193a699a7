"""What the table by place counts: the poor, the severely poor among them, and the vulnerable beside them."""

from tuopin.kernel.text import Text
from tuopin.standards.global_mpi.facts import household, village
from tuopin.standards.global_mpi.households import POOR, SEVERE, VULNERABLE
from tuopin.standards.pack import Counter, Overview, Rate

POOR_HOUSEHOLDS = Counter("poor_households", Text("多维贫困", "multidimensionally poor"), POOR.met)
SEVERE_HOUSEHOLDS = Counter("severe_households", Text("严重多维贫困", "in severe poverty"), SEVERE.met)
# The standard asks for a fifth or more; those who are poor already are not counted twice.
VULNERABLE_HOUSEHOLDS = Counter(
    "vulnerable_households", Text("脆弱", "vulnerable"), VULNERABLE.met & ~POOR.met
)

OVERVIEW = Overview(
    people=household.size,
    counters=(POOR_HOUSEHOLDS, SEVERE_HOUSEHOLDS, VULNERABLE_HOUSEHOLDS),
    rates=tuple(
        Rate(code, label, counter=counter.code, denominator=village.population, everybody=True)
        for code, label, counter in (
            ("headcount_ratio", Text("多维贫困发生率", "headcount ratio"), POOR_HOUSEHOLDS),
            ("severe_ratio", Text("严重多维贫困发生率", "severe poverty ratio"), SEVERE_HOUSEHOLDS),
            ("vulnerable_ratio", Text("脆弱人口比例", "vulnerable ratio"), VULNERABLE_HOUSEHOLDS),
        )
    ),
    gaps_of=POOR,
)
