"""What the lists of other departments say about households on a list: cars, flats, companies, payrolls.

Compared are only the registered and the monitored; of all others nobody asked. A flag is rare, and no fault by itself:
it has to be explained.
"""

from collections.abc import Mapping

import numpy as np

from tuopin.synthetic.columns import Columns
from tuopin.synthetic.draws import Draws, Flags
from tuopin.synthetic.families import Members

OF_HOUSEHOLD: Mapping[str, float] = {
    "town_property": 0.0012, "luxury_home": 0.0002, "heavy_machinery": 0.0006, "employer": 0.0002,
    "long_absent": 0.0015, "moved_to_qualify": 0.0003, "relative_on_public_salary": 0.004, "complaint_open": 0.0008,
}  # fmt: skip
OF_GROWN_UP: Mapping[str, float] = {
    "company_registered": 0.0015, "contractor": 0.0001, "studies_abroad": 0.00004, "public_salary": 0.0008,
    "village_cadre": 0.003, "commercial_pension": 0.0012, "convicted": 0.0003, "missing": 0.0002,
}  # fmt: skip
OF_ANYBODY: Mapping[str, float] = {"died": 0.0004, "shares_budget": 0.0008}
"""How many of the households, of the grown up, and of all people on the lists; of `shares_budget` those who do not."""
CAR_AMONG_OWNERS, OPERATES = 0.25, 0.5
"""Of the vehicles of listed households so many are cars; of the companies so many operate."""


def put_flags_of_households(columns: Columns, draws: Draws, compared: Flags) -> None:
    """After the survey, which knows who owns a car or a truck."""
    for name, likely in OF_HOUSEHOLD.items():
        columns.put(name, draws.chance(name, likely), where=compared)
    owner = columns["car_or_truck"]
    car = owner & draws.chance("a car and not a truck", CAR_AMONG_OWNERS)
    yuan = np.where(owner, draws.between("value of the vehicle", 6, 90) * 1000, 0)
    columns.put("car", car, where=compared)
    columns.put("vehicle_value", yuan * 100, where=compared)


def put_flags_of_people(persons: Columns, draws: Draws, members: Members, compared: Flags) -> None:
    """`compared` is by household. The head is never the one who died, or is gone."""
    listed = compared[members.household]
    grown = (members.age >= 18) & (members.age < 75)
    for name, likely in OF_GROWN_UP.items():
        found = grown & draws.chance(name, likely)
        persons.put(name, found & (members.number > 1) if name == "missing" else found, where=listed)
    operates = persons["company_registered"] & draws.chance("company operates", OPERATES)
    persons.put("company_operating", operates, where=listed)
    persons.put("died", (members.number > 1) & draws.chance("died", OF_ANYBODY["died"]), where=listed)
    apart = (members.number > 1) & draws.chance("shares no budget", OF_ANYBODY["shares_budget"])
    persons.put("shares_budget", ~apart, where=listed)
