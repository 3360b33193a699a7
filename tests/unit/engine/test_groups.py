"""Members of a household and households of a village: complete, incomplete, over-listed, empty, undeclared.

Both engines. A group counts as complete only when as many are listed as its parent declares.
"""

from __future__ import annotations

import pytest
from tests.unit.engine.both_engines import answer, answers
from tests.unit.engine.world import (
    DRY,
    a_county,
    a_household,
    a_person,
    a_village,
    household,
    households,
    members,
    on_list,
    person,
    village,
    villages,
)

from tuopin.engine.records import Record

ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "?": None}

# Who is listed (whether each is ill), how many the household declares, and what is asked of them.
ILL = """
listed       declared  any  all  count
-            0         no   yes  0
yes          1         yes  yes  1
no           1         no   no   0
?            1         ?    ?    ?
yes,yes      2         yes  yes  2
yes,no       2         yes  no   1
no,no        2         no   no   0
yes,?        2         yes  ?    ?
no,?         2         ?    no   ?
?,?          2         ?    ?    ?
yes,no,?     3         yes  no   ?
-            2         ?    ?    ?
yes          2         yes  ?    ?
no           2         ?    no   ?
yes,no       3         yes  no   ?
yes,yes      1         yes  ?    ?
no,no        1         ?    no   ?
yes,no       1         yes  no   ?
yes          0         yes  ?    ?
no           0         ?    no   ?
-            ?         ?    ?    ?
yes          ?         yes  ?    ?
no           ?         ?    no   ?
yes,no       ?         yes  no   ?
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in table.strip().splitlines()[1:]]


def a_family(listed: str, declared: str, **facts: object) -> Record:
    people = [] if listed == "-" else [a_person(ill=ANSWERS[ill]) for ill in listed.split(",")]
    return a_household(*people, size=None if declared == "?" else int(declared), **facts)


@pytest.mark.parametrize(("listed", "declared", "any_", "all_", "count"), rows(ILL))
def test_any_all_and_count(listed: str, declared: str, any_: str, all_: str, count: str) -> None:
    family = a_family(listed, declared)

    found = answers(family, members.any(person.ill), members.all(person.ill), members.count(person.ill))

    assert found == [ANSWERS[any_], ANSWERS[all_], None if count == "?" else int(count)]


@pytest.mark.parametrize(("listed", "declared", "any_", "all_", "count"), rows(ILL))
def test_not_any_is_all_not(listed: str, declared: str, any_: str, all_: str, count: str) -> None:
    none, all_well, not_all, one_well = answers(
        a_family(listed, declared),
        ~members.any(person.ill),
        members.all(~person.ill),
        ~members.all(person.ill),
        members.any(~person.ill),
    )

    assert (none, not_all) == (all_well, one_well)


WAGES = """
wages    declared  sum  max
-        0         0    ?
5        1         5    5
-5       1         -5   -5
0        1         0    0
?        1         ?    ?
5,7      2         12   7
-5,-7    2         -12  -5
5,?      2         ?    ?
5        2         ?    ?
5,7      1         ?    ?
-        2         ?    ?
-        ?         ?    ?
5        ?         ?    ?
"""


@pytest.mark.parametrize(("wages", "declared", "total", "largest"), rows(WAGES))
def test_sum_and_max(wages: str, declared: str, total: str, largest: str) -> None:
    people = (
        [] if wages == "-" else [a_person(wage=None if wage == "?" else wage) for wage in wages.split(",")]
    )
    family = a_household(*people, size=None if declared == "?" else int(declared))

    expected = [None if cell == "?" else int(cell) * 100 for cell in (total, largest)]
    assert answers(family, members.sum(person.wage), members.max(person.wage)) == expected


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param([(True, 5), (False, 7)], 500, id="only those it is true of"),
        pytest.param([(True, 5), (False, None)], 500, id="what is not counted may be unknown"),
        pytest.param([(True, None), (False, 7)], None, id="what is counted may not"),
        pytest.param([(None, 5), (True, 7)], None, id="unknown whether it is counted"),
        pytest.param([(None, 0), (True, 7)], None, id="even where it would add nothing"),
        pytest.param([(False, 5), (False, 7)], 0, id="nobody is counted"),
        pytest.param([], 0, id="nobody there"),
    ],
)
def test_sum_where(people: list[tuple[bool | None, int | None]], expected: int | None) -> None:
    family = a_household(*(a_person(ill=ill, wage=wage) for ill, wage in people), size=len(people))

    assert answer(members.sum(person.wage, where=person.ill), family) == expected


# Households of a village: (on the list?, poor?), and how many on the list the village declares.
LISTED = """
households            declared  any  all  count
-                     0         no   yes  0
no/yes                0         no   yes  0
yes/yes               1         yes  yes  1
yes/no                1         no   no   0
yes/?                 1         ?    ?    ?
yes/yes,no/no         1         yes  yes  1
yes/no,no/yes         1         no   no   0
yes/yes,no/?          1         yes  yes  1
yes/yes,?/no          1         yes  ?    ?
yes/yes,?/no          2         yes  ?    ?
yes/no,?/yes          1         ?    no   ?
yes/no,?/yes          2         ?    no   ?
?/yes                 1         ?    ?    ?
?/no                  0         ?    ?    ?
yes/yes               2         yes  ?    ?
yes/no                2         ?    no   ?
yes/yes,yes/yes       1         yes  ?    ?
no/yes                1         ?    ?    ?
yes/yes               ?         yes  ?    ?
-                     ?         ?    ?    ?
"""


@pytest.mark.parametrize(("inside", "declared", "any_", "all_", "count"), rows(LISTED))
def test_a_group_among_some(inside: str, declared: str, any_: str, all_: str, count: str) -> None:
    """`declared` counts only those on the list; one of unknown membership leaves the group incomplete."""
    cells = [] if inside == "-" else [cell.split("/") for cell in inside.split(",")]
    homes = [a_household(listed=ANSWERS[listed], poor=ANSWERS[poor]) for listed, poor in cells]
    place = a_village(*homes, on_list=None if declared == "?" else int(declared), households=49)

    poor = household.poor
    found = answers(place, on_list.any(poor), on_list.all(poor), on_list.count(poor))

    assert found == [ANSWERS[any_], ANSWERS[all_], None if count == "?" else int(count)]


@pytest.mark.parametrize(
    ("homes", "declared", "total", "largest"),
    [
        pytest.param([(True, 5), (False, 9)], 1, 5, 5, id="those outside do not count"),
        pytest.param([(True, 5), (False, None)], 1, 5, 5, id="nor what is unknown of them"),
        pytest.param([(True, 5), (None, 9)], 1, None, None, id="unknown membership"),
        pytest.param([(True, 5), (True, None)], 2, None, None, id="unknown inside"),
        pytest.param([(False, 9)], 0, 0, None, id="nobody inside"),
    ],
)
def test_totals_of_a_group_among_some(
    homes: list[tuple[bool | None, int | None]], declared: int, total: int | None, largest: int | None
) -> None:
    place = a_village(*(a_household(listed=listed, debt=debt) for listed, debt in homes), on_list=declared)

    assert answers(place, on_list.sum(household.debt), on_list.max(household.debt)) == [total, largest]


def test_two_groups_of_the_same_children_do_not_mix() -> None:
    place = a_village(
        a_household(listed=True, poor=False), a_household(listed=False, poor=True), on_list=1, households=2
    )

    assert answer(households.any(household.poor) & ~on_list.any(household.poor), place) is True


@pytest.mark.parametrize(
    ("families", "expected"),
    [
        pytest.param(["yes/1", "no/1"], True, id="one family has somebody ill"),
        pytest.param(["no/1", "no,no/2"], False, id="none has"),
        pytest.param(["no/1", "no/2"], None, id="one family is not wholly listed"),
        pytest.param(["yes/2", "no/2"], True, id="not wholly listed, and settled all the same"),
    ],
)
def test_groups_of_groups(families: list[str], expected: bool | None) -> None:
    homes = [a_family(*family.split("/")) for family in families]

    assert (
        answer(households.any(members.any(person.ill)), a_village(*homes, households=len(homes))) is expected
    )


@pytest.mark.parametrize(("declared", "expected"), [(1, True), (2, None), (None, None)])
def test_villages_of_a_county(declared: int | None, expected: bool | None) -> None:
    place = a_county(a_village(road=True, place=DRY), villages=declared)

    assert answer(villages.all(village.road), place) is expected
