"""OpenFisca: every answer is a formula of a variable over vectors. It knows no unknown, so an answer is 0, 1 or 2
(no, unknown, yes), for which Kleene's AND, OR and NOT are minimum, maximum and 2 - x. Unknown numbers are sentinels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.rivals.places import files_of, proof_of
from benchmarks.rivals.rules import COUNTERS, Days, of_households, of_persons
from benchmarks.row_loop import HOUSEHOLD, PERSON

EPOCH = date(1970, 1, 1)
UNKNOWN = -(2**30)
ALLS, ANYS = ("schooling", "medical"), ("child", "to_insure")
Person = build_entity(key="person", plural="persons", label="", is_person=True)
Household = build_entity(
    key="household", plural="households", label="", roles=[{"key": "member", "label": ""}]
)


class Three:
    """Answers as 0, 1, 2."""

    def __init__(self, answers: Any) -> None:
        self.answers = answers

    def __and__(self, other: Three) -> Three:
        return Three(np.minimum(self.answers, other.answers))

    def __or__(self, other: Three) -> Three:
        return Three(np.maximum(self.answers, other.answers))

    def __invert__(self) -> Three:
        return Three(2 - self.answers)


class Number:
    """Whole numbers with a sentinel; what is worked out of an unknown is unknown."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def _asked(self, answers: Any) -> Three:
        return Three(np.where(self.values == UNKNOWN, 1, np.where(answers, 2, 0)).astype(np.int8))

    def __lt__(self, other: int) -> Three:
        return self._asked(self.values < other)

    def __le__(self, other: int) -> Three:
        return self._asked(self.values <= other)

    def __gt__(self, other: int) -> Three:
        return self._asked(self.values > other)

    def __ge__(self, other: int) -> Three:
        return self._asked(self.values >= other)

    def __eq__(self, other: object) -> Three:  # type: ignore[override]
        return self._asked(self.values == other)

    __hash__ = None  # type: ignore[assignment]

    def __rmul__(self, factor: int) -> Number:
        return Number(np.where(self.values == UNKNOWN, UNKNOWN, self.values * factor))

    def __sub__(self, other: Number) -> Number:
        unknown = (self.values == UNKNOWN) | (other.values == UNKNOWN)
        return Number(np.where(unknown, UNKNOWN, self.values - other.values))


class Vectors:
    """See rules.Columns."""

    def is_in(self, column: Number, values: Any) -> Three:
        return column._asked(np.isin(column.values, list(values)))

    def settled(self, yes: Three, no: Three) -> Three:
        return Three(np.where(yes.answers == 2, 2, np.where(no.answers == 2, 0, 1)).astype(np.int8))


def system(on: date) -> TaxBenefitSystem:
    """Facts are variables without a formula; what is asked of members, and the counters, have one."""
    made = TaxBenefitSystem([Person, Household])
    k, days = Vectors(), Days(*((day - EPOCH).days for day in astuple(Days.of(on))))

    def add(name: str, entity: Any, formula: Callable[..., Any] | None = None) -> None:
        parts = {"value_type": int, "entity": entity, "definition_period": DateUnit.YEAR, "label": ""}
        made.add_variable(type(name, (Variable,), {**parts, **({"formula": formula} if formula else {})}))

    for name in PERSON:
        add(f"p_{name}", Person)
    for name in HOUSEHOLD[1:]:
        add(f"h_{name}", Household)

    def of_person(name: str) -> Callable[..., Any]:
        def formula(person: Any, period: Any) -> Any:
            facts = {each: column(person(f"p_{each}", period), each) for each in PERSON}
            alls, anys = of_persons(facts, days, k)
            return {**alls, **anys}[name].answers

        return formula

    def of_household(name: str) -> Callable[..., Any]:
        def formula(household: Any, period: Any) -> Any:
            facts = {each: column(household(f"h_{each}", period), each) for each in HOUSEHOLD[1:]}
            complete = facts["size"]._asked(household.nb_persons() == facts["size"].values)
            lowest = {each: Number(household.min(household.members(f"a_{each}", period))) for each in ALLS}
            highest = {each: Number(household.max(household.members(f"a_{each}", period))) for each in ANYS}
            return of_households(facts, complete, _nobody(lowest, 2), _nobody(highest, 0), k)[name].answers

        return formula

    for name in (*ALLS, *ANYS):
        add(f"a_{name}", Person, of_person(name))
    for name in COUNTERS:
        add(f"c_{name}", Household, of_household(name))
    return made


def _nobody(found: Mapping[str, Number], otherwise: int) -> dict[str, Number]:
    """The lowest of nobody is infinite, the highest minus infinite."""
    return {
        name: Number(np.where((each.values < 0) | (each.values > 2), otherwise, each.values))
        for name, each in found.items()
    }


YES_NO: set[str] = set()


def column(values: Any, name: str) -> Three | Number:
    return Three(values) if name in YES_NO else Number(values)


def read(snapshot: Path, table: str, columns: list[str]) -> dict[str, Any]:
    found = pa.concat_tables([pq.read_table(path, columns=columns) for path in files_of(snapshot, table)])
    arrays = {}
    for name in columns:
        values = found.column(name)
        if pa.types.is_boolean(values.type):
            YES_NO.add(name)
            values = pc.if_else(values, pa.scalar(2, pa.int32()), pa.scalar(0, pa.int32())).fill_null(1)
        elif pa.types.is_date32(values.type):
            values = values.cast(pa.int32()).fill_null(UNKNOWN)
        else:
            values = (
                values.fill_null(UNKNOWN)
                if values.type != pa.int16()
                else values.cast(pa.int32()).fill_null(UNKNOWN)
            )
        arrays[name] = values.to_numpy()
    return arrays


def run(snapshot: Path, on: date) -> str:
    persons = read(snapshot, "persons", ["household", *PERSON])
    households = read(snapshot, "households", ["household", *HOUSEHOLD])
    period = str(on.year)
    builder = SimulationBuilder()
    builder.create_entities(made := system(on))
    builder.declare_person_entity("person", np.arange(len(persons["household"])))
    entity = builder.declare_entity("household", households["household"])
    builder.join_with_persons(entity, persons["household"], np.zeros(len(persons["household"]), np.int64))
    simulation = builder.build(made)
    for prefix, facts, names in (("p", persons, PERSON), ("h", households, HOUSEHOLD[1:])):
        for name in names:
            simulation.set_input(f"{prefix}_{name}", period, facts[name])
    size = households["size"]
    size = np.where(size == UNKNOWN, 0, size).astype(np.int64)
    columns = [np.ones(len(size), np.int64), size]
    for name in COUNTERS:
        answers = simulation.calculate(f"c_{name}", period)
        for what in (2, 1):
            held = (answers == what).astype(np.int64)
            columns += [held, held * size]
    villages, inverse = np.unique(households["village"], return_inverse=True)
    sums = np.stack([np.bincount(inverse, each, len(villages)).astype(np.int64) for each in columns], axis=1)
    return proof_of(snapshot, villages, sums)
