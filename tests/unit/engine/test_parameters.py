"""Which value of a parameter counts: the most local, then the latest; never a value outside its history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.unit.engine.both_engines import answer
from tests.unit.engine.world import (
    DRY,
    PLACES,
    TERMS,
    TODAY,
    WET,
    a_household,
    a_parameter,
    a_person,
    members,
    person,
)

from tuopin.engine.kinds import RuleError
from tuopin.engine.language import parameter_ref
from tuopin.engine.parameters import DatedValue, Parameter
from tuopin.engine.sql import compile_standards
from tuopin.engine.terms import Terms
from tuopin.engine.units import ONE
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Text

NOWHERE = Text("", "")
# A village in two groups, inside a township, a county and a province, with a sister village in none.
TREE = PlaceTree.of(
    [
        Place(1, "P", "province", NOWHERE, None, frozenset({"hilly"})),
        Place(2, "C", "county", NOWHERE, 1),
        Place(3, "T", "township", NOWHERE, 2),
        Place(4, "V", "village", NOWHERE, 3, frozenset({"hilly", "dry"})),
        Place(5, "W", "village", NOWHERE, 3),
        Place(6, "X", "village", NOWHERE, None),
    ]
)
EVERYWHERE = ("2014-01-01", "0.1", "")


def in_force(parameter: Parameter, place: int, on: date = TODAY) -> DatedValue:
    return parameter.in_force(on=on, chain=TREE.chain(place))


@pytest.mark.parametrize(
    ("values", "place", "expected"),
    [
        pytest.param([EVERYWHERE], 4, "0.1", id="one value counts everywhere"),
        pytest.param([EVERYWHERE, ("2014-01-01", "0.2", "P")], 4, "0.2", id="the province before everywhere"),
        pytest.param([("2014-01-01", "0.2", "P"), EVERYWHERE], 4, "0.2", id="whatever is written first"),
        pytest.param(
            [EVERYWHERE, ("2014-01-01", "0.2", "P"), ("2014-01-01", "0.3", "C"), ("2014-01-01", "0.4", "T")],
            4,
            "0.4",
            id="the township before county and province",
        ),
        pytest.param(
            [("2014-01-01", "0.4", "T"), ("2014-01-01", "0.5", "V"), ("2014-01-01", "0.2", "P")],
            4,
            "0.5",
            id="the village before all",
        ),
        pytest.param(
            [EVERYWHERE, ("2014-01-01", "0.5", "V")], 5, "0.1", id="the sister village is another place"
        ),
        pytest.param([EVERYWHERE, ("2014-01-01", "0.2", "P")], 6, "0.1", id="a village outside the province"),
        pytest.param(
            [("2014-01-01", "0.2", "C"), ("2019-01-01", "0.9", "P")], 4, "0.2", id="local goes before recent"
        ),
        pytest.param([EVERYWHERE, ("2019-01-01", "0.9", "P")], 4, "0.9", id="the latest of a place"),
        pytest.param(
            [EVERYWHERE, ("2017-01-01", "0.2", "P"), ("2019-01-01", "0.3", "P")],
            4,
            "0.3",
            id="two values, the latest",
        ),
        pytest.param(
            [EVERYWHERE, ("2019-01-01", "0.3", "P"), ("2017-01-01", "0.2", "P")],
            4,
            "0.3",
            id="latest by day, not line",
        ),
        pytest.param([EVERYWHERE, ("2020-07-01", "0.9", "")], 4, "0.1", id="tomorrow's value waits"),
        pytest.param(
            [EVERYWHERE, ("2020-06-30", "0.9", "")], 4, "0.9", id="a value counts from its first day"
        ),
        pytest.param([EVERYWHERE, ("2014-01-01", "0.2", "group:dry")], 4, "0.2", id="a group of the village"),
        pytest.param(
            [EVERYWHERE, ("2014-01-01", "0.2", "group:dry")], 5, "0.1", id="a group of another village"
        ),
        pytest.param(
            [EVERYWHERE, ("2014-01-01", "0.2", "group:hilly")], 5, "0.2", id="a group of the province above"
        ),
        pytest.param([EVERYWHERE, ("2014-01-01", "0.2", "group:wet")], 4, "0.1", id="a group nobody is in"),
        pytest.param(
            [("2014-01-01", "0.2", "group:dry"), ("2014-01-01", "0.5", "V")],
            4,
            "0.5",
            id="the place before its group",
        ),
        pytest.param(
            [("2014-01-01", "0.2", "group:dry"), ("2019-01-01", "0.4", "T")],
            4,
            "0.2",
            id="the village's group before the township itself",
        ),
        pytest.param(
            [("2014-01-01", "0.2", "group:hilly"), ("2019-01-01", "0.3", "P")],
            5,
            "0.3",
            id="the province itself before its group",
        ),
        pytest.param(
            [("2014-01-01", "0.2", "group:hilly"), ("2019-01-01", "0.3", "group:dry")],
            4,
            "0.3",
            id="of two groups of one place the latest",
        ),
    ],
)
def test_the_most_local_value_counts_then_the_latest(
    values: list[tuple[str, str, str]], place: int, expected: str
) -> None:
    assert in_force(a_parameter(*values), place).value == Decimal(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            [EVERYWHERE, ("2016-01-01", "0.2", "P"), ("2017-01-01", None, "P")], "0.1", id="to everywhere"
        ),
        pytest.param(
            [EVERYWHERE, ("2016-01-01", "0.2", "P"), ("2016-01-01", "0.3", "C"), ("2017-01-01", None, "C")],
            "0.2",
            id="to the next wider place",
        ),
        pytest.param(
            [
                EVERYWHERE,
                ("2016-01-01", "0.3", "V"),
                ("2016-01-01", "0.2", "group:dry"),
                ("2017-01-01", None, "V"),
            ],
            "0.2",
            id="to its group",
        ),
        pytest.param(
            [EVERYWHERE, ("2016-01-01", "0.2", "group:dry"), ("2017-01-01", None, "group:dry")],
            "0.1",
            id="a group's value",
        ),
        pytest.param(
            [EVERYWHERE, ("2016-01-01", "0.2", "P"), ("2021-01-01", None, "P")],
            "0.2",
            id="a repeal of next year waits",
        ),
        pytest.param(
            [EVERYWHERE, ("2016-01-01", "0.2", "P"), ("2017-01-01", None, "P"), ("2019-01-01", "0.4", "P")],
            "0.4",
            id="a value after the repeal",
        ),
        pytest.param([("2017-01-01", None, "P"), EVERYWHERE], "0.1", id="a repeal of nothing"),
    ],
)
def test_a_repealed_value_gives_way_to_the_next_wider_one(
    values: list[tuple[str, str | None, str]], expected: str
) -> None:
    assert in_force(a_parameter(*values), 4).value == Decimal(expected)


@pytest.mark.parametrize(
    ("values", "place", "on"),
    [
        pytest.param([EVERYWHERE], 4, date(2013, 12, 31), id="the day before the first"),
        pytest.param([("2014-01-01", "0.2", "P")], 6, TODAY, id="a place nobody set it for"),
        pytest.param([("2014-01-01", "0.2", "group:dry")], 5, TODAY, id="a place outside the group"),
        pytest.param([EVERYWHERE, ("2019-01-01", None, "")], 4, TODAY, id="repealed everywhere"),
    ],
)
def test_outside_its_history_a_parameter_is_refused_and_never_nought(
    values: list[tuple[str, str | None, str]], place: int, on: date
) -> None:
    with pytest.raises(RefusedByRule) as refused:
        in_force(a_parameter(*values), place, on)

    assert refused.value.code == "parameter_not_in_force"


def test_the_refusal_names_parameter_place_day_and_the_days_it_has() -> None:
    parameter = a_parameter(("2014-01-01", "0.1", "P"), ("2016-01-01", None, "P"), ("2018-01-01", "0.2", "P"))

    with pytest.raises(RefusedByRule) as refused:
        in_force(parameter, 4, date(2013, 1, 1))

    assert str(refused.value) == (
        "Parameter 'limit' (limit) is not in force in V on 2013-01-01. It has values from: 2014-01-01, 2018-01-01. "
        "Choose another day, or add the value and its source to its file."
    )
    assert refused.value.in_("zh") == (
        "参数 limit（界限）在 V 于 2013-01-01 尚无有效值。已有起始日期：2014-01-01, 2018-01-01。"
        "请换一个日期，或在参数文件中补上该时期的数值和文号。"
    )


RATE = a_parameter(
    ("2010-01-01", "0.5", ""), ("2010-01-01", "0.7", "group:dry"), ("2012-01-01", "2.5", "1201"), high="9"
)


@pytest.mark.parametrize(
    ("place", "expected"), [(DRY, 70), (WET, 250)], ids=["dry, by its group", "wet, by its county"]
)
def test_both_engines_take_the_value_of_the_subjects_place(place: int, expected: int) -> None:
    rate = parameter_ref(RATE)
    someone = a_household(a_person(place=place, weight=1), place=place, size=1)

    assert answer(rate * 1, someone) == expected
    assert answer(members.sum(person.weight * rate), someone) == expected
    assert answer(members.any(person.weight < rate), someone) is (place == WET)


# A county with two villages: the parameter singles one of them out, by itself, its township or its group.
FINE = PlaceTree.of(
    [
        Place(20, "C", "county", NOWHERE),
        Place(30, "T", "township", NOWHERE, 20, frozenset({"hilly"})),
        Place(41, "V", "village", NOWHERE, 30, frozenset({"dry"})),
        Place(42, "W", "village", NOWHERE, 20),
    ]
)


@pytest.mark.parametrize("where", ["V", "T", "group:dry", "group:hilly"])
@pytest.mark.parametrize(("place", "expected"), [(41, 90), (42, 50)], ids=["singled out", "beside it"])
def test_both_engines_tell_villages_of_one_county_apart(where: str, place: int, expected: int) -> None:
    rate = parameter_ref(a_parameter(("2010-01-01", "0.5", ""), ("2010-01-01", "0.9", where)))
    terms = Terms(TODAY, FINE)

    assert answer(rate * 1, a_household(place=place, size=0), terms) == expected
    assert answer(rate * 1, a_person(place=place), terms) == expected


def test_a_what_if_replaces_the_value_everywhere_even_outside_its_history() -> None:
    what_if = Terms(date(1999, 1, 1), PLACES, {"limit": Decimal("3.25")})

    assert answer(parameter_ref(RATE) * 1, a_household(place=WET), what_if) == 325
    assert what_if.value(RATE, WET) == DatedValue(
        date(1999, 1, 1), Decimal("3.25"), "what-if", verified=False
    )


def test_compiling_refuses_a_day_outside_the_history_too() -> None:
    early = Terms(date(2009, 12, 31), PLACES)

    with pytest.raises(RefusedByRule):
        compile_standards((), early, values={a_household().level: {"asked": parameter_ref(RATE) * 1}})


def test_two_parameters_with_one_code_are_refused() -> None:
    other = parameter_ref(a_parameter(("2010-01-01", "0.5", "")))

    with pytest.raises(RuleError, match=r"Two parameters share the code 'limit'\. Rename one\."):
        compile_standards((), TERMS, values={a_household().level: {"asked": other > parameter_ref(RATE)}})


@pytest.mark.parametrize(
    ("value", "steps"), [("0", 0), ("0.02", 2), ("1", 100), ("-0.5", -50), ("1E+1", 1000)]
)
def test_a_value_is_a_whole_number_of_its_small_steps(value: str, steps: int) -> None:
    assert a_parameter(EVERYWHERE).steps(Decimal(value)) == steps


def test_a_value_finer_than_declared_is_refused() -> None:
    with pytest.raises(RuleError, match=r"Parameter 'limit': 0\.025 has more than 2 decimals\."):
        a_parameter(EVERYWHERE).steps(Decimal("0.025"))


def test_the_kind_of_a_parameter_is_its_declared_range() -> None:
    kind = a_parameter(EVERYWHERE).kind

    assert (kind.unit, kind.decimals, kind.low, kind.high) == (ONE, 2, 0, 100)
