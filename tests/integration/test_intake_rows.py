"""A bad row is refused alone, with its place, its value, the reason and what to do; the good rows beside it stay."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from tests.support.workbooks import VILLAGES, Sheets, citizen, small_county, write_csv, write_xlsx

from tuopin.intake import Reading, read_workbook

CARD = citizen(90)[:17]
OLD = "980101800517001"
WRONG = citizen(91)[:17] + ("1" if citizen(91)[17] != "1" else "2")


@dataclass(frozen=True)
class Case:
    """One cell of one new household or person, and the codes of its refusal (none: accepted)."""

    sheet: str
    header: str
    value: object
    codes: tuple[str, ...] = ()
    stored: object = None


BAD = [
    Case("户", "户编号", None, ("key_blank",)),
    Case("户", "户编号", "　", ("key_blank",)),
    Case("户", "户编号", "X" * 65, ("key_unreadable",)),
    Case("户", "户编号", 980101100001000123.0, ("number_lost_digits",)),
    Case("户", "户编号", citizen(60), ("household_code_refused",)),
    Case("户", "户编号", WRONG, ("household_code_refused",)),
    Case("户", "村代码", None, ("key_blank",)),
    Case("户", "村代码", "98010110000", ("village_code",)),
    Case("户", "村代码", citizen(61), ("village_code",)),
    Case("户", "村代码", 9.8010110000112e14, ("village_code",)),
    Case("户", "户主证件号码", WRONG, ("identity_refused",)),
    Case("户", "户主证件号码", OLD, ("identity_refused",)),
    Case("户", "户主证件号码", float(citizen(62)[:17]), ("number_lost_digits",)),
    Case("户", "采集日期", "2020-06", ("day_missing",)),
    Case("户", "采集日期", "2020年6月", ("day_missing",)),
    Case("户", "采集日期", "2020-02-30", ("no_such_day",)),
    Case("户", "采集日期", "昨天", ("not_a_date",)),
    Case("户", "采集日期", "6/1/2020", ("not_a_date",)),
    Case("户", "采集日期", 43983, ("not_a_date",)),
    Case("户", "采集日期", "1066-10-14", ("out_of_range",)),
    Case("户", "家庭人口数", 0, ("out_of_range",)),
    Case("户", "家庭人口数", 41, ("out_of_range",)),
    Case("户", "家庭人口数", 2.5, ("too_many_decimals",)),
    Case("户", "家庭人口数", "3人", ("not_a_number",)),
    Case("户", "家庭人口数", True, ("not_a_number",)),
    Case("户", "家庭人口数", date(2020, 1, 3), ("date_in_number",)),
    Case("户", "家庭年纯收入", "1.2万", ("not_a_number",)),
    Case("户", "家庭年纯收入", 3333.333, ("too_many_decimals",)),
    Case("户", "家庭年纯收入", "1,23", ("not_a_number",)),
    Case("户", "家庭年纯收入", "12 34", ("not_a_number",)),
    Case("户", "家庭年纯收入", "1e5", ("not_a_number",)),
    Case("户", "家庭年纯收入", 1e300, ("out_of_range",)),
    Case("户", "家庭年纯收入", -10_000_000.01, ("out_of_range",)),
    Case("户", "建档立卡户", "也许", ("not_yes_or_no",)),
    Case("户", "建档立卡户", 2, ("not_yes_or_no",)),
    Case("户", "住房鉴定等级", "E级", ("not_in_list",)),
    Case("户", "住房鉴定等级", 1, ("fact_refused",)),
    Case("户", "脱贫属性", "03", ("fact_refused",)),
    Case("人", "户编号", "H404", ("no_such_household",)),
    Case("人", "证件号码", WRONG, ("identity_refused",)),
    Case("人", "证件号码", OLD, ("identity_refused",)),
    Case("人", "证件号码", "无", ("identity_refused",)),
    Case("人", "证件号码", CARD + "0", ("identity_refused",)),
    Case("人", "证件号码", 980101198005170017, ("number_lost_digits",)),
    Case("人", "证件号码", "9.80101E+17", ("identity_refused",)),
    Case("人", "性别", "M", ("not_in_list",)),
    Case("人", "性别", 3, ("not_in_list",)),
    Case("人", "与户主关系", "02户主", ("not_in_list",)),
    Case("人", "健康状况", "健康、很好", ("not_in_list",)),
    Case("人", "健康状况", "、", ("not_in_list",)),
    Case("人", "务工时间", 13, ("out_of_range",)),
    Case("人", "出生日期", "1980/5", ("day_missing",)),
]  # fmt: skip

GOOD = [
    Case("户", "家庭人口数", "　１２　", stored=12),
    Case("户", "家庭年纯收入", "－１２,３４５.６０", stored=-1_234_560),
    Case("户", "家庭年纯收入", "1 234 567.8", stored=123_456_780),
    Case("户", "家庭年纯收入", 0.1 + 0.2, stored=30),
    Case("户", "家庭年纯收入", 0, stored=0),
    Case("户", "家庭年纯收入", "+5", stored=500),
    Case("户", "家庭年纯收入", "-", stored=None),
    Case("户", "家庭年纯收入", "——", stored=None),
    Case("户", "家庭年纯收入", "待核实", stored=None),
    Case("户", "住房鉴定等级", "未鉴定", stored=None),
    Case("户", "住房鉴定等级", " ｂ 级 ", stored=2),
    Case("户", "住房鉴定等级", "D: dangerous as a whole", stored=4),
    Case("户", "脱贫属性", "已脱贫", stored=3),
    Case("户", "建档立卡户", "否", stored=False),
    Case("户", "建档立卡户", 1, stored=True),
    Case("户", "建档立卡户", 0, stored=False),
    Case("户", "建档立卡户", True, stored=True),
    Case("户", "建档立卡户", False, stored=False),
    Case("户", "建档立卡户", "√", stored=True),
    Case("户", "建档立卡户", "\u200b是\ufeff", stored=True),
    Case("户", "采集日期", "2020 年 6 月 1 日", stored=date(2020, 6, 1)),
    Case("户", "采集日期", 20200601, stored=date(2020, 6, 1)),
    Case("户", "采集日期", "2020/6/1 09:30:00", stored=date(2020, 6, 1)),
    Case("户", "采集日期", datetime.fromisoformat("2020-06-01T09:30"), stored=date(2020, 6, 1)),
    Case("户", "采集日期", None, stored=None),
    Case("人", "健康状况", "长期慢性病,残疾", stored=0b1010),
    Case("人", "健康状况", "2 4", stored=0b1010),
    Case("人", "健康状况", "慢性病 / 大病 / 慢性病", stored=0b0110),
    Case("人", "健康状况", "", stored=None),
    Case("人", "与户主关系", 99, stored=99),
    Case("人", "与户主关系", "03-之子", stored=3),
    Case("人", "务工时间", "０", stored=0),
]

HOUSEHOLD = [
    "户编号",
    "村代码",
    "户主证件号码",
    "采集日期",
    "家庭人口数",
    "家庭年纯收入",
    "建档立卡户",
    "住房鉴定等级",
    "脱贫属性",
]
PERSON = ["户编号", "姓名", "证件号码", "性别", "与户主关系", "健康状况", "务工时间", "出生日期"]
STORED = {
    "家庭人口数": "size", "家庭年纯收入": "net_income", "建档立卡户": "registered", "住房鉴定等级": "housing_grade",
    "脱贫属性": "poverty_status", "采集日期": "collected_on", "健康状况": "health", "与户主关系": "relation",
    "务工时间": "work_months",
}  # fmt: skip


def workbook(path: Path, cases: Sequence[Case]) -> Path:
    """One household for each case of a household; the cases of persons are members of the first."""
    sheets: Sheets = {"户": [HOUSEHOLD], "人": [PERSON]}
    for number, case in enumerate(cases):
        table = sheets[case.sheet]
        if case.sheet == "户":
            row: list[object] = [f"C{number:03}", VILLAGES[0], None, "2020-06-01", *[None] * 5]
        else:
            row = ["H000", "某人", None, None, None, None, None, None]
        row[table[0].index(case.header)] = case.value
        table.append(row)
    sheets["户"].append(["H000", VILLAGES[1], None, "2020-06-01", *[None] * 5])
    return write_xlsx(path, sheets)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_workbook(workbook(tmp_path_factory.mktemp("rows") / "bad.xlsx", BAD))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_workbook(workbook(tmp_path_factory.mktemp("rows") / "good.xlsx", GOOD))


def row_of(case: Case, cases: Sequence[Case]) -> int:
    """The row of the file: 1 is the header."""
    return [other for other in cases if other.sheet == case.sheet].index(case) + 2


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.sheet}-{case.header}-{case.value!r:.20}")
def test_a_bad_cell_refuses_its_row(case: Case, bad: Reading) -> None:
    row = row_of(case, BAD)
    found = [refused for refused in bad.refused if (refused.sheet, refused.row) == (case.sheet, row)]
    assert tuple(refused.code for refused in found) == case.codes
    for refused in found:
        assert (refused.file, refused.column) == ("bad.xlsx", case.header)
        for text in (refused.reason, refused.remedy):
            assert text.zh
            assert text.en


def test_nothing_but_the_bad_rows_is_refused(bad: Reading) -> None:
    assert [(sheet.read, sheet.accepted, sheet.refused) for sheet in bad.summary.sheets] == [
        (
            len([case for case in BAD if case.sheet == "户"]) + 1,
            1,
            len([case for case in BAD if case.sheet == "户"]),
        ),
        (
            len([case for case in BAD if case.sheet == "人"]),
            0,
            len([case for case in BAD if case.sheet == "人"]),
        ),
    ]
    assert bad.dataset.table("households")["code"].to_pylist() == ["H000"]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case.sheet}-{case.header}-{case.value!r:.20}")
def test_a_good_cell_is_stored_as_meant(case: Case, good: Reading) -> None:
    assert good.refused == ()
    at = row_of(case, GOOD) - 2
    if case.sheet == "户":
        table = good.dataset.table("households").to_pylist()
        code = f"C{GOOD.index(case):03}"
        row = next(row for row in table if row["code"] == code)
    else:
        row = good.dataset.table("persons").to_pylist()[at]
    stored = row[STORED[case.header]]
    assert (type(stored), stored) == (type(case.stored), case.stored)


def refusals(reading: Reading) -> list[tuple[str, int, str, str]]:
    return [(refused.sheet, refused.row, refused.column, refused.code) for refused in reading.refused]


def read(tmp_path: Path, sheets: Sheets) -> Reading:
    return read_workbook(write_xlsx(tmp_path / "a.xlsx", sheets))


def test_all_errors_of_a_row_are_told_together(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["人"][3][3:8] = ["儿", "男", "2010-13-01", "好", 20]
    assert refusals(read(tmp_path, sheets)) == [
        ("人", 4, "与户主关系", "not_in_list"),
        ("人", 4, "出生日期", "no_such_day"),
        ("人", 4, "健康状况", "not_in_list"),
        ("人", 4, "务工时间", "out_of_range"),
    ]


def test_a_refused_household_takes_its_members_along(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["户"][1][8] = "很多"
    sheets["人"][2][7] = 99
    reading = read(tmp_path, sheets)
    assert refusals(reading) == [
        ("户", 2, "家庭年纯收入", "not_a_number"),
        ("人", 2, "户编号", "household_refused"),
        ("人", 3, "务工时间", "out_of_range"),
        ("人", 3, "户编号", "household_refused"),
        ("人", 4, "户编号", "household_refused"),
    ]
    assert reading.dataset.table("households")["code"].to_pylist() == ["H002", "H003"]
    assert reading.summary.incomplete_households == 0


def test_of_several_rows_of_a_household_or_village_the_first_good_one_counts(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["户"].insert(1, [*sheets["户"][1][:8], "很多", "是", "D级"])
    sheets["户"].append([*sheets["户"][2][:8], 1, "是", "D级"])
    sheets["村"].append([*sheets["村"][1]])
    reading = read(tmp_path, sheets)
    assert refusals(reading) == [
        ("户", 2, "家庭年纯收入", "not_a_number"),
        ("户", 2, "户编号", "household_twice"),
        ("户", 6, "户编号", "household_twice"),
        ("村", 4, "村代码", "place_row_twice"),
    ]
    assert reading.dataset.table("households")["net_income"].to_pylist() == [1_200_050, 800_000, None]
    assert reading.summary.persons == 6


def test_the_same_row_in_two_files_is_one_person(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["户"][2][7] = 5
    sheets["人"] += [["H002", name, *[None] * 6] for name in ("双胞胎", "双胞胎", None)]
    first = write_xlsx(tmp_path / "a.xlsx", sheets)
    second = write_xlsx(
        tmp_path / "b.xlsx", {"人": [sheets["人"][0], *sheets["人"][3:6], *sheets["人"][7:10]]}
    )
    reading = read_workbook([first, second])
    assert refusals(reading) == [("人", row, "", "row_twice") for row in range(2, 7)]
    assert [refused.reason.zh.split(" 的内容")[0] for refused in reading.refused] == [
        f"与 a.xlsx 人!{row}" for row in (4, 5, 6, 8, 9)
    ]
    assert (reading.summary.persons, reading.summary.incomplete_households) == (10, 1)


def test_a_number_against_sex_or_birth(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["人"][1][4] = "女"
    sheets["人"][3][5] = "2010-09-02"
    assert refusals(read(tmp_path, sheets)) == [
        ("人", 2, "", "row_contradicts_itself"),
        ("人", 4, "", "row_contradicts_itself"),
    ]


def test_a_household_code_filled_down_the_column(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["人"] += [["H003", f"某{number}", *[None] * 6] for number in range(500)]
    reading = read(tmp_path, sheets)
    assert {code for *_, code in refusals(reading)} == {"too_many_members"}
    assert reading.summary.refused == 501
    assert reading.summary.persons == 5


def test_a_county_without_villages(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["县"] = [["县代码", "行政村数"], ["980199", 3]]
    assert refusals(read(tmp_path, sheets)) == [("县", 2, "县代码", "place_without_villages")]


def test_values_that_moved_in_a_text_file(tmp_path: Path) -> None:
    sheets = small_county()
    folder = tmp_path / "texts"
    folder.mkdir()
    paths = [write_csv(folder / f"{title}.csv", table) for title, table in sheets.items()]
    moved = paths[0].read_text().replace("8000", "8,000")
    paths[0].write_text(moved.removesuffix("\r\n")[:-4])
    reading = read_workbook(paths)
    assert [refusal for refusal in refusals(reading) if refusal[0] == "户"] == [
        ("户", 3, "建档立卡户", "not_yes_or_no"),
        ("户", 3, "住房鉴定等级", "not_in_list"),
        ("户", 3, "", "row_too_long"),
        ("户", 4, "", "row_cut_off"),
    ]


@pytest.fixture
def everywhere() -> Sheets:
    """Valid and invalid identity numbers in every column of every sheet, one at a time."""
    sheets = small_county()
    serial = 100
    for title in list(sheets):
        width = len(sheets[title][0])
        template = sheets[title][1]
        for column in range(width):
            for number in (citizen(serial), WRONG, f"{citizen(serial + 1)[:6]} {citizen(serial + 1)[6:]}"):
                row = list(template)
                row[0] = f"{title}{serial}" if title == "户" else row[0]
                row[column] = number
                sheets[title].append(row)
                serial += 1
    sheets["帮扶"] = [["户编号", "帮扶单位"], [citizen(99), citizen(98)], ["H001", f"单位{citizen(98)}"]]
    return sheets


def _numbers(sheets: Sheets) -> Iterator[str]:
    for table in sheets.values():
        for cell in (cell for row in table for cell in row if isinstance(cell, str)):
            digits = "".join(character for character in cell if character in "0123456789X")
            if len(digits) == 18:
                yield digits


def test_no_identity_number_is_ever_shown(
    everywhere: Sheets, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    reading = read(tmp_path, everywhere)
    assert reading.summary.refused > 60
    shown = [
        str(reading),
        repr(reading),
        *map(str, reading.refused),
        str(reading.summary),
        caplog.text,
        *capfd.readouterr(),
    ]
    shown += [str(reading.dataset.table(name).to_pylist()) for name in reading.dataset.tables]
    text = "".join("".join(shown).split())
    for number in set(_numbers(everywhere)):
        assert number not in text
        assert number[2:14] not in text


def test_the_refused_rows_go_back_as_they_were(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["户"][0].append("备注")
    for row, note in zip(sheets["户"][1:], ("=1+1", "@SUM(A1)", "+86"), strict=True):
        row.append(note)
        row[9] = "也许"
    sheets["人"][1][2] = WRONG
    reading = read(tmp_path, sheets)
    reading.write_refused(tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert book.sheetnames == ["户", "人"]
    header, *rows = book["户"].iter_rows(values_only=True)
    assert header[:4] == ("错误说明", "原行号", "户编号", "村代码")
    assert [row[1] for row in rows] == ["2", "3", "4"]
    assert rows[0][2:5] == ("H001", VILLAGES[0], "九八省")
    assert rows[0][0].startswith("【建档立卡户】")
    assert [row[-1] for row in rows] == ["=1+1", "@SUM(A1)", "+86"]
    assert {cell.data_type for row in book["户"].iter_rows() for cell in row if cell.value is not None} == {
        "s"
    }
    persons = list(book["人"].iter_rows(values_only=True))
    assert persons[1][4] == WRONG
    assert WRONG not in persons[1][0]
    reading.write_refused(tmp_path / "english.xlsx", language="en")
    assert openpyxl.load_workbook(tmp_path / "english.xlsx")["人"]["A1"].value == "what is wrong"


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_sent_back_can_be_corrected_and_given_with_the_rest(order: int, tmp_path: Path) -> None:
    sheets = small_county()
    whole = read(tmp_path, sheets)
    sheets["户"][1][8] = "很多"
    sheets["人"][6][7] = 99
    bad = write_xlsx(tmp_path / "bad.xlsx", sheets)
    read_workbook(bad).write_refused(tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert (book["户"]["K2"].value, book["人"]["J5"].value) == ("很多", "99")
    book["户"]["K2"], book["人"]["J5"] = "12000.50", "0"
    book.save(tmp_path / "back.xlsx")
    again = read_workbook([bad, tmp_path / "back.xlsx"][::order])
    assert again.dataset.content == whole.dataset.content
    assert again.summary.refused > 0


def test_without_refused_rows_the_workbook_says_so(tmp_path: Path) -> None:
    reading = read(tmp_path, small_county())
    reading.write_refused(tmp_path / "back.xlsx")
    assert openpyxl.load_workbook(tmp_path / "back.xlsx").active["A1"].value == "没有被拒绝的行。"
