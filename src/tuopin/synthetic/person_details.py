"""What the later forms ask about a person: ethnic group, disability card, pensions, support, posts and wages."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuopin.standards.cn.codes import HEALTH, LABOUR
from tuopin.standards.cn.codes_of_details import DISABILITY, DISABILITY_GRADE, ETHNIC_GROUP
from tuopin.synthetic.columns import Columns, numbers_of
from tuopin.synthetic.draws import Draws, Flags
from tuopin.synthetic.families import Members
from tuopin.synthetic.schooling import Schooling

_GROUPS = numbers_of(ETHNIC_GROUP, ("han", "hui", "miao", "tujia", "man"))
_TYPES = numbers_of(DISABILITY, ("limbs", "hearing", "sight", "mind", "intellect", "speech", "several"))
_GRADES = numbers_of(DISABILITY_GRADE, ("first", "second", "third", "fourth"))
_HEALTHY, _DISABLED = HEALTH.mask(["healthy"]), HEALTH.mask(["disabled"])
_ABLE = LABOUR.numbers(["ordinary", "skilled", "weak"])
_TEN_YUAN = 1000


def put_person_details(
    persons: Columns, draws: Draws, of_household: Draws, members: Members, schooling: Schooling, *,
    registered: Flags, support: Flags,
) -> None:  # fmt: skip
    """After health, work and insurance; `registered` and `support` are by household."""
    household, age = members.household, members.age
    group = _GROUPS[of_household.pick("ethnic group", (88, 5, 3, 3, 1))]
    persons.put("ethnic_group", group[household])
    disabled = (persons["health"] & _DISABLED) > 0
    # Whoever is too disabled to learn is so in mind; the grade goes with what work is left.
    kind = np.where(schooling.unfit, _TYPES[3], _TYPES[draws.pick("disability", (45, 16, 14, 10, 8, 3, 4))])
    able = np.isin(persons["labour"], list(_ABLE))
    light = _GRADES[2 + draws.pick("light disability", (55, 45))]
    grave = _GRADES[draws.pick("grave disability", (35, 65))]
    persons.put("disability_card", disabled)
    persons.put("disability", kind, where=disabled)
    persons.put("disability_grade", np.where(able, light, grave), where=disabled)
    ill = persons["health"] & _HEALTHY == 0
    persons.put("contract_doctor", ill | draws.chance("doctor", np.where(registered, 0.97, 0.65)[household]))
    insured_at_work = persons["employee_insurance"]
    grown = (age >= 16) & ~schooling.student & ~persons["soldier"]
    persons.put("employee_pension", insured_at_work)
    persons.put(
        "resident_pension",
        grown & ~insured_at_work & draws.chance("pension", np.where(age >= 60, 0.97, 0.82)),
    )
    persons.put("support", support[household])
    near = persons["work_place"] == 1
    fits = persons["work_months"] > 0
    fits &= near & (age >= 40) & (age < 65)
    persons.put(
        "public_post", fits & draws.chance("public post", np.where(registered, 0.40, 0.02)[household])
    )
    persons.put("jobs", np.where(persons["work_months"] > 0, 1, 0))


def put_wages(persons: Columns, households: Columns, members: Members) -> None:
    """A month's wage of whoever works, so that the wages of the household come out to ten yuan a month."""
    months = members.per_household(persons["work_months"])
    wage: NDArray[Any] = households["wage"] / np.maximum(months, 1) / _TEN_YUAN
    monthly = np.rint(wage).astype(np.int64).clip(10, 3000) * _TEN_YUAN
    known = households.known("wage")[members.household]
    persons.put("monthly_wage", monthly[members.household], where=(persons["work_months"] > 0) & known)
