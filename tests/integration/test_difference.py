"""What changed between two days is what was planted, wherever households stand in the files and whatever is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.support.cities import city
from tests.support.small_county import ON, VILLAGES, Rows, invented

from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput, Damaged, RefusedByRule
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.changes import ABSENT, THERE, Changes
from tuopin.warehouse.difference import Difference, difference
from tuopin.warehouse.figures import Tally
from tuopin.warehouse.judging import judge
from tuopin.warehouse.matching import clusters
from tuopin.warehouse.register import STANDING
from tuopin.warehouse.sides import Part, Side, side_of_folder, side_of_run
from tuopin.warehouse.ways import ways_of, went

MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = (verdict.value for verdict in Verdict)
H, V = Level.HOUSEHOLD, Level.VILLAGE
POOR, PROPOSED, EXITED, RETURNED, STRUCK_OFF = range(1, 6)
FINE: Mapping[str, Any] = {
    "size": 2, "net_income": 900_000, "housing_grade": 1, "dwelling": 1, "registered": True, "poverty_status": POOR,
    "members": [{"resident_insurance": True}] * 2,
}  # fmt: skip


def side(*households: Mapping[str, Any] | None) -> Side:
    """A household each, in the first village unless it names another; None leaves one out, codes stay."""
    rows = Rows()
    for village in VILLAGES:
        rows.village(village, population=100, households=1, paved_road=True)
    for number, facts in enumerate(households, start=1):
        if facts is not None:
            told = {**FINE, **facts}
            rows.household(told.pop("village", VILLAGES[0]), **{"code": f"C{number:03d}", **told})
    return side_of_run(judge(rows.dataset(), on=ON))


def went_in(changes: Changes, question: str) -> dict[tuple[int, int], int]:
    return {(move.before, move.after): move.tally.households for move in changes.total.get(question, ())}


def told(found: Difference, question: str) -> dict[str, int]:
    """By the words of the field, how many households went each way."""
    changes = found.changes[H]
    asked = next(each for each in changes.questions if each.code == question)
    numbers = {way.code: went(changes.total.get(question, ()), way).households for way in ways_of(asked)}
    return {code: number for code, number in numbers.items() if number}


def codes(found: Difference) -> set[str]:
    return {code for keys, _ in found.rows(H) for code in keys["code"].to_pylist()}


# ---- what was planted ----


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        ({}, {"poverty_status": EXITED}, "exited"),
        ({"poverty_status": PROPOSED}, {"poverty_status": EXITED}, "exited"),
        ({"poverty_status": RETURNED}, {"poverty_status": EXITED}, "exited"),
        ({"poverty_status": EXITED}, {"poverty_status": RETURNED}, "returned"),
        ({"poverty_status": EXITED}, {"registered": False, "poverty_status": STRUCK_OFF}, "struck_off"),
        ({"registered": False, "poverty_status": None}, {}, "registered"),
        ({"poverty_status": EXITED}, {"registered": False, "poverty_status": None}, "off_the_list"),
        ({}, {"poverty_status": None}, "now_unknown"),
        ({"poverty_status": None}, {"poverty_status": EXITED}, "no_longer_unknown"),
    ],
)
def test_where_a_household_stands_now(before: dict[str, Any], after: dict[str, Any], way: str) -> None:
    found = difference(side(before, {}), side(after, {}))

    assert told(found, STANDING) == {way: 1}
    assert codes(found) == {"C001"}


def test_an_unknown_standing_is_never_an_exit() -> None:
    found = difference(
        side({}, {"poverty_status": None}), side({"poverty_status": None}, {"poverty_status": EXITED})
    )

    assert told(found, STANDING) == {"now_unknown": 1, "no_longer_unknown": 1}


def test_gaps_open_and_close_and_what_was_unknown_stands_apart() -> None:
    before = side({}, {"net_income": 100}, {"housing_grade": None}, {"housing_grade": 4}, {})
    after = side({"housing_grade": 4}, {}, {}, {"housing_grade": None}, {})

    found = difference(before, after)

    assert went_in(found.changes[H], "mini_status.housing") == {
        (MET, NOT_MET): 1, (UNKNOWN, MET): 1, (NOT_MET, UNKNOWN): 1,
    }  # fmt: skip
    assert told(found, "mini_status.income") == {"now_yes": 1}
    assert told(found, "poor") == {"now_no": 1}
    assert codes(found) == {"C001", "C002", "C003", "C004"}
    assert {(reason.criteria, reason.move.tally.households) for reason in found.changes[H].reasons["mini_status"]} == {
        ((("housing", NOT_MET),), 1), ((("income", MET),), 1), ((("housing", MET),), 1), ((("housing", UNKNOWN),), 1),
    }  # fmt: skip


def test_new_and_gone_households_are_neither_exits_nor_gaps() -> None:
    found = difference(side({}, {}, None), side(None, {}, {"size": 3}))

    assert told(found, THERE) == {"new": 1, "gone": 1}
    assert went_in(found.changes[H], "mini_status") == {(ABSENT, NOT_MET): 1, (MET, ABSENT): 1}
    assert told(found, STANDING) == {"registered": 1}
    flow = found.flows[98]
    assert (flow.before, flow.after, flow.changed) == (Tally(2, 4, 0), Tally(2, 5, 0), Tally(0, 0, 0))


def test_people_are_those_of_the_later_day() -> None:
    found = difference(side({}), side({"size": 3, "poverty_status": EXITED, "members": FINE["members"]}))

    (move,) = found.changes[H].total[STANDING]
    assert move.tally == Tally(1, 3, 0)


def test_households_are_matched_by_code_wherever_they_stand() -> None:
    before = side({"net_income": 1}, {}, {"net_income": 1}, {})
    after = side({}, {"net_income": 1}, {"net_income": 1}, {})
    shuffled = with_codes(after, {"C001": "C002", "C002": "C001"})

    assert codes(difference(before, after)) == {"C001", "C002"}
    assert codes(difference(before, shuffled)) == set()


def with_codes(side: Side, names: Mapping[str, str]) -> Side:
    table = side.households[0].read(side.households[0].schema.names)
    swapped = pa.array([names.get(code, code) for code in table["code"].to_pylist()])
    at = table.column_names.index("code")
    return replace(side, households=(Part(table.set_column(at, "code", swapped)),))


def test_a_household_in_another_village_keeps_its_history_and_the_move_is_told() -> None:
    other = {"village": VILLAGES[3]}
    found = difference(side({}, {}), side(other, {**other, "poverty_status": EXITED}))

    (move,) = found.moves
    assert (str(move.before), str(move.after), move.tally) == (VILLAGES[0], VILLAGES[3], Tally(2, 4, 0))
    assert move.whole
    assert told(found, THERE) == {}
    assert told(found, STANDING) == {"exited": 1}
    assert [place.code for place, _ in found.changes[H].by_place(found.tree, "county")] == ["980102"]


def test_a_village_that_some_left_is_not_moved_as_a_whole() -> None:
    found = difference(side({}, {}), side({"village": VILLAGES[3]}, {}))

    assert [(move.whole, move.tally.households) for move in found.moves] == [(False, 1)]


def test_a_renamed_place_is_told_and_is_no_move() -> None:
    before, after = side({}), side({})
    place = after.tree.places[int(VILLAGES[0])]
    renamed = replace(
        after.tree, places={**after.tree.places, place.id: replace(place, name=Text("新名村", "New Name"))}
    )

    found = difference(before, replace(after, tree=renamed))

    assert [(code, now.en) for code, _, now in found.renamed] == [(place.id, "New Name")]
    assert found.moves == ()


# ---- laws ----


def sides(seed: int) -> tuple[Side, Side]:
    """Two random states of partly the same households."""
    one, other = invented(households=150, seed=seed), invented(households=160, seed=seed + 100)
    return tuple(side_of_run(judge(rows.dataset(), on=ON)) for rows in (one, other))  # type: ignore[return-value]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_differs_from_itself(seed: int) -> None:
    one, _ = sides(seed)

    found = difference(one, one)

    assert codes(found) == set()
    assert all(not changes.total for changes in found.changes.values())
    assert found.moves == ()
    assert all(flow.changed == Tally(0, 0, 0) and flow.before == flow.after for flow in found.flows.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_backwards_it_is_the_mirror(seed: int) -> None:
    one, other = sides(seed)

    there, back = difference(one, other), difference(other, one)

    for level, changes in there.changes.items():
        mirrored = {
            question: {
                (after, before): number for (before, after), number in went_in(changes, question).items()
            }
            for question in changes.total
        }
        assert mirrored == {
            question: went_in(back.changes[level], question) for question in back.changes[level].total
        }
    assert codes(there) == codes(back)
    assert {place: (flow.after, flow.before) for place, flow in there.flows.items()} == {
        place: (flow.before, flow.after) for place, flow in back.flows.items()
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_places_add_up_and_what_both_say_is_what_rows_say(seed: int) -> None:
    one, other = sides(seed)
    found = difference(one, other)

    for changes in found.changes.values():
        levels = found.after.pack.place_levels
        for level in levels[: levels.index("county") + 1] if changes.level is Level.COUNTY else levels:
            summed: Counter[tuple[str, int, int]] = Counter()
            for _, moves in changes.by_place(found.tree, level):
                summed.update(
                    {(q, m.before, m.after): m.tally.households for q, some in moves.items() for m in some}
                )
            whole = {
                (q, m.before, m.after): m.tally.households for q, some in changes.total.items() for m in some
            }
            assert summed == whole
    assert by_hand(one, other, "mini_status") == went_in(found.changes[H], "mini_status")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_village_has_the_changes_of_its_own_households(seed: int) -> None:
    one, other = sides(seed)
    found = difference(one, other)
    then, now = (
        {
            row["code"]: row
            for row in each.households[0].read(["code", "village", "mini_status__overall"]).to_pylist()
        }
        for each in (one, other)
    )
    wanted: dict[str, Counter[tuple[int, int]]] = {}
    for code in {*then, *now}:
        where = str((now.get(code) or then[code])["village"])
        pair = tuple(side[code]["mini_status__overall"] if code in side else ABSENT for side in (then, now))
        if pair[0] != pair[1]:
            wanted.setdefault(where, Counter())[pair] += 1

    told = {
        place.code: Counter(
            {(move.before, move.after): move.tally.households for move in moves["mini_status"]}
        )
        for place, moves in found.changes[H].by_place(found.tree, "village")
        if "mini_status" in moves
    }

    assert len(wanted) > 1
    assert told == wanted


def by_hand(one: Side, other: Side, standard: str) -> dict[tuple[int, int], int]:
    tables = [each.households[0].read(["code", f"{standard}__overall"]).to_pylist() for each in (one, other)]
    then, now = ({row["code"]: row[f"{standard}__overall"] for row in table} for table in tables)
    pairs = Counter((then.get(code, ABSENT), now.get(code, ABSENT)) for code in {*then, *now})
    return {pair: number for pair, number in pairs.items() if pair[0] != pair[1]}


# ---- files, cut and numbered any way ----


def cut(side: Side, *groups: tuple[int, ...]) -> Side:
    """The same findings in a file for each group of counties."""
    table = side.households[0].read(side.households[0].schema.names)
    parts = (table.filter(pc.is_in(table["county"], pa.array(group, pa.int64()))) for group in groups)
    return replace(side, households=tuple(Part(part) for part in parts))


@pytest.mark.parametrize("seed", [1, 2])
def test_how_the_files_are_cut_makes_no_difference(seed: int) -> None:
    one, other = sides(seed)
    pieces = ((970101,), (980101,), (980102,)), ((970101, 980101), (980102,)), ((970101,), (980101, 980102))

    whole = difference(one, other)

    for before in pieces:
        for after in pieces:
            found = difference(cut(one, *before), cut(other, *after))
            assert {q: went_in(found.changes[H], q) for q in whole.changes[H].total} == {
                q: went_in(whole.changes[H], q) for q in whole.changes[H].total
            }
            assert (found.flows, found.moves) == (whole.flows, whole.moves)


def test_files_with_counties_in_common_go_together_and_each_county_goes_once() -> None:
    one, other = sides(1)
    before, after = cut(one, (970101,), (980101,), (980102,)), cut(other, (970101, 980101), (980102,))

    found = clusters(before.households, after.households)

    assert [(len(left), len(right)) for left, right in found] == [(2, 1), (1, 1)]


@pytest.mark.parametrize("seed", [1, 2])
def test_criteria_are_compared_by_code_and_not_by_bit(seed: int) -> None:
    one, other = sides(seed)

    found, turned = difference(one, other), difference(one, renumbered(other, "mini_status"))

    assert {q: went_in(turned.changes[H], q) for q in found.changes[H].total} == {
        q: went_in(found.changes[H], q) for q in found.changes[H].total
    }


def renumbered(side: Side, standard: str) -> Side:
    """The same findings with the bits of a standard the other way round, as another version might have them."""
    asked = side.standards[standard]
    turned = dict(zip(asked.bits, reversed(asked.bits.values()), strict=True))
    table = side.households[0].read(side.households[0].schema.names)
    for state in ("met", "not_met", "unknown", "not_applicable"):
        name = f"{standard}__{state}"
        masks = [
            sum(turned[code] for code, bit in asked.bits.items() if mask & bit)
            for mask in table[name].to_pylist()
        ]
        table = table.set_column(table.column_names.index(name), name, pa.array(masks, pa.int64()))
    standards = {**side.standards, standard: replace(asked, bits=turned)}
    return replace(side, standards=standards, households=(Part(table),))


def test_a_criterion_only_one_version_has_is_absent_in_the_other() -> None:
    before, after = side({}), side({"net_income": 1})
    asked = before.standards["mini_status"]
    fewer = {code: bit for code, bit in asked.bits.items() if code != "medical"}
    old = replace(before, standards={**before.standards, "mini_status": replace(asked, bits=fewer)})

    found = difference(old, after)

    assert went_in(found.changes[H], "mini_status.medical") == {(ABSENT, MET): 1}
    assert went_in(found.changes[H], "mini_status.income") == {(MET, NOT_MET): 1}


def test_folders_of_results_say_what_the_runs_say(tmp_path: Path) -> None:
    days = (date(2019, 12, 31), date(2020, 6, 30))
    runs = [judge(city(3_000, on=day).dataset, on=day) for day in days]
    folders = [run.write(tmp_path / str(day), workbook=False) for run, day in zip(runs, days, strict=True)]

    found = difference(*(side_of_folder(folder) for folder in folders))
    wanted = difference(*(side_of_run(run) for run in runs))

    assert wanted.changes[H].total[STANDING]
    assert {level: changes.total for level, changes in found.changes.items()} == {
        level: changes.total for level, changes in wanted.changes.items()
    }
    assert found.flows == wanted.flows


# ---- refusals ----


def test_two_packs_are_not_compared() -> None:
    one = side({})
    other = replace(one, pack=replace(one.pack, code="other"))

    with pytest.raises(RefusedByRule) as refused:
        difference(one, other)
    assert refused.value.code == "difference_packs"


def test_a_standard_only_one_side_was_judged_by_is_not_compared() -> None:
    one = side({})
    less = replace(one, standards={code: each for code, each in one.standards.items() if code != "mini_exit"})

    assert difference(one, less).left_out == ("mini_exit",)
    with pytest.raises(RefusedByRule) as refused:
        difference(one, less, standard="mini/mini_exit")
    assert refused.value.code == "difference_no_standard"


def test_a_folder_that_is_none_or_damaged_is_refused(tmp_path: Path) -> None:
    made = city(150)
    folder = judge(made.dataset, on=made.on).write(tmp_path / "run", workbook=False)

    with pytest.raises(BadInput) as none:
        side_of_folder(tmp_path)
    with pytest.raises(BadInput) as another:
        side_of_folder(folder, on=date(2019, 1, 1))
    (folder / "findings_households.parquet").unlink()
    with pytest.raises(Damaged) as damaged:
        side_of_folder(folder)

    assert [each.value.code for each in (none, another, damaged)] == [
        "run_folder",
        "run_of_another_day",
        "findings_damaged",
    ]
