"""Polars: lazy frames over the files, streamed; its AND and OR are Kleene's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.rivals.places import files_of, proof_of
from benchmarks.rivals.rules import COUNTERS, Days, of_households, of_persons
from benchmarks.row_loop import HOUSEHOLD, PERSON


class Expressions:
    """See rules.Columns."""

    def is_in(self, column: pl.Expr, values: Any) -> pl.Expr:
        return column.is_in(list(values))

    def lowest(self, answers: Mapping[str, pl.Expr]) -> list[pl.Expr]:
        return [_number(answer).min().alias(name) for name, answer in answers.items()]

    def highest(self, answers: Mapping[str, pl.Expr]) -> list[pl.Expr]:
        return [_number(answer).max().alias(name) for name, answer in answers.items()]

    def settled(self, yes: pl.Expr, no: pl.Expr) -> pl.Expr:
        # Not otherwise(None) alone: of the two, only what is known and true settles.
        return pl.when(yes.fill_null(value=False)).then(True).when(no.fill_null(value=False)).then(False)


def _number(answer: pl.Expr) -> pl.Expr:
    return pl.when(answer).then(2).when(~answer).then(0).otherwise(1).cast(pl.Int8)


def counts(snapshot: Path, on: date) -> tuple[Any, Any]:
    k, days = Expressions(), Days.of(on)
    persons = pl.scan_parquet(files_of(snapshot, "persons")).select("household", *PERSON)
    alls, anys = of_persons({name: pl.col(name) for name in PERSON}, days, k)
    members = persons.group_by("household").agg(pl.len().alias("listed"), *k.lowest(alls), *k.highest(anys))
    households = pl.scan_parquet(files_of(snapshot, "households")).select("household", *HOUSEHOLD)
    joined = households.join(members, on="household", how="left")
    h: dict[str, pl.Expr] = {name: pl.col(name) for name in HOUSEHOLD}
    h["net_income"], h["size"] = h["net_income"].cast(pl.Int64), h["size"].cast(pl.Int64)
    # Of nobody, all are and none is.
    found_all = {name: pl.col(name).fill_null(2) for name in alls}
    found_any = {name: pl.col(name).fill_null(0) for name in anys}
    complete = pl.col("listed").fill_null(0) == h["size"]
    counters = of_households(h, complete, found_all, found_any, k)
    judged = joined.select(
        "village", h["size"].fill_null(0).alias("size"), *(counters[name].alias(name) for name in COUNTERS)
    )
    sums = [pl.len().alias("households"), pl.col("size").sum().alias("people")]
    for name in COUNTERS:
        for what, held in (("yes", pl.col(name).fill_null(value=False)), ("unknown", pl.col(name).is_null())):
            sums += [
                held.sum().alias(f"{name}_{what}"),
                (held * pl.col("size")).sum().alias(f"{name}_{what}_people"),
            ]
    table = judged.group_by("village").agg(*sums).collect(engine="streaming")
    return table["village"].to_numpy(), table.drop("village").cast(pl.Int64).to_numpy()


def run(snapshot: Path, on: date) -> str:
    villages, sums = counts(snapshot, on)
    return proof_of(snapshot, villages, np.ascontiguousarray(sums))
