"""Workbooks as counties keep them: whatever their form, the same content gives the same data set."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from tests.support.workbooks import (
    VILLAGES,
    Sheets,
    citizen,
    small_county,
    with_column,
    write_csv,
    write_xlsx,
)

from tuopin import standards
from tuopin.intake import Reading, read_workbook
from tuopin.intake.headings import Words, header_word
from tuopin.kernel.errors import BadInput, NotFound
from tuopin.kernel.text import Text
from tuopin.snapshot.identity import refuse_identity

Writer = Callable[[Path, Sheets], list[Path]]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_workbook(write_xlsx(tmp_path_factory.mktemp("good") / "石桥县.xlsx", small_county()))


def rows(reading: Reading, table: str) -> list[dict[str, object]]:
    return reading.dataset.table(table).to_pylist()


def known(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None}


def test_every_cell_becomes_the_value_of_its_fact(good: Reading) -> None:
    first, second, third = rows(good, "households")
    village = int(VILLAGES[0])
    assert known(first) == {
        "household": village * 1_000_000 + 1,
        "village": village,
        "county": 980101,
        "code": "H001",
        "collected_on": date(2020, 6, 1),
        "size": 3,
        "net_income": 1_200_050,
        "registered": True,
        "housing_grade": 1,
        "same_income_households": 1,
        "people_on_record": 3,
    }
    assert (second["net_income"], second["housing_grade"]) == (800_000, 3)
    assert (third["net_income"], third["housing_grade"], third["registered"]) == (None, None, False)


def test_members_are_numbered_in_the_order_of_the_file(good: Reading) -> None:
    persons = rows(good, "persons")
    assert [(row["household"], row["person"]) for row in persons] == [
        (int(VILLAGES[0]) * 1_000_000 + 1, 1),
        (int(VILLAGES[0]) * 1_000_000 + 1, 2),
        (int(VILLAGES[0]) * 1_000_000 + 1, 3),
        (int(VILLAGES[0]) * 1_000_000 + 2, 1),
        (int(VILLAGES[0]) * 1_000_000 + 2, 2),
        (int(VILLAGES[1]) * 1_000_000 + 1, 1),
    ]
    assert persons[1]["health"] == (1 << 1) | (1 << 3)
    assert persons[4]["health"] is None
    assert persons[3]["birth"] == date(1980, 5, 17)


def test_places_are_named_from_the_rows(good: Reading) -> None:
    tree = good.dataset.places
    assert tree.by_code[VILLAGES[1]].name == Text("小石村", "小石村")
    assert tree.by_code["980101"].name.zh == "石桥县"
    assert tree.by_code["980101100"].name.zh == "980101100"
    assert good.dataset.as_of == date(2020, 6, 2)


def test_no_identity_is_left(good: Reading) -> None:
    refuse_identity(good.dataset)
    for name in good.dataset.tables:
        text = str(rows(good, name))
        assert citizen(1) not in text
        assert "甲某" not in text


def test_the_summary_adds_up(good: Reading) -> None:
    summary = good.summary
    assert [(sheet.kind, sheet.read, sheet.accepted, sheet.refused) for sheet in summary.sheets] == [
        ("户", 3, 3, 0),
        ("人", 6, 6, 0),
        ("村", 2, 2, 0),
    ]
    assert (summary.households, summary.persons, summary.villages, summary.counties) == (3, 6, 2, 1)
    assert summary.incomplete_households == 0
    assert summary.files[0].name == "石桥县.xlsx"
    assert "务工区域" in summary.sheets[1].missing_columns
    assert good.refused == ()


def as_xls(folder: Path, sheets: Sheets) -> list[Path]:
    book = xlwt.Workbook(encoding="utf-8")
    for title, table in sheets.items():
        page = book.add_sheet(title)
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(number, column, cell)
    book.save(str(folder / "county.xls"))
    return [folder / "county.xls"]


def as_texts(encoding: str, separator: str = ",") -> Writer:
    def write(folder: Path, sheets: Sheets) -> list[Path]:
        return [
            write_csv(folder / f"石桥县_{title}_2020.csv", table, encoding=encoding, separator=separator)
            for title, table in sheets.items()
        ]

    return write


def as_one_file_a_sheet(folder: Path, sheets: Sheets) -> list[Path]:
    return [
        write_xlsx(folder / f"{number}.xlsx", {"Sheet1": table})
        for number, table in enumerate(sheets.values())
    ]


def shuffled(folder: Path, sheets: Sheets) -> list[Path]:
    """Households and villages in another order, columns too; members stay in the order of their household."""
    luck = random.Random(3)
    for title in ("户", "村"):
        header, *body = sheets[title]
        luck.shuffle(body)
        sheets[title] = [header, *body]
    for title, table in sheets.items():
        order = list(range(len(table[0])))
        luck.shuffle(order)
        sheets[title] = [[row[at] for at in order] for row in table]
    return [write_xlsx(folder / "shuffled.xlsx", dict(reversed(sheets.items())))]


def as_merged_form(folder: Path, sheets: Sheets) -> list[Path]:
    """Titles, a header of two rows with merged cells, the row of column numbers, totals and signatures below."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, table in sheets.items():
        page = book.create_sheet(f" {title}表 ")
        header, *body = table
        width = len(header)
        page.append(["石桥县建档立卡信息采集表（２０２０年）"])
        page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
        page.append(["填报单位：石桥县", None, "单位：人、元"])
        page.append([header[0], *["基本情况"] * (width - 1)])
        page.append([None, *header[1:]])
        page.merge_cells("A3:A4")
        page.merge_cells(start_row=3, start_column=2, end_row=3, end_column=width)
        page.append(list(range(1, width + 1)))
        for row in body:
            page.append(row)
        page.append([None] * width)
        page.append(["合 计", None, *[99] * (width - 2)])
        page.append(["填表人：张某", None, "审核人：李某"])
    book.save(folder / "form.xlsx")
    return [folder / "form.xlsx"]


