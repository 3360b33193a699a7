"""Surveys read by a mapping: every column as its fact, in every format; what the mapping does not say is refused."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.support.surveys import (
    HOUSEHOLDS,
    PERSONS,
    Table,
    changed,
    known,
    mapping,
    read_here,
    refusals,
    rows,
    text_of,
)
from tests.support.workbooks import write_csv, write_xlsx

from tuopin.intake.exchange import Outcome
from tuopin.intake.survey import read_microdata
from tuopin.kernel.errors import BadInput
from tuopin.standards.global_mpi.codes import FUEL


def read(
    folder: Path,
    told: dict[str, Any] | None = None,
    *,
    households: Table = HOUSEHOLDS,
    persons: Table = PERSONS,
) -> Outcome:
    write_csv(folder / "households.csv", households)
    write_csv(folder / "persons.csv", persons)
    return read_here(told or mapping(), folder)


def household_facts(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {row["code"]: known(row) for row in rows(outcome, "households")}


def one_fact(folder: Path, fact: str, said: object, column: str, cells: list[object]) -> list[Any]:
    """What a fact of three households becomes from these cells, as its mapping says."""
    table = deepcopy(HOUSEHOLDS)
    for row, cell in zip(table, [column, *cells], strict=True):
        row.append(cell)
    outcome = read(folder, mapping(**{fact: said}), households=table)
    assert outcome.refused == ()
    return [row[fact] for row in rows(outcome, "households")]


def test_every_column_becomes_its_fact(tmp_path: Path) -> None:
    outcome = read(tmp_path)

    assert outcome.refused == ()
    assert household_facts(outcome) == {
        "H1": {"size": 2, "electricity": True, "fuel": FUEL.by_code["lpg"].number, "radio": False, "water_minutes": 10},
        "H2": {"size": 1, "electricity": False, "fuel": FUEL.by_code["wood"].number, "radio": True},
        "H3": {"size": 1, "electricity": True, "radio": True, "water_minutes": 45},
    }  # fmt: skip
    assert [(row["person"], known(row)) for row in rows(outcome, "persons")] == [
        (1, {"age": 39}),
        (2, {"age": 8, "attending_school": True}),
        (1, {"age": 64}),
        (1, {"age": 17, "attending_school": False}),
    ]


def test_places_have_codes_and_names_from_the_top_down(tmp_path: Path) -> None:
    outcome = read(tmp_path)
    places = {row["code"]: row["name_en"] for row in outcome.places.to_pylist()}

    assert places["KE"] == "Kenya"
    assert places["KE/KE047"] == "KE047"
    assert set(places) >= {"KE/KE047/Langata/A12", "KE/KE047/Langata/A13"}
    assert outcome.latest == date(2019, 7, 3)


def test_households_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    forth = read(tmp_path)
    back = read(
        tmp_path, households=[HOUSEHOLDS[0], *HOUSEHOLDS[:0:-1]], persons=[PERSONS[0], *PERSONS[:0:-1]]
    )

    assert {name: table.to_pylist() for name, table in forth.tables.items()} == {
        name: table.to_pylist() for name, table in back.tables.items()
    }


# ---- formats --------------------------------------------------------------------------------------


def as_semicolons(folder: Path) -> None:
    write_csv(folder / "households.csv", HOUSEHOLDS, separator=";")
    write_csv(folder / "persons.csv", PERSONS, separator="\t", encoding="utf-16")


def as_chinese(folder: Path) -> None:
    write_csv(folder / "households.csv", HOUSEHOLDS, encoding="gb18030")
    write_csv(folder / "persons.csv", PERSONS, encoding="utf-8-sig")


def as_parquet(folder: Path) -> None:
    """The end of a file's name says nothing; numbers, texts and days have types of their own."""
    for name, table in (("households.csv", HOUSEHOLDS), ("persons.csv", PERSONS)):
        columns = dict(zip(table[0], zip(*table[1:], strict=True), strict=True))
        typed = {label: [None if cell == "" else cell for cell in cells] for label, cells in columns.items()}
        if "visited" in typed:
            typed["visited"] = [date.fromisoformat(day) for day in typed["visited"]]
        pq.write_table(pa.table(typed), folder / name)


