"""Whether a share lies below its limit, whatever the unknown answers and weights turn out to be. Both engines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.unit.engine.both_engines import answers
from tests.unit.engine.world import (
    DRY,
    TERMS,
    WET,
    a_household,
    a_parameter,
    a_village,
    household,
    households,
    on_list,
    village,
)

from tuopin.engine.expressions import Expression
from tuopin.engine.groups import Group, ShareBelow
from tuopin.engine.language import parameter_ref
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference, share_bounds

HALF, TWO_PERCENT = Decimal("0.5"), Decimal("0.02")
ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "?": None}


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in table.strip().splitlines()[1:]]


def number(cell: str) -> int | None:
    return None if cell == "?" else int(cell)


def homes(cells: str) -> list[Record]:
    """`yes/3/no` is a household that is poor, of three people, not on the list; what is left out is unknown."""
    made = []
    for cell in [] if cells == "-" else cells.split(","):
        poor, size, listed = [*cell.split("/"), "?", "?"][:3]
        made.append(a_household(poor=ANSWERS[poor], size=number(size), listed=ANSWERS[listed]))
    return made


def below(
    group: Group = households, limit: object = HALF, **how: Expression
) -> tuple[Expression, Expression]:
    """The same share strictly below its limit, and at most at it."""
    return (
        group.share_below(household.poor, limit, strictly=True, **how),  # type: ignore[arg-type]
        group.share_below(household.poor, limit, strictly=False, **how),  # type: ignore[arg-type]
    )


# Whether each household is poor; the village declares so many; is the share below (at most) a half?
EACH_COUNTS_ONCE = """
households     declared  <half  <=half
no,no          2         yes    yes
yes,no,no      3         yes    yes
yes,no         2         no     yes
yes,yes,no     3         no     no
yes            1         no     no
no             1         yes    yes
?,no,no        3         yes    yes
?,no           2         ?      yes
?,yes          2         no     ?
?,yes,yes      3         no     no
?              1         ?      ?
?,?,no,no      4         ?      yes
?,?,no,no,no   5         yes    yes
-              0         ?      ?
-              ?         ?      ?
no,no          3         ?      ?
no,no          1         ?      ?
no,no          ?         ?      ?
yes,yes        3         ?      ?
"""


@pytest.mark.parametrize(("inside", "declared", "strictly", "at_most"), rows(EACH_COUNTS_ONCE))
def test_each_household_counts_once(inside: str, declared: str, strictly: str, at_most: str) -> None:
    """An incomplete group settles nothing, not even when those listed are all poor."""
    place = a_village(*homes(inside), households=number(declared))

    assert answers(place, *below()) == [ANSWERS[strictly], ANSWERS[at_most]]


# poor/people; unknown numbers of people span the declared range of 0 to 20.
BY_PEOPLE = """
households         <half  <=half
yes/1,no/3         yes    yes
yes/2,no/2         no     yes
yes/3,no/1         no     no
yes/0,no/1         yes    yes
yes/0,no/0         ?      ?
?/1,no/3           yes    yes
?/3,no/3           ?      yes
?/3,yes/3          no     ?
?/0,no/1           yes    yes
yes/1,no/?         ?      ?
yes/?,no/20        ?      yes
yes/?,no/1         ?      ?
yes/?,yes/1        no     no
no/?,no/1          yes    yes
no/?               ?      ?
yes/?              ?      ?
?/?,no/1           ?      ?
?/?,no/20,no/1     yes    yes
?/?,yes/20,yes/1   no     no
"""


@pytest.mark.parametrize(("inside", "strictly", "at_most"), rows(BY_PEOPLE))
def test_households_weigh_as_many_as_they_have_people(inside: str, strictly: str, at_most: str) -> None:
    found = homes(inside)
    place = a_village(*found, households=len(found))

    assert answers(place, *below(weight=household.size)) == [ANSWERS[strictly], ANSWERS[at_most]]


# poor/people/counted; those that do not count are neither above nor below the line of the fraction.
COUNTED = """
households             <half  <=half
no/1/yes,yes/1/no      yes    yes
yes/1/yes,no/1/no      no     no
no/1/yes,?/1/no        yes    yes
no/1/yes,?/?/no        yes    yes
no/1/yes,yes/1/?       ?      yes
yes/1/yes,no/1/?       no     ?
no/1/yes,no/9/?        yes    yes
no/2/yes,yes/1/?       yes    yes
yes/1/no               ?      ?
no/1/?                 ?      ?
?/1/?,no/2/yes         yes    yes
"""


@pytest.mark.parametrize(("inside", "strictly", "at_most"), rows(COUNTED))
def test_only_those_among_count(inside: str, strictly: str, at_most: str) -> None:
    found = homes(inside)
    place = a_village(*found, households=len(found))
    asked = below(weight=household.size, among=household.listed)

    assert answers(place, *asked) == [ANSWERS[strictly], ANSWERS[at_most]]


# Poor people out of a declared population, as a rate is defined; the limit is 2 %.
OF_ALL_PEOPLE = """
households       declared  people  <2%  <=2%
yes/2,no/3       2         100     no   yes
yes/2,no/3       2         101     yes  yes
yes/2,no/3       2         99      no   no
yes/2,no/3       2         ?       ?    ?
yes/2,no/3       2         0       ?    ?
yes/2,no/3       3         101     ?    ?
yes/2,no/3       ?         101     ?    ?
?/2,no/3         2         100     ?    yes
?/2,no/3         2         101     yes  yes
?/2,yes/3        2         100     no   no
no/?,no/3        2         1       yes  yes
yes/?            1         500     ?    ?
?/?              1         500     ?    ?
yes/10           1         500     no   yes
-                0         10      yes  yes
"""


@pytest.mark.parametrize(("inside", "declared", "people", "strictly", "at_most"), rows(OF_ALL_PEOPLE))
def test_a_share_of_a_declared_total(
    inside: str, declared: str, people: str, strictly: str, at_most: str
) -> None:
    place = a_village(*homes(inside), households=number(declared), people=number(people))
    asked = below(limit=TWO_PERCENT, weight=household.size, of=village.people)

    assert answers(place, *asked) == [ANSWERS[strictly], ANSWERS[at_most]]


# The group itself narrowed to those on the list: its declared number counts only them.
ON_LIST = """
households                 on_list  people  <2%  <=2%
yes/2/yes,yes/9/no         1        100     no   yes
yes/2/yes,yes/9/no         1        101     yes  yes
yes/2/yes,yes/9/?          1        101     ?    ?
yes/2/yes,yes/9/no         2        101     ?    ?
yes/9/no                   0        10      yes  yes
"""


@pytest.mark.parametrize(("inside", "declared", "people", "strictly", "at_most"), rows(ON_LIST))
def test_a_share_inside_a_group_among_some(
    inside: str, declared: str, people: str, strictly: str, at_most: str
) -> None:
    place = a_village(*homes(inside), on_list=number(declared), people=number(people))
    asked = below(on_list, TWO_PERCENT, weight=household.size, of=village.people)

    assert answers(place, *asked) == [ANSWERS[strictly], ANSWERS[at_most]]


@pytest.mark.parametrize(
    ("limit", "inside", "strictly", "at_most"),
    [
        pytest.param(0, "no,no", "no", "yes", id="nobody, with a limit of nought"),
        pytest.param(0, "yes,no", "no", "no", id="somebody, with a limit of nought"),
        pytest.param(0, "?,no", "no", "?", id="below nought is never, whoever they are"),
        pytest.param(1, "yes,yes", "no", "yes", id="all, with a limit of one"),
        pytest.param(1, "?,no", "yes", "yes", id="one is not: below one, whoever the other is"),
        pytest.param(1, "?,yes", "?", "yes", id="at most one is always"),
        pytest.param(Decimal("0.3333"), "yes,no,no", "no", "no", id="a third is above 0.3333"),
        pytest.param(Decimal("0.3334"), "yes,no,no", "yes", "yes", id="and below 0.3334"),
    ],
)
def test_limits_at_the_ends_and_between(limit: object, inside: str, strictly: str, at_most: str) -> None:
    found = homes(inside)

    assert answers(a_village(*found, households=len(found)), *below(limit=limit)) == [
        ANSWERS[strictly],
        ANSWERS[at_most],
    ]


LIMIT = parameter_ref(
    a_parameter(("2014-01-01", "0.02", ""), ("2014-01-01", "0.03", "group:dry"), decimals=4)
)


@pytest.mark.parametrize(("place", "expected"), [(DRY, [True, True]), (WET, [False, True])])
def test_the_limit_of_the_place_counts(place: int, expected: list[bool]) -> None:
    found = [a_household(place=place, poor=True, size=2)]
    somewhere = a_village(*found, place=place, households=1, people=100)

    assert answers(somewhere, *below(limit=LIMIT, weight=household.size, of=village.people)) == expected


def test_two_shares_of_one_group_do_not_mix() -> None:
    place = a_village(*homes("yes/1,no/9"), households=2, people=1000)
    by_people = households.share_below(household.poor, HALF, weight=household.size, strictly=True)
    by_household = households.share_below(household.poor, HALF, strictly=True)
    of_all = households.share_below(household.poor, HALF, of=village.households, strictly=True)
    away = households.share_below(household.away, HALF, strictly=True)

    assert answers(place, by_people, by_household, of_all, away, by_people & ~by_household) == [
        True, False, False, None, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "numerator", "total"),
    [
        ("yes/1,no/3", (1, 1), (4, 4)),
        ("?/1,no/3", (0, 1), (4, 4)),
        ("yes/?,no/3", (0, 20), (3, 23)),
        ("?/?,no/3", (0, 20), (3, 23)),
    ],
)
def test_the_bounds_that_an_explanation_shows(
    inside: str, numerator: tuple[int, int], total: tuple[int, int]
) -> None:
    found = homes(inside)
    asked = below(weight=household.size)[0]
    assert isinstance(asked, ShareBelow)

    share = share_bounds(Reference(TERMS), asked, a_village(*found, households=len(found)))

    assert (share.numerator, share.total) == (numerator, total)
    assert share.complete
