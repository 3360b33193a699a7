"""The warehouse gives every subject the verdicts the reference engine gives it, wherever the facts lie."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.support.small_county import ON, PACK, VILLAGES, Rows, invented, places, with_pack

from tuopin.engine.kinds import Level
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import BadInput, Damaged, NotFound, RefusedByRule
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.dataset import Dataset
from tuopin.warehouse import findings
from tuopin.warehouse.judging import judge
from tuopin.warehouse.run import Run

Answers = dict[tuple[int, str], tuple[int, int, int, int, int]]


def answers(run: Run) -> Answers:
    """Masks and overall verdict by subject and standard."""
    found = {}
    for level, table in run.findings.items():
        for row in table.to_pylist():
            for standard in run.judged.scope.at(level):
                columns = findings.columns_of(standard)
                found[row[level.value], standard.code] = tuple(row[name] for name in columns)
    return found


def answers_by_law(rows: Rows, *, on: date = ON, overrides: dict[str, Decimal] | None = None) -> Answers:
    reference = Reference(Terms(on, PlaceTree.of(places()), overrides or {}))
    numbers = {row["code"]: row["household"] for row in rows.households}
    found = {}
    for county in rows.county_records():
        subjects = [(county.place, county), *((village.place, village) for village in county.children)]
        subjects += [(numbers[each.code], each) for village in county.children for each in village.children]
        for key, subject in subjects:
            for standard in PACK.standards[:-1]:
                if standard.level is subject.level:
                    finding = reference.judge(standard, subject)
                    masks = finding.masks
                    assert finding.overall is not None
                    found[key, standard.code] = (
                        masks.met, masks.not_met, masks.unknown, masks.not_applicable, finding.overall.value
                    )  # fmt: skip
    return found


def in_files(rows: Rows, folder: Path, *, pieces: int = 1) -> Dataset:
    """The same rows as Parquet files, each table cut into pieces."""
    memory = rows.dataset()
    files = {}
    for level in Level:
        table = memory.table(level.plural)
        size = -(-table.num_rows // pieces) or 1
        paths = []
        for start in range(0, max(table.num_rows, 1), size):
            path = folder / f"{level.plural}-{start}.parquet"
            pq.write_table(table.slice(start, size), path)
            paths.append(path)
        files[level.plural] = tuple(paths)
    return with_pack(Dataset("mini", memory.as_of, files, memory.places, memory.content))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_subject_gets_the_verdicts_of_the_reference_engine(seed: int) -> None:
    rows = invented(seed=seed)

    run = judge(rows.dataset(), on=ON)

    assert answers(run) == answers_by_law(rows)


def test_facts_in_files_give_the_same_findings_as_facts_in_memory(tmp_path: Path) -> None:
    rows = invented()

    in_memory, filed = judge(rows.dataset(), on=ON), judge(in_files(rows, tmp_path, pieces=3), on=ON)

    assert {level: table.to_pylist() for level, table in filed.findings.items()} == {
        level: table.to_pylist() for level, table in in_memory.findings.items()
    }


def test_a_what_if_changes_the_parameter_everywhere() -> None:
    rows = invented()

    run = judge(rows.dataset(), on=ON, overrides={"income_line": "9000.5"})

    assert answers(run) == answers_by_law(rows, overrides={"income_line": Decimal("9000.5")})
    assert answers(run) != answers_by_law(rows)


def test_the_day_chooses_the_parameters_and_the_standards() -> None:
    rows = invented()

    run = judge(rows.dataset(), on="2018-06-30")

    assert answers(run) == answers_by_law(rows, on=date(2018, 6, 30))
    assert [each.code for each in run.judged.scope.left_out] == ["mini_signals"]


def test_before_the_exit_standard_only_the_status_is_judged_and_counted() -> None:
    run = judge(invented().dataset(), on="2015-06-30")

    assert [each.code for each in run.judged.scope.standards] == ["mini_status"]
    assert [each.code for each in run.judged.scope.overview.counters] == ["poor", "registered"]
    assert run.levels == (Level.HOUSEHOLD,)


def test_one_standard_is_judged_with_those_it_rests_on() -> None:
    rows = invented()
    whole = answers(judge(rows.dataset(), on=ON))

    run = judge(rows.dataset(), on=ON, standard="mini/mini_village")

    assert answers(run).items() <= whole.items()
    assert {code for _, code in answers(run)} >= {"mini_village", "mini_status"}


def test_findings_come_in_order_of_place_and_household() -> None:
    table = judge(invented().dataset(), on=ON).findings[Level.HOUSEHOLD]

    keys = list(
        zip(*(table.column(name).to_pylist() for name in ("county", "village", "household")), strict=True)
    )

    assert keys == sorted(keys)
    assert table.column("code").to_pylist()[0].startswith("H")


def test_nobody_at_all_can_be_judged() -> None:
    run = judge(Rows().dataset(), on=ON)

    assert run.findings[Level.HOUSEHOLD].num_rows == 0
    assert [each.listed.households for each in run.overview("county")] == [0, 0, 0]


def test_a_household_outside_the_list_of_places_is_refused() -> None:
    rows = Rows(villages=VILLAGES[:2])
    rows.household(VILLAGES[5], size=1)

    with pytest.raises(Damaged) as refused:
        judge(rows.dataset(), on=ON)

    assert refused.value.code == "place_unlisted"
    assert VILLAGES[5] in refused.value.text.zh


@pytest.mark.parametrize(
    ("asked", "kind", "code"),
    [
        ({"on": "2020-02-30"}, BadInput, "date"),
        ({"on": "soon"}, BadInput, "date"),
        ({"on": "2013-12-31"}, RefusedByRule, "standard_not_in_force"),
        ({"on": ON, "standard": "mini/mini_signals"}, RefusedByRule, "standard_not_in_force"),
        ({"on": ON, "standard": "cn"}, NotFound, "other_pack"),
        ({"on": ON, "standard": "mini/nothing"}, NotFound, "no_such_standard"),
        ({"on": ON, "overrides": {"nothing": "1"}}, NotFound, "no_such_parameter"),
        ({"on": ON, "overrides": {"income_line": "-1"}}, BadInput, "parameter_value"),
        ({"on": ON, "overrides": {"income_line": "1.001"}}, BadInput, "parameter_value"),
        ({"on": ON, "overrides": {"income_line": "NaN"}}, BadInput, "parameter_value"),
        ({"on": ON, "overrides": {"income_line": "much"}}, BadInput, "parameter_value"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_a_sentence(
    asked: dict[str, object], kind: type[Exception], code: str
) -> None:
    with pytest.raises(kind) as refused:
        judge(invented(households=6).dataset(), **asked)  # type: ignore[arg-type]

    assert refused.value.code == code  # type: ignore[attr-defined]


def test_a_data_file_that_is_gone_is_said_in_a_sentence(tmp_path: Path) -> None:
    dataset = in_files(invented(households=6), tmp_path)
    for path in dataset.tables["households"]:
        Path(str(path)).write_bytes(b"PAR1 and then nothing")

    with pytest.raises(Damaged) as refused:
        judge(dataset, on=ON)

    assert refused.value.code == "data_file_unreadable"
