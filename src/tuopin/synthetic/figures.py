"""The figures the city is made after. General knowledge of the field, none of them verified: docs/synthetic.md."""

from collections.abc import Mapping
from datetime import date

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
RETURNED_AMONG_POOR = 0.02
CAUSES = {
    "illness": 42.0, "labour": 16.0, "disability": 14.0, "skills": 11.0, "funds": 7.0, "schooling": 3.5,
    "motivation": 2.5, "disaster": 1.5, "transport": 1.0, "land": 1.0, "water": 0.5,
}  # fmt: skip
"""Main cause, in %."""
CAUSES_LEFT_IN_2019 = {"illness": 38.0, "labour": 24.0, "disability": 24.0, "rest": 14.0}
ELDER_HOUSEHOLDS, STUDENT_HOUSEHOLDS, LEFT_IN_2019 = 0.30, 0.128, 0.052
"""Of registered households (as the city has them): nobody between 16 and 59; else a student beyond grade 9."""
VILLAGE_EXITS: Mapping[int, float] = {2016: 0.15, 2017: 0.25, 2018: 0.40, 2019: 0.18, 2020: 0.02}
SWEEP = (date(2019, 7, 1), date(2020, 6, 1))
"""When the unregistered were visited, all in one sweep."""

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

# ---- income --------------------------------------------------------------------------------------

REGISTERED_INCOME: Mapping[int, int] = {2014: 2200, 2015: 2980, 2020: 10_700}
"""Mean, yuan per person and year."""
REGISTERED_SPREAD: Mapping[int, float] = {2014: 0.35, 2020: 0.45}
OTHER_INCOME: Mapping[int, int] = {2014: 9500, 2020: 15_500}
OTHER_SPREAD = 0.5
WAGE_SHARE: Mapping[int, float] = {2014: 0.45, 2020: 0.67}
