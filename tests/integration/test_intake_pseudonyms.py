"""What identity numbers, phones and helpers say about each other is kept as facts; they themselves are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.workbooks import VILLAGES, Sheets, citizen, replaced, small_county, with_column, write_xlsx

from tuopin.engine.kinds import Code, Level
from tuopin.intake import Reading, read_workbook
from tuopin.standards.cn.facts import compared, derived, of_topic

CITIZEN = citizen(1)
FACTS = {
    fact.code: fact for topic in (derived, compared) for level in Level for fact in of_topic(topic, level)
}


def read(folder: Path, sheets: Sheets, *, lenient: bool = False) -> Reading:
    return read_workbook(write_xlsx(folder / "a.xlsx", sheets), lenient=lenient)


def told(reading: Reading, fact: str) -> list[object]:
    """Of every row in order; codes by their short names."""
    kind = FACTS[fact].kind
    values = reading.dataset.table(FACTS[fact].level.plural)[fact].to_pylist()  # type: ignore[union-attr]
    if isinstance(kind, Code):
        return [None if value is None else kind.codes.by_number[value].code for value in values]
    return list(values)


# ---- what a number looks like ---------------------------------------------------------------------


def test_numbers_of_a_good_file_are_valid_or_not_given_and_agree_with_the_row(tmp_path: Path) -> None:
    reading = read(tmp_path, small_county())

    assert told(reading, "id_state") == ["valid", "valid", "valid", "valid", "absent", "valid"]
    assert told(reading, "id_birth_agrees") == [True, True, True, True, None, True]
    assert told(reading, "id_sex_agrees") == [True, True, True, True, None, True]


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (CITIZEN[:-1], "bad_length"),
        (CITIZEN[:15], "old"),
        ("98010119800517O01X", "bad_characters"),
        (f"98010119800230{CITIZEN[14:]}", "bad_birth"),
        (CITIZEN[:-1] + ("0" if CITIZEN[-1] != "0" else "1"), "bad_checksum"),
        (CITIZEN + "95", "bad_card"),
        ("999999198005170013", "placeholder"),
        ("111111111111111111", "placeholder"),
        (9.8010119800517e17, "bad_length"),
    ],
)
def test_a_wrong_number_refuses_the_row_or_when_asked_is_let_in_and_named(
    tmp_path: Path, number: object, state: str
) -> None:
    sheets = replaced(small_county(), "人", "证件号码", 2, number)

    refused, let_in = read(tmp_path, sheets), read(tmp_path, sheets, lenient=True)

    assert (refused.summary.refused, let_in.summary.refused) == (1, 0)
    assert "valid" not in told(let_in, "id_state")[:1]
    assert told(let_in, "id_state")[0] == state
    assert told(let_in, "id_birth_agrees")[0] is None
    assert told(let_in, "id_repeated")[0] is None


def test_a_number_against_the_row_refuses_it_or_when_asked_is_let_in_and_named(tmp_path: Path) -> None:
    sheets = replaced(replaced(small_county(), "人", "性别", 2, "女"), "人", "出生日期", 4, "2010-09-02")

    refused, let_in = read(tmp_path, sheets), read(tmp_path, sheets, lenient=True)

    assert {row.code for row in refused.refused} == {"row_contradicts_itself"}
    assert (refused.summary.persons, let_in.summary.persons) == (4, 6)
    assert told(let_in, "id_sex_agrees") == [False, True, True, True, None, True]
    assert told(let_in, "id_birth_agrees") == [True, True, False, True, None, True]


def test_a_birth_after_the_day_of_collection_is_refused_whatever_is_asked(tmp_path: Path) -> None:
    sheets = with_column(small_county(), "人", "采集日期", ["2020-06-01"] * 6)
    sheets = replaced(sheets, "人", "出生日期", 6, "2020-06-02")

    assert read(tmp_path, sheets, lenient=True).summary.refused == 1


def test_a_wrong_number_of_the_head_does_not_refuse_the_household_when_asked(tmp_path: Path) -> None:
    sheets = with_column(small_county(), "户", "户主证件号码", [CITIZEN[:-1], None, None])

    assert read(tmp_path, sheets).summary.households == 2
    assert read(tmp_path, sheets, lenient=True).summary.households == 3


def test_without_the_column_nothing_is_known_of_numbers(tmp_path: Path) -> None:
    sheets = small_county()
    for row in sheets["人"]:
        del row[2]

    reading = read(tmp_path, sheets)

    for fact in ("id_state", "id_birth_agrees", "id_sex_agrees", "id_repeated"):
        assert set(told(reading, fact)) == {None}


# ---- the same number elsewhere --------------------------------------------------------------------


def test_a_number_of_two_people_lets_both_in_and_says_how_far_apart(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["人"][4][2] = citizen(1)
    sheets["人"][4][6] = "残疾"

    reading = read(tmp_path, sheets)

    assert (reading.summary.refused, reading.summary.incomplete_households) == (0, 0)
    assert told(reading, "id_repeated") == ["village", "nowhere", "nowhere", "village", None, "nowhere"]


@pytest.mark.parametrize(
    ("village", "where"),
    [
        ("980101100002", "township"),
        ("980101101001", "county"),
        ("980102100001", "city"),
        ("980201100001", "province"),
        ("970101100001", "beyond"),
    ],
)
def test_the_smallest_place_that_holds_both_is_named(tmp_path: Path, village: str, where: str) -> None:
    sheets = small_county()
    sheets["户"][3][1] = village
    sheets["人"][6][2:6] = [citizen(1), "户主", "男", "1980-05-17"]

    reading = read(tmp_path, sheets)

    assert sorted(map(str, told(reading, "id_repeated"))) == sorted(
        [where, where, "nowhere", "nowhere", "nowhere", "None"]
    )


def test_a_person_twice_in_one_household_leaves_it_incomplete(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["人"].append([*sheets["人"][1][:6], "残疾", 6])

    reading = read(tmp_path, sheets)

    assert told(reading, "id_repeated")[:4] == ["household", "nowhere", "nowhere", "household"]
    assert reading.summary.incomplete_households == 1


def test_a_disability_card_is_the_same_person_as_its_citizen_number(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["人"][4][2] = citizen(1) + "43"

    assert told(read(tmp_path, sheets), "id_repeated")[0] == "village"


def test_a_refused_row_repeats_nobodys_number(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["人"][4][2], sheets["人"][4][7] = citizen(1), 13

    assert told(read(tmp_path, sheets), "id_repeated")[0] == "nowhere"


# ---- phones and helpers ---------------------------------------------------------------------------


def test_other_households_with_the_same_phone_are_counted_over_heads_and_members(tmp_path: Path) -> None:
    sheets = with_column(small_county(), "户", "联系电话", ["10000000001", "100 0000 0001", None])
    sheets = with_column(sheets, "人", "联系电话", [None, "10000000002", None, None, None, 10000000002])

    assert told(read(tmp_path, sheets), "phone_households") == [2, 1, 1]


@pytest.mark.parametrize("phone", ["0", "11111111111", "无", "-"])
def test_what_is_no_phone_is_shared_by_nobody(tmp_path: Path, phone: str) -> None:
    sheets = with_column(small_county(), "户", "联系电话", [phone, phone, phone])

    assert told(read(tmp_path, sheets), "phone_households") == [None, None, None]


def helpers(*rows: tuple[str, str | None]) -> list[list[object]]:
    return [["户编号", "帮扶人姓名", "帮扶人证件号码"], *([code, "某", number] for code, number in rows)]


def test_helpers_are_counted_where_the_sheet_was_handed_in(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["户"][3][1] = "980102100001"
    sheets["帮扶"] = helpers(("H001", citizen(77)), ("H001", None))

    reading = read(tmp_path, sheets)

    assert told(reading, "helpers") == [2, 0, None]
    assert told(reading, "helper_registered") == [None, None, None]
    assert told(read(tmp_path, small_county()), "helpers") == [None, None, None]


def test_a_helper_who_is_himself_registered_is_found(tmp_path: Path) -> None:
    sheets = small_county()
    # citizen 4 lives in registered H002, citizen 5 in H003, which is not registered; 77 lives nowhere here
    sheets["帮扶"] = helpers(("H001", citizen(4)), ("H002", citizen(5, female=True)), ("H003", citizen(77)))

    assert told(read(tmp_path, sheets), "helper_registered") == [True, False, False]


def test_equal_incomes_of_neighbours_are_counted_while_reading(tmp_path: Path) -> None:
    assert told(read(tmp_path, small_county()), "same_income_households") == [1, 1, None]


def test_no_digest_and_no_number_reaches_the_data_set(tmp_path: Path) -> None:
    sheets = with_column(small_county(), "户", "联系电话", ["10000000001"] * 3)
    reading = read(tmp_path, sheets)

    cells = [
        str(cell)
        for name in reading.dataset.tables
        for row in reading.dataset.table(name).to_pylist()
        for cell in row.values()
    ]

    assert VILLAGES[0] in cells
    assert [
        cell for cell in cells if CITIZEN[6:14] in cell or "10000000001" in cell or cell.startswith("b'")
    ] == []


def test_the_same_file_gives_the_same_data_whatever_key_was_drawn(tmp_path: Path) -> None:
    sheets = with_column(small_county(), "户", "联系电话", ["10000000001"] * 3)

    assert read(tmp_path, sheets).dataset.content == read(tmp_path, sheets).dataset.content