@pytest.mark.parametrize("write", [as_semicolons, as_chinese, as_parquet])
def test_the_same_survey_in_any_format_is_the_same_data(tmp_path: Path, write: Any) -> None:
    expected = read(tmp_path)
    write(tmp_path)

    found = read_here(mapping(), tmp_path)

    assert found.refused == ()
    assert {name: table.to_pylist() for name, table in found.tables.items()} == {
        name: table.to_pylist() for name, table in expected.tables.items()
    }


def test_a_sheet_of_a_workbook_with_titles_above_its_header(tmp_path: Path) -> None:
    expected = read(tmp_path)
    titled = [["Survey of 2019"], [], *HOUSEHOLDS]
    write_xlsx(tmp_path / "survey.xlsx", {"notes": [["nothing"]], "hh": titled, "people": PERSONS})
    told = mapping()
    told["tables"]["households"].update(file="survey.xlsx", sheet="hh", header="3")
    told["tables"]["persons"].update(file="survey.xlsx", sheet="people")

    found = read_here(told, tmp_path)

    assert {name: table.to_pylist() for name, table in found.tables.items()} == {
        name: table.to_pylist() for name, table in expected.tables.items()
    }


def test_an_encoding_nobody_can_guess_may_be_named(tmp_path: Path) -> None:
    table = changed(HOUSEHOLDS, 2, "district", "Cañón")
    told = mapping()
    told["tables"]["households"]["encoding"] = "cp1252"
    write_csv(tmp_path / "households.csv", table, encoding="cp1252")
    write_csv(tmp_path / "persons.csv", PERSONS)

    outcome = read_here(told, tmp_path)

    assert "KE/KE047/Cañón" in outcome.places.column("code").to_pylist()


# ---- meanings of a column ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "said", "cells", "values"),
    [
        ("electricity", {"column": "x"}, [1, 2, ""], [True, False, None]),
        ("electricity", {"column": "x", "yes": "J", "no": "N", "missing": "?"}, ["J", "n", "?"], [True, False, None]),
        ("electricity", {"column": "x", "values": {"0": "no", "1": "yes", "": "no"}}, [0, 1, ""], [False, True, False]),
        ("electricity", {"column": "x", "at_least": "2"}, [1, 2, 2.5], [False, True, True]),
        ("electricity", {"column": "x", "below": "-200", "missing": ["9998"]}, [-201, -200, 9998], [True, False, None]),
        ("electricity", {"column": "x", "is_one_of": ["lamp", "2"]}, ["Lamp", 3, ""], [True, False, None]),
        ("electricity", {"column": "x", "has": ["tv", "car"]}, ["radio tv", "radio", ""], [True, False, None]),
        ("electricity", {"any_of": ["x", {"column": "x", "values": {"1": "unknown", "2": "no", "3": "yes"}}]},
         [1, 2, ""], [True, False, None]),
        ("water_minutes", {"column": "x", "times": "60"}, [0, "1", 2], [0, 60, 120]),
        ("water_minutes", {"column": "x", "times": "1/60", "round": "half_up"}, [29, 30, 90], [0, 1, 2]),
        ("water_minutes", {"column": "x", "no_less_than": "0"}, [-5, 0, 7], [0, 0, 7]),
        ("water_minutes", {"column": "x", "round": "down"}, [29.9, 30, ""], [29, 30, None]),
        ("water_minutes", {"column": "x", "values": {"near": "5", "far": "45"}}, ["near", "FAR", ""], [5, 45, None]),
        ("fuel", "x", ["lpg", "Wood", "木炭"], [2, 8, 7]),
        ("child_died", {"always": "no"}, ["", "", ""], [False, False, False]),
        ("size", {"listed": "persons"}, ["", "", ""], [2, 1, 1]),
    ],
)  # fmt: skip
def test_a_column_means_what_the_mapping_says(
    tmp_path: Path, fact: str, said: object, cells: list[object], values: list[object]
) -> None:
    assert one_fact(tmp_path, fact, said, "x", cells) == values


@pytest.mark.parametrize(
    ("how", "answers", "value"),
    [
        ("any_of", (1, 2), True), ("any_of", (2, 2), False), ("any_of", ("", 1), True), ("any_of", ("", 2), None),
        ("all_of", (1, 2), False), ("all_of", (1, 1), True), ("all_of", ("", 2), False), ("all_of", ("", 1), None),
    ],
)  # fmt: skip
def test_an_unknown_part_leaves_the_whole_unknown_unless_the_others_settle_it(
    tmp_path: Path, how: str, answers: tuple[object, object], value: bool | None
) -> None:
    table = [[*row, cell, other] for row, cell, other in zip(
        HOUSEHOLDS, ["a", *[answers[0]] * 3], ["b", *[answers[1]] * 3], strict=True)]  # fmt: skip
    outcome = read(tmp_path, mapping(electricity={how: ["a", "b"]}), households=table)

    assert [row["electricity"] for row in rows(outcome, "households")] == [value] * 3


