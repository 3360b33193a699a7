"""pandas, with its nullable columns: boolean and Int know unknown, and their & and | are Kleene's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.rivals.places import files_of, proof_of
from benchmarks.rivals.rules import COUNTERS, Days, of_households, of_persons
from benchmarks.row_loop import HOUSEHOLD, PERSON

NULLABLE = {
    pa.bool_(): pd.BooleanDtype(), pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(),
}  # fmt: skip
EPOCH = date(1970, 1, 1)


class Series:
    """See rules.Columns. `household` says to whom each person belongs."""

    def __init__(self, household: pd.Series) -> None:
        self.household = household

    def is_in(self, column: pd.Series, values: Any) -> pd.Series:
        return column.isin(list(values)).astype("boolean").mask(column.isna())

    def lowest(self, answers: Mapping[str, pd.Series]) -> pd.DataFrame:
        return self._numbers(answers).groupby(self.household, sort=False).min()

    def highest(self, answers: Mapping[str, pd.Series]) -> pd.DataFrame:
        return self._numbers(answers).groupby(self.household, sort=False).max()

    def _numbers(self, answers: Mapping[str, pd.Series]) -> pd.DataFrame:
        return pd.DataFrame(
            {name: (each.astype("Int8") * 2).fillna(1).astype("int8") for name, each in answers.items()}
        )

    def settled(self, yes: pd.Series, no: pd.Series) -> pd.Series:
        known_yes, known_no = yes.fillna(value=False), no.fillna(value=False)
        return known_yes.astype("boolean").mask(~(known_yes | known_no))


def read(snapshot: Path, table: str, columns: list[str]) -> pd.DataFrame:
    """Days become whole numbers: pandas keeps dates as objects."""
    found = pa.concat_tables([pq.read_table(path, columns=columns) for path in files_of(snapshot, table)])
    if "birth" in columns:
        at = found.column_names.index("birth")
        found = found.set_column(at, "birth", found.column(at).cast(pa.int32()))
    return found.to_pandas(types_mapper=NULLABLE.get)


def run(snapshot: Path, on: date) -> str:
    days = Days(*((day - EPOCH).days for day in astuple(Days.of(on))))
    persons = read(snapshot, "persons", ["household", *PERSON])
    k = Series(persons["household"].astype("int64"))
    alls, anys = of_persons({name: persons[name] for name in PERSON}, days, k)
    members = (
        k.lowest(alls)
        .join(k.highest(anys))
        .join(k.household.groupby(k.household, sort=False).size().rename("listed"))
    )
    del persons
    h = read(snapshot, "households", ["household", *HOUSEHOLD]).set_index("household")
    members = members.reindex(h.index)
    h["net_income"], h["size"] = h["net_income"].astype("Int64"), h["size"].astype("Int64")
    complete = members["listed"].fillna(0).astype("Int64") == h["size"]
    found_all = {name: members[name].fillna(2) for name in alls}
    found_any = {name: members[name].fillna(0) for name in anys}
    counters = of_households(h, complete, found_all, found_any, k)
    size = h["size"].fillna(0).astype("int64")
    columns = {"households": np.ones(len(h), np.int64), "people": size.to_numpy()}
    for name in COUNTERS:
        for what, held in (("yes", counters[name].fillna(value=False)), ("unknown", counters[name].isna())):
            yes = held.astype("int64").to_numpy()
            columns |= {f"{name}_{what}": yes, f"{name}_{what}_people": yes * size.to_numpy()}
    sums = pd.DataFrame(columns).groupby(h["village"].astype("int64").to_numpy()).sum()
    return proof_of(snapshot, sums.index.to_numpy(), sums.to_numpy())
