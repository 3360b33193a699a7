"""The city's workbook is read as it was written, and every planted mistake is found: all of them, and no others."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from tests.support.cities import city

from tuopin.engine.kinds import Level
from tuopin.intake import Reading, read_workbook
from tuopin.kernel.errors import BadInput
from tuopin.standards.cn.codes_of_details import SAME_NUMBER
from tuopin.standards.cn.facts import derived, of_topic
from tuopin.synthetic.city import City, make_city
from tuopin.synthetic.papers import Papers
from tuopin.synthetic.row_errors import CASCADES, MISTAKES
from tuopin.synthetic.workbook import write_workbook, write_workbooks

LEVELS = ("households", "persons", "villages", "counties")
FOUND_AS = {
    "household_twice": "household_twice", "village_code_short": "village_code", "head_checksum": "identity_refused",
    "impossible_date": "no_such_day", "no_one_in_household": "out_of_range", "negative_money": "out_of_range",
    "text_in_number": "not_a_number", "too_many_decimals": "too_many_decimals", "unknown_label": "not_in_list",
    "not_yes_or_no": "not_yes_or_no", "checksum": "identity_refused", "id_is_number": "number_lost_digits",
    "id_too_short": "identity_refused", "birth_against_number": "row_contradicts_itself",
    "unknown_label_in_set": "not_in_list", "month_13": "out_of_range", "no_such_household": "no_such_household",
    "household_blank": "key_blank", "row_twice": "row_twice",
    "household_refused": "household_refused",
}  # fmt: skip
"""The reader's code for each kind of mistake."""


def found(reading: Reading) -> set[tuple[str, str, int]]:
    return {(row.file, row.sheet, row.row) for row in reading.refused}


def planted(made: City, *, twice: bool = False) -> set[tuple[str, str, int]]:
    """Rows to be refused; with `twice` those whose number stands in two households, which are let in and named."""
    return {
        (error.file, error.sheet, error.row)
        for error in made.planted_errors
        if (error.kind == "person_twice") is twice
    }


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> tuple[City, Reading]:
    made = make_city(households=6_000, seed=3)
    path = tmp_path_factory.mktemp("workbook") / "city.xlsx"
    write_workbook(made, path, errors=0.03)
    return made, read_workbook(path, as_of=made.on)


def test_a_workbook_without_mistakes_reads_as_the_city(tmp_path: Path) -> None:
    made = city(3_000)

    write_workbook(made, tmp_path / "city.xlsx", errors=0)
    reading = read_workbook(tmp_path / "city.xlsx", as_of=made.on)

    assert reading.refused == ()
    assert made.planted_errors == []
    for name in LEVELS:
        assert written_on_forms(reading, name) == written_on_forms(made, name), name
    assert set(reading.dataset.places.places) == set(made.dataset.places.places)
    assert reading.summary.incomplete_households == len(made.truth.households("incomplete"))


def written_on_forms(source: City | Reading, name: str) -> pa.Table:
    """A table without what is worked out while reading, from numbers that the city itself does not keep."""
    table = source.dataset.table(name)
    worked_out = {fact.code for level in Level for fact in of_topic(derived, level)}
    return table.drop_columns([name for name in table.column_names if name in worked_out]).combine_chunks()


def test_exactly_the_planted_rows_are_refused(mistaken: tuple[City, Reading]) -> None:
    made, reading = mistaken

    assert found(reading) == planted(made)
    assert len(planted(made) | planted(made, twice=True)) == len(made.planted_errors) - _said_twice(made)


def test_a_number_in_two_households_is_named_in_both(mistaken: tuple[City, Reading]) -> None:
    made, reading = mistaken
    twice = planted(made, twice=True)
    fallen = len(twice & found(reading))
    repeated = reading.dataset.table("persons")["id_repeated"].to_pylist()

    named = sum(number is not None and number != SAME_NUMBER.by_code["nowhere"].number for number in repeated)

    assert fallen < len(twice) / 4
    assert len(twice) - 2 * fallen <= named <= len(twice) - fallen


def _said_twice(made: City) -> int:
    """A row with a mistake of its own in a household that falls out as well."""
    return sum(
        count - 1 for count in Counter((error.sheet, error.row) for error in made.planted_errors).values()
    )


def test_each_mistake_is_found_in_its_column_for_its_reason(mistaken: tuple[City, Reading]) -> None:
    made, reading = mistaken
    reasons = {(row.sheet, row.row, row.column, row.code) for row in reading.refused}

    missing = [
        error
        for error in made.planted_errors
        if error.kind != "person_twice"
        and (error.sheet, error.row, error.column, _code(error.sheet, error.kind)) not in reasons
        and (error.sheet, error.row, "", _code(error.sheet, error.kind)) not in reasons
    ]

    assert missing == []