def test_counting_needs_every_part(tmp_path: Path) -> None:
    table = [[*row, a, b] for row, a, b in zip(HOUSEHOLDS, ["a", 1, 1, 1], ["b", 1, 2, ""], strict=True)]
    told = mapping(water_minutes={"count": ["a", "b"]})

    assert [row["water_minutes"] for row in rows(read(tmp_path, told, households=table), "households")] == [
        2,
        1,
        None,
    ]


@pytest.mark.parametrize(
    ("born", "visited", "age"),
    [
        ((2010, 7, 2), "2019-07-02", 9),
        ((2010, 7, 3), "2019-07-02", 8),
        ((2000, 2, 29), "2019-02-28", 18),
        ((2000, 2, 29), "2019-03-01", 19),
        ((2010, "", 3), "2019-07-02", None),
    ],
)
def test_ages_are_full_years_on_the_day_of_the_interview(
    tmp_path: Path, born: tuple[object, ...], visited: str, age: int | None
) -> None:
    told = mapping()
    told["tables"]["persons"]["facts"] = {
        "age": {"age": {"born": {"date": {"year": "y", "month": "m", "day": "d"}}}}
    }
    persons = [["hh", "line", "y", "m", "d"], ["H1", 1, *born]]

    outcome = read(tmp_path, told, households=changed(HOUSEHOLDS, 2, "visited", visited), persons=persons)

    assert outcome.refused == ()
    assert [row["age"] for row in rows(outcome, "persons")] == [age]


BIRTHS = [["hh", "dead", "age"], ["H1", 2, ""], ["H1", 1, 3], ["H2", 2, ""], ["H2", "", ""]]


def asking(part: object) -> dict[str, Any]:
    told = mapping(child_died={"any_row": {"of": "births", "is": part}})
    told["tables"]["births"] = {"file": "births.csv", "keys": {"household": "hh"}}
    return told


def test_households_ask_the_rows_of_another_table(tmp_path: Path) -> None:
    write_csv(tmp_path / "births.csv", BIRTHS)

    outcome = read(tmp_path, asking({"all_of": ["dead", {"column": "age", "below": "18"}]}))

    # Of the third no birth is listed; of the second it is unknown whether one child lives.
    assert [row["child_died"] for row in rows(outcome, "households")] == [True, None, False]
    assert [sheet.kind for sheet in outcome.summary.sheets] == ["households", "persons", "births"]


def test_a_refused_row_of_another_table_leaves_its_household_unknown(tmp_path: Path) -> None:
    write_csv(tmp_path / "births.csv", [["hh", "dead"], ["H1", "?"], ["H2", "?"], ["H2", 1], ["H9", 2]])

    outcome = read(tmp_path, asking("dead"))

    assert [row["child_died"] for row in rows(outcome, "households")] == [None, True, False]
    assert [(file, row, code) for file, row, _, code in refusals(outcome)] == [
        ("births.csv", 2, "not_yes_or_no"),
        ("births.csv", 3, "not_yes_or_no"),
        ("births.csv", 5, "no_such_household"),
    ]


def test_a_fact_of_a_household_may_be_that_of_its_head(tmp_path: Path) -> None:
    head = {"of": "persons", "where": {"column": "role", "is_one_of": ["head"]}, "is": "age"}
    persons = [["hh", "line", "age", "role"], ["H1", 1, 39, "head"], ["H1", 2, 70, "mother"], ["H2", 1, 64, ""],
               ["H2", 2, 30, "head"], ["H3", 1, 17, "head"], ["H3", 2, 18, "head"]]  # fmt: skip
    told = mapping(water_minutes={"of_row": head})
    told["tables"]["persons"]["facts"] = {"age": "age"}

    outcome = read(tmp_path, told, persons=persons)

    # Of the second the first row may be the head's; of the third two rows say they are.
    assert [row["water_minutes"] for row in rows(outcome, "households")] == [39, None, None]


