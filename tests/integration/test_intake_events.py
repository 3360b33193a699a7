"""Registers of events in a workbook: whose event it is, where the register is complete, and what facts come of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.support.workbooks import Sheets, citizen, replaced, small_county, write_xlsx

from tuopin.intake import Reading, read_workbook
from tuopin.snapshot.files import write_snapshot

BILLS = "大额医疗支出"
RANGES = "台账范围"


def county() -> Sheets:
    """The small county with two bills of the head of H001, and one of his child, last seen on 2020-06-02."""
    sheets = small_county()
    sheets[BILLS] = [
        ["户编号", "姓名", "证件号码", "发生日期", "医疗总费用(元)", "个人自付费用(元)"],
        ["H001", "甲某", citizen(1), "2020-05-01", 20000, 8000.5],
        ["H001", "甲某", None, "2019-07-01", 1000, 400],
        ["H001", "某甲", citizen(3, born=date(2010, 9, 1)), "2019-06-02", 9000, 900],
    ]
    sheets[RANGES] = [
        ["台账", "地区代码", "开始日期", "截止日期"],
        [BILLS, "980101000000", "2019-01-01", "2020-06-02"],
    ]
    return sheets


def read(folder: Path, sheets: Sheets) -> Reading:
    return read_workbook(write_xlsx(folder / "a.xlsx", sheets))


def told(reading: Reading, fact: str, table: str = "persons") -> list[object]:
    found: list[object] = reading.dataset.table(table)[fact].to_pylist()
    return found


def test_bills_add_up_for_whom_they_are_found_by_number_or_name(tmp_path: Path) -> None:
    reading = read(tmp_path, county())

    assert reading.refused == ()
    # the window of 365 days that ends on 2020-06-02 begins on 2019-06-04: the child's bill lies before it
    assert told(reading, "medical_self_pay") == [840_050, 0, 0, 0, 0, 0]


def test_without_a_complete_register_no_bill_is_no_zero(tmp_path: Path) -> None:
    sheets = county()
    del sheets[RANGES]

    assert set(told(read(tmp_path, sheets), "medical_self_pay")) == {None}


def test_a_range_is_that_of_a_place(tmp_path: Path) -> None:
    sheets = replaced(county(), RANGES, "地区代码", 2, "980101100002")

    assert told(read(tmp_path, sheets), "medical_self_pay") == [None, None, None, None, None, 0]


def test_one_event_settles_yes_whoever_vouches(tmp_path: Path) -> None:
    sheets = small_county()
    graded = [["H001", "2020-05-01", "D级"], ["H002", "2020-05-01", "B级"]]
    sheets["住房鉴定"] = [["户编号", "发生日期", "鉴定等级"], *graded]
    sheets["产业风险"] = [["户编号", "发生日期", "产业风险类型"], ["H003", "2020-05-01", "滞销"]]

    reading = read(tmp_path, sheets)

    assert told(reading, "newly_dangerous", "households") == [True, None, None]
    assert told(reading, "price_shock", "households") == [None, None, True]
    assert told(reading, "production_failed", "households") == [None, None, None]


@pytest.mark.parametrize(
    ("sheet", "header", "value", "code"),
    [
        (BILLS, "证件号码", citizen(4), None),
        (BILLS, "户编号", "H999", "no_such_household"),
        (BILLS, "发生日期", None, "key_blank"),
        (BILLS, "发生日期", "2020-05", "day_missing"),
        (BILLS, "个人自付费用(元)", "八千", "not_a_number"),
        (RANGES, "台账", "没有的", "register_refused"),
        (RANGES, "地区代码", "990101000000", "place_without_villages"),
        (RANGES, "截止日期", None, "key_blank"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused(
    tmp_path: Path, sheet: str, header: str, value: object, code: str | None
) -> None:
    reading = read(tmp_path, replaced(county(), sheet, header, 2, value))

    assert [row.code for row in reading.refused] == ([] if code is None else [code])


def test_an_event_of_somebody_not_listed_is_refused_without_a_name(tmp_path: Path) -> None:
    sheets = replaced(replaced(county(), BILLS, "证件号码", 2, citizen(77)), BILLS, "姓名", 2, "王某某")

    (row,) = read(tmp_path, sheets).refused

    assert (row.code, row.row, row.value) == ("no_such_member", 2, "")


def test_registers_go_into_a_snapshot_without_identity(tmp_path: Path) -> None:
    reading = read(tmp_path, county())

    write_snapshot(reading.dataset, tmp_path / "snapshot")

    assert reading.dataset.table("medical_spending").column_names == [
        "household", "person", "village", "county", "happened_on", "total", "self_paid",
    ]  # fmt: skip
    assert reading.dataset.table("register_coverage").num_rows == 1
