"""The clocks of monitoring: events and calendar days; how many, in both readings of the 15, parameters say."""

from tuopin.engine.language import Clock, Days
from tuopin.kernel.text import Text
from tuopin.standards.cn.limits import PARAMETERS

_FOUND = Text("发现线索", "clue found")
_DECIDED = Text("县级确定", "county decides")

CLUE_TO_DECISION = Clock(PARAMETERS["clue_to_decision_days"], Days.CALENDAR, _FOUND, _DECIDED)
CLUE_TO_MEASURES = Clock(
    PARAMETERS["clue_to_measures_days"], Days.CALENDAR, _FOUND, Text("帮扶措施落实", "help in place")
)
DECISION_TO_PLAN = Clock(
    PARAMETERS["decision_to_plan_days"],
    Days.CALENDAR,
    _DECIDED,
    Text("制定一户一策", "plan for the household"),
)
