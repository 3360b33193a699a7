"""What if a number were another: exactly those move whom judging twice would move, and everybody adds up."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from tests.support.cities import city
from tests.support.small_county import ON, VILLAGES, Rows, invented

from tuopin.engine.kinds import Level
from tuopin.engine.substitute import SUFFIX
from tuopin.kernel.errors import BadInput, NotFound, RefusedByRule
from tuopin.kernel.verdict import Verdict
from tuopin.snapshot.dataset import Dataset
from tuopin.warehouse.changes import STATES, Changes, moved
from tuopin.warehouse.figures import Tally
from tuopin.warehouse.judging import judge
from tuopin.warehouse.whatif import WhatIf, whatif

MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = (verdict.value for verdict in Verdict)
H, V = Level.HOUSEHOLD, Level.VILLAGE
ONE_LINE = date(2019, 6, 30)
"""A day on which the line is 2,800 yuan everywhere."""
SAFE = {"housing_grade": 1, "dwelling": 1, "members": [{"resident_insurance": True}] * 2, "size": 2}


def county() -> Rows:
    """Six households of two people around a line of 4,000 yuan, or 4,200 in the second county."""
    rows = Rows()
    for village in VILLAGES:
        rows.village(village, population=100, households=1, paved_road=True)
    first, second = VILLAGES[0], VILLAGES[3]
    rows.household(first, net_income=700_000, **SAFE)
    rows.household(first, net_income=800_000, **SAFE)
    rows.household(first, net_income=850_000, **SAFE)
    rows.household(first, net_income=None, **SAFE)
    rows.household(second, net_income=820_000, **SAFE)
    rows.household(second, net_income=850_000, **{**SAFE, "housing_grade": None})
    return rows


def asked(line: str, rows: Rows | None = None, **more: str) -> WhatIf:
    return whatif((rows or county()).dataset(), on=ON, values={"income_line": line}, **more)


def went(changes: Changes, question: str) -> dict[tuple[int, int], int]:
    return {(move.before, move.after): move.tally.households for move in changes.total.get(question, ())}


def codes(found: WhatIf) -> list[str]:
    return [code for table, _ in found.rows(H) for code in table["code"].to_pylist()]


def test_a_higher_line_takes_in_those_between_and_those_exactly_on_it_stay() -> None:
    found = asked("4250")

    assert codes(found) == ["H00002"]
    assert went(found.changes[H], "mini_status.income") == {(MET, NOT_MET): 1}
    assert went(found.changes[H], "poor") == {(NOT_MET, MET): 1}


def test_one_line_everywhere_replaces_the_local_ones() -> None:
    found = asked("4100")

    assert codes(found) == ["H00002", "H00005"]
    assert went(found.changes[H], "mini_status.income") == {(MET, NOT_MET): 1, (NOT_MET, MET): 1}
    by_county = dict(found.changes[H].by_place(found.judged.dataset.places, "county"))
    assert {
        place.code: {(move.before, move.after) for move in moves["mini_status.income"]}
        for place, moves in by_county.items()
    } == {"980101": {(MET, NOT_MET)}, "980102": {(NOT_MET, MET)}}


def test_an_unknown_verdict_may_become_settled_and_is_told_apart() -> None:
    found = asked("4500")

    assert went(found.changes[H], "mini_status") == {(MET, NOT_MET): 2, (UNKNOWN, NOT_MET): 1}


def test_people_are_counted_with_their_households() -> None:
    rows = county()
    rows.household(VILLAGES[0], net_income=1_260_000, **{**SAFE, "size": 3})

    found = asked("4250", rows)

    assert moved(found.changes[H].total["mini_status.income"]) == Tally(households=2, people=5, unsized=0)


def test_the_criteria_that_changed_are_the_reason() -> None:
    reasons = asked("4250").changes[H].reasons["mini_status"]

    assert [(each.criteria, each.move.tally.households) for each in reasons] == [((("income", NOT_MET),), 1)]


def test_what_the_line_costs_is_told_for_both_worlds_with_unknown_incomes_apart() -> None:
    found = asked("4250")
    (province,) = (each for each in found.overview("province") if each.place.code == "98")

    before, after = province.costs["income_gap"], province.costs[f"income_gap{SUFFIX}"]

    assert (before.amount, before.below) == (120_000, Tally(2, 4, 0))
    assert (after.amount, after.below) == (150_000 + 50_000 + 30_000, Tally(3, 6, 0))
    assert before.unknown == after.unknown == Tally(1, 2, 0)


def test_rates_are_told_for_both_worlds() -> None:
    found = asked("4250")
    first = next(each for each in found.overview("village") if each.place.code == VILLAGES[0])

    assert first.rates["fact_rate"].numerator == 2
    assert first.rates[f"fact_rate{SUFFIX}"].numerator == 4
    assert "registered_rate" not in first.rates


def test_standards_that_do_not_use_it_are_not_judged() -> None:
    found = whatif(county().dataset(), on=ON, values={"incidence_limit": "0.5"})

    assert [before.code for before, _ in found.pairs] == ["mini_village"]
    assert found.levels == (V,)


def test_villages_change_with_their_households() -> None:
    found = asked("4250", invented())

    assert {before.code for before, _ in found.pairs} == {"mini_status", "mini_exit", "mini_village"}
    assert {"mini_village", "mini_village.incidence"} >= set(found.changes[V].total)


def test_one_standard_alone_is_looked_at() -> None:
    found = asked("4250", standard="mini/mini_exit")

    assert [before.code for before, _ in found.pairs] == ["mini_exit"]
    assert {question.standard for question in found.questions(H) if question.standard} == {"mini_exit"}


# ---- a variant ----


def test_a_variant_stands_for_a_standard() -> None:
    made = city()
    found = whatif(made.dataset, on=made.on, standard="cn/village_exit", variant="village_exit_services")
    run = judge(made.dataset, on=made.on)
    both = run.findings[V]

    pairs = zip(
        both["village_exit__overall"].to_pylist(),
        both["village_exit_services__overall"].to_pylist(),
        strict=True,
    )
    wanted = Counter(pair for pair in pairs if pair[0] != pair[1])

    assert wanted
    assert went(found.changes[V], "village_exit") == dict(wanted)
    assert {
        criterion for each in found.changes[V].reasons["village_exit"] for criterion, _ in each.criteria
    } <= {each.code for each in made.pack.standard("village_exit_services").criteria[1:]}


# ---- against judging twice ----


def judged_twice(dataset: Dataset, line: str) -> set[str]:
    """Households of whom two whole runs do not say the same."""
    one, other = (
        judge(dataset, on=ON, overrides=values).findings[H] for values in ({}, {"income_line": Decimal(line)})
    )
    columns = [f"{standard}__{state}" for standard in ("mini_status", "mini_exit") for state in STATES]
    rows = zip(*(run.select(["code", *columns]).to_pylist() for run in (one, other)), strict=True)
    return {before["code"] for before, after in rows if before != after}


@pytest.mark.parametrize("line", ["0", "2800", "4000", "4000.01", "4200", "100000"])
def test_exactly_those_move_whom_judging_twice_moves(line: str) -> None:
    dataset = invented(households=120, seed=len(line)).dataset()

    with whatif(dataset, on=ON, values={"income_line": line}) as found:
        assert set(codes(found)) == judged_twice(dataset, line)
        for changes in found.changes.values():
            for question in changes.questions:
                assert by_place(found, changes, question.code) == whole(changes, question.code)


def by_place(found: WhatIf, changes: Changes, question: str) -> list[Counter[tuple[int, int]]]:
    """Moves added up over the places of each level."""
    levels = found.judged.scope.pack.place_levels
    return [
        sum(
            (Counter({(move.before, move.after): move.tally.households}) for _, moves in
             changes.by_place(found.judged.dataset.places, level) for move in moves.get(question, ())),
            Counter(),
        )
        for level in levels
    ]  # fmt: skip


def whole(changes: Changes, question: str) -> list[Counter[tuple[int, int]]]:
    return [Counter(went(changes, question))] * 5


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_value_moves_nobody(seed: int) -> None:
    dataset = invented(households=120, seed=seed).dataset()

    with whatif(dataset, on=ONE_LINE, values={"income_line": "2800"}) as same:
        assert codes(same) == []
        assert all(not changes.total for changes in same.changes.values())


@pytest.mark.parametrize("line", ["2800.01", "4000", "4200.01", "31000"])
def test_raising_the_line_never_lets_a_poor_household_leave(line: str) -> None:
    dataset = invented(households=120, seed=3).dataset()

    with whatif(dataset, on=ONE_LINE, values={"income_line": line}) as found:
        for question in ("mini_status", "mini_status.income", "mini_exit", "mini_exit.income"):
            moves = went(found.changes[H], question)
            assert all(before != NOT_MET and after != MET for before, after in moves)
        assert moved(found.changes[H].total.get("poor", ()), before=[MET]) == Tally(0, 0, 0)
        (province, *_) = found.overview("province")
        assert province.costs[f"income_gap{SUFFIX}"].amount >= province.costs["income_gap"].amount


# ---- refusals ----


def test_nothing_supposed_is_refused() -> None:
    with pytest.raises(BadInput, match="Nothing is supposed"):
        whatif(county().dataset(), on=ON)


def test_what_touches_no_standard_in_force_is_refused() -> None:
    with pytest.raises(RefusedByRule, match="none of the standards judged") as refused:
        asked("4250", standard="mini/mini_county")
    assert refused.value.code == "what_if_touches_nothing"


def test_a_parameter_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotFound, match="no parameter 'line'"):
        whatif(county().dataset(), on=ON, values={"line": "1"})


def test_a_variant_needs_to_know_of_what() -> None:
    with pytest.raises(BadInput) as refused:
        whatif(county().dataset(), on=ON, variant="mini_exit")
    assert refused.value.code == "variant_of_what"


def test_a_variant_of_another_level_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        whatif(county().dataset(), on=ON, standard="mini/mini_status", variant="mini_village")
    assert refused.value.code == "variant_level"
