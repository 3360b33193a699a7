"""What a village declares about itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuopin.standards.cn.codes import HOUSEHOLD_KIND, LABOUR, VILLAGE_KIND
from tuopin.synthetic import figures
from tuopin.synthetic.columns import Columns, day_number, number_of, numbers_of
from tuopin.synthetic.draws import Draws, Whole
from tuopin.synthetic.families import Members
from tuopin.synthetic.planted import Lack, by_year
from tuopin.synthetic.villages import Villages

_POOR, _OTHER, _DEEP = (number_of(VILLAGE_KIND, code) for code in ("poor", "other", "deep"))
_WITH_ALLOWANCE = numbers_of(HOUSEHOLD_KIND, ("allowance", "allowance_only"))
_SUPPORTED = number_of(HOUSEHOLD_KIND, "support")
ABLE = LABOUR.numbers(["ordinary", "skilled", "weak"])
_SERVICES: Mapping[str, tuple[Mapping[int, float], Mapping[int, float]]] = {
    "paved_road": ({2014: 0.72, 2020: 0.996}, {2014: 0.93, 2020: 0.998}),
    "bus": ({2014: 0.55, 2020: 0.97}, {2014: 0.80, 2020: 0.985}),
    "power": ({2014: 0.985, 2020: 1.0}, {2014: 0.995, 2020: 1.0}),
    "broadband": ({2014: 0.35, 2020: 0.985}, {2014: 0.70, 2020: 0.99}),
    "clinic": ({2014: 0.60, 2020: 0.995}, {2014: 0.88, 2020: 0.997}),
    "culture_room": ({2014: 0.45, 2020: 0.98}, {2014: 0.75, 2020: 0.985}),
}
"""How many villages have it, poor villages first, by year."""
_COLLECTIVE_INCOME = ({2014: 9_000, 2020: 110_000}, {2014: 30_000, 2020: 75_000})


def counts_of(
    village: Whole, villages: int, households: Columns, persons: Columns, members: Members, lack: Whole
) -> Mapping[str, Whole]:
    """What a village counts of its households and people; `village` is the row of each household's."""

    def count(each: NDArray[Any], of: Whole = village) -> Whole:
        return np.rint(np.bincount(of, each, villages)).astype(np.int64)

    of_person = village[members.household]
    registered = households["registered"]
    able = np.isin(persons["labour"], list(ABLE))
    # A village has land that no household farms, and it says so in whole mu.
    farmland, forest = (
        np.ceil(count(households[name]) * 1.06 / 100) * 100 for name in ("farmland", "forest")
    )
    return {
        "unsafe_water_households": count(lack == Lack.WATER),
        "dangerous_houses": count(lack == Lack.HOUSING),
        "allowance_households": count(np.isin(households["kind"], _WITH_ALLOWANCE)),
        "support_households": count(households["kind"] == _SUPPORTED),
        "registered_people": count(registered[members.household], of_person),
        "disabled_people": count(persons["disability_card"], of_person),
        "able_people": count(able, of_person),
        "people_working_away": count((persons["work_months"] > 0) & (persons["work_place"] > 1), of_person),
        "total_farmland": farmland.astype(np.int64),
        "total_forest": forest.astype(np.int64),
    }


def put_village_sheets(
    columns: Columns,
    villages: Villages,
    *,
    on: date,
    people: Whole,
    registered: Whole,
    counts: Mapping[str, Whole],
) -> None:
    """`people` and `registered` (households) as the rows have them; the sheet says so too, but where planted.

    `counts`: other facts of the sheet, by code, that are counted from the households and people of the village.
    """
    draws, poor, year = Draws(villages.keys), villages.poor, on.year + on.timetuple().tm_yday / 366
    columns.put("village", villages.id)
    columns.put("county", villages.county_id)
    columns.put("collected_on", day_number(on) - draws.between("sheet", 5, 60))
    columns.put("kind", np.where(villages.deep, _DEEP, np.where(poor, _POOR, _OTHER)))
    columns.put("households", villages.listed)
    differing = np.where(villages.population_differs, 12 + draws.between("differing", 0, 60), 0)
    columns.put("population", people + differing, where=~villages.population_unknown)
    columns.put("registered_households", registered)
    for name, values in counts.items():
        columns.put(name, values)
    exited_on = _exit_days(draws)
    exited = poor & (exited_on <= day_number(on))
    for service, (in_poor, in_others) in _SERVICES.items():
        likely = np.where(poor, by_year(in_poor, year), by_year(in_others, year))
        there = draws.chance(service, likely) | exited
        columns.put(service, there, where=~draws.chance(f"{service} unknown", 0.004))
    columns.put("doctors", 1 + draws.pick("doctors", (70, 24, 6)))
    of_poor, of_others = (by_year(path, year) for path in _COLLECTIVE_INCOME)
    income = np.where(poor, of_poor, of_others) * np.exp(0.55 * draws.normal("collective income"))
    yuan = np.rint(income).astype(np.int64)
    columns.put("collective_income", yuan * 100, where=~draws.chance("income unknown", 0.02))
    columns.put("exited_on", exited_on, where=exited)


def _exit_days(draws: Draws) -> Whole:
    years = list(figures.VILLAGE_EXITS)
    step = draws.pick("village exit", list(figures.VILLAGE_EXITS.values()))
    first = np.array([day_number(date(year, 11, 1) if year < 2020 else date(2020, 4, 1)) for year in years])
    last = np.array([day_number(date(year, 12, 31) if year < 2020 else date(2020, 11, 20)) for year in years])
    return draws.between("village exit day", first[step], last[step])
