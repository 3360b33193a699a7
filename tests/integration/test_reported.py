"""The figures a report quotes: gross and net apart, by any day up to that of the data, unknown where nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from tests.support.cities import city
from tests.support.small_county import ON, PACK, VILLAGES, Rows, places
from tests.unit.test_snapshot_decisions import (
    CLEARED,
    EXITED,
    GONE,
    MONITORED,
    REGISTERED,
    RENEWED,
    RETURNED,
    STRUCK_OFF,
    Decision,
    of_one,
)

from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.decisions import decisions_of
from tuopin.standards.cn.facts import village
from tuopin.standards.pack import Listed
from tuopin.warehouse.decided import decided_by_place
from tuopin.warehouse.figures import Tally
from tuopin.warehouse.judging import judge
from tuopin.warehouse.listed import LeftTally, listed_by_place
from tuopin.warehouse.register import Standing
from tuopin.warehouse.reported import Figure, Report, report
from tuopin.warehouse.reported_sentences import sentences

TREE = PlaceTree.of(places())
PROVINCE = 98
LATE = date(2024, 6, 30)


def decided(*histories: tuple[Decision, ...], on: date = LATE, people: int | None = 3) -> Mapping[str, Tally]:
    """What households with these histories, a decision a year from 2014, add up to in the province."""
    rows = [of_one(*history).set_column(0, "household", pa.array([number] * len(history)))
            for number, history in enumerate(histories)]  # fmt: skip
    table = pa.concat_tables(rows)
    table = table.append_column("people", pa.array([people] * table.num_rows, pa.int16()))
    table = table.append_column("group", pa.array([1] * table.num_rows, pa.int16()))
    return decided_by_place(table, on, TREE, {1: "one", 2: "two"})[PROVINCE]


def test_gross_counts_every_exit_and_net_only_those_that_last() -> None:
    found = decided(
        (REGISTERED, EXITED),
        (REGISTERED, EXITED, RETURNED),
        (REGISTERED, EXITED, RETURNED, EXITED),
        (REGISTERED, EXITED, STRUCK_OFF),
        (REGISTERED, EXITED, GONE),
        (REGISTERED,),
    )

    assert found["exited.gross"] == Tally(6, 18, 0)
    assert found["exited.net"] == Tally(2, 6, 0)
    assert [found[f"exited_since.{why}"].households for why in ("on_list_again", "struck_off", "gone")] == [
        1,
        1,
        1,
    ]
    assert found["poor.net"].households == 2
    assert (found["returned.gross"].households, found["returned.net"].households) == (2, 1)


def test_only_what_was_decided_by_the_day_counts() -> None:
    history = (REGISTERED, EXITED, RETURNED, EXITED)

    net = [decided(history, on=date(year, 12, 31)).get("exited.net") for year in (2014, 2015, 2016, 2017)]

    assert net == [None, Tally(1, 3, 0), None, Tally(1, 3, 0)]


def test_a_cleared_risk_that_is_back_is_cleared_no_more() -> None:
    found = decided(
        (MONITORED, CLEARED), (MONITORED, CLEARED, RENEWED), (MONITORED,), (MONITORED, CLEARED, GONE)
    )

    assert found["monitored.gross"].households == 4
    assert found["monitored.net"].households == 2
    assert (found["cleared.gross"].households, found["cleared.net"].households) == (3, 1)
    assert found["cleared.net.one"] == found["cleared.net"]
    assert "cleared.net.two" not in found


def test_households_of_unknown_size_are_told_apart() -> None:
    assert decided((REGISTERED, EXITED), people=None)["exited.net"] == Tally(1, 0, 1)


# ---- a whole city ----


def figures_of(found: Report, code: str) -> Mapping[str, Figure]:
    return next(figures for place, figures in found.places if place.code == code)


def households(figures: Mapping[str, Figure], key: str) -> object:
    what, kind = key.split(".")
    return figures[f"{what}.households.{kind}"].value


@pytest.mark.parametrize("day", [date(2018, 6, 30), date(2020, 6, 30), LATE])
def test_the_net_figures_are_where_the_facts_say_households_stand(day: date) -> None:
    made = city(3_000, on=day)
    standing = Counter(judge(made.dataset, on=day).findings[Level.HOUSEHOLD]["standing"].to_pylist())

    figures = figures_of(report(made.dataset, on=day), "9901")

    assert households(figures, "exited.net") == standing[Standing.EXITED]
    assert households(figures, "poor.net") == standing[Standing.POOR] + standing[Standing.RETURNED]
    assert households(figures, "struck_off.net") == standing[Standing.STRUCK_OFF]


def test_an_earlier_day_of_later_data_says_what_the_data_of_that_day_say() -> None:
    day = date(2018, 6, 30)
    then, later = report(city(3_000, on=day).dataset, on=day), report(city(3_000, on=LATE).dataset, on=day)

    for (place, figures), (_, again) in zip(then.places, later.places, strict=True):
        for key, figure in figures.items():
            if figure.query in ("decisions", "listed") and not key.startswith("villages."):
                assert again[key].value == figure.value, (place.code, key)
    assert (
        figures_of(later, "9901")["villages.exited"].value
        == figures_of(then, "9901")["villages.exited"].value
    )


def test_gross_is_net_and_what_became_of_the_others() -> None:
    made = city(20_000, on=LATE)
    table = decisions_of(made.dataset)
    assert table is not None
    exits = Counter(
        number for number, what in zip(table["household"].to_pylist(), table["decision"].to_pylist(), strict=True)
        if what == EXITED
    )  # fmt: skip

    found = figures_of(report(made.dataset, on=LATE), "9901")

    since = sum(households(found, f"exited_since.{why}") for why in ("on_list_again", "struck_off", "gone"))  # type: ignore[misc]
    assert households(found, "exited.gross") == exits.total()
    assert households(found, "exited.net") == len(exits) - since


def test_places_add_up() -> None:
    found = report(city(3_000, on=LATE).dataset, on=LATE)
    top = figures_of(found, "99")
    keys = [key for key, figure in top.items() if figure.query == "decisions" or key.startswith("villages.")]

    for level in ("city", "county", "township", "village"):
        inside = [figures for place, figures in found.places if place.level == level]
        assert {key: sum(each[key].value for each in inside) for key in keys} == {
            key: top[key].value for key in keys
        }  # type: ignore[misc]
    assert top["monitored.households.gross"].value == sum(
        top[f"monitored.households.gross.{group}"].value
        for group in ("unstable", "marginal", "sudden", "at_risk", "unknown")
    )  # type: ignore[misc]


def test_rates_are_those_of_a_run_of_that_day() -> None:
    made = city(3_000)
    (wanted,) = judge(made.dataset, on=made.on).overview("city")

    found = figures_of(report(made.dataset, on=made.on), "9901")

    for code, rate in wanted.rates.items():
        parts = {
            part: found[f"{code}.{part}"].value
            for part in ("rate", "upper", "numerator", "denominator", "coverage")
        }
        assert parts == {part: getattr(rate, part) for part in parts}
        assert isinstance(parts["rate"], Fraction)


# ---- what the data cannot answer ----


def without_decisions(dataset: Dataset) -> Dataset:
    return replace(
        dataset, tables={name: table for name, table in dataset.tables.items() if name != "decisions"}
    )


def test_without_decisions_the_facts_of_the_day_answer_what_they_can_and_the_rest_is_unknown() -> None:
    made = city(3_000)
    known, bare = (
        figures_of(report(dataset, on=made.on), "9901")
        for dataset in (made.dataset, without_decisions(made.dataset))
    )

    for key in ("exited.households.net", "poor.households.net"):
        assert bare[key].value == known[key].value
        assert bare[key].query == "register"
    gross = bare["exited.households.gross"]
    assert gross.value is None
    assert gross.why is not None
    assert "no register of decisions" in gross.why.en
    assert all(figure.value != 0 for key, figure in bare.items() if "gross" in key)


def test_on_an_earlier_day_what_rests_on_facts_is_unknown_with_the_reason() -> None:
    made = city(3_000)
    found = figures_of(report(without_decisions(made.dataset), on=date(2019, 12, 31)), "9901")

    for key in ("registered_incidence.rate", "exited.households.net", "poor.people.net"):
        assert found[key].value is None
        assert found[key].why is not None
        assert "2020-06-30" in found[key].why.en
    assert found["villages.listed"].value is not None


def test_a_day_after_the_data_is_refused() -> None:
    with pytest.raises(RefusedByRule) as refused:
        report(city(150).dataset, on=date(2020, 7, 1))
    assert refused.value.code == "figures_after_data"


def test_an_impossible_history_is_refused() -> None:
    made = city(150)
    rows = of_one(EXITED).set_column(
        1, "village", pa.array([next(made.dataset.places.at_level("village")).id])
    )

    with pytest.raises(BadInput) as refused:
        report(replace(made.dataset, tables={**made.dataset.tables, "decisions": rows}), on=made.on)
    assert refused.value.code == "decisions_impossible"


# ---- places that left the list ----

POOR, OTHER = 1, 2
LISTED = Listed("villages", PACK.label, PACK.label, village.kind.is_one_of("poor", "deep"), village.exited_on)


@pytest.mark.parametrize(
    ("kind", "left_on", "tally"),
    [
        (POOR, date(2019, 1, 1), LeftTally(all_=1, left=1)),
        (POOR, ON, LeftTally(all_=1, left=1)),
        (POOR, date(2020, 7, 1), LeftTally(all_=1)),
        (POOR, None, LeftTally(all_=1, may_have_left=1)),
        (None, date(2019, 1, 1), LeftTally(may_be_listed=1, may_have_left=1)),
        (None, date(2020, 7, 1), LeftTally(may_be_listed=1)),
        (OTHER, date(2019, 1, 1), LeftTally()),
        (OTHER, None, LeftTally()),
    ],
)
def test_when_a_village_left_the_list(kind: int | None, left_on: date | None, tally: LeftTally) -> None:
    rows = Rows(VILLAGES[:1])
    rows.village(VILLAGES[0], kind=kind, exited_on=left_on)

    found = listed_by_place(rows.dataset(), LISTED, ON)

    assert found.by_place[int(VILLAGES[0])] == found.by_place[PROVINCE] == tally


def test_a_village_without_a_row_may_be_on_the_list() -> None:
    found = listed_by_place(Rows(VILLAGES[:2]).dataset(), LISTED, ON)

    assert found.by_place[PROVINCE] == LeftTally(may_be_listed=2, may_have_left=2)


# ---- in words, and for a slot ----


def test_the_sentence_says_all_only_when_all_are_known() -> None:
    made = city(20_000, on=LATE)
    found = report(made.dataset, on=LATE)
    ((place, figures),) = found.at(["city"])
    exited = figures["villages.exited"]

    assert "个贫困村全部出列" in sentences(found, place, figures, "zh")
    fewer = {**figures, "villages.exited": replace(exited, value=14, more=1)}
    assert "15个贫困村中14个出列（另有1待核实）" in sentences(found, place, fewer, "zh")
    assert "14 of 15 poor villages struck off the list (1 more unknown)" in sentences(
        found, place, fewer, "en"
    )
    nobody = {
        **figures,
        "registered_incidence.rate": replace(figures["registered_incidence.rate"], value=None),
    }
    assert "贫困发生率（在册）待核实" in sentences(found, place, nobody, "zh")


def test_every_figure_carries_what_it_takes_to_compute_it_again() -> None:
    made = city(3_000)
    found = report(made.dataset, on=made.on)
    ((place, figures),) = found.at(["city"])

    told = found.figure_as_dict(place, figures["fact_based_rate.rate"])

    certificate = told["certificate"]
    assert told["key"] == "fact_based_rate.rate"
    assert certificate["input"]["content"] == made.dataset.content
    assert certificate["pack"]["code"] == "cn"
    assert len(certificate["pack"]["version"]) == 64
    assert certificate["parameters"]["income_line"]["values"][0]["value"] == "4000"
    assert (certificate["on"], certificate["query"], told["place"]) == ("2020-06-30", "overview", "9901")