def _code(sheet: str, kind: str) -> str:
    return "text_refused" if (sheet, kind) == ("措施", "unknown_label") else FOUND_AS[kind]


def test_every_kind_of_mistake_is_made(mistaken: tuple[City, Reading]) -> None:
    made, _ = mistaken
    kinds = {(error.sheet, error.kind) for error in made.planted_errors}

    expected = {(sheet, kind) for sheet, mistakes in MISTAKES.items() for kind in mistakes if sheet != "村"}
    assert expected <= kinds
    assert ("人", "household_refused") in kinds


def test_the_share_of_wrong_rows_is_as_asked(mistaken: tuple[City, Reading]) -> None:
    made, reading = mistaken
    own = Counter(error.sheet for error in made.planted_errors if error.kind != "household_refused")
    rows = {sheet.kind: sheet.read for sheet in reading.summary.sheets}

    assert own["户"] / rows["户"] == pytest.approx(0.03, abs=0.01)
    assert own["人"] / rows["人"] == pytest.approx(0.03, abs=0.006)


def test_the_standard_share_is_one_and_a_half_percent(tmp_path: Path) -> None:
    made = make_city(households=6_000)

    written = write_workbook(made, tmp_path / "city.xlsx")

    wrong = sum(1 for error in written if error.sheet == "户")
    assert wrong / 6_000 == pytest.approx(0.015, abs=0.004)
    assert list(written) == made.planted_errors


def test_a_mistake_in_a_household_takes_its_members_along(mistaken: tuple[City, Reading]) -> None:
    made, reading = mistaken
    fallen = {error.kind for error in made.planted_errors if error.sheet == "户"} & CASCADES

    assert fallen
    assert reading.summary.households == 6_000 - sum(
        error.kind in CASCADES for error in made.planted_errors if error.sheet == "户"
    )


def test_one_workbook_a_county_is_read_as_one_batch(tmp_path: Path) -> None:
    made = make_city(households=2_000)

    paths = write_workbooks(made, tmp_path / "counties")
    reading = read_workbook(paths, as_of=made.on)

    assert [path.name for path in paths] == [f"99012{number}.xlsx" for number in (1, 2, 3, 4)]
    assert found(reading) == planted(made)
    assert reading.summary.counties == 4


def test_the_same_city_gives_the_same_file(tmp_path: Path) -> None:
    made = city(300)
    for name in ("one", "two", "other"):
        write_workbook(made, tmp_path / name / "city.xlsx", seed=9 if name == "other" else 8)

    one, two, other = (
        hashlib.sha256((tmp_path / name / "city.xlsx").read_bytes()).hexdigest()
        for name in ("one", "two", "other")
    )
    assert one == two
    assert one != other


def test_the_workbook_looks_like_an_office_one(tmp_path: Path) -> None:
    write_workbook(city(150), tmp_path / "city.xlsx", errors=0)

    book = openpyxl.load_workbook(tmp_path / "city.xlsx")

    assert book.sheetnames == ["户", "人", "村", "县", "帮扶", "措施"]
    household, person = book["户"], book["人"]
    assert "合成示例数据" in str(household["A1"].value)
    merged = {str(each.start_cell.value) for each in household.merged_cells.ranges}
    assert {"基本信息", "登记情况", "收入情况", "住房", "饮水"} <= merged
    assert (household["A3"].value, person["A2"].value) == ("户编号", "户编号")
    assert household.cell(household.max_row, 1).value == "合计"
    numbers = next(
        column for column in person.iter_cols(min_row=2, max_row=3) if column[0].value == "证件号码"
    )
    assert isinstance(numbers[1].value, str)
    assert len(numbers[1].value) == 18
    assert numbers[1].number_format == "@"


def test_told_about_every_sheet(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    write_workbook(city(150), tmp_path / "city.xlsx", told=lambda *each: told.append(each))

    assert [sheet for sheet, _, _ in told] == ["户", "人", "村", "县", "帮扶", "措施"]
    assert told[-1][1] == told[-1][2]


def test_a_workbook_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    def stopped(sheet: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_workbook(city(150), tmp_path / "city.xlsx", told=stopped)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("share", [-0.1, 0.21, 1.0])
def test_a_share_nobody_would_send_is_refused(tmp_path: Path, share: float) -> None:
    with pytest.raises(BadInput, match=str(share)) as refused:
        write_workbook(city(150), tmp_path / "city.xlsx", errors=share)

    assert refused.value.code == "errors_share"


def test_planted_errors_repeat_no_name_and_no_number(mistaken: tuple[City, Reading]) -> None:
    made, _ = mistaken
    papers = Papers(made.villages, made.dataset.table("persons"))
    said = {str(part) for error in made.planted_errors for part in (error.sheet, error.column, error.kind)}

    assert said & {*papers.names(), *papers.numbers()} == set()
