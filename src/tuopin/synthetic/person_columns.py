"""All facts of persons, put together; and what was planted in them."""

import numpy as np

from tuopin.standards.cn.codes import SCHOOL, SEX
from tuopin.synthetic.columns import Columns, number_of, numbers_of
from tuopin.synthetic.draws import Draws, Flags, Whole
from tuopin.synthetic.families import Members
from tuopin.synthetic.people import health_of, insurance_of, work_of
from tuopin.synthetic.planted import Lack
from tuopin.synthetic.schooling import Schooling

_MALE, _FEMALE = numbers_of(SEX, ("male", "female"))
_NOT_AT_SCHOOL = number_of(SCHOOL, "none")
_INSURED_OR_EXEMPT = (
    "resident_insurance", "employee_insurance", "serious_illness_insurance", "insured_elsewhere", "soldier", "prisoner",
)  # fmt: skip


def put_people(
    persons: Columns,
    draws: Draws,
    members: Members,
    schooling: Schooling,
    *,
    births: Whole,
    today: int,
    registered: Flags,
    causes: tuple[Whole, Whole],
    short_of_labour: Flags,
    allowance: Flags,
    lack: Whole,
) -> Flags:
    """Answers with who works. `registered` and what follows it are by household."""
    household = members.household
    health = health_of(draws, members, registered[household], causes, schooling)
    work = work_of(draws, members, schooling, health, short_of_labour)
    insurance = insurance_of(draws, members, schooling, work, today - births)
    has_allowance = allowance[household] & ((members.number == 1) | draws.chance("allowance", 0.8))
    for name, values in (
        ("relation", members.relation), ("sex", np.where(members.male, _MALE, _FEMALE)), ("birth", births),
        ("education", schooling.education), ("school", schooling.school),
        ("taught_at_home", schooling.taught_at_home), ("finished_compulsory", schooling.finished),
        ("unfit_for_school", schooling.unfit), ("health", health.mask), ("labour", work.labour),
        ("resident_insurance", insurance.resident), ("employee_insurance", insurance.employee),
        ("serious_illness_insurance", insurance.serious_illness), ("insured_elsewhere", insurance.elsewhere),
        ("soldier", insurance.soldier), ("prisoner", insurance.prisoner), ("allowance", has_allowance),
        ("work_months", work.months),
    ):  # fmt: skip
        persons.put(name, values)
    persons.put("work_place", work.place, where=work.working)
    _plant(persons, members, schooling, lack[household])
    return work.working


def _plant(persons: Columns, members: Members, schooling: Schooling, lack: Whole) -> None:
    """Who is not insured is the head; who dropped out is every pupil of the household that could."""
    uninsured = (lack == Lack.MEDICAL_CARE) & (members.number == 1)
    for name in _INSURED_OR_EXEMPT:
        persons.change(name, uninsured, False)
    dropped_out = (lack == Lack.EDUCATION) & schooling.could_drop_out
    persons.change("school", dropped_out, _NOT_AT_SCHOOL)
    persons.change("finished_compulsory", dropped_out, False)
