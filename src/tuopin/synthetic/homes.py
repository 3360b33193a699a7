"""Food and clothing, the house, the water, the land. Safe for all but those who were planted without."""

import numpy as np

from tuopin.standards.cn.codes import DWELLING, HOUSING_GRADE
from tuopin.synthetic.columns import Columns, number_of, numbers_of
from tuopin.synthetic.draws import Draws, Flags, Whole
from tuopin.synthetic.planted import Lack

OWN, RELOCATED, CHILDS, RENTAL, COLLECTIVE = numbers_of(
    DWELLING, ("own", "relocated", "child", "rental", "collective")
)
_A, _B, _C, _D = (number_of(HOUSING_GRADE, grade) for grade in "ABCD")


def put_food(columns: Columns, draws: Draws, lack: Whole) -> None:
    which = np.where(lack == Lack.FOOD, 1 + draws.pick("food or clothing", (20, 50, 30)), 0)
    for number, name in enumerate(("staple_enough", "protein_monthly", "clothes_four_seasons"), start=1):
        columns.put(name, which != number)


def put_home(
    columns: Columns, draws: Draws, lack: Whole, *, registered: Flags, support: Flags, elders: Flags
) -> None:
    """The grade and the repair are of the house they live in; elsewhere they are left empty."""
    part = draws.part("dwelling")
    relocated = part < np.where(registered, 0.12, 0.006)
    collective = ~relocated & support & (part > 0.80)
    childs = ~relocated & ~collective & elders & (part > 0.93)
    rental = ~relocated & ~collective & ~childs & (part > 0.988)
    unsafe = lack == Lack.HOUSING
    own = unsafe | ~(relocated | collective | childs | rental)
    kinds = [own, relocated, collective, childs]
    columns.put("dwelling", np.select(kinds, [OWN, RELOCATED, COLLECTIVE, CHILDS], RENTAL))
    columns.put("moved_in", True, where=~own & relocated)
    repaired = own & draws.chance("repaired", np.where(registered, 0.22, 0.03))
    grade = np.where(draws.chance("grade A", np.where(registered, 0.45, 0.62)), _A, _B)
    # Of repaired houses some were graded anew, others still carry the grade they were repaired for.
    old_grade = repaired & draws.chance("old grade", 0.45)
    dangerous = np.where(draws.chance("grade D", 0.55), _D, _C)
    graded = np.where(unsafe | old_grade, dangerous, np.where(own, grade, _A))
    columns.put("housing_grade", graded, where=own | relocated)
    columns.put("repair_accepted", repaired & ~unsafe, where=repaired | unsafe)


def put_floor_area(columns: Columns, draws: Draws, sizes: Whole) -> None:
    """In hundredths of a square metre, measured to half a metre; 36 a person, more for few."""
    square_metres = (28 + 20 * sizes) * np.exp(0.28 * draws.normal("floor area"))
    columns.put("floor_area", np.rint(square_metres.clip(15, 480) * 2).astype(np.int64) * 50)


def put_water(columns: Columns, draws: Draws, lack: Whole, water_short: Flags, no_tap: Flags) -> None:
    """Enough, clean, near and reliable; one of the four fails where water was planted as lacking."""
    failing = np.where(lack == Lack.WATER, 1 + draws.pick("what fails", (15, 30, 35, 20)), 0)
    litres = np.where(water_short, draws.between("litres", 22, 60), draws.between("litres", 38, 110))
    columns.put("water_litres", np.where(failing == 1, draws.between("too few litres", 8, 18), litres))
    columns.put("water_short", water_short)
    columns.put("water_clean", failing != 2)
    dry_days = np.where(failing == 4, draws.between("many dry days", 40, 120), _dry_days(draws, water_short))
    columns.put("dry_days", dry_days)
    far = failing == 3
    tap = ~far & ~no_tap & draws.chance("tap", np.where(water_short, 0.72, 0.90))
    columns.put("tap_at_home", tap)
    for name, near, beyond in (
        ("water_minutes", 18, (25, 70)),
        ("water_distance", 750, (900, 3500)),
        ("water_climb", 70, (90, 260)),
    ):
        walk = np.where(far, draws.between(f"far {name}", *beyond), draws.between(name, 1, near))
        columns.put(name, np.where(tap, 0, walk))


def _dry_days(draws: Draws, water_short: Flags) -> Whole:
    some = draws.chance("dry at times", np.where(water_short, 0.7, 0.15))
    return np.where(some, draws.between("dry days", 1, 32), 0)
