"""What nobody has looked at yet: whole households before the sweep, single facts among the registered."""

from dataclasses import dataclass

import numpy as np

from tuopin.engine.kinds import Level
from tuopin.standards.cn.facts import income_parts, land_and_home, of_topic, people_details, survey
from tuopin.synthetic import figures
from tuopin.synthetic.columns import Columns, day_number
from tuopin.synthetic.draws import Draws, Flags, Real, Whole
from tuopin.synthetic.planted import Lack

_KINDS = tuple(figures.GAPS)
_FIRST = {"water": 0.50, "housing": 0.225, "income": 0.125, "insurance": 0.07, "school": 0.04, "food": 0.04}
"""Which gap a household with gaps has first; more may follow. Together they make the shares of figures.GAPS."""
_LACK_OF = {
    "water": Lack.WATER, "housing": Lack.HOUSING, "income": Lack.INCOME,
    "insurance": Lack.MEDICAL_CARE, "school": Lack.EDUCATION, "food": Lack.FOOD,
}  # fmt: skip
_SURVEY_AND_LAND = tuple(
    fact.code for topic in (survey, land_and_home, income_parts) for fact in of_topic(topic, Level.HOUSEHOLD)
)
_DETAILS_OF_PERSON = tuple(
    fact.code
    for topic in (survey, people_details)
    for fact in of_topic(topic, Level.PERSON)
    if fact is not people_details.person.ethnic_group
)
_FOUND_ON_VISITS = ("grave_difficulty", "copes", "rigid_spending", "risks_now", "income_stable")
_EVERYTHING = (
    "wage", "production", "property_income", "transfer", "production_cost", "net_income", "staple_enough",
    "protein_monthly", "clothes_four_seasons", "dwelling", "moved_in", "housing_grade", "repair_accepted",
    "floor_area", "water_litres", "water_short", "water_clean", "tap_at_home", "water_minutes", "water_distance",
    "water_climb", "dry_days", "farmland", "collected_on", *_SURVEY_AND_LAND, *_FOUND_ON_VISITS,
)  # fmt: skip
_EVERYTHING_OF_PERSON = (
    "education", "school", "taught_at_home", "finished_compulsory", "unfit_for_school", "health", "labour",
    "resident_insurance", "employee_insurance", "serious_illness_insurance", "insured_elsewhere", "soldier",
    "prisoner", "work_place", "work_months", "collected_on", *_DETAILS_OF_PERSON,
)  # fmt: skip


def unvisited_of(draws: Draws, registered: Flags, slack: Flags, today: int) -> Flags:
    """Unregistered households nobody has been to by that day."""
    first, last = (day_number(day) for day in figures.SWEEP)
    done = min(max((today - first) / (last - first), 0.0), 1.0)
    share = figures.UNVISITED_BEFORE_SWEEP + done * (
        figures.UNVISITED_AFTER_SWEEP - figures.UNVISITED_BEFORE_SWEEP
    )
    # Careless villages leave out more; the others make up for it.
    times = 1 + done * np.where(
        slack, 1.2, -1.2 * figures.SLACK_VILLAGES_OF_20 / (20 - figures.SLACK_VILLAGES_OF_20)
    )
    return ~registered & draws.chance("unvisited", np.minimum(share * times, 1))


def blank_unvisited(households: Columns, persons: Columns, unvisited: Flags, household: Whole) -> None:
    """The list of residents is known; what has to be seen or asked is not."""
    households.blank(_EVERYTHING, unvisited)
    persons.blank(_EVERYTHING_OF_PERSON, unvisited[household])


@dataclass(frozen=True)
class Where:
    registered: Flags
    slack: Flags
    children: Flags
    """Has somebody of compulsory school age."""
    lack: Whole


def gaps_of(draws: Draws, where: Where) -> dict[str, Flags]:
    """By kind, the households that have this gap. What a household truly lacks is never hidden from view."""
    slack_share = figures.SLACK_VILLAGES_OF_20 / 20
    inside = figures.GAP_AMONG_REGISTERED * figures.GAP_SHARE_OF_SLACK_VILLAGES / slack_share
    outside = figures.GAP_AMONG_REGISTERED * (1 - figures.GAP_SHARE_OF_SLACK_VILLAGES) / (1 - slack_share)
    any_gap = where.registered & draws.chance("gap", np.where(where.slack, inside, outside))
    first = draws.pick("first gap", _first_weights(where.children))
    found = {}
    for position, kind in enumerate(_KINDS):
        wanted = figures.GAPS[kind] / 100 / figures.GAP_AMONG_REGISTERED
        again = (wanted - _FIRST[kind]) / (1 - _FIRST[kind])
        here = (first == position) | draws.chance(f"also {kind}", again)
        found[kind] = any_gap & here & (where.lack != _LACK_OF[kind])
    return found


def _first_weights(children: Flags) -> Real:
    """Only a household with children can be without word of a school; those then have it more often."""
    with_children = np.array([_FIRST[kind] for kind in _KINDS])
    without = with_children.copy()
    school = _KINDS.index("school")
    without[school] = 0
    with_children[school] /= figures.CHILDREN_HOUSEHOLDS
    return np.where(children[:, None], with_children, without)


def blank_household_gaps(columns: Columns, draws: Draws, gaps: dict[str, Flags]) -> None:
    """Of water it is mostly the quality nobody had tested; of the house its grade."""
    water = gaps["water"]
    columns.blank(["water_clean"], water)
    more = water & draws.chance("nothing about water", 0.55)
    columns.blank(
        ["water_litres", "dry_days", "tap_at_home", "water_minutes", "water_distance", "water_climb"], more
    )
    columns.blank(["housing_grade", "repair_accepted", "moved_in", "dwelling"], gaps["housing"])
    columns.blank(["net_income", "wage"], gaps["income"])
    columns.blank(["production", "production_cost"], gaps["income"] & draws.chance("no production", 0.6))
    which = draws.pick("which of food", (20, 50, 30))
    for number, name in enumerate(("staple_enough", "protein_monthly", "clothes_four_seasons")):
        columns.blank([name], gaps["food"] & (which == number))


def blank_person_gaps(
    columns: Columns, draws: Draws, gaps: dict[str, Flags], household: Whole, child: Flags
) -> None:
    """Insurance of one or all, schooling of the children; `child`: of compulsory school age."""
    everybody = draws.chance("insurance of this one", 0.5) | (columns["person"] == 1)
    columns.blank(
        ["resident_insurance", "employee_insurance", "serious_illness_insurance"],
        gaps["insurance"][household] & everybody,
    )
    columns.blank(["monthly_wage"], gaps["income"][household])
    columns.blank(["school", "finished_compulsory", "taught_at_home"], gaps["school"][household] & child)
