"""The figures the city is made after. General knowledge of the field, none of them verified: docs/synthetic.md."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

# ---- places --------------------------------------------------------------------------------------

PROVINCE = "99"
COUNTIES = 4
COUNTY_TURNS = (8, 10, 11, 11)
"""Of every 40 villages, how many lie in each county."""
POOR_VILLAGES = ((2, 5), (1, 4), (1, 10), (1, 10))
"""Of so many villages of each county so many are poor villages: a fifth of all."""
DEEP_AMONG_POOR = (0.3, 0.2, 0.1, 0.1)
TOWNSHIP_VILLAGES = (8, 14, 9, 13, 16, 11, 12, 13)
"""Villages of one township after another, over and over; 12 on average."""
VILLAGE_HOUSEHOLDS = (215, 0.35)
"""Median and log-spread of a village's households; 230 on average."""
VILLAGE_HOUSEHOLDS_LIMITS = (60, 600)

# ---- lives ---------------------------------------------------------------------------------------

MIDDLE_YEAR = 2020
"""Families are made as they are in the middle of this year, and live from there backwards and forwards."""
LOST_SPOUSE, LOST_PARENT, CHILD_LEFT = 0.12, 0.22, 0.25
"""Of the households where it could be: somebody died, or married away, between 2013 and the middle of 2020."""
MARRY_AWAY = 0.35
"""Of the daughters who live at home in 2020: marry away between 22 and 28."""
CHILD_BORN = 0.70
"""Of the households with a young wife in 2020: a child is born by the end of 2026."""

# ---- registration --------------------------------------------------------------------------------

EVER_REGISTERED = (0.173, 0.113, 0.061, 0.061)
"""Share of rural people by county: the former poverty county, its neighbour, two others."""
POOR_VILLAGE_TIMES = 1.95
"""How many times the rate of the other villages a poor village has: 38 % of the registered live in the 20 %."""
VILLAGE_RATE_LIMITS = (0.02, 0.35)
VILLAGE_RATE_SPREAD = 0.3
SIZE_ALL = (12, 22, 21, 22, 12, 7, 4)
SIZE_REGISTERED = (20, 23, 20, 18, 11, 5.5, 2.5)
"""Households of 1, 2, … and 7 or more people, in %."""
SIZE_FROM_7 = (55, 30, 15)
"""Of those of 7 or more: 7, 8, 9."""
REGISTERED_HOUSEHOLD_SHARE = 0.106
ADDED_AT_RECHECK = 0.08
"""Of the ever registered; 9 % of the first list."""
STRUCK_OFF_AT_RECHECK = 0.10
"""Of the first list."""
RECHECK = (date(2015, 10, 1), date(2016, 6, 30))
FIRST_LIST = date(2013, 12, 31)
EXIT_YEARS = (2014, 2015, 2016, 2017, 2018, 2019, 2020)
EXITS_FIRST = (1.10, 1.57, 1.36, 1.40, 1.20, 0.82, 0.39)
EXITS_ADDED = (0, 0, 0.24, 0.25, 0.20, 0.10, 0.05)
"""Exits by year, in % of rural people: what the year-end incidences 8.8 7.6 6.0 4.4 2.8 1.4 0.45 0 leave."""
RETURNED = {2015: 0.015, 2016: 0.020, 2017: 0.005, 2018: 0.001, 2019: 0.0001}
"""Returns to poverty by year, of the people who had exited before; none after 2019."""
RETURNED_BEFORE = {
    year + 1: share
    * (sum(EXITS_FIRST[: year - 2014]) + sum(EXITS_ADDED[: year - 2014]))
    / EXITS_FIRST[year - 2013]
    for year, share in RETURNED.items()
}
"""The same of those of the first list who exit for good a year after the return."""
CAUSES = {
    "illness": 42.0, "labour": 16.0, "disability": 14.0, "skills": 11.0, "funds": 7.0, "schooling": 3.5,
    "motivation": 2.5, "disaster": 1.5, "transport": 1.0, "land": 1.0, "water": 0.5,
}  # fmt: skip
"""Main cause, in %."""
CAUSES_LEFT_IN_2019 = {"illness": 38.0, "labour": 24.0, "disability": 24.0, "rest": 14.0}
ELDER_HOUSEHOLDS, STUDENT_HOUSEHOLDS, LEFT_IN_2019 = 0.30, 0.128, 0.052
"""Of registered households (as the city has them): nobody between 16 and 59; else a student beyond grade 9."""
VILLAGE_EXITS: Mapping[int, float] = {2016: 0.15, 2017: 0.25, 2018: 0.40, 2019: 0.18, 2020: 0.02}

# ---- counties ------------------------------------------------------------------------------------


class Evaluation(NamedTuple):
    """Of a county's exit: when, what part of the exited it found wrong, and when the county then left the list."""

    on: date
    wrong_exits: float
    exit_on: date | None


POOR_COUNTIES = (True, True, True, False)
EVALUATIONS: Mapping[int, tuple[Evaluation, ...]] = {
    0: (Evaluation(date(2019, 12, 20), 0.006, date(2020, 2, 26)),),
    1: (Evaluation(date(2018, 12, 18), 0.006, date(2019, 4, 28)),),
    2: (
        Evaluation(date(2019, 12, 19), 0.023, None),
        Evaluation(date(2020, 10, 20), 0.008, date(2020, 11, 24)),
    ),
}
"""The third county does not pass at first."""
EXITED_SAMPLE, OTHERS_SAMPLE, HOUSEHOLDS_SAMPLE = 2_000, 12_000, 1_500
"""People who exited, people of the surveyed villages who never were on the list, and households asked."""

