"""The cells of a county's workbook, from tables: official labels, yuan, written days, blanks for unknown."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from tuopin.engine.kinds import Code, CodeSet, Date, Number, YesNo
from tuopin.engine.language import Fact
from tuopin.standards.cn.codes import HOUSEHOLD_KIND
from tuopin.standards.pack import Column
from tuopin.synthetic.registers import Cells, days_written
from tuopin.synthetic.villages import Villages, names_of

_WORDS_FOR_UNKNOWN = {"housing_grade": "未鉴定", "water_clean": "待核实"}
"""Where the form says in words that nobody has looked; elsewhere the cell is blank."""


def fact_cells(table: pa.Table, fact: Fact) -> Cells:
    """A column of official labels or numbers, None where unknown."""
    column = table.column(fact.code)
    cells = _WRITERS[type(fact.kind)](column, fact)
    if column.null_count:
        known = np.asarray(column.is_valid()).tolist()
        cells = [cell if seen else None for cell, seen in zip(cells, known, strict=True)]
    word = _WORDS_FOR_UNKNOWN.get(fact.code)
    if word is not None and "collected_on" in table.column_names:
        visited = np.asarray(table.column("collected_on").is_valid()).tolist()
        cells = [word if cell is None and seen else cell for cell, seen in zip(cells, visited, strict=True)]
    return cells


def _yes_no(column: pa.ChunkedArray, _: Fact) -> Cells:
    return [("否", "是")[answer] for answer in np.asarray(column.fill_null(False)).astype(np.int64).tolist()]


def _number(column: pa.ChunkedArray, fact: Fact) -> Cells:
    assert isinstance(fact.kind, Number)
    values = np.asarray(column.fill_null(0)).astype(np.int64)
    return list((values / 10**fact.kind.decimals).tolist() if fact.kind.decimals else values.tolist())


def _code(column: pa.ChunkedArray, fact: Fact) -> Cells:
    assert isinstance(fact.kind, Code)
    labels = {entry.number: entry.label.zh for entry in fact.kind.codes.entries}
    return [labels.get(number) for number in column.fill_null(0).to_pylist()]


def _code_set(column: pa.ChunkedArray, fact: Fact) -> Cells:
    assert isinstance(fact.kind, CodeSet)
    entries = fact.kind.codes.entries
    labels: dict[int, str] = {}
    for mask in column.unique().to_pylist():
        if mask is not None:
            labels[mask] = ",".join(entry.label.zh for entry in entries if mask >> (entry.number - 1) & 1)
    return [labels.get(mask) for mask in column.to_pylist()]


def _date(column: pa.ChunkedArray, _: Fact) -> Cells:
    return day_cells(column)


def day_cells(column: pa.ChunkedArray) -> Cells:
    days = np.asarray(column.cast(pa.int32()).fill_null(0)).astype(np.int64)
    known = np.asarray(column.is_valid()).tolist()
    return [day if seen else None for day, seen in zip(days_written(days), known, strict=True)]


_WRITERS: Mapping[type, Callable[[pa.ChunkedArray, Fact], Cells]] = {
    YesNo: _yes_no, Number: _number, Code: _code, CodeSet: _code_set, Date: _date,
}  # fmt: skip


def kinds_as_forms_say(households: pa.Table, cells: Cells) -> Cells:
    """The form calls an unregistered household without allowance 一般农户, which the list knows as a synonym."""
    ordinary = HOUSEHOLD_KIND.by_code["ordinary"]
    registered = households.column("registered").to_pylist()
    return [
        "一般农户" if cell == ordinary.label.zh and not listed else cell
        for cell, listed in zip(cells, registered, strict=True)
    ]


def place_cells(table: pa.Table, key: str, villages: Villages) -> Mapping[str, Cells]:
    """By level the name, and `code`, of the place each row lies in (`key`: village or county)."""
    ids = np.asarray(table.column(key))
    own = villages.id if key == "village" else villages.county_id
    known, first = np.unique(own, return_index=True)
    numbers = (
        villages.id[first].tolist(),
        villages.county[first].tolist(),
        villages.township[first].tolist(),
    )
    names = [names_of(*each) for each in zip(*numbers, strict=True)]
    place = np.searchsorted(known, ids).tolist()
    cells: dict[str, Cells] = {
        level: [names[at][level].zh for at in place]
        for level in ("province", "city", "county", "township", "village")
    }
    codes = [f"{code:0<12}" for code in known.tolist()]
    cells["code"] = [codes[at] for at in place]
    return cells


def columns_of(
    columns: Sequence[Column], table: pa.Table, given: Mapping[str, Cells], places: Mapping[str, Cells]
) -> dict[str, Cells]:
    """By header. `given`: by role, what a table does not hold."""
    cells: dict[str, Cells] = {}
    for column in columns:
        if column.fact is not None:
            cells[column.header] = fact_cells(table, column.fact)
        elif column.role == "village":
            cells[column.header] = list(places["code"])
        elif column.role == "collected_on":
            cells[column.header] = day_cells(table.column("collected_on"))
        elif column.role.startswith("place_name:"):
            cells[column.header] = list(places[column.role.partition(":")[2]])
        elif column.role in given:
            cells[column.header] = list(given[column.role])
    return cells