def test_rows_of_another_table_are_counted_refused_ones_too(tmp_path: Path) -> None:
    write_csv(tmp_path / "births.csv", BIRTHS)
    told = asking("dead")
    told["tables"]["households"]["facts"]["water_minutes"] = {"listed": "births"}

    assert [row["water_minutes"] for row in rows(read(tmp_path, told), "households")] == [2, 2, 0]


def test_households_may_stand_in_the_file_of_persons(tmp_path: Path) -> None:
    told = mapping(size=None, electricity=None, fuel=None, radio=None, water_minutes=None)
    told["tables"]["households"].update(file="persons.csv", repeated="yes", places={
        "country": {"always": "KE"}, "region": {"always": "1"}, "county": {"always": "1"}, "village": "cluster",
    })  # fmt: skip
    told["tables"]["households"]["keys"] = {"household": "hh"}
    told["tables"]["households"]["facts"] = {"electricity": "power"}
    told["as_of"] = "2019-12-31"
    table = [["hh", "line", "age", "school", "cluster", "power"],
             ["H1", 1, 40, "", "A", 1], ["H1", 2, 8, 1, "A", 1], ["H2", 1, 50, "", "A", 2],
             ["H3", 1, 50, "", "A", 2], ["H3", 2, 50, "", "A", 1]]  # fmt: skip

    write_csv(tmp_path / "persons.csv", table)
    outcome = read_here(told, tmp_path)

    assert household_facts(outcome) == {"H1": {"electricity": True}, "H2": {"electricity": False}}
    assert ("persons.csv", 5, "hh", "household_rows_differ") in refusals(outcome)


# ---- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "row", "column", "cell", "code"),
    [
        ("households", 2, "power", 3, "not_yes_or_no"),
        ("households", 2, "fuel", 4, "value_not_mapped"),
        ("households", 2, "radio", "many", "not_a_number"),
        ("households", 2, "size", 0, "out_of_range"),
        ("households", 2, "size", 1.5, "too_many_decimals"),
        ("households", 2, "visited", "2019-07", "day_missing"),
        ("households", 2, "id", "", "key_blank"),
        ("households", 2, "id", "H2", "household_twice"),
        ("households", 2, "cluster", "", "key_blank"),
        ("households", 2, "cluster", "A/12", "village_code"),
        ("persons", 2, "hh", "H9", "no_such_household"),
        ("persons", 2, "hh", "", "key_blank"),
        ("persons", 3, "line", 1, "person_twice"),
        ("persons", 3, "line", "", "key_blank"),
        ("persons", 3, "age", 131, "out_of_range"),
        ("persons", 3, "school", "x", "not_yes_or_no"),
    ],
)
def test_a_bad_row_is_refused_alone_with_its_place_and_reason(
    tmp_path: Path, table: str, row: int, column: str, cell: object, code: str
) -> None:
    tables: dict[str, Table] = {"households": HOUSEHOLDS, "persons": PERSONS}
    tables[table] = changed(tables[table], row, column, cell)

    outcome = read(tmp_path, **tables)

    found = {(file, line, why) for file, line, _, why in refusals(outcome)}
    at = 3 if code == "household_twice" else row
    assert (f"{table}.csv", at, code) in found
    followers = {
        ("persons.csv", line, why)
        for _, line, why in found
        if why in ("household_refused", "no_such_household")
    }
    assert found - followers == {(f"{table}.csv", at, code)} - followers
    summary = outcome.summary
    assert summary.read == summary.accepted + summary.refused == 7


def test_a_refused_person_leaves_the_household_incomplete(tmp_path: Path) -> None:
    told = mapping(size={"listed": "persons"})

    outcome = read(tmp_path, told, persons=changed(PERSONS, 3, "age", "old"))

    assert (rows(outcome, "households")[0]["size"], outcome.summary.incomplete_households) == (2, 1)


def test_a_birth_after_the_interview_is_refused(tmp_path: Path) -> None:
    told = mapping()
    told["tables"]["persons"]["facts"] = {"age": {"age": {"born": "born"}}}
    persons = [["hh", "line", "born"], ["H1", 1, "2019-07-03"], ["H1", 2, "2019-07-02"]]

    outcome = read(tmp_path, told, persons=persons)

    assert [(row, code) for _, row, _, code in refusals(outcome)] == [(2, "born_after_interview")]
    assert [row["age"] for row in rows(outcome, "persons")] == [0]