def with_other_words(folder: Path, sheets: Sheets) -> list[Path]:
    """Full-width forms, line breaks, units, asterisks, synonyms, other ways to write a value."""
    words = {
        "户编号": "＊家庭\n编号", "村代码": "行政村代码：", "家庭年纯收入": "家庭年纯收入（元）",
        "建档立卡户": "是否建档立卡户", "证件号码": "公民身份号码", "与户主关系": "与户主的\n关系",
        "务工时间": "务工时间（月）(必填)", "通硬化路": "是否通硬化路", "出生日期": " 出 生 日 期 ",
        "家庭人口数": "家庭人口数(人)",
    }  # fmt: skip
    cells = {
        12000.5: "１２，０００.50", 8000: "8,000", "是": "√", "否": "N", "A级": "Ａ", "C级": "c", "男": "男性",
        "女": "2", "1980-05-17": "1980年5月17日", "2010-09-01": "2010/9/1", "2018-02-03": "20180203", "健康": "1",
        "长期慢性病、残疾": "02长期慢性病；残疾", "户主": "01户主", "2020-06-01": "2020.6.1", 3: "3.0",
    }  # fmt: skip
    written: Sheets = {}
    for title, (header, *body) in sheets.items():
        written[title] = [
            [words.get(str(word), word) for word in header],
            *[[cells.get(cell, cell) for cell in row] for row in body],  # type: ignore[call-overload]
        ]
    written["人"][2][2] = f" {citizen(2, female=True)}".lower()
    with_column(written, "户", "备注", ["", "人在外地", ""])
    return [write_xlsx(folder / "words.xlsx", written)]


def with_real_days(folder: Path, sheets: Sheets) -> list[Path]:
    for table in sheets.values():
        for row in table[1:]:
            row[:] = [
                date.fromisoformat(cell) if isinstance(cell, str) and cell[4:5] == "-" else cell
                for cell in row
            ]
    return [write_xlsx(folder / "days.xlsx", sheets)]