# ---- monitoring ----------------------------------------------------------------------------------

MONITORED: Mapping[int, float] = {2021: 0.75, 2022: 0.95, 2023: 1.12, 2024: 1.25, 2025: 1.35, 2026: 1.45}
"""Taken in by the end of the year, in % of rural people."""
MONITORED_GROUPS = {"unstable": 0.37, "marginal": 0.43, "sudden": 0.20}
EXITED_SHARE = 0.087
"""Of rural people: registered, and exited by the end of 2020."""
CLEARED_OF_READY: Mapping[int, float] = {
    2021: 0.62,
    2022: 0.51,
    2023: 0.41,
    2024: 0.40,
    2025: 0.44,
    2026: 0.30,
}
"""Cleared in the year, of those watched for half a year, not cleared before and with hands to work: what leaves
30 50 58 64 70 % of all taken in cleared at the ends of 2021 to 2025."""
RENEWED = 0.025
"""A year, of the cleared: the risk is back."""
FIRST_RISKS = {"illness": 48, "disability": 12, "labour": 12, "work": 8, "schooling": 6, "disaster": 3, "accident": 3,
               "industry": 3, "housing": 2, "water": 1, "other": 2}  # fmt: skip
"""First risk, in %."""
STUDENTS_OF_MONITORED = 0.35
"""Of the monitored households (as the city has them): somebody of 6 to 19 in the middle of 2020."""
READY_OF_OPEN = 0.15
"""Of those watched for half a year who could be cleared: everything is there to do it."""
UNWATCHED = 0.0004
"""Of all households: should have been taken in and were not."""
MONITORING_FROM, ONE_CLASS_FROM = date(2021, 1, 1), date(2026, 1, 1)

EVENTS: Mapping[str, float] = {
    "medical_spending": 0.04, "disability_cards": 0.0004, "insurance_lapses": 0.0006, "schooling_alerts": 0.0005,
    "job_losses": 0.002, "disasters": 0.004, "accidents": 0.0004, "house_gradings": 0.002, "water_cuts": 0.001,
    "loans_overdue": 0.0015, "production_losses": 0.004, "clues": 0.001,
}  # fmt: skip
"""A year, of the people or the households it can happen to: the ordinary ones, beside what led to monitoring."""

# ---- visits --------------------------------------------------------------------------------------

SWEEP = (date(2019, 7, 1), date(2020, 6, 1))
YEARLY_VISITS_FROM = date(2021, 6, 30)
"""When the unregistered were visited, all in one sweep; and from when on they are visited every year."""

# ---- what is not known ---------------------------------------------------------------------------

GAP_AMONG_REGISTERED = 0.105
GAP_SHARE_OF_SLACK_VILLAGES = 0.60
SLACK_VILLAGES_OF_20 = 3
GAPS = {"water": 7.0, "housing": 4.0, "income": 2.5, "insurance": 1.0, "school": 1.0, "food": 1.0}
"""Not looked at, in % of registered households. Incomplete households come on top: whether all members are insured
and at school is then unknown too, 1.5 % and 1.2 %, and 11 % have one unknown or more."""
CHILDREN_HOUSEHOLDS = 0.25
"""Of registered households: somebody of compulsory school age."""
SURVEY_GAP = 0.01
"""Of the visited: not asked for the fuel, and as many for the toilet."""
UNVISITED_BEFORE_SWEEP = 0.90
UNVISITED_AFTER_SWEEP = 0.15

# ---- planted truth -------------------------------------------------------------------------------

WRONG_EXITS = (0.006, 0.006, 0.023, 0.006)
"""Of the exited, by county."""
OMISSIONS = 0.004
"""Of the people not registered."""
INCOMPLETE_HOUSEHOLDS = 0.005
HEAPED_COUNTY, HEAPED_TOWNSHIP = 1, 0
HEAPED_SHARE = 0.35
"""In one township, this part of the exited are written a little above the line."""

FAULTS = 0.0015
"""Of the registered households that are otherwise in order: for each kind of mistake in the record."""
FAULTS_OF_VILLAGES = 0.02

# ---- income --------------------------------------------------------------------------------------

REGISTERED_INCOME: Mapping[float, int] = {
    2014: 1600, 2015: 2000, 2016: 2980, 2020.5: 10_700, 2021: 10_700, 2025: 17_900, 2027: 20_500,
}  # fmt: skip
"""Mean, yuan per person and year, as it stands when the year begins; the income of a year stands at its end."""
REGISTERED_SPREAD: Mapping[float, float] = {2014: 0.35, 2020: 0.45}
OTHER_INCOME: Mapping[float, int] = {2014: 8900, 2015: 9500, 2020.5: 15_500, 2025: 22_000}
YEARS_OWN = 0.3
"""How much of a household's standing among others is of one year only."""
OTHER_SPREAD = 0.5
WAGE_SHARE: Mapping[float, float] = {2014: 0.45, 2020: 0.67}