def test_a_row_longer_than_its_header_and_one_cut_off_are_refused(tmp_path: Path) -> None:
    read(tmp_path)
    text = (tmp_path / "persons.csv").read_text(encoding="utf-8")
    (tmp_path / "persons.csv").write_text(text.replace("H1,2,8,1", "H1,2,8,1,7") + "H3,2", encoding="utf-8")

    outcome = read_here(mapping(), tmp_path)

    assert {(row, code) for _, row, _, code in refusals(outcome)} == {(3, "row_too_long"), (6, "row_cut_off")}


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        (
            lambda told: told["tables"]["households"]["facts"].update(size="people"),
            "mapping_column",
            "people",
        ),
        (lambda told: told["tables"]["persons"].update(sheet="x", file="book.xlsx"), "mapping_sheet", "x"),
        (lambda told: told["tables"]["persons"].update(encoding="klingon"), "mapping_encoding", "klingon"),
        (
            lambda told: told["tables"]["persons"].update(encoding="ascii", file="o.csv"),
            "mapping_encoding",
            "ascii",
        ),
    ],
)
def test_a_file_that_is_not_what_the_mapping_says_is_refused_whole(
    tmp_path: Path, change: Any, code: str, named: str
) -> None:
    read(tmp_path)
    write_xlsx(tmp_path / "book.xlsx", {"a": PERSONS, "b": PERSONS})
    (tmp_path / "o.csv").write_bytes("hh;line;age;school\nH1;1;3;é".encode("cp1252"))
    told = mapping()
    change(told)

    with pytest.raises(BadInput) as refused:
        read_here(told, tmp_path)

    assert refused.value.code == code
    assert named in refused.value.text.en
    assert named in refused.value.text.zh


# ---- the public call --------------------------------------------------------------------------------


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    write_csv(tmp_path / "households.csv", changed(HOUSEHOLDS, 4, "fuel", 77))
    write_csv(tmp_path / "persons.csv", PERSONS)
    path = tmp_path / "survey.yaml"
    path.write_text(text_of(mapping()), encoding="utf-8")
    return path


def test_the_data_set_names_its_mapping_and_the_refused_rows_can_be_written(
    survey: Path, tmp_path: Path
) -> None:
    reading = read_microdata(survey)
    reading.write_refused(tmp_path / "refused.xlsx", language="en")

    assert reading.dataset.pack_code == "global_mpi"
    assert reading.dataset.as_of == date(2019, 7, 2)  # the third household is refused
    assert reading.dataset.mapped is not None
    assert (reading.dataset.mapped.mapping, reading.dataset.mapped.pack) == ("survey.yaml", None)
    assert "household.child_died" in reading.dataset.absent
    assert reading.dataset.absent.isdisjoint({"household.fuel", "person.age"})
    book = openpyxl.load_workbook(tmp_path / "refused.xlsx", read_only=True)
    sheet = book["households"]
    written = list(sheet.iter_rows(values_only=True))
    assert {"id", "visited", "fuel"} <= set(written[0])
    assert written[1][1:3] == ("4", "H3")
    assert "The mapping does not say" in str(written[1][0])
    book.close()


def test_files_may_lie_elsewhere_and_others_are_refused(survey: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "persons.csv").rename(elsewhere / "persons.csv")

    with pytest.raises(BadInput, match=r"persons\.csv"):
        read_microdata(survey)
    assert read_microdata(survey, [elsewhere / "persons.csv"]).summary.persons == 3
    with pytest.raises(BadInput) as refused:
        read_microdata(survey, [tmp_path / "survey.yaml"])
    assert refused.value.code == "mapping_input"


def test_without_any_day_one_must_be_given(tmp_path: Path) -> None:
    told = mapping()
    del told["tables"]["households"]["keys"]["collected_on"]
    write_csv(tmp_path / "households.csv", HOUSEHOLDS)
    write_csv(tmp_path / "persons.csv", PERSONS)
    (tmp_path / "survey.yaml").write_text(text_of(told), encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        read_microdata(tmp_path / "survey.yaml")
    assert refused.value.code == "as_of_needed"
    assert read_microdata(tmp_path / "survey.yaml", as_of=date(2019, 12, 31)).dataset.as_of == date(
        2019, 12, 31
    )
