"""Three answers from one count of deprivations: vulnerable or worse, poor, severely poor."""

from datetime import date
from fractions import Fraction

from tuopin.engine.language import Level, Method, Standard
from tuopin.kernel.text import Text
from tuopin.standards.global_mpi import sources
from tuopin.standards.global_mpi.criteria import CRITERIA, cutoff

# The indicators are those of 2018; harmonised trends apply them to earlier surveys too, so earlier days may be asked.
_FIRST_SURVEYS = date(2000, 1, 1)


def _standard(code: str, label: Text, k: Fraction, note: Text) -> Standard:
    return Standard(
        code=code,
        label=label,
        level=Level.HOUSEHOLD,
        source=sources.CUTOFFS,
        criteria=CRITERIA,
        method=Method.WEIGHTED_CUTOFF,
        in_force_from=_FIRST_SURVEYS,
        cutoff=cutoff(k),
        note=note,
    )


VULNERABLE = _standard(
    "vulnerable",
    Text("多维贫困或脆弱", "multidimensionally poor or vulnerable"),
    Fraction(1, 5),
    Text(
        "加权短板达到五分之一即符合。达到五分之一而不足三分之一者为脆弱。",
        "Met at a weighted count of one fifth. From one fifth to below one third is vulnerable.",
    ),
)
POOR = _standard(
    "poor",
    Text("多维贫困", "multidimensionally poor"),
    Fraction(1, 3),
    Text(
        "加权短板达到三分之一即为贫困，恰好三分之一也算。家中无适用成员的指标不计短板；未知的按最好与最坏两头计。",
        "Poor at a weighted count of one third; exactly one third is poor. An indicator without an eligible member "
        "counts as not deprived; what is unknown spans the best and the worst case.",
    ),
)
SEVERE = _standard(
    "severe",
    Text("严重多维贫困", "severely multidimensionally poor"),
    Fraction(1, 2),
    Text("加权短板达到二分之一即符合。", "Met at a weighted count of one half."),
)
