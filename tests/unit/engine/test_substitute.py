"""Rules with another parameter or standard in the place of one; whatever does not use it stays the same object."""

from __future__ import annotations

from decimal import Decimal

from tests.unit.engine.world import (
    TERMS,
    H,
    V,
    a_household,
    a_parameter,
    a_village,
    household,
    households,
    village,
)

from tuopin.engine.language import Criterion, Standard, indicator, parameter_ref
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.substitute import SUFFIX, Substitution, always
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict

LINE = a_parameter(
    ("2014-01-01", "100", ""), unit="USD/household/year", decimals=2, high="10000", code="line"
)
NAME = Text("名", "name")


def standard(code: str, level: object, **rules: object) -> Standard:
    criteria = tuple(Criterion(name, NAME, rule, "Act", NAME) for name, rule in rules.items())  # type: ignore[arg-type]
    return Standard(code, NAME, level, "Act", criteria)  # type: ignore[arg-type]


INCOME = indicator("enough", "够", "enough", household.income >= parameter_ref(LINE))
STATUS = standard("status", H, income=INCOME, roof=household.roof.is_one_of("tile"))
ROAD = standard("road", V, road=village.road)
GOOD = standard("good", V, all=households.all(STATUS.criterion_met("income")), road=ROAD.met)
RAISED = Substitution({"line": always(LINE, Decimal(200))})


def judged(rules: Standard, record: Record) -> Verdict | None:
    return Reference(TERMS).judge(rules, record).overall


def test_a_raised_line_is_asked_of_the_same_people() -> None:
    earns = a_household(income=150, roof="tile")

    assert judged(STATUS, earns) is Verdict.MET
    assert judged(RAISED.standard(STATUS), earns) is Verdict.NOT_MET


def test_only_the_criteria_that_use_it_are_others() -> None:
    twin = RAISED.standard(STATUS)

    assert twin.code == f"status{SUFFIX}"
    assert twin.by_code["roof"] is STATUS.by_code["roof"]
    assert twin.by_code["income"] is not STATUS.by_code["income"]


def test_a_standard_that_rests_on_a_changed_one_changes_too() -> None:
    rich = a_village(a_household(income=300), households=1, road=True)
    between = a_village(a_household(income=150), households=1, road=True)
    twin = RAISED.standard(GOOD)

    assert [judged(GOOD, each) for each in (rich, between)] == [Verdict.MET, Verdict.MET]
    assert [judged(twin, each) for each in (rich, between)] == [Verdict.MET, Verdict.NOT_MET]
    assert twin.by_code["road"] is GOOD.by_code["road"]


def test_a_standard_that_does_not_use_it_is_the_same() -> None:
    assert RAISED.standard(ROAD) is ROAD
    assert RAISED.expression(household.income) is household.income


def test_one_standard_may_stand_for_another() -> None:
    stricter = standard("paved", V, road=village.road & (village.people > 0))
    twin = Substitution(standards={"road": stricter}).standard(GOOD)
    empty = a_village(households=0, road=True, people=0)

    assert judged(GOOD, empty) is Verdict.MET
    assert judged(twin, empty) is Verdict.NOT_MET
