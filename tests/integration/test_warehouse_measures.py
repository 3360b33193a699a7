"""Poverty measures of a run: what others published, what a slow count gives, in one piece, in parts, in every face."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.support.tables import tables_of

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.language import Criterion, Cutoff, Method, Reads, Standard, number, yes_no
from tuopin.engine.records import Record, Value
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.measure import alkire_foster as af
from tuopin.measure import gaps
from tuopin.measure.tally import Bounds, Sizes
from tuopin.snapshot.content import sealed
from tuopin.snapshot.dataset import Dataset, in_memory
from tuopin.snapshot.files import open_snapshot, write_parts
from tuopin.snapshot.parts import cut
from tuopin.standards.global_mpi.criteria import WEIGHTS
from tuopin.standards.pack import Counter, Overview, Pack
from tuopin.standards.pcodes import LABELS, LEVELS, places_of
from tuopin.warehouse.judging import judge
from tuopin.warehouse.measures import index_of
from tuopin.warehouse.run import Run

MPINDEX = Path(__file__).resolve().parents[1] / "data" / "mpindex" / "deprivation_matrix_uncensored.csv"
ON = date(2021, 6, 30)
NOWHERE = Text("", "")
COLUMNS = {code: "year_schooling" if code == "years_of_schooling" else code for code in WEIGHTS}
SIZE = number(Level.HOUSEHOLD, "size", "人口", "people", unit="person/household", low=1, high=60)
DEPRIVED = tuple(yes_no(Level.HOUSEHOLD, code, code, code) for code in WEIGHTS)
CODES = [f"KE/KE{region}/KE{region}01/A{village}" for region in (1, 2) for village in (1, 2)]
TREE = PlaceTree.of({each.id: each for code in CODES for each in places_of(code, {})}.values())
VILLAGES = [places_of(code, {})[-1].id for code in CODES]


def counting(k: Fraction) -> Pack:
    """A pack that asks for the ten answers as they stand in the sample."""
    criteria = tuple(
        Criterion(fact.code, fact.label, fact, "test", NOWHERE, Reads.DEPRIVATION) for fact in DEPRIVED
    )
    index = Standard(
        "counted", Text("计", "counted"), Level.HOUSEHOLD, "test", criteria, Method.WEIGHTED_CUTOFF,
        cutoff=Cutoff(WEIGHTS, k),
    )  # fmt: skip
    overview = Overview(SIZE, (Counter("poor", NOWHERE, index.met),), (), index)
    return Pack(
        code="counted", label=NOWHERE, note=NOWHERE, facts=(SIZE, *DEPRIVED), groups=(), standards=(index,),
        parameters=(), overview=overview, place_levels=LEVELS, place_labels=LABELS, places_of=places_of,
    )  # fmt: skip


def dataset(pack: Pack, homes: Sequence[Record]) -> Dataset:
    tables = tables_of(pack, homes, TREE)
    made = in_memory(pack, as_of=ON, tables=tables, places=TREE.places.values(), content="")
    object.__setattr__(made, "pack", pack)  # a pack of this test is in no list of packs
    return made


def sample() -> list[Record]:
    with MPINDEX.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Record(
            Level.HOUSEHOLD,
            str(at),
            VILLAGES[at % 4],
            {"size": 1, **{code: row[column] == "1" for code, column in COLUMNS.items()}},
        )
        for at, row in enumerate(rows)
    ]


def of_all(run: Run) -> Any:
    (country,) = run.measures("country")
    return country


@pytest.mark.parametrize(
    ("k", "headcount", "adjusted"),
    [
        (Fraction(1, 3), Fraction(25, 66), Fraction(29, 162)),
        (Fraction(1, 2), Fraction(29, 198), Fraction(17, 198)),
    ],
    ids=["a third", "a half"],
)
def test_the_sample_of_mpindex_through_a_whole_run(
    k: Fraction, headcount: Fraction, adjusted: Fraction
) -> None:
    with judge(dataset(counting(k), sample()), on=ON) as run:
        figures = of_all(run).indices["counted"].figures

    assert figures.headcount == Bounds(headcount, headcount)
    assert figures.adjusted == Bounds(adjusted, adjusted)
    assert figures.intensity * headcount == adjusted
    assert sum(each.contribution for each in figures.indicators.values()) == 1


def test_contributions_of_the_sample() -> None:
    """As mpindex gives them, in per cent."""
    with judge(dataset(counting(Fraction(1, 3)), sample()), on=ON) as run:
        found = of_all(run).indices["counted"].figures.indicators

    published = {
        "nutrition": 21.1598745785, "child_mortality": 1.41065830523, "years_of_schooling": 33.8557993256,
        "school_attendance": 20.2194357083, "cooking_fuel": 6.11285269269, "sanitation": 1.72413793896,
        "drinking_water": 0.626959250532, "electricity": 1.4106583137, "housing": 2.66457681476,
        "assets": 10.8150470717,
    }  # fmt: skip
    assert {code: round(float(each.contribution) * 100, 5) for code, each in found.items()} == {
        code: round(value, 5) for code, value in published.items()
    }


def test_parts_of_all_poverty_add_up() -> None:
    with judge(dataset(counting(Fraction(1, 3)), sample()), on=ON) as run:
        parts = {level: [each.indices["counted"].part for each in run.measures(level)] for level in LEVELS}

    assert [sum(each) for each in parts.values()] == [1, 1, 1, 1]
    assert len(parts["village"]) == 4


# ---- against a slow count, with unknowns, unknown sizes and weights ----

MPI, BANK = standards.load("global_mpi"), standards.load("world_bank")


def a_home(draw: random.Random, at: int) -> Record:
    facts: dict[str, Value] = {"size": draw.choice([1, 2, 3, 7, None])}
    facts |= {code: draw.choice([True, False, False, None]) for code in WEIGHTS}
    return Record(Level.HOUSEHOLD, f"H{at}", draw.choice(VILLAGES), facts)


def slow_index(pack: Pack, homes: Sequence[Record]) -> af.Counts:
    (standard,) = pack.standards
    households = [
        af.Household({code: home.facts[code] for code in WEIGHTS}, home.facts["size"])  # type: ignore[arg-type, misc]
        for home in homes
    ]
    return af.count(index_of(standard), households)


@pytest.mark.parametrize("seed", range(3))
def test_an_index_equals_a_slow_count(seed: int) -> None:
    draw = random.Random(seed)
    pack, homes = counting(Fraction(1, 3)), [a_home(draw, at) for at in range(60)]

    with judge(dataset(pack, homes), on=ON) as run:
        found = {each.place.id: each.indices["counted"].counts for each in run.measures()}

    for village in VILLAGES:
        assert found[village] == slow_index(pack, [home for home in homes if home.place == village])
    assert found[TREE.chain(VILLAGES[0])[-1].id] == slow_index(pack, homes)


def a_welfare(draw: random.Random, at: int) -> Record:
    size = draw.choice([1, 2, 3, 8, 60, None])
    line = 4_650_640  # hundredths, of Kenya in 2021
    welfare = draw.choice([0, line - 1, line, line + 1, 3 * line - 1, 8 * line, 60 * line, None])
    weight = draw.choice([10_000, 12_345_678, None])
    return Record(
        Level.HOUSEHOLD, f"H{at}", draw.choice(VILLAGES), {"size": size, "welfare": welfare, "weight": weight}
    )


def slow_line(homes: Sequence[Record]) -> gaps.Counts:
    households = [
        gaps.Household(home.facts["welfare"], home.facts["size"], 4_650_640, home.facts["weight"])  # type: ignore[arg-type]
        for home in homes
        if home.facts["weight"] is not None
    ]
    return gaps.count(households, Sizes(1, 60))


@pytest.mark.parametrize("seed", range(3))
def test_a_line_equals_a_slow_count(seed: int) -> None:
    draw = random.Random(seed)
    homes = [a_welfare(draw, at) for at in range(80)]

    with judge(dataset(BANK, homes), on=ON) as run:
        found = {each.place.id: each for each in run.measures()}

    for village in VILLAGES:
        inside = [home for home in homes if home.place == village]
        assert found[village].lines["extreme"].counts == slow_line(inside)
        assert found[village].unweighted == sum(home.facts["weight"] is None for home in inside)
    assert found[TREE.chain(VILLAGES[0])[-1].id].lines["extreme"].counts == slow_line(homes)


def test_where_nobody_has_a_weight_every_household_counts_once() -> None:
    homes = [
        Record(Level.HOUSEHOLD, "H1", VILLAGES[0], {"size": 4, "welfare": 0}),
        Record(Level.HOUSEHOLD, "H2", VILLAGES[0], {"size": 1, "welfare": 4_650_640}),
    ]

    with judge(dataset(BANK, homes), on=ON) as run:
        figures = of_all(run).lines["extreme"].figures
        assert of_all(run).unweighted == 0

    assert figures.headcount.settled == figures.gap.settled == figures.severity.settled == Fraction(4, 5)


def test_lines_that_differ_by_place_are_each_divided_by_their_own() -> None:
    codes = ("KE/1/1/1", "BD/1/1/1")
    tree = PlaceTree.of({each.id: each for code in codes for each in places_of(code, {})}.values())
    homes = [
        Record(Level.HOUSEHOLD, code, places_of(code, {})[-1].id, {"size": 1, "welfare": 0}) for code in codes
    ]
    tables = tables_of(BANK, homes, tree)
    both = in_memory(BANK, as_of=ON, tables=tables, places=tree.places.values(), content="")

    with judge(both, on=ON) as run:
        gap = [each.lines["extreme"].figures.gap.settled for each in run.measures("country")]  # type: ignore[union-attr]

    assert gap == [1, 1]


# ---- in parts, and in every face ----


def test_parts_give_the_same_measures(tmp_path: Path) -> None:
    draw = random.Random(5)
    whole = sealed(dataset(BANK, [a_welfare(draw, at) for at in range(60)]))
    whole = replace(whole, tables={name: whole.table(name) for name in whole.tables})
    counties = whole.table("households").sort_by([("county", "ascending"), ("household", "ascending")])
    ordered = replace(whole, tables={**whole.tables, "households": counties})
    write_parts(cut(ordered, households=40), tmp_path / "parts")
    opened = open_snapshot(tmp_path / "parts")
    assert len(opened.parts) == 2

    with judge(opened, on=ON) as in_parts, judge(ordered, on=ON) as in_one:
        assert in_parts.measures() == in_one.measures()
        assert in_one.measures()


def test_a_run_writes_its_measures(tmp_path: Path) -> None:
    with judge(dataset(counting(Fraction(1, 3)), sample()), on=ON) as run:
        run.write(tmp_path / "out")
        told = [each.as_dict() for each in run.measures()]

    lines = (tmp_path / "out" / "measures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "country,KE,KE,counted,,headcount H,37.879%,37.879%,25/66,25/66" in lines
    assert (tmp_path / "out" / "measures.xlsx").is_file()
    assert told[0]["indices"]["counted"]["adjusted_headcount"] == {"low": "29/162", "high": "29/162"}


def test_what_is_unknown_stands_beside_what_is_known(tmp_path: Path) -> None:
    homes = [
        Record(Level.HOUSEHOLD, "H1", VILLAGES[0], {"size": 1, **dict.fromkeys(WEIGHTS, True)}),
        Record(Level.HOUSEHOLD, "H2", VILLAGES[0], {"size": 1}),
    ]

    with judge(dataset(counting(Fraction(1, 3)), homes), on=ON) as run:
        run.write(tmp_path / "out")

    text = (tmp_path / "out" / "measures.csv").read_text(encoding="utf-8-sig")
    assert "headcount H,50.000%,100.000%,1/2,1" in text


def test_the_verdicts_behind_the_figures_are_those_of_the_law() -> None:
    draw = random.Random(9)
    homes = [a_welfare(draw, at) for at in range(40)]
    reference = Reference(Terms(ON, TREE))
    poor = [home for home in homes if reference.judge(BANK.by_code["extreme"], home).overall is Verdict.MET]

    with judge(dataset(BANK, homes), on=ON) as run:
        counts = of_all(run).lines["extreme"].counts

    weighed = sum(home.facts["weight"] or 0 for home in poor if home.facts["size"] is None)  # type: ignore[misc]
    assert counts.poor.unsized == weighed