FORMS: dict[str, Writer] = {
    "xls": as_xls,
    "csv in GBK": as_texts("gbk"),
    "csv in GB18030 with tabs": as_texts("gb18030", "\t"),
    "csv in UTF-8": as_texts("utf-8"),
    "csv in UTF-8 with BOM": as_texts("utf-8-sig"),
    "csv with semicolons": as_texts("utf-8", ";"),
    "text in UTF-16": as_texts("utf-16", "\t"),
    "several files, known by their headers": as_one_file_a_sheet,
    "rows and columns in another order": shuffled,
    "merged two-row header, titles, totals": as_merged_form,
    "synonyms, full-width forms, units": with_other_words,
    "days as days": with_real_days,
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_content_in_another_form_is_the_same(form: str, good: Reading, tmp_path: Path) -> None:
    reading = read_workbook(FORMS[form](tmp_path, small_county()))
    assert reading.refused == ()
    for table in good.dataset.tables:
        assert rows(reading, table) == rows(good, table)
    assert reading.dataset.content == good.dataset.content


def test_extra_columns_are_listed_and_totals_are_counted_apart(tmp_path: Path) -> None:
    reading = read_workbook(with_other_words(tmp_path, small_county()))
    assert reading.summary.sheets[0].ignored_columns == ("备注",)
    form = read_workbook(as_merged_form(tmp_path, small_county()))
    assert [(sheet.read, sheet.skipped) for sheet in form.summary.sheets] == [(3, 3), (6, 3), (2, 3)]


def test_a_row_with_a_key_of_its_own_is_never_a_total(tmp_path: Path) -> None:
    sheets = small_county()
    for row in sheets["人"]:
        row[0], row[1] = row[1], row[0]
    sheets["人"][2][0] = "小计算"
    reading = read_workbook(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert (reading.summary.persons, reading.summary.sheets[1].skipped) == (6, 0)


def test_another_value_is_another_content(good: Reading, tmp_path: Path) -> None:
    sheets = small_county()
    sheets["户"][1][8] = 12000.51
    assert read_workbook(write_xlsx(tmp_path / "a.xlsx", sheets)).dataset.content != good.dataset.content


def test_a_missing_column_makes_its_fact_unknown(tmp_path: Path) -> None:
    sheets = small_county()
    for row in sheets["户"]:
        del row[8]
    reading = read_workbook(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert "家庭年纯收入" in reading.summary.sheets[0].missing_columns
    assert {row["net_income"] for row in rows(reading, "households")} == {None}
    assert reading.summary.refused == 0


def test_ten_thousands_are_not_read_as_yuan(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["户"][0][8] = "家庭年纯收入（万元）"
    reading = read_workbook(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert reading.summary.sheets[0].ignored_columns == ("家庭年纯收入（万元）",)
    assert {row["net_income"] for row in rows(reading, "households")} == {None}


def test_without_a_village_sheet_villages_come_from_the_households(tmp_path: Path) -> None:
    sheets = small_county()
    del sheets["村"]
    villages = rows(read_workbook(write_xlsx(tmp_path / "a.xlsx", sheets)), "villages")
    assert [known(row) for row in villages] == [
        {"village": int(code), "county": 980101, "households_on_record": listed}
        for code, listed in zip(VILLAGES, (2, 1), strict=True)
    ]


def test_a_village_without_households_stays(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["村"].append(["980102100001", "九八省", "水口县", "水口村", 40, 130, 0, "是"])
    sheets["县"] = [["县代码", "行政村数"], ["980101", 2], ["980102000000", 9]]
    reading = read_workbook(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert [row["households"] for row in rows(reading, "villages")] == [2, 1, 40]
    assert [(row["county"], row["villages"]) for row in rows(reading, "counties")] == [
        (980101, 2),
        (980102, 9),
    ]


def test_an_incomplete_household_is_kept_and_counted(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["户"][1][7] = 4
    sheets["户"][3][7] = None
    reading = read_workbook(write_xlsx(tmp_path / "a.xlsx", sheets))
    assert (reading.summary.refused, reading.summary.households) == (0, 3)
    assert reading.summary.incomplete_households == 2


def test_registers_are_kept_without_the_helper_himself(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["帮扶"] = [
        ["户编号", "帮扶人姓名", "帮扶人身份证号", "联系电话", "帮扶单位", "帮扶开始时间"],
        ["H002", "赵某", citizen(40), "13900000000", "县水利局", date(2018, 3, 1)],
        ["H001", "赵某", citizen(40), "13900000000", f"县水利局 {citizen(40)}", date(2018, 3, 1)],
    ]
    sheets["措施"] = [
        ["户编号", "措施类别", "措施内容", "金额(元)"],
        ["H001", "产业帮扶", "养牛两头", 12000],
        ["H009", "健康帮扶", "签约", 0],
        ["H001", "慰问", "米油", 200],
    ]
    reading = read_workbook(write_xlsx(tmp_path / "a.xlsx", sheets))
    refuse_identity(reading.dataset)
    helpers = rows(reading, "helpers")
    assert [row["household"] for row in helpers] == [
        int(VILLAGES[0]) * 1_000_000 + 1,
        int(VILLAGES[0]) * 1_000_000 + 2,
    ]
    assert set(helpers[0]) == {"household", "village", "county", "帮扶单位", "单位隶属关系", "职务", "第一书记",
        "驻村队员", "帮扶开始时间", "帮扶结束时间"}  # fmt: skip
    assert helpers[1]["帮扶单位"] == "县水利局"
    assert helpers[1]["帮扶开始时间"] == "2018-03-01"
    assert helpers[0]["帮扶单位"] == f"县水利局 98{'*' * 16}"
    assert [row["措施内容"] for row in rows(reading, "assistance")] == ["养牛两头"]
    assert {(row.row, row.code) for row in reading.refused} == {(3, "no_such_household"), (4, "text_refused")}


def test_hidden_and_unknown_sheets_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for title, table in small_county().items():
            page = book.add_worksheet(title)
            for number, row in enumerate(table):
                page.write_row(number, 0, ["" if cell is None else cell for cell in row])
        book.add_worksheet("填表说明").write(0, 0, "请如实填写")
        old = book.add_worksheet("户(旧)")
        old.write_row(0, 0, ["户编号", "村代码"])
        old.write_row(1, 0, ["H001", VILLAGES[0]])
        old.hide()
    reading = read_workbook(path)
    assert reading.summary.ignored_sheets == (("a.xlsx", "填表说明"),)
    assert (reading.summary.households, reading.refused) == (3, ())


def test_the_day_is_given_or_comes_from_the_rows(tmp_path: Path) -> None:
    sheets = small_county()
    for row in sheets["户"]:
        del row[6]
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    with pytest.raises(BadInput) as refused:
        read_workbook(path)
    assert refused.value.code == "as_of_needed"
    assert read_workbook(path, as_of=date(2020, 12, 31)).dataset.as_of == date(2020, 12, 31)


def test_progress_is_told_in_stages(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = write_xlsx(tmp_path / "a.xlsx", small_county())
    read_workbook(path, progress=lambda stage, done, total: told.append((stage, done, total)))
    assert [stage for stage, _, _ in told] == [
        "scanning",
        "checking",
        "checking",
        "checking",
        "linking",
        "linking",
    ]


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_workbook(write_xlsx(tmp_path / "a.xlsx", small_county()), pack="nowhere")


def test_no_word_of_the_pack_means_two_columns() -> None:
    layout = standards.load("cn").layout
    assert layout is not None
    for sheet in layout.sheets:
        words = Words(sheet, layout.marks).columns
        for column in sheet.columns:
            assert words[header_word(column.header, layout.marks)][0] is column
        texts = [word for column in sheet.columns for word in (column.header, *column.synonyms)]
        assert len(texts) == len(set(texts)), sheet.name
