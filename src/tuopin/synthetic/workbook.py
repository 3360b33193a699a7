"""The city as the workbook a county office would hand over, with the mistakes such workbooks have."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from tuopin.kernel.errors import BadInput
from tuopin.standards.pack import Layout
from tuopin.synthetic.city import City
from tuopin.synthetic.draws import Draws, keys_of
from tuopin.synthetic.papers import Papers, phones_of
from tuopin.synthetic.quick_sheet import QuickSheet
from tuopin.synthetic.registers import Cells, Registers
from tuopin.synthetic.row_errors import PlantedError, SheetRows, plant
from tuopin.synthetic.sheet_cells import columns_of, kinds_as_forms_say, place_cells
from tuopin.synthetic.villages import Villages

Told = Callable[[str, int, int], None]
MOST_ERRORS = 0.2
_GROUPED = "户"
"""The sheet with a header of two rows: groups above, merged, and the columns below."""
_GROUPS = (
    ("户编号", "基本信息"), ("家庭人口数", "登记情况"), ("工资性收入", "收入情况"), ("主食充足", "吃穿"),
    ("居住情况", "住房"), ("人均日用水量", "饮水"), ("耕地面积", "土地"),
)  # fmt: skip
"""Where each group begins."""
_TOTALLED = ("家庭人口数", "家庭年纯收入", "总户数", "户籍人口数", "建档立卡户数")
_TITLES = {
    "户": "农户信息表", "人": "家庭成员信息表", "村": "行政村信息表", "县": "县信息表", "帮扶": "帮扶责任人信息表",
    "措施": "帮扶措施信息表",
}  # fmt: skip
_LONG_TEXT = frozenset({"household", "village", "id_number", "phone"})


def write_workbook(
    city: City, path: Path, *, errors: float = 0.015, seed: int | None = None, told: Told | None = None
) -> tuple[PlantedError, ...]:
    """All counties in one workbook; `errors` is the share of rows made wrong, `city.planted_errors` then says which.

    `told` is called with a sheet, the rows written and the rows in all. Raises BadInput for a share above a fifth.
    """
    _refuse_share(errors)
    written = _write(city, path, np.unique(city.villages.county_id).tolist(), errors, seed, told)
    city.planted_errors[:] = written
    return tuple(written)


def write_workbooks(
    city: City, folder: Path, *, errors: float = 0.015, seed: int | None = None, told: Told | None = None
) -> tuple[Path, ...]:
    """One workbook a county, to be read as one batch."""
    _refuse_share(errors)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[PlantedError] = []
    paths = []
    for county in np.unique(city.villages.county_id).tolist():
        paths.append(folder / f"{county}.xlsx")
        written += _write(city, paths[-1], [county], errors, seed, told)
    city.planted_errors[:] = written
    return tuple(paths)


def _refuse_share(errors: float) -> None:
    if not 0 <= errors <= MOST_ERRORS:
        raise BadInput(
            "errors_share",
            zh=f"错误行的比例 {errors} 不在 0 至 {MOST_ERRORS} 之间。请换一个数，例如 0.015。",
            en=f"The share of wrong rows is 0 to {MOST_ERRORS}, not {errors}. Give another number, such as 0.015.",
        )


def _write(
    city: City, path: Path, counties: list[int], errors: float, seed: int | None, told: Told | None
) -> list[PlantedError]:
    layout = city.pack.layout
    assert layout is not None
    sheets = list(_sheets(city, layout, counties))
    plant(sheets, share=errors, seed=city.seed if seed is None else seed)
    with _beside(path) as partial:
        _Book(partial, city, layout).write(sheets, told)
    return [error for sheet in sheets for error in sheet.told(path.name)]


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Written whole, then put in place: nobody opens half a workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        yield Path(folder) / path.name
        (Path(folder) / path.name).replace(path)


# ---- what stands in the sheets --------------------------------------------------------------------


def _sheets(city: City, layout: Layout, counties: list[int]) -> Iterator[SheetRows]:
    villages = city.villages.among(np.isin(city.villages.county_id, counties))
    of = {
        name: city.dataset.table(name).filter(
            pc.is_in(city.dataset.table(name)["county"], pa.array(counties))
        )
        for name in ("households", "persons", "villages", "counties")
    }
    cells = _cells(layout, villages, of)
    for sheet in layout.sheets:
        if sheet.table not in cells:
            continue
        yield SheetRows(sheet.name, cells[sheet.table], first_row=4 if sheet.name == _GROUPED else 3)


def _cells(layout: Layout, villages: Villages, of: dict[str, pa.Table]) -> dict[str, dict[str, Cells]]:
    columns = {sheet.table: sheet.columns for sheet in layout.sheets}
    papers = Papers(villages, of["persons"])
    names, numbers = papers.names(), papers.numbers()
    codes = of["households"]["code"].to_pylist()
    heads = np.flatnonzero(np.asarray(of["persons"]["person"]) == 1)
    household = np.searchsorted(
        np.asarray(of["households"]["household"]), np.asarray(of["persons"]["household"])
    )
    of_head = phones_of(Draws(keys_of(papers.of_household[heads], np.zeros(len(heads)))))
    households = columns_of(
        columns["households"],
        of["households"],
        {
            "household": codes,
            "name": [names[at] for at in heads.tolist()],
            "id_number": [numbers[at] for at in heads.tolist()],
            "phone": list(of_head),
        },
        place_cells(of["households"], "village", villages),
    )
    households["贫困户属性"] = kinds_as_forms_say(of["households"], households["贫困户属性"])
    persons = columns_of(
        columns["persons"],
        of["persons"],
        {
            "household": [codes[at] for at in household.tolist()],
            "name": list(names),
            "id_number": list(numbers),
            "ignored": ["居民身份证"] * len(names),
        },
        {},
    )
    registers = Registers(villages, of["households"])
    of_villages, of_counties = (
        place_cells(of["villages"], "village", villages), place_cells(of["counties"], "county", villages),
    )  # fmt: skip
    return {
        "households": households,
        "persons": persons,
        "villages": columns_of(columns["villages"], of["villages"], {}, of_villages),
        "counties": columns_of(columns["counties"], of["counties"], {}, of_counties),
        "helpers": registers.helpers(),
        "assistance": registers.assistance(),
    }


# ---- how it looks ---------------------------------------------------------------------------------


class _Book:
    """Rows go to the file as they are written, so that a large city takes no more memory than a small one."""

    def __init__(self, path: Path, city: City, layout: Layout) -> None:
        self.path, self.city = path, city
        self.roles = {
            sheet.name: {column.header: column.role for column in sheet.columns} for sheet in layout.sheets
        }

    def write(self, sheets: list[SheetRows], told: Told | None) -> None:
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "tmpdir": str(self.path.parent),
        }  # fmt: skip
        with xlsxwriter.Workbook(str(self.path), options) as book:
            on = self.city.on
            # The day instead of the clock: the same city gives the same file.
            book.set_properties(
                {"title": "示例城市（合成数据）", "created": datetime(on.year, on.month, on.day, tzinfo=UTC)}
            )
            self.title = book.add_format({"bold": True, "font_size": 14})
            self.group = book.add_format(
                {"bold": True, "align": "center", "border": 1, "bg_color": "#E3F1EC"}
            )
            self.head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E3F1EC"})
            self.text = book.add_format({"num_format": "@"})
            total = sum(len(sheet) for sheet in sheets)
            done = 0
            for sheet in sheets:
                self._write_sheet(book.add_worksheet(sheet.name, QuickSheet), sheet)
                done += len(sheet)
                if told is not None:
                    told(sheet.name, done, total)

    def _write_sheet(self, page: QuickSheet, sheet: SheetRows) -> None:
        headers = list(sheet.cells)
        roles = self.roles[sheet.name]
        for column, header in enumerate(headers):
            long = roles[header] in _LONG_TEXT
            page.set_column(column, column, 20 if long else 11, self.text if long else None)
        page.write_string(
            0, 0, f"{_TITLES[sheet.name]}（{self.city.on}，合成示例数据，不含任何真实个人）", self.title
        )
        if sheet.name == _GROUPED:
            self._write_groups(page, headers)
        for column, header in enumerate(headers):
            page.write_string(sheet.first_row - 2, column, header, self.head)
        page.freeze_panes(sheet.first_row - 1, 1)
        after = page.write_rows(
            sheet.first_row - 1, zip(*sheet.cells.values(), strict=True), columns=len(headers)
        )
        self._write_total(page, sheet, after)

    def _write_groups(self, page: QuickSheet, headers: list[str]) -> None:
        starts = [headers.index(header) for header, _ in _GROUPS] + [len(headers)]
        for (_, name), first, after in zip(_GROUPS, starts, starts[1:], strict=False):
            if after - first > 1:
                page.merge_range(1, first, 1, after - 1, name, self.group)
            else:
                page.write_string(1, first, name, self.group)

    def _write_total(self, page: QuickSheet, sheet: SheetRows, row: int) -> None:
        page.write_string(row, 0, "合计", self.head)
        for column, header in enumerate(sheet.cells):
            if header in _TOTALLED:
                numbers = (cell for cell in sheet.cells[header] if isinstance(cell, int | float))
                page.write_number(row, column, sum(numbers))
