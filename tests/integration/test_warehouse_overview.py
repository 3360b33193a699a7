"""The overview by place against a slow count in Python, and the figures a reader would check by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from tests.support.small_county import ON, PACK, VILLAGES, Rows, invented, places

from tuopin.engine.kinds import Level, Number
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import NotFound
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.figures import PlaceFigures
from tuopin.warehouse.judging import judge
from tuopin.warehouse.overview_files import percent

HERE = VILLAGES[2]  # alone in its township


def slow_overview(rows: Rows, level: str) -> dict[str, dict[str, Any]]:
    """Every figure of every place, counted one household at a time with the reference engine."""
    tree = PlaceTree.of(places())
    reference = Reference(Terms(ON, tree))
    villages: dict[str, list[Record]] = {}
    for village in rows.records().values():
        place = next(place for place in tree.chain(village.place) if place.level == level)
        villages.setdefault(place.code, []).append(village)
    return {code: _slow(reference, inside) for code, inside in villages.items()}


def _slow(reference: Reference, villages: list[Record]) -> dict[str, Any]:
    households = [household for village in villages for household in village.children]
    kind = PACK.overview.people.kind
    assert isinstance(kind, Number)

    def people(those: list[Record], if_unknown: int = 0) -> int:
        sizes = [household.facts.get("size") for household in those]
        return sum(if_unknown if size is None else int(size) for size in sizes)  # type: ignore[arg-type]

    def tally(those: list[Record]) -> dict[str, int]:
        return {
            "households": len(those),
            "people": people(those),
            "of_unknown_size": sum(1 for each in those if each.facts.get("size") is None),
        }

    def total(code: str) -> int | None:
        declared = [village.facts.get(code) for village in villages]
        return None if None in declared else sum(declared)  # type: ignore[arg-type]

    def asked(when: Any, answer: bool | None) -> list[Record]:
        return [each for each in households if reference.yes(when, each) is answer]

    counters = {each.code: each for each in PACK.overview.counters}
    found: dict[str, Any] = {
        "villages": len(villages),
        "listed": tally(households),
        "declared_households": total("households"),
        "counters": {
            code: {"yes": tally(asked(each.when, True)), "unknown": tally(asked(each.when, None))}
            for code, each in counters.items()
        },
        "rates": {},
    }
    for rate in PACK.overview.rates:
        yes, unknown = (asked(counters[rate.counter].when, answer) for answer in (True, None))
        denominator = total("population")
        most = people(yes, kind.high) + people(unknown, kind.high)
        for village in villages if rate.everybody else ():
            most += max(0, (village.facts.get("population") or 0) - people(list(village.children), kind.low))  # type: ignore[operator]
        numerator = people(yes, kind.low)
        found["rates"][rate.code] = {
            "numerator": numerator,
            "denominator": denominator,
            "upper_numerator": most if denominator is None else max(numerator, min(most, denominator)),
            "judged_people": people(households) - people(unknown),
            "villages_not_declaring": sum(1 for each in villages if each.facts.get("population") is None),
        }
    return found


@pytest.mark.parametrize("level", ["village", "township", "county", "city", "province"])
@pytest.mark.parametrize("seed", [1, 5])
def test_every_figure_equals_a_slow_count(level: str, seed: int) -> None:
    rows = invented(seed=seed)

    figures = judge(rows.dataset(), on=ON).overview(level)

    found = {each.place.code: each.as_dict() for each in figures}
    expected = slow_overview(rows, level)
    assert found.keys() == expected.keys()
    for code, slow in expected.items():
        assert {name: found[code][name] for name in slow} == slow


def test_gaps_are_counted_from_the_findings() -> None:
    rows = invented()
    run = judge(rows.dataset(), on=ON)
    status = PACK.overview.gaps_of

    masks = run.findings[Level.HOUSEHOLD].to_pylist()
    whole = run.overview("province")

    for code, bit in status.bits.items():
        assert sum(each.gaps[code].households for each in whole) == sum(
            1 for row in masks if row["mini_status__not_met"] & bit
        )
        assert sum(each.gaps[code].unknown for each in whole) == sum(
            1 for row in masks if row["mini_status__unknown"] & bit
        )


def test_villages_are_counted_by_verdict() -> None:
    run = judge(invented().dataset(), on=ON)

    county = {each.place.code: each.verdicts["mini_village"] for each in run.overview("county")}
    verdicts = run.findings[Level.VILLAGE].to_pylist()

    assert {(code, v): n for code, found in county.items() for v, n in found.items()} == {
        (code, v): sum(
            1 for row in verdicts if str(row["county"]) == code and row["mini_village__overall"] == v.value
        )
        for code in county
        for v in Verdict
    }


def one_village(**village: Any) -> Rows:
    rows = Rows(villages=[HERE])
    rows.village(HERE, **village)
    return rows


def figures_of(rows: Rows) -> PlaceFigures:
    (figures,) = judge(rows.dataset(), on=ON).overview("village")
    return figures


def test_the_denominator_is_what_the_village_declares_never_the_rows() -> None:
    rows = one_village(population=200)
    rows.household(HERE, size=4, net_income=100)
    rows.household(HERE, size=6, net_income=100_000_000)

    rate = figures_of(rows).rates["fact_rate"]

    assert (rate.numerator, rate.denominator, rate.rate) == (4, 200, Fraction(2, 100))
    assert (rate.upper, rate.coverage) == (Fraction(194, 200), Fraction(10, 200))


def test_a_village_that_declares_nothing_has_no_rate_and_neither_have_the_places_above() -> None:
    rows = invented()
    rows.villages[0]["population"], rows.villages[1]["population"] = None, 1000
    run = judge(rows.dataset(), on=ON)

    above = [each for each in run.overview() if VILLAGES[0].startswith(each.place.code)]

    assert len(above) == 5
    assert {each.rates["fact_rate"].rate for each in above} == {None}
    assert all(each.rates["fact_rate"].undeclared >= 1 for each in above)


def test_a_village_without_a_row_of_its_own_declares_nothing() -> None:
    rows = Rows(villages=[HERE])
    rows.household(HERE, size=3)

    figures = figures_of(rows)

    assert (figures.declared_households, figures.undeclared) == (None, 1)
    assert figures.rates["registered_rate"].denominator is None


def test_a_declared_population_of_nobody_has_no_rate() -> None:
    assert figures_of(one_village(population=0)).rates["fact_rate"].rate is None


def test_people_nobody_listed_widen_the_rate_of_facts_and_not_that_of_the_list() -> None:
    rows = one_village(population=100)
    rows.household(HERE, size=10, net_income=100_000_000, registered=True, poverty_status=3)

    rates = figures_of(rows).rates

    assert (rates["fact_rate"].rate, rates["fact_rate"].upper) == (0, Fraction(90, 100))
    assert (rates["registered_rate"].rate, rates["registered_rate"].upper) == (0, 0)


def test_a_surplus_in_one_village_does_not_hide_what_another_lacks() -> None:
    rows = Rows(villages=VILLAGES[:2])
    for code in VILLAGES[:2]:
        rows.village(code, population=100)
    rows.household(VILLAGES[0], size=40, net_income=100_000_000)
    for _ in range(4):
        rows.household(VILLAGES[1], size=40, net_income=100_000_000)

    (township,) = judge(rows.dataset(), on=ON).overview("township")

    assert township.rates["fact_rate"].most == 60


def test_a_household_of_unknown_size_counts_as_the_fewest_and_the_most_it_may_be() -> None:
    rows = one_village(population=1000)
    rows.household(HERE, size=None, registered=True, poverty_status=1)

    figures = figures_of(rows)
    rate = figures.rates["registered_rate"]

    assert (figures.listed.people, figures.listed.unsized) == (0, 1)
    assert (rate.numerator, rate.most) == (1, 40)


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (Fraction(2, 100), "2.000%"),
        (Fraction(1, 3), "33.333%"),
        (Fraction(2, 3), "66.667%"),
        (Fraction(19_999_999, 1_000_000_000), "2.000%"),
        (Fraction(5, 1_000_000), "0.001%"),
        (Fraction(0), "0.000%"),
        (None, None),
    ],
)
def test_percentages_have_three_decimals_and_round_halves_up(
    share: Fraction | None, told: str | None
) -> None:
    assert percent(share) == told


def test_a_level_of_places_nobody_knows_is_refused() -> None:
    with pytest.raises(NotFound) as refused:
        judge(invented(households=6).dataset(), on=ON).overview("region")

    assert refused.value.code == "no_such_place_level"
