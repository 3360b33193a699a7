"""Events become facts of a day: windows to the day, registers nobody vouches for, kinds, totals; and equal incomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.small_county import PACK as MINI

from tuopin.engine.kinds import CodeList, Entry, Level, RuleError
from tuopin.engine.language import Fact, code, day, number, yes_no
from tuopin.engine.parameters import DatedValue, Parameter
from tuopin.engine.units import Unit
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Text
from tuopin.snapshot.derived import with_derived
from tuopin.snapshot.events import COVERAGE, COVERAGE_SCHEMA
from tuopin.standards.registers import (
    DaysBetween,
    EventRegister,
    FromEvents,
    How,
    OnRecord,
    SameInVillage,
)

ON = date(2024, 6, 30)
WINDOW = Parameter(
    "days", Text("天数", "days"), Unit.parse("day"), 0, Decimal(1), Decimal(3660),
    (
        DatedValue(date(2021, 1, 1), Decimal(365), "EXAMPLE", False),
        DatedValue(date(2021, 1, 1), Decimal(30), "EXAMPLE", False, place="12"),
    ),
)  # fmt: skip
FIRST = ON - timedelta(days=364)
"""The first day of the window in village 111."""
CAUSES = CodeList(
    "causes", Text("", ""), tuple(Entry(c, n, Text(c, c)) for n, c in enumerate("abc", start=1))
)
PAID = number(Level.PERSON, "paid", "自付", "paid", unit="CNY", low=0, high=1000, decimals=2)
CAUSE = code(Level.PERSON, "cause", "原因", "cause", codes=CAUSES)
BILLS = EventRegister("bills", Text("医疗费", "bills"), Level.PERSON, (PAID, CAUSE))
FLOODS = EventRegister("floods", Text("受灾", "floods"), Level.HOUSEHOLD)


def person_number(code: str, **more: int) -> Fact:
    return number(Level.PERSON, code, code, code, unit="CNY", low=0, high=2000, **more)


SPENT = person_number("spent", decimals=2)
BILLED = person_number("billed")
BAD = yes_no(Level.PERSON, "bad", "坏", "bad")
LAST = day(Level.PERSON, "last", "最近", "last")
HOME_SPENT = number(Level.HOUSEHOLD, "spent", "支出", "spent", unit="CNY", low=0, high=2000, decimals=2)
FLOODED = yes_no(Level.HOUSEHOLD, "flooded", "受灾", "flooded")
RULES = (
    FromEvents(SPENT, BILLS, How.SUM, of=PAID, window=WINDOW),
    FromEvents(BILLED, BILLS, How.COUNT, kind=CAUSE, kinds=("a", "b"), window=WINDOW),
    FromEvents(BAD, BILLS, How.ANY, kind=CAUSE, kinds=("c",), window=WINDOW),
    FromEvents(LAST, BILLS, How.LATEST),
    FromEvents(HOME_SPENT, BILLS, How.SUM, of=PAID, window=WINDOW),
    FromEvents(FLOODED, FLOODS, How.ANY, window=WINDOW),
)
PACK = replace(MINI, events=(BILLS, FLOODS), from_events=RULES)
TREE = PlaceTree.of(
    Place(
        id=int(code),
        code=code,
        level=level,
        name=Text(code, code),
        parent=int(code[:-1]) if code[:-1] else None,
    )
    for code, level in (
        ("1", "county"),
        ("11", "township"),
        ("12", "township"),
        ("111", "village"),
        ("121", "village"),
    )
)
PEOPLE = [(1, 1, 111), (1, 2, 111), (2, 1, 121), (3, 1, 121)]


def persons(**given: Sequence[object]) -> pa.Table:
    household, person, village = zip(*PEOPLE, strict=True)
    return pa.table({"household": household, "person": person, "village": village, **given})


def households() -> pa.Table:
    return pa.table({"household": [1, 2, 3], "village": [111, 121, 121]})


def bills(*rows: dict[str, Any]) -> pa.Table:
    keys = {
        "household": 1,
        "person": 1,
        "village": 111,
        "county": 1,
        "happened_on": ON,
        "paid": 100,
        "cause": 1,
    }
    return pa.Table.from_pylist(
        [{**keys, **row} for row in rows],
        schema=pa.schema([*((key, pa.int64()) for key in list(keys)[:4]), ("happened_on", pa.date32()),
                          ("paid", pa.int64()), ("cause", pa.int16())]),
    )  # fmt: skip


def covered(place: int = 1, starts: date = FIRST, ends: date = ON, register: str = "bills") -> dict[str, Any]:
    return {"register": register, "place": place, "starts_on": starts, "ends_on": ends}


def made(
    events: pa.Table, *coverage: dict[str, Any], on: date = ON, **given: Sequence[object]
) -> dict[str, pa.Table]:
    tables = {
        "persons": persons(**given),
        "households": households(),
        "bills": events,
        COVERAGE: pa.Table.from_pylist(list(coverage), schema=COVERAGE_SCHEMA),
    }
    return with_derived(PACK, tables, as_of=on, places=TREE)


def spent(tables: dict[str, pa.Table]) -> list[int | None]:
    found: list[int | None] = tables["persons"]["spent"].to_pylist()
    return found


def of_first(tables: dict[str, pa.Table], fact: str) -> object:
    """About the first person."""
    return tables["persons"][fact][0].as_py()


# ---- sums and counts ------------------------------------------------------------------------------


def test_bills_of_the_window_add_up_for_the_person_and_for_the_household() -> None:
    tables = made(bills({"paid": 100}, {"paid": 50}, {"person": 2, "paid": 7}), covered())

    assert tables["persons"]["spent"].to_pylist() == [150, 7, 0, 0]
    assert tables["households"]["spent"].to_pylist() == [157, 0, 0]


@pytest.mark.parametrize(
    ("happened", "counts"),
    [(ON, True), (ON + timedelta(days=1), False), (FIRST, True), (FIRST - timedelta(days=1), False)],
)
def test_the_window_ends_on_the_day_of_the_data_and_is_as_long_as_the_parameter(
    happened: date, counts: bool
) -> None:
    assert of_first(made(bills({"happened_on": happened}), covered()), "spent") == (100 if counts else 0)


def test_the_window_is_that_of_the_place() -> None:
    early = {"household": 2, "village": 121, "happened_on": ON - timedelta(days=30)}

    assert spent(made(bills(early), covered()))[2] == 0
    assert (
        made(bills({**early, "happened_on": ON - timedelta(days=29)}), covered())["persons"][
            "spent"
        ].to_pylist()[2]
        == 100
    )


def test_a_missing_amount_leaves_the_sum_open_and_not_the_count() -> None:
    tables = made(bills({"paid": 100}, {"paid": None}), covered())

    assert of_first(tables, "spent") is None
    assert of_first(tables, "billed") == 2


def test_only_the_kinds_named_count_and_an_unknown_kind_leaves_it_open() -> None:
    tables = made(bills({"cause": 1}, {"cause": 2}, {"cause": 3}, {"person": 2, "cause": None}), covered())

    assert tables["persons"]["billed"].to_pylist() == [2, None, 0, 0]


def test_a_total_beyond_the_range_of_the_fact_is_unknown() -> None:
    assert of_first(made(bills({"paid": 100_000}, {"paid": 100_000}), covered()), "spent") == 200_000
    assert of_first(made(bills({"paid": 100_000}, {"paid": 100_001}), covered()), "spent") is None


def test_an_event_about_nobody_here_changes_nothing() -> None:
    assert spent(made(bills({"household": 9}, {"person": 9}), covered())) == [
        0,
        0,
        0,
        0,
    ]


# ---- who vouches for a register -------------------------------------------------------------------


@pytest.mark.parametrize(
    "coverage",
    [
        [],
        [covered(starts=FIRST + timedelta(days=1))],
        [covered(ends=ON - timedelta(days=1))],
        [covered(place=12)],
        [covered(register="floods")],
        [covered(ends=ON - timedelta(days=9)), covered(starts=ON - timedelta(days=7))],
    ],
    ids=["nobody", "a day late", "a day short", "elsewhere", "another register", "a gap of a day"],
)
def test_without_a_complete_register_no_event_is_no_zero(coverage: list[dict[str, Any]]) -> None:
    tables = made(bills({"person": 2}), *coverage)

    assert of_first(tables, "spent") is None
    assert of_first(tables, "billed") is None
    assert of_first(tables, "bad") is None


@pytest.mark.parametrize(
    "coverage",
    [
        [covered()],
        [covered(place=111)],
        [covered(ends=ON - timedelta(days=8)), covered(starts=ON - timedelta(days=7))],
        [covered(ends=ON - timedelta(days=3)), covered(place=11, starts=ON - timedelta(days=7))],
        [covered(starts=date(2000, 1, 1), ends=date(2100, 1, 1))],
    ],
    ids=["the county", "the village", "end to end", "overlapping, of two places", "longer"],
)
def test_with_a_complete_register_no_event_is_zero(coverage: list[dict[str, Any]]) -> None:
    tables = made(bills({"person": 2}), *coverage)

    assert of_first(tables, "spent") == 0
    assert of_first(tables, "bad") is False


def test_an_empty_register_that_is_complete_says_that_nothing_happened() -> None:
    tables = with_derived(
        PACK,
        {"persons": persons(), "households": households(),
         COVERAGE: pa.Table.from_pylist([covered(register="floods")], schema=COVERAGE_SCHEMA)},
        as_of=ON, places=TREE,
    )  # fmt: skip

    assert tables["households"]["flooded"].to_pylist() == [False, False, False]
    assert "spent" not in tables["households"].column_names


def test_one_event_settles_any_whoever_vouches() -> None:
    assert of_first(made(bills({"cause": 3})), "bad") is True
    assert of_first(made(bills({"cause": None})), "bad") is None
    assert of_first(made(bills({"cause": None}), covered()), "bad") is None


def test_the_latest_day_is_known_when_nothing_later_can_be_missing() -> None:
    last = ON - timedelta(days=40)
    events = bills({"happened_on": last}, {"happened_on": last - timedelta(days=900)})

    assert of_first(made(events, covered(starts=last)), "last") == last
    assert of_first(made(events, covered(starts=last + timedelta(days=1))), "last") is None
    assert of_first(made(bills({"person": 2}), covered()), "last") is None


# ---- beside what a form says ----------------------------------------------------------------------


def test_what_a_form_said_stays_where_events_say_nothing_and_gives_way_where_they_do() -> None:
    stays = spent(made(bills({"person": 2}), spent=[7, 7, None, None]))
    gives_way = spent(made(bills({"person": 2}), covered(), spent=[7, 7, None, None]))

    assert stays == [7, 7, None, None]
    assert gives_way == [0, 100, 0, 0]


def test_a_register_without_a_day_is_refused() -> None:
    with pytest.raises(BadInput, match="happened_on"):
        made(bills({}).drop_columns(["happened_on"]))
    with pytest.raises(BadInput, match="happened_on"):
        made(bills({"happened_on": None}))


def test_a_day_before_the_history_of_the_window_is_refused() -> None:
    with pytest.raises(RefusedByRule):
        made(bills({}), on=date(2020, 12, 31))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: FromEvents(BAD, BILLS, How.SUM, of=PAID, window=WINDOW), "another kind"),
        (lambda: FromEvents(SPENT, FLOODS, How.COUNT, window=WINDOW), "one person"),
        (lambda: FromEvents(HOME_SPENT, FLOODS, How.SUM, of=PAID, window=WINDOW), "Name one of them"),
        (lambda: FromEvents(SPENT, BILLS, How.SUM, window=WINDOW), "adds up"),
        (lambda: FromEvents(BILLED, BILLS, How.SUM, of=PAID, window=WINDOW), "same decimals"),
        (lambda: FromEvents(BAD, BILLS, How.ANY, kinds=("a",), window=WINDOW), "together"),
        (lambda: FromEvents(BAD, BILLS, How.ANY), "Give a parameter"),
        (lambda: EventRegister("roads", Text("", ""), Level.VILLAGE), "persons or households"),
    ],
)
def test_a_fact_that_cannot_come_from_a_register_is_refused_where_it_is_written(
    wrong: Any, says: str
) -> None:
    with pytest.raises(RuleError, match=says):
        wrong()


# ---- the slow, obvious version --------------------------------------------------------------------

DAYS = st.integers(-400, 3).map(lambda back: ON + timedelta(days=back))
EVENT = st.fixed_dictionaries(
    {
        "household": st.integers(1, 4),
        "person": st.integers(1, 2),
        "happened_on": DAYS,
        "paid": st.none() | st.integers(0, 100_000),
        "cause": st.none() | st.integers(1, 3),
    }
)
SPAN = st.builds(
    lambda place, days: covered(place=place, starts=min(days), ends=max(days)),
    st.sampled_from([1, 11, 12, 111, 121]),
    st.tuples(DAYS, DAYS),
)


@given(st.lists(EVENT, max_size=8), st.lists(SPAN, max_size=4))
def test_whole_columns_give_what_one_subject_at_a_time_gives(
    events: list[dict[str, Any]], spans: list[Any]
) -> None:
    people = made(bills(*events), *spans)["persons"].to_pylist()

    for row in people:
        assert {rule.fact.code: row[rule.fact.code] for rule in RULES[:4]} == slowly(row, events, spans)


def slowly(row: dict[str, Any], events: list[dict[str, Any]], spans: list[Any]) -> dict[str, object]:
    """Day by day and event by event, as the docstring of snapshot.events says it."""
    own = [e for e in events if (e["household"], e["person"]) == (row["household"], row["person"])]
    above = [place.id for place in TREE.chain(row["village"])]
    held = {
        d.toordinal()
        for d in (ON - timedelta(days=back) for back in range(450))
        for span in spans
        if span["place"] in above and span["starts_on"] <= d <= span["ends_on"]
    }
    length = 365 if row["village"] == 111 else 30
    window = [ON - timedelta(days=back) for back in range(length)]
    complete = all(d.toordinal() in held for d in window)
    inside = [e for e in own if e["happened_on"] in window]
    ab = [e for e in inside if e["cause"] in (1, 2)]
    doubtful = any(e["cause"] is None for e in inside)
    total = sum(e["paid"] or 0 for e in inside)
    past = [e["happened_on"] for e in own if e["happened_on"] <= ON]
    last = max(past, default=None)
    vouched = last is not None and all(
        (last + timedelta(days=n)).toordinal() in held for n in range((ON - last).days + 1)
    )
    no_gap = complete and all(e["paid"] is not None for e in inside) and total <= 200_000
    return {
        "spent": total if no_gap else None,
        "billed": len(ab) if complete and not doubtful else None,
        "bad": True if any(e["cause"] == 3 for e in inside) else False if complete and not doubtful else None,
        "last": last if vouched else None,
    }


# ---- equal incomes of neighbours ------------------------------------------------------------------

INCOME = number(Level.HOUSEHOLD, "income", "收入", "income", unit="CNY", low=-10_000, high=10_000, decimals=2)
SIZE = number(Level.HOUSEHOLD, "size", "人数", "size", unit="person", low=0, high=9)
ALIKE = number(Level.HOUSEHOLD, "alike", "相同", "alike", unit="household", low=0, high=1000)


def alike(*rows: tuple[int, int | None, int | None]) -> list[int | None]:
    village, income, size = (list(column) for column in zip(*rows, strict=True))
    found: list[int | None] = neighbours(village, income, size)["alike"].to_pylist()
    return found


def neighbours(village: list[int], income: list[int | None], size: list[int | None]) -> pa.Table:
    columns = {"village": pa.int64(), "income": pa.int64(), "size": pa.int16()}
    values = (village, income, size)
    arrays = [pa.array(each, kind) for each, kind in zip(values, columns.values(), strict=True)]
    pack = replace(MINI, same_in_village=(SameInVillage(ALIKE, INCOME, SIZE),))
    tables = {"households": pa.table(arrays, names=list(columns))}
    return with_derived(pack, tables, as_of=ON, places=TREE)["households"]


def test_households_of_a_village_with_the_same_income_a_head_are_counted() -> None:
    assert alike((1, 400_000, 1), (1, 800_000, 2), (1, 400_100, 1), (2, 400_000, 1)) == [1, 1, 0, 0]


def test_incomes_are_the_same_to_the_yuan_rounded_half_up() -> None:
    assert alike((1, 399_950, 1), (1, 400_049, 1), (1, 400_050, 1)) == [1, 1, 0]
    assert alike((1, -50, 1), (1, 0, 1), (1, -51, 1)) == [1, 1, 0]


def test_whose_income_or_size_is_unknown_is_like_nobody() -> None:
    assert alike((1, None, 1), (1, 0, 1), (1, 0, None), (1, 0, 0), (1, 0, 3)) == [None, 1, None, None, 1]


def test_nobody_at_all_is_no_mistake() -> None:
    assert neighbours([], [], []).num_rows == 0


# ---- days between, and how many are on record -------------------------------------------------------

BEGAN = day(Level.HOUSEHOLD, "began", "开始", "began")
ENDED = day(Level.HOUSEHOLD, "ended", "结束", "ended")
LASTED = number(Level.HOUSEHOLD, "lasted", "天数", "lasted", unit="day", low=-1000, high=1000)
LISTED = number(Level.HOUSEHOLD, "listed", "登记人数", "listed", unit="person", low=0, high=100)
HOMES = number(Level.VILLAGE, "homes", "登记户数", "homes", unit="household", low=0, high=100)


def test_days_between_two_days_are_counted_backwards_too_and_unknown_with_either() -> None:
    began, ended = [ON, ON, ON, None], [ON + timedelta(days=9), ON, ON - timedelta(days=1), ON]
    table = pa.table({"began": pa.array(began, pa.date32()), "ended": pa.array(ended, pa.date32())})
    pack = replace(MINI, days_between=(DaysBetween(LASTED, BEGAN, ENDED),))

    made = with_derived(pack, {"households": table}, as_of=ON, places=TREE)["households"]

    assert made["lasted"].to_pylist() == [9, 0, -1, None]


def test_rows_on_record_are_counted_whatever_is_declared_and_nobody_is_zero() -> None:
    tables = {
        "persons": persons(),
        "households": pa.table({"household": [1, 2, 3, 4], "village": [111, 121, 121, 121]}),
        "villages": pa.table({"village": [121, 111, 122]}),
    }
    pack = replace(MINI, on_record=(OnRecord(LISTED), OnRecord(HOMES)))

    made = with_derived(pack, tables, as_of=ON, places=TREE)

    assert made["households"]["listed"].to_pylist() == [2, 1, 1, 0]
    assert made["villages"]["homes"].to_pylist() == [3, 1, 0]
