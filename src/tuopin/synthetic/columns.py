"""Columns while they are being made: values of every row, and apart from them where a value is not known."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tuopin.engine.kinds import CodeList
from tuopin.synthetic.draws import Flags, Whole

_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Days since 1970-01-01, as Arrow stores a date."""
    return day.toordinal() - _EPOCH


def number_of(codes: CodeList, code: str) -> int:
    return codes.by_code[code].number


def numbers_of(codes: CodeList, order: Iterable[str]) -> Whole:
    """The numbers of codes in this order, to look up by position."""
    return np.array([codes.by_code[code].number for code in order], dtype=np.int64)


class Columns:
    """One level's rows. What was never put in stays unknown for all."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._values: dict[str, NDArray[Any]] = {}
        self._unknown: dict[str, Flags] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        """The true values, whether they are known to the record or not."""
        return self._values[name]

    def put(self, name: str, values: NDArray[Any] | int | bool, *, where: Flags | None = None) -> None:
        """Sets a column; `where` False leaves it empty."""
        self._values[name] = np.broadcast_to(np.asarray(values), (self.rows,))
        self._unknown.pop(name, None)
        if where is not None:
            self._unknown[name] = ~where

    def change(self, name: str, where: Flags, values: NDArray[Any] | int | bool) -> None:
        """Sets some rows, and makes them known."""
        self._values[name] = np.where(where, values, self._values[name])
        if name in self._unknown:
            self._unknown[name] = self._unknown[name] & ~where

    def blank(self, names: Iterable[str], where: Flags) -> None:
        """Makes values unknown."""
        for name in names:
            self._unknown[name] = self._unknown[name] | where if name in self._unknown else where

    def known(self, name: str) -> Flags:
        return ~self._unknown[name] if name in self._unknown else np.ones(self.rows, dtype=np.bool_)

    def table(self, schema: pa.Schema) -> pa.Table:
        """Null where unknown, and for a column that was never put in."""
        return pa.table([self._arrow(field) for field in schema], schema=schema)

    def _arrow(self, field: pa.Field) -> pa.Array:
        values = self._values.get(field.name)
        if values is None:
            return pa.nulls(self.rows, field.type)
        mask = self._unknown.get(field.name)
        if pa.types.is_string(field.type):
            return pa.array(values, mask=mask).cast(pa.string())
        if pa.types.is_date32(field.type):
            return pa.array(values.astype(np.int32), mask=mask).view(pa.date32())
        return pa.array(values.astype(field.type.to_pandas_dtype()), mask=mask)
