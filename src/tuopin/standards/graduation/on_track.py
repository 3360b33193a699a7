"""On track: while the programme runs, how many of the ten criteria hold already."""

from functools import reduce
from operator import add

from tuopin.engine.language import Criterion, Expression, Level, Method, Standard, indicator, points
from tuopin.kernel.text import Text
from tuopin.standards.graduation import graduated, limits
from tuopin.standards.graduation import indicators as i

SOURCE = "This pack's own checkpoint; programmes set their own: 一般知识 (general knowledge)"


def _held(criterion: Criterion) -> Expression:
    """One point where a criterion holds, or does not concern the household."""
    if criterion.applies_when is None:
        return points(1, where=criterion.met_when)
    return points(1, where=i.holds_or_does_not_concern(criterion.met_when, criterion.applies_when))


criteria_held = indicator(
    "criteria_held",
    "已成立的条件数",
    "criteria that hold",
    reduce(add, (_held(criterion) for criterion in graduated.CRITERIA)),
)

STANDARD = Standard(
    code="on_track",
    label=Text("期中进度正常", "on track"),
    level=Level.HOUSEHOLD,
    source=SOURCE,
    criteria=(
        Criterion(
            code="criteria_held",
            label=Text("已成立的条件数达到要求", "enough criteria hold"),
            met_when=criteria_held >= limits.on_track_criteria,
            source=SOURCE,
            owner=graduated.COACH,
            applies_when=i.running,
            evidence=(criteria_held,),
            gap=Text("进度落后", "behind"),
        ),
    ),
    method=Method.LINEAR_SCORE,
    in_force_from=graduated.BEGINNING,
    note=Text(
        "只对项目期内的参加户判定。得分是十项条件中已成立（或不涉及）的项数；未知的项按成立与不成立两头计。",
        "Asked only of participants while the programme runs. The score counts those of the ten criteria that "
        "hold or do not concern the household; what is unknown may hold or not.",
    ),
)
